"""Comments on cells: notes of the older kind, and conversations (threaded comments).

Of a conversation the file also keeps a copy as a note, for older versions of Excel, by an author `tc=...`.
That copy is left out where the conversation itself is there.
"""

from dataclasses import dataclass

from stormdat_core.documents.blocks import NO_FORMAT
from stormdat_core.documents.office.dialects import SHEET
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute, dispatch
from stormdat_core.documents.xlsx.strings import Runs, TextCollector
from stormdat_core.model import Run, RunSource


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment or answer."""

    part: str
    reference: str
    """Address of its cell, as stored."""
    runs: Runs


def read_comments(package: Package, sheet_part: str) -> list[Comment]:
    """Return the comments of a sheet, conversations first.

    Raises:
        UnreadableDocument: a part is damaged.
    """
    found: list[Comment] = []
    for part in package.related(sheet_part, "threadedComment"):
        found += _conversations(package, part)
    threaded = {comment.reference for comment in found}
    for part in package.related(sheet_part, "comments"):
        found += _notes(package, part, threaded)
    return found


def _conversations(package: Package, part: str) -> list[Comment]:
    found: list[Comment] = []
    pieces: list[str] | None = None
    reference, count = "", -1

    def start(name: str, attributes: Attributes) -> None:
        nonlocal pieces, reference, count
        if name == "tc:threadedComment":
            reference = attribute(attributes, "ref")
        elif name == "tc:text":
            pieces, count = [], count + 1

    def end(name: str) -> None:
        nonlocal pieces
        if name == "tc:text":
            text, pieces = "".join(pieces or ()), None
            if text:
                found.append(Comment(part, reference, (Run(text, NO_FORMAT, RunSource(part, count)),)))

    def characters(text: str) -> None:
        if pieces is not None:
            pieces.append(text)

    Parser(start, end, characters, SHEET).run(package.read(part), part, package.name)
    return found


class _NoteReader:
    def __init__(self, part: str, threaded: set[str]) -> None:
        self.found: list[Comment] = []
        self.texts = TextCollector(part)
        self._part, self._threaded = part, threaded
        self._authors: list[str] = []
        self._author: list[str] | None = None
        self._reference, self._copy = "", False

    def run(self, data: bytes, file: str) -> None:
        start, end = dispatch(
            {**self.texts.starts(), "author": self._start_author, "comment": self._start_comment},
            {**self.texts.ends(), "author": self._end_author, "comment": self._end_comment},
        )
        Parser(start, end, self._characters, SHEET).run(data, self._part, file)

    def _characters(self, text: str) -> None:
        if self._author is not None:
            self._author.append(text)
        else:
            self.texts.characters(text)

    def _start_author(self, _: Attributes) -> None:
        self._author = []

    def _end_author(self) -> None:
        self._authors.append("".join(self._author or ()))
        self._author = None

    def _start_comment(self, attributes: Attributes) -> None:
        self.texts.begin()
        self._reference = attribute(attributes, "ref")
        self._copy = self._reference in self._threaded and self._by_thread(attribute(attributes, "authorId"))

    def _by_thread(self, author: str) -> bool:
        return author.isdecimal() and any(
            name.startswith("tc=") for name in self._authors[int(author[:9]) :][:1]
        )

    def _end_comment(self) -> None:
        runs = self.texts.take()
        if runs and not self._copy:
            self.found.append(Comment(self._part, self._reference, runs))


def _notes(package: Package, part: str, threaded: set[str]) -> list[Comment]:
    reader = _NoteReader(part, threaded)
    reader.run(package.read(part), package.name)
    return reader.found
