"""Rows parted into lines: a wide gap parts cells, except between the words of a justified line."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from stormdat_core.documents.pdf.page import LABEL, Line
from stormdat_core.documents.pdf.rows import WIDE, Row, gap, join

_AROUND = 3
"""Rows above and below in which the width of a column shows."""
_FAR = 2.6
"""Distance of two lines of a paragraph at most, in font sizes."""
_EDGE = 0.6
"""Difference, in font sizes, of the right ends of justified lines: the last letters' own margins."""
_INDENT = 3.0
_EVEN = 0.35, 0.1
"""How far the gaps of one justified line differ: in font sizes, and as a share of the largest."""
_WIDEST = 12.0


def lines_of(rows: Sequence[Row]) -> Iterator[Line]:
    """Yield the lines of rows given in reading order; those of one row have its number."""
    solid = [_is_solid(row) for row in rows]
    count = 0
    for number, row in enumerate(rows):
        if not solid[number] and _is_justified(rows, number, solid):
            solid[number] = True
            groups = [row]
        else:
            groups = list(_groups(row))
        for group in groups:
            line = join(group)
            line.row, line.number = number, count
            count += 1
            yield line


def _is_solid(row: Row) -> bool:
    return all(not _parts(a, b) or _is_label(row[: at + 1]) for at, (a, b) in enumerate(pairwise(row)))


def _groups(row: Row) -> Iterator[Row]:
    group = [row[0]]
    for before, after in pairwise(row):
        if _parts(before, after) and not _is_label(group):
            yield group
            group = []
        group.append(after)
    yield group


def _parts(before: Line, after: Line) -> bool:
    """Return whether a gap parts cells. A glyph of a symbol font may be narrower than its place."""
    text = before.text.strip()
    sign = len(text) == 1 and not text.isalnum()
    return gap(before, after) > (WIDE + 1 if sign else WIDE)


def _is_label(group: Row) -> bool:
    """Return whether a list item's label, or a number in front of a heading, is all there is so far."""
    return len(group) == 1 and LABEL.fullmatch(group[0].text.strip()) is not None


def _is_justified(rows: Sequence[Row], number: int, solid: Sequence[bool]) -> bool:
    """Return whether the words of a row were drawn apart to fill a line of the column around it."""
    row = rows[number]
    if not _even_gaps(row) or row[-1].text.strip().isdigit() or not _followed(rows, number):
        return False
    near = range(max(0, number - _AROUND), min(len(rows), number + _AROUND + 1))
    return any(solid[at] and _fills(row, rows[at], abs(at - number)) for at in near if at != number)


def _even_gaps(row: Row) -> bool:
    """Return whether all words of a row are equally far apart."""
    words = row[1:] if _is_label(row[:1]) else row
    gaps = [gap(a, b) for a, b in pairwise(words)]
    if not gaps or any(" " in word.text.strip() for word in words):
        return False
    return max(gaps) <= _WIDEST and max(gaps) - min(gaps) <= _EVEN[0] + _EVEN[1] * max(gaps)


def _followed(rows: Sequence[Row], number: int) -> bool:
    """Return whether a line follows as those of a paragraph do: its last line is not justified."""
    if number + 1 == len(rows):
        return False
    row, below = rows[number][0], rows[number + 1][0]
    drop = row.baseline - below.baseline
    return 0 < drop <= _FAR * max(row.size, 1.0) or (drop < 0 and below.left > row.left)


def _fills(row: Row, column: Row, steps: int) -> bool:
    """Return whether a row reaches from edge to edge of the column that another line fills."""
    size = max(row[0].size, 1.0)
    if row[0].turn != column[0].turn or abs(row[0].size - column[0].size) > 0.2 * size:
        return False
    indent = row[0].left - column[0].left
    near = abs(row[0].baseline - column[0].baseline) <= _FAR * size * steps
    return (
        near
        and abs(row[-1].right - column[-1].right) <= _EDGE * size
        and -_EDGE * size <= indent <= _INDENT * size
    )
