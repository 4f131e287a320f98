"""Whether a profile or a list is signed by the site: its detached signature `NAME.minisig`, checked.

A key of the site that others could have laid there is not believed, and said.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from stormdat_core.regular import read_regular
from stormdat_core.site.folder import Site, files_in
from stormdat_core.site.minisign import (
    NotMinisign,
    PublicKey,
    Signature,
    WrongSignature,
    key_name,
    read_key,
    read_signature,
    verify,
)

_ENDING = ".minisig"
_LONGEST = 65_536
"""Bytes of a key or of a signature."""
_MOST_KEYS = 100


class Proof(Enum):
    """What a signature proves."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    WRONG = "wrong"
    """There is one, and it proves nothing, or the contrary."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of looking for a signature."""

    proof: Proof
    words: str
    """In words that go on behind the name of a file: `is not signed`."""

    @property
    def signed(self) -> bool:
        return self.proof is Proof.SIGNED


@dataclass(frozen=True, slots=True)
class Keys:
    """The public keys of a site, and why some of them do not count."""

    keys: tuple[PublicKey, ...] = ()
    refused: tuple[str, ...] = ()
    """In sentences."""

    def __bool__(self) -> bool:
        return bool(self.keys or self.refused)


def keys_of(site: Site) -> Keys:
    """Return the keys that lie in the site's folder."""
    keys: list[PublicKey] = []
    refused: list[str] = []
    for path, _ in zip(files_in(site.keys, frozenset({".pub"})), range(_MOST_KEYS), strict=False):
        try:
            keys.append(_key(site, path))
        except NotMinisign as exc:
            refused.append(f"The key {path} does not count: {exc}.")
    return Keys(tuple(keys), tuple(refused))


def judge(keys: Keys, path: Path, content: bytes) -> Judgement:
    """Return what the signature beside a file proves about its content, as it was read.

    Args:
        keys: of the site.
        path: of the file; the signature has its name and `.minisig` behind it.
        content: all of it.
    """
    beside = path.with_name(path.name + _ENDING)
    try:
        signature = read_signature(_text(beside))
    except FileNotFoundError:
        return Judgement(Proof.UNSIGNED, f"is not signed (there is no {beside.name} beside it)")
    except (OSError, UnicodeDecodeError, NotMinisign) as exc:
        why = exc.strerror if isinstance(exc, OSError) and exc.strerror else exc
        return Judgement(Proof.WRONG, f"has a signature that cannot be used ({beside.name}: {why})")
    return _checked(keys, signature, content)


def _checked(keys: Keys, signature: Signature, content: bytes) -> Judgement:
    name = key_name(signature.key_id)
    ours = [key for key in keys.keys if key.id == signature.key_id]
    if not ours:
        return Judgement(Proof.WRONG, f"is signed by {name}, which is no key of your site")
    reasons: list[str] = []
    for key in ours:
        try:
            verify(signature, content, key)
        except WrongSignature as exc:
            reasons.append(str(exc))
        else:
            told = " ".join(signature.trusted_comment.split())
            return Judgement(Proof.SIGNED, f"signed by {name}, {told}" if told else f"signed by {name}")
    return Judgement(Proof.WRONG, f"has a wrong signature (key {name}: {reasons[0]})")


def _key(site: Site, path: Path) -> PublicKey:
    try:
        found = site.read(path, _LONGEST)
        if found.doubt:
            raise NotMinisign(found.doubt)
        return read_key(_short(found.content).decode())
    except (OSError, UnicodeDecodeError) as exc:
        raise NotMinisign(f"it cannot be read ({exc})") from exc


def _text(path: Path) -> str:
    return _short(read_regular(path, _LONGEST)).decode()


def _short(content: bytes) -> bytes:
    if len(content) > _LONGEST:
        raise NotMinisign(f"it is larger than {_LONGEST:,} bytes")
    return content
