"""Read a written Word copy again, without our comments: those are checked while they stream by.

Thousands of comments as blocks of a document would take more memory than the document itself.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import IO

from stormdat_core.documents.docx.reader import read_word
from stormdat_core.documents.limits import DEFAULT, Limits
from stormdat_core.documents.office.package import fold
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.documents.source import Source
from stormdat_core.errors import UnreadableDocument
from stormdat_core.memory import collector_paused
from stormdat_core.model import Document, FileResult
from stormdat_core.reports.docx.package.copying import refused
from stormdat_core.reports.docx.package.expanded import LeanPackage
from stormdat_core.reports.docx.runs.markup import tag_end
from stormdat_core.reports.docx.runs.split import Edit, apply


def digests(paragraphs: Iterable[str]) -> "array[int]":
    """Return a number for each paragraph; equal ones have equal numbers within one process."""
    return array("q", map(hash, paragraphs))


def reread(
    written: Path,
    main: str,
    result: FileResult,
    kind: str,
    ids: Collection[int] = (),
    paragraphs: Sequence[int] = (),
) -> Document:
    """Return what a written copy holds but for our comments.

    Args:
        written: the copy.
        main: its main part.
        result: what was swept, for an error.
        kind: what the copy is, for an error.
        ids: of our comments.
        paragraphs: `digests` of the paragraphs that our comments must have, in order.

    Raises:
        OutputRefused: it cannot be read, or our comments are not the ones that were written.
    """
    try:
        with written.open("rb") as stream, collector_paused():
            package = _WithoutComments(written, stream, DEFAULT)
            if ids and not package.take_out(main, ids, paragraphs):
                raise refused(result, kind, "its comments are not the ones that were written")
            return read_word(Source(written, stream, "", DEFAULT), package, main)
    except UnreadableDocument as exc:
        raise refused(result, kind, f"it could not be read ({exc})") from exc


class _WithoutComments(LeanPackage):
    """A package whose part of comments is read without some of them."""

    def __init__(self, path: Path, stream: IO[bytes], limits: Limits) -> None:
        super().__init__(path, stream, limits)
        self._lent: dict[str, bytes] = {}

    def read(self, part: str) -> bytes:
        """Return a part, expanded; see `Package.read` for errors."""
        return self._lent.get(fold(part)) or super().read(part)

    def take_out(self, main: str, ids: Collection[int], paragraphs: Sequence[int]) -> bool:
        """Take comments out of what is read, and return whether they have these paragraphs."""
        part = next(self.related(main, "comments"), "")
        if not part:
            return not paragraphs
        data = self.read(part)
        comments = _Comments(data, ids, paragraphs)
        comments.run(part, self.name)
        self._lent[fold(part)] = apply(data, comments.stretches)
        return comments.are_all_there


class _Comments:
    """Follows the stream of a part of comments and compares the paragraphs of some of them."""

    def __init__(self, data: bytes, ids: Collection[int], paragraphs: Sequence[int]) -> None:
        self.stretches: list[Edit] = []
        """The comments, as edits that take them out."""
        self._data = data
        self._ids = frozenset(map(str, ids))
        self._wanted = paragraphs
        self._met = 0
        self._differs = False
        self._from = -1
        self._text: list[str] | None = None
        self._parser = Parser(self._start, self._end, self._characters)

    def run(self, part: str, file: str) -> None:
        """Go through the part.

        Raises:
            UnreadableDocument: it is not well formed.
        """
        try:
            self._parser.run(self._data, part, file)
        finally:
            del self._parser  # it holds this object, and with it the part

    @property
    def are_all_there(self) -> bool:
        return not self._differs and self._met == len(self._wanted)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "w:comment" and attribute(attributes, "w:id") in self._ids:
            self._from = self._parser.at
        elif name == "w:p" and self._from >= 0:
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name == "w:p" and self._text is not None:
            self._compare("".join(self._text))
            self._text = None
        elif name == "w:comment" and self._from >= 0:
            self.stretches.append(Edit(self._from, tag_end(self._data, self._parser.at), b""))
            self._from = -1

    def _compare(self, text: str) -> None:
        known = self._met < len(self._wanted) and self._wanted[self._met] == hash(text)
        self._differs = self._differs or not known
        self._met += 1
