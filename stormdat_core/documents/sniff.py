"""What a file really is, judged by its first bytes, and the sentence for what is not read."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path

from stormdat_core.documents.other_files import other_kind
from stormdat_core.errors import UnreadableDocument
from stormdat_core.regular import open_regular

HEAD = 8192
"""Bytes looked at to tell what a file is."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_LIMIT = 16 * 1024 * 1024
_HTML = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)
TEXT_SUFFIXES = frozenset({".txt", ".md", ".csv", ".tsv", ".log"})
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_PDF_WITHIN = 1024
"""Bytes of other things that viewers accept before the header of a PDF."""
_SAVE = "Open it in the program it was made with, save it as a Word document (.docx), and check it again."
_PROGRAMS: Mapping[str, tuple[str, str]] = {
    "doc": ("Word", "a Word document (.docx)"),
    "dot": ("Word", "a Word document (.docx)"),
    "xls": ("Excel", "an Excel workbook (.xlsx)"),
    "xlt": ("Excel", "an Excel workbook (.xlsx)"),
    "ppt": ("PowerPoint", "a PowerPoint presentation (.pptx)"),
    "pot": ("PowerPoint", "a PowerPoint presentation (.pptx)"),
    "pps": ("PowerPoint", "a PowerPoint presentation (.pptx)"),
}
"""The program of a file and what it saves, by the first letters of the ending."""


class Container(Enum):
    """What a file is, as far as its first bytes tell."""

    PACKAGE = "an Office package"
    PDF = "a PDF"
    HTML = "an HTML page"
    TEXT = "text"


def container_of(path: Path, head: bytes) -> Container:
    """Return what a file really is.

    Args:
        path: for its name, and for what is not at the beginning of the file.
        head: the first `HEAD` bytes.

    Raises:
        UnreadableDocument: with the true kind of a file that is not read, and the cure.
    """
    if not head and path.suffix.casefold() not in TEXT_SUFFIXES:
        raise UnreadableDocument(f"{path.name} is empty (0 bytes).", "Ask for the file again.")
    if path.name.startswith("~$"):
        raise UnreadableDocument(
            f"{path.name} is the lock that Word leaves beside an open document, not a document.",
            "Check the document itself.",
        )
    if head.startswith(_OLE):
        raise _compound_file(path)
    for test, sentence, hint in _REFUSED:
        if test(head):
            raise UnreadableDocument(f"{path.name} {sentence}", hint)
    if other := other_kind(head):
        raise UnreadableDocument(f"{path.name} {other[0]}", other[1])
    if head.startswith(b"%PDF-"):
        return Container.PDF
    if b"PK\x03\x04" in head or head.startswith(b"PK\x05\x06"):
        return Container.PACKAGE
    return _unmarked(path.suffix.casefold(), head)


def _unmarked(suffix: str, head: bytes) -> Container:
    """Tell what need not begin with a mark: the name decides, as it does for the programs that open it."""
    if suffix == ".pdf" and b"%PDF-" in head[:_PDF_WITHIN]:
        return Container.PDF
    return Container.HTML if suffix in _HTML_SUFFIXES or _HTML.match(head) else Container.TEXT


def _starts(magic: bytes) -> Callable[[bytes], object]:
    return lambda head: head.startswith(magic)


_REFUSED: tuple[tuple[Callable[[bytes], object], str, str], ...] = (
    (_starts(b"{\\rtf"), "is a Rich Text file.", _SAVE),
    (
        _starts(b"version https://git-lfs"),
        "is a placeholder that a version-control system left, not the document.",
        "Fetch the real file and check it again.",
    ),
    (
        lambda head: b"pkg:package" in head or b"2006/xmlPackage" in head,
        "is a Word document in flat XML form.",
        _SAVE,
    ),
)


def _compound_file(path: Path) -> UnreadableDocument:
    """Tell the kinds of the old binary container apart by the names of their streams."""
    with open_regular(path) as stream:
        data = stream.read(_OLE_LIMIT)
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo"):
        return UnreadableDocument(
            f"{path.name} is password protected, so it was not checked.",
            f"Open it in {_program(path)}, remove the password, and check it again.",
        )
    for stream_name, ending in (
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if _named(data, stream_name):
            program, saved = _PROGRAMS[ending]
            return UnreadableDocument(
                f"{path.name} is {'an' if program == 'Excel' else 'a'} {program} 97-2003 file.",
                f"Open it in {program}, save it as {saved}, and check it again.",
            )
    if _named(data, "__properties_version1.0"):
        return UnreadableDocument(
            f"{path.name} is a mail of Outlook.",
            "Save it from Outlook as .html or .txt, its attachments as files, and check those.",
        )
    return UnreadableDocument(
        f"{path.name} is damaged: it looks like a file of an old Office version, but holds no document.",
        _SAVE,
    )


def _program(path: Path) -> str:
    """Return the program that opens a protected file: only its name tells, the content does not."""
    program, _ = _PROGRAMS.get(path.suffix.casefold()[1:4], ("the program it was made with", ""))
    return program


def _named(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data
