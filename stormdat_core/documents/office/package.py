"""An Office package opened safely: a zip whose names, sizes and relationships are all untrusted.

Nothing is ever extracted to disk, no relationship to the outside is followed, and each part is expanded
only when asked for, up to a limit that counts the bytes that really come out.
"""

import hashlib
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.documents.office.xmlparse import elements
from stormdat_core.errors import LimitExceeded, UnreadableDocument

_CHUNK = 1024 * 1024
_DAMAGED = (
    "Ask for the file again, or open it in the program it was made with, let that repair it, and save it."
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another part or to the outside."""

    id: str
    kind: str
    """Last step of the relationship type: `styles`, `header`, `officeDocument`."""
    target: str
    """Part name, or the address when `external`."""
    external: bool


class Package:
    """A package open for reading.

    Raises:
        UnreadableDocument: not a sound package.
        LimitExceeded: over a limit.
    """

    def __init__(self, path: Path, stream: IO[bytes], limits: Limits) -> None:
        self.path = path
        self.name = path.name
        self.limits = limits
        self._zip = self._open(stream)
        self.warnings: list[str] = []
        self._links: dict[str, Mapping[str, Relationship]] = {}
        self._entries = self._checked_entries()

    def _open(self, stream: IO[bytes]) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as exc:
            raise self._damaged("it is incomplete or not a package") from exc

    def _damaged(self, why: str) -> UnreadableDocument:
        return UnreadableDocument(f"{self.name} is damaged: {why}.", _DAMAGED)

    def _checked_entries(self) -> Mapping[str, zipfile.ZipInfo]:
        """Return the entries by folded name. Two parts of one name would let readers disagree: refused."""
        infos = self._zip.infolist()
        if len(infos) > self.limits.entries:
            raise LimitExceeded(
                f"{self.name} holds {len(infos):,} parts; the limit is {self.limits.entries:,}."
            )
        self._refuse_overlaps(infos)
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = fold(info.filename)
            if info.is_dir() or not name:
                continue
            if name in entries:
                raise self._damaged(f"it holds two parts named {info.filename[:100]!r}")
            entries[name] = info
        return entries

    def _refuse_overlaps(self, infos: list[zipfile.ZipInfo]) -> None:
        """Refuse a directory that lists the same bytes twice (an overlap bomb)."""
        end = -1
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise self._damaged("its parts overlap")
            end = info.header_offset + info.compress_size

    def __contains__(self, part: str) -> bool:
        return fold(part) in self._entries

    def part_name(self, part: str) -> str:
        """Return the name as the package spells it."""
        return self._entries[fold(part)].filename

    def read(self, part: str) -> bytes:
        """Return a part, expanded.

        Raises:
            UnreadableDocument: missing, encrypted or damaged.
            LimitExceeded: larger than `limits.part_bytes` when really expanded.
        """
        info = self._entries.get(fold(part))
        if info is None:
            raise self._damaged(f"its part {part} is missing")
        if info.flag_bits & 0x1:
            raise UnreadableDocument(
                f"{self.name} is password protected, so it was not checked.",
                "Remove the password in the program it was made with, and check it again.",
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableDocument(
                f"{self.name} uses a compression that Office documents do not allow.", _DAMAGED
            )
        return self._expand(info)

    def _expand(self, info: zipfile.ZipInfo) -> bytes:
        most = self.limits.part_bytes
        chunks, total = [], 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    chunks.append(chunk)
                    total += len(chunk)
                    if total > most:
                        raise LimitExceeded(
                            f"{self.name}: the part {info.filename} expands to more than {most // MIB} MiB."
                        )
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as exc:
            raise self._damaged(f"its part {info.filename} cannot be expanded") from exc
        return b"".join(chunks)

    @cached_property
    def content_types(self) -> Mapping[str, str]:
        """Return content types by folded part name; defaults by `/.extension`, which no folded name is."""
        if "[Content_Types].xml" not in self:
            raise self._damaged("it is incomplete, its list of content types is missing")
        types = {}
        for name, attributes in elements(self.read("[Content_Types].xml"), "[Content_Types].xml", self.name):
            if name == "Override":
                types[fold(attributes.get("PartName", ""))] = attributes.get("ContentType", "")
            elif name == "Default":
                types[f"/.{attributes.get('Extension', '').casefold()}"] = attributes.get("ContentType", "")
        return types

    def content_type(self, part: str) -> str:
        """Return the content type of a part, or an empty string."""
        name = fold(part)
        return self.content_types.get(name) or self.content_types.get(f"/.{name.rpartition('.')[2]}", "")

    def relationships(self, part: str = "") -> Mapping[str, Relationship]:
        """Return the relationships of a part, or of the package, by id. Nothing is followed."""
        if part not in self._links:
            self._links[part] = self._read_relationships(part)
        return self._links[part]

    def _read_relationships(self, part: str) -> Mapping[str, Relationship]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found = {}
        for tag, attributes in elements(self.read(rels), rels, self.name):
            if tag == "Relationship":
                link = _relationship(folder, attributes)
                found[link.id] = link
        return found

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the names of existing parts that `part` is related to by `kind`; note the missing ones."""
        for link in self.relationships(part).values():
            if link.kind == kind and not link.external:
                if link.target in self:
                    yield self.part_name(link.target)
                else:
                    self.warnings.append(
                        f"The part {link.target} is missing from the file, so it was not read."
                    )


def fold(name: str) -> str:
    """Return a part name in the form names are compared by: no leading slash, `/`, case folded."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _relationship(folder: str, attributes: Mapping[str, str]) -> Relationship:
    target = attributes.get("Target", "")
    external = attributes.get("TargetMode", "").casefold() == "external"
    if not external:
        target = posixpath.normpath(posixpath.join("/" + folder, target.replace("\\", "/"))).lstrip("/")
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
    return Relationship(attributes.get("Id", ""), kind, target, external)


def digest_of(stream: IO[bytes]) -> str:
    """Return the SHA-256 of a stream from its beginning, in hexadecimal."""
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
