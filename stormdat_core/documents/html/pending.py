"""The text of a block that has not ended, as runs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from stormdat_core.model import FullForm, Run, RunFormat, RunSource

CODE_FONT = "monospace"
"""Font of code inside a line, which a page shows in the font of a typewriter."""
_SPACES = re.compile(r"[ \t\n\r\f]+")
_WORD_END = re.compile(r"[^\W\d_]{2}[.,;:)\"”’]*$")
_MARK = re.compile(r"\s*\[?[\d*†‡]")


class Title:
    """The full form that an element gives for what it holds. Each element has its own."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class _Piece(NamedTuple):
    text: str
    format: RunFormat
    source: int
    title: Title | None


class Content(NamedTuple):
    """What a block holds."""

    runs: list[Run]
    full_forms: tuple[FullForm, ...]

    @property
    def blank(self) -> bool:
        return not any(run.text.strip() for run in self.runs)

    @property
    def is_code(self) -> bool:
        """True when all of it is code."""
        return all(run.format.font == CODE_FONT for run in self.runs if run.text.strip())


@dataclass(slots=True)
class Pending:
    """The runs of a block that has not ended."""

    pieces: list[_Piece] = field(default_factory=list)
    spaced: bool = True
    """True when a space here would be at the beginning or follow another."""
    raised: bool = False
    """True at the beginning of raised text."""

    def add(
        self, text: str, style: RunFormat, source: int, *, keep: bool, title: Title | None = None
    ) -> None:
        """Add text.

        Args:
            text: as it stands in the page.
            style: its format.
            source: ordinal of the text in the page.
            keep: spaces and line ends are shown as they stand.
            title: what an element around it gives as its full form.
        """
        if keep and not self.pieces:
            text = text.removeprefix("\n")
        elif not keep:
            text = _SPACES.sub(" ", text)
            text = text[1:] if self.spaced and text.startswith(" ") else text
        if text:
            if self.raised and not text.isspace():
                self._part_mark(text, style, source)
            self.pieces.append(_Piece(text, style, source, title))
            self.spaced = not keep and text.endswith((" ", "\n"))

    def break_line(self, style: RunFormat, source: int) -> None:
        self._trim()
        self.pieces.append(_Piece("\n", style, source, None))
        self.spaced = True

    def taken(self, *, keep: bool) -> Content:
        """Return what there is without space at the end, neighbours of one format joined, and begin anew."""
        if not keep:
            self._trim()
        found: list[Run] = []
        texts: list[str] = []
        for at, piece in enumerate(self.pieces):
            texts.append(piece.text)
            if at + 1 == len(self.pieces) or self.pieces[at + 1].format is not piece.format:
                found.append(Run("".join(texts), piece.format, RunSource("", piece.source)))
                texts = []
        full_forms = tuple(_full_forms(self.pieces))
        self.pieces, self.spaced = [], True
        return Content(found, full_forms)

    def _part_mark(self, text: str, style: RunFormat, source: int) -> None:
        """Put a space between a word and the mark of a note, which would else become part of it."""
        self.raised = False
        before = self.pieces[-1].text if self.pieces else ""
        if _MARK.match(text) and _WORD_END.search(before):
            self.pieces.append(_Piece(" ", style, source, None))

    def _trim(self) -> None:
        while self.pieces:
            piece = self.pieces.pop()
            kept = piece.text.rstrip(" \n")
            if kept:
                self.pieces.append(piece._replace(text=kept))
                return


def _full_forms(pieces: Sequence[_Piece]) -> list[FullForm]:
    """Return the full forms that titles give, each for the text of its element."""
    found: list[FullForm] = []
    last: Title | None = None
    at = 0
    for piece in pieces:
        after = at + len(piece.text)
        if piece.title and piece.title is last:
            found[-1] = found[-1]._replace(end=after)
        elif piece.title:
            found.append(FullForm(at, after, piece.title.text))
        last, at = piece.title, after
    return found
