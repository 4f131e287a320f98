"""Numbers of lines in the margin, which count the lines of the page and are no part of their text.

They stand outside the text, one below the other, rise by one step, and count running text: lines that go on
in the next. A numbered list, a column of a table, and a year at the beginning of a line do not.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stormdat_core.documents.pdf.page import Line
from stormdat_core.documents.pdf.rows import WIDE, Row, gap

_DIGITS = 4
_STEPS = (1, 2, 5, 10)
_ENOUGH = 3
"""Numbers on a page that show what they are; on a page beside such a one a single number does."""
_SPARSE = 5
"""Step from which on two numbers show it: so many lines stand between them."""
_RULED = 10
"""Numbers of paper that is numbered whatever is written on it: the lines of the text may not meet them."""
_ALIGNED = 3.0
"""Points by which the numbers' ends differ at most."""
_BESIDE = 0.35
"""Difference of baselines, in font sizes, of a number and its line."""
_APART = 0.4
"""Space between number and text at least, in font sizes."""
_FLOWING = 0.4
"""Share of the lines that go on in the next one."""
_TABULAR = 0.34
_WORDS = 4
"""Words that a line of running text has on average, at least."""
_ENDS = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers in one margin of a page, from top to bottom."""

    left: bool
    place: float
    lines: tuple[Line, ...]

    @property
    def values(self) -> list[int]:
        return [int(line.text) for line in self.lines]

    @property
    def step(self) -> int:
        steps = {b - a for a, b in pairwise(self.values)}
        return steps.pop() if len(steps) == 1 else 0


def without_numbers(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """Return the rows of all pages without the numbers that count their lines."""
    found = [list(_candidates(rows)) for rows in pages]
    sure = [
        numbers
        for rows, each in zip(pages, found, strict=True)
        for numbers in each
        if _count_lines(numbers, rows)
    ]
    first = list({numbers.left: numbers for numbers in reversed(sure)}.values())
    return [
        _without(rows, [numbers for numbers in each if any(_alike(numbers, other) for other in first)])
        for rows, each in zip(pages, found, strict=True)
    ]


def _without(rows: list[Row], numbers: Sequence[_Numbers]) -> list[Row]:
    gone = {id(line) for each in numbers for line in each.lines}
    if not gone:
        return rows
    left = [[piece for piece in row if id(piece) not in gone] for row in rows]
    return [row for row in left if row]


def _alike(numbers: _Numbers, sure: _Numbers) -> bool:
    """Return whether numbers stand where those do that surely count lines, and rise as they do."""
    if numbers is sure:
        return True
    if numbers.left is not sure.left or abs(numbers.place - sure.place) > _ALIGNED:
        return False
    return numbers.step == sure.step if len(numbers.lines) > 1 else numbers.values[0] % sure.step == 0


def _candidates(rows: Sequence[Row]) -> Iterator[_Numbers]:
    """Yield the columns of rising numbers left and right of all other text."""
    for left in (True, False):
        numbers = [row[0 if left else -1] for row in rows if _is_number(row[0 if left else -1])]
        columns = [_column(numbers, lambda line: line.left), _column(numbers, lambda line: line.right)]
        place, column = max(columns, key=lambda each: len(each[1]))
        found = _Numbers(left, place, tuple(_longest_rise(column)))
        if found.lines and _outside(found, rows):
            yield found


def _column(numbers: Sequence[Line], end: Callable[[Line], float]) -> tuple[float, list[Line]]:
    """Return the place at which most numbers begin, or end, and these, from top to bottom."""
    if not numbers:
        return 0.0, []
    counted = Counter(round(end(line) / _ALIGNED) for line in numbers)
    most = counted.most_common(1)[0][0]
    place = next(end(line) for line in numbers if round(end(line) / _ALIGNED) == most)
    column = [line for line in numbers if abs(end(line) - place) <= _ALIGNED]
    return place, sorted(column, key=lambda line: -line.baseline)


def _longest_rise(column: Sequence[Line]) -> list[Line]:
    """Return the longest stretch of numbers that rise by one step: a page's number may stand below them."""
    best, run, step = list[Line](), list(column[:1]), 0
    for above, below in pairwise(column):
        rise = int(below.text) - int(above.text)
        if rise not in _STEPS or (len(run) > 1 and rise != step):
            best = max(best, run, key=len)
            run = [above] if rise in _STEPS and len(run) > 1 else []
        step = rise
        run.append(below)
    return max(best, run, key=len)


def _is_number(line: Line) -> bool:
    text = line.text.strip()
    return len(text) <= _DIGITS and text.isascii() and text.isdigit()


def _outside(numbers: _Numbers, rows: Sequence[Row]) -> bool:
    """Return whether all text at the height of the numbers stands on one side of them."""
    own = {id(line) for line in numbers.lines}
    size = max(line.size for line in numbers.lines)
    high, low = numbers.lines[0].baseline + size, numbers.lines[-1].baseline - size
    inner = max(line.right for line in numbers.lines) if numbers.left else min(n.left for n in numbers.lines)
    for row in rows:
        for piece in row:
            if id(piece) in own or not low < piece.baseline < high:
                continue
            space = piece.left - inner if numbers.left else inner - piece.right
            if space < _APART * size:
                return False
    return True


def _count_lines(numbers: _Numbers, rows: Sequence[Row]) -> bool:
    """Return whether numbers count the lines of running text."""
    if len(numbers.lines) < (_ENOUGH if numbers.step < _SPARSE else 2):
        return False
    body = _body(numbers, rows)
    if len(body) < _ENOUGH or not _meet(numbers, body):
        return False
    tabular = sum(any(gap(a, b) > WIDE for a, b in pairwise(row)) for row in body)
    words = sum(piece.text.count(" ") + 1 for row in body for piece in row)
    return tabular <= _TABULAR * len(body) and words >= _WORDS * len(body) and _flows(body)


def _body(numbers: _Numbers, rows: Sequence[Row]) -> list[Row]:
    """Return the lines of text at the height of the numbers, from top to bottom."""
    own = {id(line) for line in numbers.lines}
    size = max(line.size for line in numbers.lines)
    step = numbers.step
    usual = (numbers.lines[0].baseline - numbers.lines[-1].baseline) / (len(numbers.lines) - 1)
    high = numbers.lines[0].baseline + (usual if step > 1 else size / 2)
    low = numbers.lines[-1].baseline - size / 2
    body = [[piece for piece in row if id(piece) not in own] for row in rows]
    return sorted(
        (row for row in body if row and low < row[0].baseline < high), key=lambda row: -row[0].baseline
    )


def _meet(numbers: _Numbers, body: Sequence[Row]) -> bool:
    """Return whether there are as many lines as are counted, each number beside one."""
    expected = len(numbers.lines) * numbers.step
    share = len(body) / expected
    if numbers.step == 1 and len(numbers.lines) >= _RULED and numbers.values[0] == 1:
        return 1 / 3 <= share <= 2.1
    if not 0.7 <= share <= 1.3:
        return False
    levels = sorted(row[0].baseline for row in body)
    beside = 0
    for line in numbers.lines:
        near = bisect_left(levels, line.baseline - _BESIDE * line.size)
        beside += near < len(levels) and levels[near] <= line.baseline + _BESIDE * line.size
    return beside >= 0.8 * len(numbers.lines)


def _flows(body: Sequence[Row]) -> bool:
    """Return whether enough lines go on in the next, at least one of them in small letters."""
    right = max(row[-1].right for row in body)
    going = small = 0
    for above, below in pairwise(body):
        text = below[0].text.lstrip()
        if above[-1].text.rstrip().endswith(_ENDS) or not text:
            continue
        small += text[0].islower()
        word = text.split(maxsplit=1)[0]
        width = (below[0].right - below[0].left) * (len(word) + 1) / max(len(text), 1)
        going += text[0].islower() or above[-1].right + width > right
    return small > 0 and going >= _FLOWING * (len(body) - 1)
