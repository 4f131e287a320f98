"""Lines as a text editor counts them, and spans of lines as blocks.

A line ends at LF, CR or both, and nowhere else: a form feed, U+0085 and U+2028 are characters of a line, as
they are to the editors people use. (`str.splitlines` would count them.) Line ends are one LF each in the
text that `RunSource.offset` counts in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from stormdat_core.documents.blocks import NO_FORMAT, Flow, Place
from stormdat_core.documents.plain_text.line_ends import DIVIDERS, Words
from stormdat_core.model import BlockKind, Run, RunSource

MOST_LINES = 200
"""Lines in one block; longer stretches without a blank line are records, not paragraphs."""
_LONGEST = 100_000
"""Characters in one block. Nobody wrote a longer paragraph, and what reads a block holds all its words."""


class Line(NamedTuple):
    """One line. `start` is its offset in the text with unified line ends."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


class Span(NamedTuple):
    """A stretch of the text with unified line ends."""

    start: int
    end: int


def unified(text: str) -> str:
    """Return the text with LF for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a text with unified line ends; a last line end begins no further line."""
    number = start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        number += 1
        yield Line(number, start, text[start:end])
        start = end + 1


def groups(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Yield stretches of lines between blank ones, of `MOST_LINES` at most."""
    group: list[Line] = []
    for line in lines:
        if group and (line.blank or len(group) == MOST_LINES):
            yield group
            group = []
        if not line.blank:
            group.append(line)
    if group:
        yield group


@dataclass(slots=True)
class LineBlocks:
    """Adds spans of one text as blocks that say on which lines they stand."""

    text: str
    blocks: Flow
    tables: int = 0
    """Tables met so far."""
    _words: Words | None = field(default=None, init=False)

    def add(self, kind: BlockKind, group: list[Line], *, level: int = 0, style: str = "") -> None:
        """Add whole lines as one block."""
        self.add_span(kind, group, group[0].start, group[-1].end, level=level, style=style)

    def add_span(
        self, kind: BlockKind, group: list[Line], start: int, end: int, *, level: int = 0, style: str = ""
    ) -> None:
        """Add `text[start:end]`, which stands on the lines of `group`, unless it is blank."""
        place = Place(note=_label(group))
        for first, last in _pieces(self.text, start, end):
            text = self.text[first:last]
            if not text.isspace() and text:
                run = Run(text, NO_FORMAT, RunSource("", 0, first))
                self.blocks.add(kind, [run], place, level=level, style=style)

    def add_wrapped(
        self, kind: BlockKind, group: list[Line], joins: Sequence[bool], *, level: int = 0
    ) -> None:
        """Add lines as one block, those that go on in the next joined to it.

        Args:
            kind: what the lines are.
            group: the lines.
            joins: for each line but the last, whether the next one goes on with it.
            level: level of a list item.
        """
        if not any(joins) or group[-1].end - group[0].start > _LONGEST:
            self.add(kind, group, level=level)
            return
        spans = [Span(line.start, line.end) for line in group]
        self.blocks.add(kind, self._joined(spans, joins), Place(note=_label(group)), level=level)

    def add_cell(self, line: Line, row: int, column: int, start: int, end: int) -> None:
        """Add a cell of the table begun last, unless it is blank."""
        self.add_cell_lines([line], row, column, [Span(start, end)])

    def add_cell_lines(self, lines: list[Line], row: int, column: int, spans: Sequence[Span]) -> None:
        """Add a cell of the table begun last, made of spans of several lines, unless it is blank."""
        runs = self._joined(spans, [True] * (len(spans) - 1))
        if any(run.text and not run.text.isspace() for run in runs):
            place = Place(table=self.tables, row=row, column=column, note=_label(lines))
            self.blocks.add(BlockKind.CELL, runs, place)

    def _joined(self, spans: Sequence[Span], joins: Sequence[bool]) -> list[Run]:
        """Return the text of spans as runs; a space stands for the end of a line that goes on."""
        runs: list[Run] = []
        for at, (first, end) in enumerate(spans):
            text = self.text[first:end]
            start = first
            if at and joins[at - 1]:
                text = text.lstrip()
                start = end - len(text)
            if at < len(joins):
                text = self._ended(text, self.text[slice(*spans[at + 1])], joins[at])
            if text:
                runs.append(Run(text, NO_FORMAT, RunSource("", 0, start)))
        return runs

    def _ended(self, text: str, following: str, joined: bool) -> str:
        """Return a line with what stands between it and the next; never more characters than the file has."""
        if not joined:
            return text + "\n"
        text = text.rstrip()
        if not text.endswith(DIVIDERS):
            return text + " "
        bridge = self._known().bridge(text, following.lstrip())
        return text[: len(text) - bridge.dropped] + bridge.text

    def _known(self) -> Words:
        if self._words is None:
            self._words = Words(line.text for line in lines_of(self.text))
        return self._words


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield spans of a text of at most `_LONGEST` characters, cut behind a space where there is one."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _label(group: list[Line]) -> str:
    first, last = group[0].number, group[-1].number
    return f"line {first}" if first == last else f"lines {first}–{last}"
