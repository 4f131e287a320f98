"""Signatures and public keys in minisign's format, checked.

Format: https://jedisct1.github.io/minisign/. A public key is 2 bytes for the algorithm, 8 of key id and 32 of
Ed25519 key. A signature is 2 bytes, 8 of key id and 64; then come the trusted comment and a signature over
both. `ED` signs the BLAKE2b-512 of the content, the older `Ed` the content itself.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_KEY_SIZE, _SIGNATURE_SIZE, _GLOBAL_SIZE = 42, 74, 64
_PUBLIC, _DIRECT, _HASHED = b"Ed", b"Ed", b"ED"
_LINES = 4
_LONGEST_COMMENT = 8192
"""Characters; as minisign itself writes at the most."""


class NotMinisign(ValueError):
    """A text that is no key or no signature; says why."""


class WrongSignature(ValueError):
    """A signature that is not one of this content by this key; says why."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are checked with."""

    id: bytes
    key: bytes

    @property
    def name(self) -> str:
        """Return the key id as minisign prints it."""
        return key_name(self.id)


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands in a `.minisig` file; nothing of it is proved before `verify`."""

    hashed: bool
    key_id: bytes
    signature: bytes
    trusted_comment: str
    comment_signature: bytes


def key_name(key_id: bytes) -> str:
    """Return a key id as minisign prints it: a 64-bit little-endian number in hexadecimal."""
    return f"{int.from_bytes(key_id, 'little'):016X}"


def read_key(text: str) -> PublicKey:
    """Return the key of a `.pub` file, or of its second line alone.

    Raises:
        NotMinisign: it is none.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    coded = [line for line in lines if not line.startswith(_UNTRUSTED.strip())]
    if len(coded) != 1:
        raise NotMinisign("it must hold one comment and one key")
    raw = _decoded(coded[0], _KEY_SIZE, "key")
    if raw[:2] != _PUBLIC:
        raise NotMinisign("its key is not of the kind Ed25519")
    return PublicKey(raw[2:10], raw[10:])


def read_signature(text: str) -> Signature:
    """Return what stands in a `.minisig` file.

    Raises:
        NotMinisign: it is none.
    """
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if len(lines) != _LINES or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise NotMinisign("it does not have the four lines of a minisign signature")
    comment = lines[2].removeprefix(_TRUSTED)
    if len(comment) > _LONGEST_COMMENT or not comment.replace("\t", " ").isprintable():
        raise NotMinisign("its trusted comment is too long, or not plain text")
    raw = _decoded(lines[1], _SIGNATURE_SIZE, "signature")
    if raw[:2] not in (_DIRECT, _HASHED):
        raise NotMinisign("it is of a kind that minisign does not make")
    proof = _decoded(lines[3], _GLOBAL_SIZE, "signature of the comment")
    return Signature(raw[:2] == _HASHED, raw[2:10], raw[10:], comment, proof)


def verify(signature: Signature, content: bytes, key: PublicKey) -> None:
    """Return when `key` has signed this content and the trusted comment.

    Raises:
        WrongSignature: it has not.
    """
    if signature.key_id != key.id:
        raise WrongSignature("it was made with another key")
    told = hashlib.blake2b(content).digest() if signature.hashed else content
    if not _holds(key.key, signature.signature, told):
        raise WrongSignature("the content is not what was signed")
    comment = signature.trusted_comment.encode()
    if not _holds(key.key, signature.comment_signature, signature.signature + comment):
        raise WrongSignature("its trusted comment is not what was signed")


def _holds(key: bytes, signature: bytes, message: bytes) -> bool:
    from nacl.exceptions import CryptoError  # only who has signed files pays for it
    from nacl.signing import VerifyKey

    try:
        VerifyKey(key).verify(message, signature)
    except (CryptoError, ValueError):
        return False
    return True


def _decoded(text: str, size: int, what: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as exc:
        raise NotMinisign(f"its {what} is not Base64") from exc
    if len(raw) != size:
        raise NotMinisign(f"its {what} has {len(raw)} bytes, not {size}")
    return raw
