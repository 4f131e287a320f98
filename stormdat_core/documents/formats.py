"""The kinds of documents that can be read: ours, and those that plug-ins bring, through one door."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from stormdat_core.model import Document
from stormdat_core.plugins import READERS, Door, Unsuitable
from stormdat_core.plugins.entries import builtin


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document that can be read."""

    id: str
    """`Document.format`."""
    words: str
    suffixes: tuple[str, ...]
    """Endings of its name, the usual one first."""
    reader: str
    """`module:function`, imported when the first such file is read. The function takes a `Source` and returns
    a `Document`; of Office formats it takes the package and its main part too."""
    content: str = ""
    """What the content type of an Office main part contains."""

    def function(self) -> Callable[..., Document]:
        """Return what reads a file of this kind."""
        module, _, name = self.reader.partition(":")
        found: Callable[..., Document] = getattr(import_module(module), name)
        return found


WORD = Format(
    "docx", "a Word document", (".docx", ".docm", ".dotx", ".dotm"),
    "stormdat_core.documents.docx.reader:read_word", "wordprocessingml",
)  # fmt: skip
EXCEL = Format(
    "xlsx", "an Excel workbook", (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "stormdat_core.documents.xlsx.reader:read_excel", "spreadsheetml",
)  # fmt: skip
POWERPOINT = Format(
    "pptx", "a PowerPoint presentation", (".pptx", ".pptm", ".potx", ".ppsx"),
    "stormdat_core.documents.pptx.reader:read_powerpoint", "presentationml",
)  # fmt: skip
PDF = Format("pdf", "a PDF", (".pdf",), "stormdat_core.documents.pdf.reader:read_pdf")
HTML = Format(
    "html", "an HTML page", (".html", ".htm", ".xhtml"),
    "stormdat_core.documents.html.reader:read_html",
)  # fmt: skip
TEXT = Format(
    "text", "a text file", (".txt", ".md", ".csv", ".tsv", ".log"),
    "stormdat_core.documents.plain_text.reader:read_text",
)  # fmt: skip

FORMATS = (WORD, EXCEL, POWERPOINT, PDF, HTML, TEXT)
_WORD = re.compile(r"[a-z][a-z0-9-]{0,31}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,16}")
_TARGET = re.compile(r"[\w.]+:\w+")


def classified(held: object) -> Format:
    """Return an object as a format.

    Raises:
        Unsuitable: it is none.
    """
    if not isinstance(held, Format):
        raise Unsuitable(f"an object of type {type(held).__name__} is no Format.")
    if not _WORD.fullmatch(held.id):
        raise Unsuitable(f"“{held.id[:40]}” is no id of a format: a word in small letters, such as minutes.")
    if not held.suffixes or not all(_SUFFIX.fullmatch(suffix) for suffix in held.suffixes):
        raise Unsuitable(f"{held.id} needs endings in small letters, such as .minutes.")
    if not _TARGET.fullmatch(held.reader):
        raise Unsuitable(f"{held.id} names no reader: module:function.")
    return held


def _names(kind: Format) -> Iterable[str]:
    return kind.id, *kind.suffixes


DOOR: Door[Format] = Door(
    builtin(READERS, {"formats": "stormdat_core.documents.formats:FORMATS"}), classified, _names
)


def readable_suffixes() -> frozenset[str]:
    """Return the endings of the files that can be read."""
    return frozenset(suffix for kind in DOOR.items() for suffix in kind.suffixes)


def our_suffixes() -> Iterator[str]:
    """Yield the endings of the files that are read without any plug-in."""
    return (suffix for kind in FORMATS for suffix in kind.suffixes)
