"""Columns of text that the content of a page gives line by line, across: found, and read one by one.

A table looks much the same. Columns are of running text: most of their lines are full, and none is narrow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from stormdat_core.documents.pdf.rows import Row

_ROWS = 4
"""Rows in which the lines of a column begin at one place; words do not."""
_SAME = 1.5
"""Points by which the beginnings of a column's lines differ."""
_PITCH = 2.2
"""Largest distance of two rows of one stretch of columns, in usual distances."""
_LETTERS = 15
"""Letters that a line of a column has on average, and words."""
_WORDS = 2.5
_FULL = 0.6
"""Share of a column's lines that are full, and how full that is, as a share of the width."""
_FILLED = 0.75
_MOST_GUTTERS = 6


@dataclass(frozen=True, slots=True)
class _Band:
    """Consecutive rows, and where the columns behind the first begin in them."""

    first: int
    end: int
    gutters: tuple[float, ...]


def in_reading_order(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of a page, those of columns column by column."""
    at = 0
    for band in _bands(rows):
        yield from rows[at : band.first]
        for column in range(len(band.gutters) + 1):
            for row in rows[band.first : band.end]:
                part = _parts(row, band.gutters)[column]
                if part:
                    yield part
        at = band.end
    yield from rows[at:]


def _bands(rows: Sequence[Row]) -> Iterator[_Band]:
    gutters = _gutters(rows)
    if not gutters:
        return
    numbered = [(number, _open_at(row, gutters)) for number, row in enumerate(rows)]
    end = 0
    for free, found in groupby(numbered, key=lambda each: each[1]):
        stretch = [number for number, _ in found]
        if free and stretch[0] >= end:
            for part in _even(rows, stretch):
                band = _band(rows, part, free)
                if band:
                    yield band
                    end = band.end


def _gutters(rows: Sequence[Row]) -> tuple[float, ...]:
    """Return the places at which, in enough rows, a piece begins that is not the first."""
    starts = sorted(piece.left for row in rows for piece in row[1:])
    found: list[tuple[int, float]] = []
    first = 0
    for at in range(1, len(starts) + 1):
        if at == len(starts) or starts[at] - starts[at - 1] > _SAME:
            if at - first >= _ROWS:
                found.append((at - first, starts[first]))
            first = at
    most = sorted(found, reverse=True)[:_MOST_GUTTERS]
    return tuple(sorted(place for _, place in most))


def _open_at(row: Row, gutters: Iterable[float]) -> tuple[float, ...]:
    """Return the gutters that no piece of a row crosses."""
    return tuple(place for place in gutters if not any(p.left < place - _SAME < p.right - _SAME for p in row))


def _even(rows: Sequence[Row], stretch: Sequence[int]) -> Iterator[list[int]]:
    """Yield the parts of a stretch of rows in which each stands right below the one before."""
    drops = [_drop(rows[a], rows[b]) for a, b in pairwise(stretch)]
    usual = median([drop for drop in drops if drop > 0] or [0.0])
    part = [stretch[0]]
    for number, drop in zip(stretch[1:], drops, strict=True):
        if not 0 < drop <= _PITCH * usual or abs(rows[number][0].size - rows[part[0]][0].size) > 1:
            yield part
            part = []
        part.append(number)
    yield part


def _drop(above: Row, below: Row) -> float:
    return above[0].baseline - below[0].baseline if above[0].turn == below[0].turn else 0.0


def _band(rows: Sequence[Row], numbers: Sequence[int], free: Sequence[float]) -> _Band | None:
    """Return rows as columns if that is what they are."""
    used = tuple(place for place in free if sum(_begins(rows[at], place) for at in numbers) >= _ROWS)
    if not used:
        return None
    sides = zip(*(_parts(rows[at], used) for at in numbers), strict=True)
    if not all(_is_prose([part for part in side if part]) for side in sides):
        return None
    return _Band(numbers[0], numbers[-1] + 1, used)


def _begins(row: Row, place: float) -> bool:
    return any(abs(piece.left - place) <= 2 * _SAME for piece in row[1:])


def _parts(row: Row, gutters: Sequence[float]) -> list[Row]:
    """Return the pieces of a row by column."""
    edges = (float("-inf"), *(place - _SAME for place in gutters), float("inf"))
    return [[piece for piece in row if left <= piece.left < right] for left, right in pairwise(edges)]


def _is_prose(lines: Sequence[Row]) -> bool:
    if len(lines) < _ROWS:
        return False
    texts = ["".join(piece.text for piece in line) for line in lines]
    left, right = min(line[0].left for line in lines), max(line[-1].right for line in lines)
    full = sum(line[-1].right - left >= _FILLED * (right - left) for line in lines)
    words = sum(text.count(" ") + 1 for text in texts)
    enough = sum(map(len, texts)) >= _LETTERS * len(lines) and words >= _WORDS * len(lines)
    return enough and full >= _FULL * len(lines)
