"""What a model pack says about itself, and which files it may have.

`manifest.json` beside the model's files:

    {"format": 1, "name": "base-int8", "engine": "faster-whisper", "languages": [], "licence": "MIT",
     "memory_mib": 320, "files": {"model.bin": {"sha256": "…", "size": 77000000}, …}}

Nothing of it is used as a path before it has been compared with the few names that a pack can have.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import ModelPack

MANIFEST = "manifest.json"
ENGINE = "faster-whisper"
FORMAT = 1
NEEDED = ("model.bin", "config.json", "tokenizer.json", "preprocessor_config.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
TEXTS = ("LICENSE.txt", "README.md")
"""Files for people that a pack may have besides."""
LONGEST_MANIFEST = 64 * 1024
LARGEST = 16 * 1024**3
"""Bytes of a whole pack; the largest model in use needs three thousand million."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
"""Names that Windows keeps for devices."""


class BadPack(StormError):
    """A model pack that is not used: incomplete, altered, or not what it says."""

    hint = (
        "Nothing was installed. Make the pack again with build_scripts/model_pack.py, or copy it once more."
    )


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a pack as the manifest names it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says about itself."""

    name: str
    languages: tuple[str, ...]
    licence: str
    memory_mib: int
    files: tuple[PackFile, ...]
    """By name."""

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def sha256(self) -> str:
        """Return the digest over names, sizes and digests of the files."""
        lines = (f"{file.name} {file.size} {file.sha256}\n" for file in self.files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def pack(self, folder: Path) -> ModelPack:
        """Return the pack that lies in `folder`."""
        return ModelPack(
            self.name,
            folder.absolute(),
            ENGINE,
            self.languages,
            self.licence,
            self.sha256,
            self.size,
            self.memory_mib,
        )

    def text(self) -> bytes:
        """Return the manifest as its file."""
        files = {file.name: {"sha256": file.sha256, "size": file.size} for file in self.files}
        body = {
            "format": FORMAT,
            "name": self.name,
            "engine": ENGINE,
            "languages": list(self.languages),
            "licence": self.licence,
            "memory_mib": self.memory_mib,
            "files": files,
        }
        return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def parse(text: bytes, origin: str) -> Manifest:
    """Return the manifest in `text`.

    Args:
        text: the bytes of `manifest.json`.
        origin: name of the pack's folder or archive, for the sentence.

    Raises:
        BadPack: not JSON, of another format, for another engine, or with a value that cannot be.
    """
    try:
        body = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as exc:
        raise BadPack(f"The manifest of {origin} is not valid JSON.") from exc
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise BadPack(f"The manifest of {origin} is not one that this version understands.")
    if body.get("engine") != ENGINE:
        raise BadPack(f"{origin} is a model for another engine; this program runs {ENGINE} models.")
    return Manifest(
        check_name(body.get("name"), origin),
        _languages(body.get("languages"), origin),
        _line(body.get("licence"), origin),
        _count(body.get("memory_mib", 0), origin),
        check_files(_files(body.get("files"), origin), origin),
    )


def check_name(name: object, origin: str) -> str:
    """Return a pack's name if it can be one: small letters, digits, dots and dashes.

    Raises:
        BadPack: it cannot.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise BadPack(f"The manifest of {origin} has a name that cannot be used as a folder.")
    return name


def check_files(files: tuple[PackFile, ...], origin: str) -> tuple[PackFile, ...]:
    """Return the files of a pack if they are the ones a model has.

    Raises:
        BadPack: one is missing, one does not belong there, or together they are too large.
    """
    names = {file.name for file in files}
    missing = [name for name in NEEDED if name not in names]
    if missing or not names & set(VOCABULARIES):
        raise BadPack(f"The manifest of {origin} does not name {(*missing, VOCABULARIES[0])[0]}.")
    if others := sorted(names - {*NEEDED, *VOCABULARIES, *TEXTS}):
        raise BadPack(f"The manifest of {origin} names “{others[0][:80]}”, which no model pack has.")
    if sum(file.size for file in files) > LARGEST:
        raise BadPack(f"{origin} claims to be larger than any model, so it was not unpacked.")
    return tuple(sorted(files, key=lambda file: file.name))


def _files(body: object, origin: str) -> tuple[PackFile, ...]:
    if not isinstance(body, dict) or len(body) > 16:
        raise BadPack(f"The manifest of {origin} does not list the model's files.")
    return tuple(_file(name, each, origin) for name, each in body.items())


def _file(name: str, body: object, origin: str) -> PackFile:
    held: Mapping[str, Any] = body if isinstance(body, dict) else {}
    digest = held.get("sha256")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise BadPack(f"The manifest of {origin} has no SHA-256 for “{name[:80]}”.")
    return PackFile(name, _count(held.get("size"), origin), digest)


def _count(value: object, origin: str) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise BadPack(f"The manifest of {origin} has a size that cannot be.")
    return value


def _line(value: object, origin: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200 or not value.isprintable():
        raise BadPack(f"The manifest of {origin} does not name the model's licence.")
    return value


def _languages(value: object, origin: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 200:
        raise BadPack(f"The manifest of {origin} does not list the model's languages.")
    if not all(isinstance(each, str) and _LANGUAGE.fullmatch(each) for each in value):
        raise BadPack(f"The manifest of {origin} has a language that is no code such as “en”.")
    return tuple(value)
