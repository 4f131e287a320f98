"""The rows of an acronym list: where its columns are, which cells are text, what is wrong with a row.

Source: acronym rules, section 5.1.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.list_files.cells import Cell, Merge, Row, Source
from stormdat_core.acronyms.list_files.notes_column import Notes, read_notes
from stormdat_core.errors import BadList

MAX_ROWS = 200_000
"""Rows that hold something; the rest of a longer list would make every sweep wait."""
MAX_CELLS = 500_000
"""Filled cells of a list without a header, whose columns can only be told by looking at them all."""
_HEADER_ROWS = 25
_LEAST_COLUMNS = 2
_SHORT = frozenset(
    ("acronym", "acronyms", "abbreviation", "abbreviations", "abbr", "term", "short form", "short")
)
_LONG = frozenset(
    (
        "definition",
        "definitions",
        "meaning",
        "expansion",
        "description",
        "full form",
        "full name",
        "long form",
        "stands for",
    )
)
_NOTES = frozenset(("notes", "note", "remarks", "remark", "comment", "comments"))
_SPACE = re.compile(r"\s+")
_PARTS = re.compile(r"[|\r\n]+")
_ERRORS = frozenset(("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))
_LONGEST_ACRONYM = 60
_LONGEST_DEFINITION = 500


@dataclass(frozen=True, slots=True)
class ListRow:
    """One acronym with one definition; a cell with several definitions gives several."""

    acronym: str
    definition: str
    notes: str = ""
    sheet: str = ""
    row: int = 0
    """Row number as Excel shows it."""
    source: str = ""
    """Name of the list it stands in."""


@dataclass(frozen=True, slots=True)
class ListProblem:
    """A fault in the spreadsheet; row 0 means the sheet or the file as a whole."""

    sheet: str
    row: int
    sentence: str


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a sheet keeps what we need; the header row is 0 when there is none."""

    sheet: str
    header: int
    short: int
    long: int
    notes: int | None = None


def read(source: Source, name: str) -> tuple[list[ListRow], list[ListProblem]]:
    """Return the usable rows of a list file and the faults of the others.

    Raises:
        BadList: not what its name says, empty, without the columns, or with too many rows.
    """
    filled = _filled(source, name)
    if not filled:
        raise BadList(f"The acronym list {name} is empty.", "Fill the columns Acronym and Definition.")
    if all(len(row) < _LEAST_COLUMNS for _, _, row in filled):
        return [], [_one_column(filled)]
    columns = _find_columns(filled, name)
    body = {
        number: row for sheet, number, row in filled if sheet == columns.sheet and number > columns.header
    }
    reader = _Reader(columns, _uncalculated(source, columns, body))
    reader.problems += [ListProblem(columns.sheet, 0, each) for each in source.remarks(columns.sheet)]
    reader.spread(body, source.merged(columns.sheet))
    found = [each for number, row in body.items() for each in reader.rows(number, row)]
    if not found:
        raise BadList(
            f"The acronym list {name} has no row with an acronym and a definition.", "Fill both columns."
        )
    return found, reader.problems


def _filled(source: Source, name: str) -> list[tuple[str, int, Row]]:
    """Return the rows that hold something; once a header is found, only the cells below it that matter."""
    filled: list[tuple[str, int, Row]] = []
    columns: _Columns | None = None
    cells = 0
    for sheet, number, row in islice(source.rows(), MAX_ROWS + 1):
        if columns is None:
            columns = _header(sheet, number, row) if number <= _HEADER_ROWS else None
            filled.append((sheet, number, row))
            cells += len(row)
        else:
            filled.append((sheet, number, _cells_of(row, columns) if sheet == columns.sheet else {}))
        if len(filled) > MAX_ROWS or cells > MAX_CELLS:
            most = f"{MAX_ROWS:,} filled rows" if len(filled) > MAX_ROWS else f"{MAX_CELLS:,} filled cells"
            raise BadList(f"{name} has more than {most}.", "Split it, or remove what is no acronym.")
    return filled


def _cells_of(row: Row, columns: _Columns) -> Row:
    wanted = (columns.short, columns.long, columns.notes)
    return {at: row[at] for at in wanted if at is not None and at in row}


def _one_column(filled: list[tuple[str, int, Row]]) -> ListProblem:
    """Say that a file holds no list at all; nothing in it could be mistaken for one."""
    sheets = len({sheet for sheet, _, _ in filled})
    where = f"none of its {sheets:,} sheets has" if sheets > 1 else "it does not have"
    return ListProblem("", 0, f"No row was used: {where} the two columns Acronym and Definition.")


def _find_columns(filled: list[tuple[str, int, Row]], name: str) -> _Columns:
    """Find the header on the first sheet that has both columns, else two columns that look the part."""
    for sheet, number, row in filled:
        if number <= _HEADER_ROWS and (found := _header(sheet, number, row)):
            return found
    first = filled[0][0]
    body = [row for sheet, _, row in filled if sheet == first]
    left = min((min(row) for row in body), default=0)
    if _look_like_acronyms(body, left):
        return _Columns(first, 0, left, left + 1)
    raise BadList(
        f"{name} has no columns named Acronym and Definition.",
        "Give the first row of the list these two headings, and save it.",
    )


def _header(sheet: str, number: int, row: Row) -> _Columns | None:
    titles = {column: _plain(cell.value).casefold().rstrip("s:. ") for column, cell in row.items()}
    places = [_column(titles, names) for names in (_SHORT, _LONG, _NOTES)]
    short, long, notes = places
    return None if short is None or long is None else _Columns(sheet, number, short, long, notes)


def _column(titles: dict[int, str], names: frozenset[str]) -> int | None:
    wanted = {each.rstrip("s") for each in names}
    return next((column for column, title in titles.items() if title in wanted), None)


def _look_like_acronyms(body: Iterable[Row], left: int) -> bool:
    """Return whether half of the first rows pair something short in capitals with something longer."""
    sample = list(islice(body, 50))
    good = 0
    for row in sample:
        short, long = (_plain(row[at].value) if at in row else "" for at in (left, left + 1))
        good += 2 <= len(short) <= 12 < len(short) + len(long) and sum(map(str.isupper, short)) >= 2 < len(
            long
        )
    return good * 2 > len(sample)


def _uncalculated(source: Source, columns: _Columns, body: dict[int, Row]) -> set[tuple[int, int]]:
    """Return (row, column) of formulas without a stored value; read again only where a cell is missing."""
    if all(columns.short in row and columns.long in row for row in body.values()):
        return set()
    stored = {(number, column) for number, row in body.items() for column in row}
    return source.formulas(columns.sheet) - stored


def _plain(value: object) -> str:
    return _SPACE.sub(" ", str(value)).strip()


class _Reader:
    """Turns cells into rows and remembers what was wrong, and what came before."""

    def __init__(self, columns: _Columns, uncalculated: set[tuple[int, int]]) -> None:
        self.columns = columns
        self.problems: list[ListProblem] = []
        self._uncalculated = uncalculated
        self._seen: dict[str, tuple[int, str]] = {}

    def spread(self, body: dict[int, Row], merges: list[Merge]) -> None:
        """Give the value of merged cells to each of their rows, and note them."""
        numbers = sorted(body)  # a merge may claim a million rows; only those that hold something count
        free = dict.fromkeys((self.columns.short, self.columns.long), 0)
        for merge in sorted(merges):
            touched = [at for at in free if merge.first_column <= at <= merge.last_column]
            if merge.last_row <= self.columns.header or not touched:
                continue
            if len(touched) > 1:
                self._note(merge.first_row, "has acronym and definition merged into one cell.")
            elif merge.last_row > merge.first_row > free[touched[0]]:
                free[touched[0]] = merge.last_row
                self._spread_down(body, numbers, merge, touched[0])

    def _spread_down(self, body: dict[int, Row], numbers: list[int], merge: Merge, column: int) -> None:
        value = body.get(merge.first_row, {}).get(merge.first_column)
        if value is None:
            return
        first, last = (bisect_right(numbers, at) for at in (merge.first_row, merge.last_row))
        for number in numbers[first:last]:
            body[number].setdefault(column, value)
        what = "acronym" if column == self.columns.short else "definition"
        self._note(
            merge.first_row,
            f"has its {what} merged down to row {merge.last_row}; it was taken for each of these rows.",
        )

    def rows(self, number: int, row: Row) -> Iterator[ListRow]:
        """Yield the rows that one spreadsheet row stands for, or note why there are none."""
        columns = self.columns
        short = self._text(number, row, columns.short, "acronym")
        long = self._text(number, row, columns.long, "definition")
        if short is None or long is None:
            return
        if not short and not long:
            return  # a remark in another column, or blanks
        notes = self._notes(row)
        if short and not long and (notes.well_known or notes.ignore):
            yield from self._bare(number, row, short)
        elif not short or not long:
            self._note(number, f"has no {'acronym' if not short else 'definition'} and was left out.")
        else:
            yield from self._usable(number, row, short, long)

    def _bare(self, number: int, row: Row, short: str) -> Iterator[ListRow]:
        """Yield a row whose note says all there is to say about an acronym."""
        if len(short) <= _LONGEST_ACRONYM and key(short) and self._is_new(number, short, ""):
            yield ListRow(_plain(short), "", self._remark(row), self.columns.sheet, number)

    def _usable(self, number: int, row: Row, short: str, long: str) -> Iterator[ListRow]:
        if len(short) > _LONGEST_ACRONYM or len(long) > _LONGEST_DEFINITION:
            self._note(number, "is too long for an acronym and its definition and was left out.")
            return
        if not key(short):
            self._note(number, f"has no letter or digit in its acronym “{short}” and was left out.")
            return
        remark = self._remark(row)
        for part in _PARTS.split(long):
            definition = _plain(part)
            if definition and self._is_new(number, short, definition):
                yield ListRow(_plain(short), definition, remark, self.columns.sheet, number)

    def _remark(self, row: Row) -> str:
        notes = row.get(self.columns.notes) if self.columns.notes is not None else None
        return _plain(notes.value) if notes else ""

    def _notes(self, row: Row) -> Notes:
        return read_notes(self._remark(row))

    def _is_new(self, number: int, short: str, definition: str) -> bool:
        """Note a repeated acronym. The same definition again adds nothing; another one is accepted too."""
        name = f"{key(short)}\0{definition.casefold()}"
        if name in self._seen:
            self._note(number, f"repeats {short} of row {self._seen[name][0]} and was left out.")
            return False
        self._seen[name] = number, definition
        first = self._seen.setdefault(short, (number, definition))
        if first[0] != number:
            self._note(number, f"gives {short} another definition than row {first[0]}; both are accepted.")
        return True

    def _text(self, number: int, row: Row, column: int, what: str) -> str | None:
        """Return the text of a cell, "" when it is blank, None when the row cannot be used."""
        cell = row.get(column)
        if cell is None:
            if (number, column) in self._uncalculated:
                self._note(
                    number, f"holds a formula for the {what} whose result was not saved; it was left out."
                )
                return None
            return ""
        return self._of_kind(number, cell, what)

    def _of_kind(self, number: int, cell: Cell, what: str) -> str | None:
        value = cell.value
        if cell.kind == "e" or value in _ERRORS:
            self._note(number, f"holds the error {value} as the {what} and was left out.")
            return None
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, bool):
            self._note(number, f"holds a truth value as the {what}; it was read as {str(value).upper()}.")
            return str(value).upper()
        if isinstance(value, int):
            self._note(number, f"holds a number as the {what}; it was read as {value}.")
            return str(value)
        kind = "date" if isinstance(value, date | datetime | time | timedelta) else "number"
        self._note(
            number, f"holds a {kind} as the {what} and was left out: format the cell as text and retype it."
        )
        return None

    def _note(self, number: int, rest: str) -> None:
        self.problems.append(ListProblem(self.columns.sheet, number, f"Row {number} {rest}"))
