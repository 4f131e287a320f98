"""The rows below the head of a matrix, merged cells shown where a person sees them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stormdat_core.acronyms.list_files.cells import Merge
from stormdat_core.reports.matrix.heads import Head
from stormdat_core.reports.matrix.tables import Row, Table

_COUNTED = ("number", "item")


@dataclass(frozen=True, slots=True)
class Line:
    """A comment's row, with the rows below it that its comment reaches into."""

    number: int
    own: Row
    """What stands in the row itself."""
    texts: Row
    """The same, with what merged cells show there."""
    first: bool
    """Whether it follows the head."""


def lines_of(table: Table, head: Head) -> Iterator[Line]:
    """Yield the rows below the head. A comment's cell that reaches over rows without numbers makes them one.

    A cell merged with those beside it is the comment where it covers the comment's column; one that covers
    all columns is a line between comments.
    """
    numbers = [number for number in sorted(table.rows) if number > head.last]
    above = _down(table.merges)
    comment = next(column for column, key in head.keys.items() if key == "comment")
    counted = [column for column, key in head.keys.items() if key in _COUNTED]
    held: Line | None = None
    for number in numbers:
        own = _moved(table.rows[number], above.beside(number), head, comment)
        begun = above.reaching(number, comment)
        if held is not None and begun >= held.number and not any(column in own for column in counted):
            held = Line(held.number, held.own, _joined(held.texts, own), held.first)
            continue
        if held is not None:
            yield held
        shown = {column: text for column, text in above.shown(table, number) if column not in own}
        held = Line(number, own, {**shown, **own}, number == numbers[0])
    if held is not None:
        yield held


def _joined(texts: Row, more: Row) -> Row:
    made = dict(texts)
    for column, text in more.items():
        made[column] = f"{made[column]}\n{text}" if made.get(column) else text
    return made


def _moved(row: Row, beside: Mapping[int, Merge], head: Head, comment: int) -> Row:
    """Return a row in which a cell that covers the comment's column, but not all columns, is the comment."""
    known = sorted(head.keys)
    made = dict(row)
    for column, merge in beside.items():
        whole = merge.first_column <= known[0] and merge.last_column >= known[-1]
        if column in made and not whole and merge.first_column < comment <= merge.last_column:
            made[comment] = made.pop(column)
    return made


@dataclass(frozen=True, slots=True)
class _Merged:
    """Merged cells by where they begin; of those that overlap, which no program makes, the first counts."""

    columns: Mapping[int, tuple[Merge, ...]]
    rows: Mapping[int, Mapping[int, Merge]]
    at: dict[int, int]
    """How far each column was asked for: rows are asked for in their order."""

    def beside(self, number: int) -> Mapping[int, Merge]:
        """Return the cells that begin in a row, by column."""
        return self.rows.get(number, {})

    def reaching(self, number: int, column: int) -> int:
        """Return in which row the cell begins that reaches down into this one; 0 for none."""
        own, at = self.columns.get(column, ()), self.at.get(column, 0)
        while at < len(own) and own[at].last_row < number:
            at += 1
        self.at[column] = at
        return own[at].first_row if at < len(own) and own[at].first_row < number else 0

    def shown(self, table: Table, number: int) -> Iterator[tuple[int, str]]:
        """Yield the columns in which a cell above reaches into a row, with its text."""
        for column in self.columns:
            begun = self.reaching(number, column)
            if begun and (text := table.rows.get(begun, {}).get(column)):
                yield column, text


def _down(merges: Sequence[Merge]) -> _Merged:
    columns: defaultdict[int, list[Merge]] = defaultdict(list)
    rows: defaultdict[int, dict[int, Merge]] = defaultdict(dict)
    for merge in sorted(merges):
        rows[merge.first_row].setdefault(merge.first_column, merge)
        own = columns[merge.first_column]
        if merge.last_row > merge.first_row and (not own or own[-1].last_row < merge.first_row):
            own.append(merge)
    return _Merged({column: tuple(own) for column, own in columns.items()}, rows, {})
