"""Find the head of a matrix among the rows of a table, and what each column holds.

A head has one row, or up to three where cells above stand for several below: “Location” over “Page” and
“Line”. It names the comment and at least two other columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stormdat_core.reports.matrix.tables import Row, Table
from stormdat_core.reports.matrix.terms import Terms, plain

LEAST_COLUMNS = 3
_MOST_ROWS = 50
"""Rows of a table among which its head is looked for."""
_DEEPEST = 3
_RIGHTMOST = 63
"""Column of a head, from 0."""
_RATIONALE = "rationale"
_ANSWERS = ("comment", "rationale", "response")
"""Columns that, a second time and right of the decision, hold what the decision says."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table."""

    first: int
    """Number of its first row."""
    last: int
    keys: Mapping[int, str]
    """What each known column holds."""
    headings: Mapping[int, str]
    """Of all columns that have one."""
    places: Mapping[int, tuple[str, ...]]
    """Of columns that hold several places at once, which."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the headings of columns that are not known."""
        return tuple(text for column, text in sorted(self.headings.items()) if column not in self.keys)

    @property
    def is_matrix(self) -> bool:
        """Return whether it is the head of a matrix."""
        return "comment" in self.keys.values() and len(set(self.keys.values())) >= LEAST_COLUMNS


def find_head(table: Table, terms: Terms) -> Head | None:
    """Return the row or rows of a table that name most known columns, the first of them; None for none.

    Whether that is the head of a matrix, `Head.is_matrix` says.
    """
    numbers = sorted(table.rows)[:_MOST_ROWS]
    rows = _spread(table, numbers)
    best: tuple[tuple[object, ...], Head] | None = None
    for at in range(len(numbers)):
        for depth in range(1, min(_DEEPEST, len(numbers) - at) + 1):
            head, joined = _head(numbers[at : at + depth], rows, terms)
            score = (head.is_matrix, len(set(head.keys.values())), joined, -depth, -at)
            if head.keys and (best is None or score > best[0]):
                best = score, head
    return best[1] if best else None


def _spread(table: Table, numbers: Sequence[int]) -> dict[int, dict[int, str]]:
    """Return rows in which merged cells show their text in every cell they cover."""
    rows = {number: dict(table.rows[number]) for number in numbers}
    # Of merged cells that overlap, which no program makes, the first counts.
    for (row, column), merge in {(each[0], each[2]): each for each in reversed(table.merges)}.items():
        said = table.rows[row].get(column, "") if row in rows else ""
        for number in numbers if said else ():
            if row <= number <= merge.last_row:
                for beside in range(column, min(merge.last_column, _RIGHTMOST) + 1):
                    rows[number].setdefault(beside, said)
    return rows


def _head(numbers: Sequence[int], rows: Mapping[int, Row], terms: Terms) -> tuple[Head, int]:
    """Return some rows as a head, and how many of its columns several rows name together."""
    stacks = _stacks([rows[number] for number in numbers])
    found = {column: _key(stack, terms) for column, stack in stacks.items()}
    keys = _settled({column: key for column, (key, _) in found.items() if key}, stacks)
    joined = sum(several for column, (_, several) in found.items() if column in keys)
    headings = {column: " – ".join(stack) for column, stack in stacks.items()}
    places = {
        column: named
        for column, stack in stacks.items()
        if column in keys and (named := terms.places(stack[-1])) and _free(named, column, keys)
    }
    return Head(numbers[0], numbers[-1], keys, headings, places), joined


def _free(named: Sequence[str], column: int, keys: Mapping[int, str]) -> bool:
    """Return whether no other column holds one of these places."""
    return not {key for other, key in keys.items() if other != column}.intersection(named)


def _stacks(rows: Sequence[Row]) -> dict[int, list[str]]:
    """Return for each column the texts above each other, those that only explain left out."""
    stacks: dict[int, list[str]] = {}
    for row in rows:
        for column, text in row.items():
            said = stacks.setdefault(column, [])
            if not said or (text != said[-1] and plain(text.partition("(")[0])):
                said.append(text)
    return dict(sorted(stacks.items()))


def _key(stack: Sequence[str], terms: Terms) -> tuple[str, bool]:
    """Return what a column of headings above each other means, and whether it takes several to say it."""
    for first in range(len(stack)):
        if key := terms.key(" ".join(stack[first:])):
            return key, first < len(stack) - 1
    return "", False


def _settled(found: Mapping[int, str], stacks: Mapping[int, list[str]]) -> dict[int, str]:
    """Return one column for each key, the first; what answers stands right of the decision."""
    keys: dict[int, str] = {}
    decided = next((column for column, key in found.items() if key == "disposition"), None)
    for column, key in found.items():
        taken = set(keys.values())
        behind = decided is not None and column > decided
        if key not in taken and not (behind and _answers(key, stacks[column], found)):
            keys[column] = key
        elif behind and key in _ANSWERS and "response" not in taken:
            keys[column] = "response"
    if "number" not in keys.values():
        keys = {column: "number" if key == "item" else key for column, key in keys.items()}
    return keys


def _answers(key: str, stack: Sequence[str], found: Mapping[int, str]) -> bool:
    """Return whether a column behind the decision is its reason, though its heading does not say whose."""
    return key == _RATIONALE and plain(stack[-1]) != _RATIONALE and "response" not in found.values()


def is_heading(row: Row, terms: Terms) -> bool:
    """Return whether a row holds nothing but known headings: a head that stands again, or its legend."""
    return len(row) > 1 and all(map(terms.key, row.values()))


def is_numbering(row: Row) -> bool:
    """Return whether a row only counts the columns: (1) (2) (3) (4), a b c d."""
    texts = [plain(text) for _, text in sorted(row.items())]
    counts = [str(at) for at in range(1, len(texts) + 1)], list("abcdefghijklmnopqrstuvwxyz"[: len(texts)])
    return len(texts) > LEAST_COLUMNS and texts in counts


def texts_of(table: Table, head: Head) -> Iterator[tuple[str, ...]]:
    """Yield the texts of each row of the head."""
    for number in sorted(table.rows):
        if head.first <= number <= head.last:
            yield tuple(table.rows[number].values())
