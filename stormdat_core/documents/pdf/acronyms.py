"""A list of acronyms without ruled lines: short forms in one column, what they mean in another.

Read as a table, it is the document's own acronym table; read as paragraphs, it would be a use of every form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from stormdat_core.documents.pdf.page import Line
from stormdat_core.documents.pdf.rows import cut, join
from stormdat_core.documents.plain_text.glossaries import announces, is_capital, is_header, is_row, leaders

_SAME = 2.5
"""Points by which the beginnings of a column's lines differ."""
_GAP = 0.5
"""Gap between the columns at least, in font sizes."""
_FAR = 2.6
"""Distance of the lines of a cell at most, in font sizes."""
_INTRODUCTION = 6
"""Rows between the heading and the list at most."""
_ROWS = 2
"""Rows of a list at least."""

Cell = tuple[int, int, int]
"""Number of the table in the document, row, column."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a line stands in a cell."""

    cell: Cell
    line: Line


@dataclass(slots=True)
class _Entry:
    """One row of a list: a short form, the lines of its meaning, and the lines of the page that hold both."""

    short: Line
    meaning: list[Line]
    sources: list[Line]
    led: bool = False
    """True where dots lead to the meaning, so that it begins anywhere."""


@dataclass(slots=True)
class _Reader:
    parts: dict[int, list[Part]] = field(default_factory=dict)
    tables: int = 0
    waiting: int = 0
    """Rows in which a list may still begin."""
    entries: list[_Entry] = field(default_factory=list)

    def see(self, row: Sequence[Line]) -> None:
        """Take the next row of the document."""
        title = len(row) == 1 and announces(row[0].text)
        entry = self._entry(row) if self.entries or self.waiting else None
        if entry:
            self.entries.append(entry)
        elif self.entries and self._goes_on(row):
            self.entries[-1].meaning.append(row[0])
        elif not (title and self.entries):  # a heading repeated on the next page ends nothing
            self.close()
            self.waiting = _INTRODUCTION if title else max(0, self.waiting - 1)

    def close(self) -> None:
        """End the list, if one is being read."""
        capitals = sum(is_capital(entry.short.text) for entry in self.entries)
        if (
            len(self.entries) >= _ROWS
            and 2 * capitals >= len(self.entries)
            and any(map(_is_wide, self.entries))
        ):
            self._keep()
        if self.entries:
            self.waiting = 0
        self.entries = []

    def _keep(self) -> None:
        self.tables += 1
        for number, entry in enumerate(self.entries, 1):
            first, second = (self.tables, number, 1), (self.tables, number, 2)
            for source in entry.sources:
                self.parts[id(source)] = []
            self.parts[id(entry.sources[0])].append(Part(first, entry.short))
            self.parts[id(entry.sources[-1])].append(Part(second, entry.meaning[0]))
            for line in entry.meaning[1:]:
                self.parts[id(line)] = [Part(second, line)]

    def _entry(self, row: Sequence[Line]) -> _Entry | None:
        """Return a row as one of the list, if it is one and stands where those before it do."""
        line = join(row)
        dots = leaders(line.text)
        halves = (cut(line, 0, dots[0]), cut(line, dots[1], line.length)) if dots else self._halves(row)
        if halves is None:
            return None
        short, meaning = halves
        header = not self.entries and is_header(short.text, meaning.text)
        if not header and not is_row(short.text, meaning.text):
            return None
        entry = _Entry(short, [meaning], list(row), led=dots is not None)
        return entry if not self.entries or self._fits(entry) else None

    def _halves(self, row: Sequence[Line]) -> tuple[Line, Line] | None:
        """Return the two cells of a row without leaders."""
        if len(row) == 2:
            return row[0], row[1]
        gap = self._gap(row[0]) if len(row) == 1 else 0
        return (cut(row[0], 0, gap), cut(row[0], gap, row[0].length)) if gap else None

    def _gap(self, line: Line) -> int:
        """Return how many characters stand before the second cell of a line, 0 where it has none."""
        wide = next((count for count, right, left in line.words if left - right >= _GAP * line.size), 0)
        if wide or not line.words:
            return wide
        count, _, left = line.words[0]
        if not is_capital(line.text[:count]):
            return 0  # words of a sentence may stand below the column by chance
        place = line.left + _width(self.entries[-1]) if self.entries else left
        return count if abs(left - place) <= _SAME else 0

    def _fits(self, entry: _Entry) -> bool:
        """Return whether both cells of a row begin where those before it do; each page may be shifted."""
        first, last = self.entries[0], self.entries[-1]
        shift = entry.short.left - last.short.left
        if abs(shift) > _SAME and entry.short.page == last.short.page:
            return False
        if first.led or entry.led:
            return first.led is entry.led
        return abs(_width(entry) - _width(last)) <= _SAME

    def _goes_on(self, row: Sequence[Line]) -> bool:
        """Return whether a row goes on with the meaning of the one before."""
        last, line = self.entries[-1], row[0]
        if len(row) > 1 or line.turn != last.short.turn:
            return False
        above = last.meaning[-1]
        near = line.page > above.page or 0 < above.baseline - line.baseline <= _FAR * line.size
        if last.led:
            return near and line.left > last.short.left + 2 * line.size
        return near and abs(line.left - last.meaning[0].left) <= _SAME


def _is_wide(entry: _Entry) -> bool:
    """Return whether more than a word's gap, or dots, part the cells of a row."""
    return entry.led or entry.meaning[0].left - entry.short.right >= _GAP * entry.short.size


def _width(entry: _Entry) -> float:
    return entry.meaning[0].left - entry.short.left


def acronym_lists(lines: Iterable[Line]) -> dict[int, list[Part]]:
    """Return the cells of the lists of acronyms in a document, by the `id` of the line that they are part of.

    Args:
        lines: all lines in reading order, headers and footers left out.
    """
    reader = _Reader()
    for _, row in groupby(lines, key=lambda line: (line.page, line.row)):
        reader.see(list(row))
    reader.close()
    return reader.parts
