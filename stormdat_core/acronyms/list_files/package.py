"""Office packages from anywhere, checked before a library opens them.

The package is unpacked once in small pieces, nothing kept, to know what it would grow to and that no part
declares a document type (the door to entity bombs).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from stormdat_core.errors import BadList

MAX_EXPANDED = 256 << 20
"""Bytes of all parts unpacked."""
MOST_RATIO = 50
"""Times the size of the file, beyond `_ANYWAY`. Rows of a list differ: it packs to a tenth or so."""
_ANYWAY = 32 << 20
MAX_PARTS = 20_000
_CHUNK = 1 << 20
_PROGRAMS = {"xl/": ("Excel", "an Excel workbook"), "word/": ("Word", "a Word document")}
_KINDS = (
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb), which cannot be read here"),
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("xl/", "an Excel workbook"),
    ("content.xml", "an OpenDocument file"),
)


def check_package(content: bytes, name: str, folder: str, cure: str) -> None:
    """Unpack a package in small pieces, nothing kept, and refuse what no list needs.

    Args:
        content: the file.
        name: its name, for the sentence.
        folder: where its parts must lie: `xl/`, `word/`.
        cure: what to do when it cannot be used.

    Raises:
        BadList: damaged, protected, of another kind, over the limits, or with a document type in it.
    """
    kind = _PROGRAMS[folder]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_members(package, name, folder, cure, len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as exc:
        raise damaged(name, kind[0]) from exc


def damaged(name: str, program: str) -> BadList:
    """Return the error for a file that its program may be able to repair."""
    return BadList(
        f"{name} is damaged and cannot be read.",
        f"Open it in {program}, let {program} repair it, and save it again.",
    )


def _check_members(package: zipfile.ZipFile, name: str, folder: str, cure: str, size: int) -> None:
    members = package.infolist()
    if len(members) > MAX_PARTS:
        raise BadList(f"{name} holds {len(members)} parts; a list may hold {MAX_PARTS}.", cure)
    if any(member.flag_bits & 1 for member in members):
        raise BadList(f"{name} is password protected.", "Remove the password and save it again.")
    _check_names({member.filename for member in members}, name, folder, cure)
    expanded = 0
    for member in members:
        tail = b""
        for chunk in pieces(package, member):
            expanded += len(chunk)
            if expanded > min(MAX_EXPANDED, max(_ANYWAY, MOST_RATIO * size)):
                raise BadList(f"{name} would grow to more than {expanded >> 20} MB when unpacked.", cure)
            if _declares_type(member.filename, tail + chunk):
                raise BadList(f"{name} holds a document type declaration, which no list needs.", cure)
            tail = chunk[-32:]


def _check_names(parts: set[str], name: str, folder: str, cure: str) -> None:
    wanted = _PROGRAMS[folder][1]
    if "xl/workbook.bin" not in parts and any(part.startswith(folder) for part in parts):
        return
    for prefix, kind in _KINDS:
        if prefix != folder and any(part.startswith(prefix) for part in parts):
            raise BadList(f"{name} is {kind}, not {wanted}.", cure)
    if "[Content_Types].xml" not in parts:
        raise BadList(f"{name} is a zip archive, not {wanted}.", cure)


def pieces(package: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> Iterator[bytes]:
    """Yield a part in pieces."""
    with package.open(member) as stream:
        yield from iter(lambda: stream.read(_CHUNK), b"")


def _declares_type(part: str, text: bytes) -> bool:
    """Return whether an XML part holds a DOCTYPE, in any encoding whose letters are ASCII or UTF-16."""
    return part.endswith((".xml", ".rels", ".vml")) and b"<!DOCTYPE" in text.replace(b"\0", b"")
