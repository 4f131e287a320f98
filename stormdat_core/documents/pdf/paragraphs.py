"""Lines become paragraphs, by where they stand: distance, indentation, size, and whether a line was full.

Two lines are of one paragraph when nothing says otherwise; a wrong parting costs a definition across it, a
wrong joining invents a sentence, so in doubt lines stay apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from stormdat_core.documents.pdf.page import LABEL, Line

_CLOSE = 1.5
"""Distance of baselines, in font sizes, up to which lines belong together without further proof."""
_FAR = 2.6
_COLUMN = 3.0
"""Height, in font sizes, by which the next column begins above the end of one."""
_ENDS = (".", "!", "?", ":", ";")
_EVEN = 0.2
"""Difference in size or distance, in font sizes, that the eye takes for equal."""
_WORDS = 2.5
"""Words that a line of running text has on average, at least."""
_INDENT = 0.6
_HANGING = 6.0
"""Widest indentation, in font sizes, of the text behind a label or below a first line."""


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of a page, in their order, as paragraphs."""
    group: list[Line] = []
    edge = _edges(lines)
    for line in lines:
        if group and not _continues(group, line, edge[id(group[-1])]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _edges(lines: Iterable[Line]) -> dict[int, float]:
    """Return, for each line, the right edge of the lines that follow each other in its column.

    A heading may be wider than the column of text below it.
    """
    edges: dict[int, float] = {}
    column: list[Line] = []

    def close() -> None:
        right = max((line.right for line in _text_of(column)), default=0.0)
        edges.update((id(line), right) for line in column)
        column.clear()

    for line in lines:
        if column and not _same_column(column[-1], line):
            close()
        column.append(line)
    close()
    return edges


def _text_of(column: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a column without the larger ones, if what is left is running text."""
    largest = median([line.size for line in column] or [0.0]) * (1 + _EVEN)
    text = [line for line in column if line.size <= largest]
    words = sum(line.text.count(" ") + 1 for line in text)
    return text if words >= _WORDS * len(text) else column


def _same_column(last: Line, line: Line) -> bool:
    drop = last.baseline - line.baseline
    near = 0 < drop < 4 * max(last.size, line.size)
    return near and abs(line.left - last.left) < _HANGING * max(last.size, line.size)


def _continues(group: list[Line], line: Line, edge: float) -> bool:
    """Return whether a line goes on with a paragraph."""
    last = group[-1]
    size = max(last.size, line.size)
    drop = last.baseline - line.baseline
    if last.turn != line.turn:
        return False
    if drop < 0:
        return _next_column(group, line, edge)
    if abs(last.size - line.size) > _EVEN * size or not _EVEN * size < drop < _FAR * size:
        return False
    if _bold(last) is not _bold(line) or _labelled(line):
        return False
    if len(group) > 1 and group[-2].baseline > last.baseline:
        uneven = abs(drop - (group[-2].baseline - last.baseline)) > _EVEN * size
        if uneven and not _runs_on(last, line, edge, drop):
            return False
    elif drop > _CLOSE * size and _ended_early(last, line, edge, slack=0.0):
        return False
    return _aligned(group, line, size) and not _ended_early(last, line, edge, slack=size)


def _runs_on(last: Line, line: Line, edge: float, drop: float) -> bool:
    """Return whether a full line stops within a sentence: raised text in it moves lines apart."""
    near = drop <= _CLOSE * max(last.size, line.size)
    return near and _within_sentence(last, line) and not _ended_early(last, line, edge, slack=0.0)


def _next_column(group: list[Line], line: Line, edge: float) -> bool:
    """Return whether a paragraph goes on at the top of the column to the right."""
    last = group[-1]
    size = max(last.size, line.size)
    if len(group) < 2 or line.left < last.right or abs(last.size - line.size) > _EVEN * size:
        return False
    if _bold(last) is not _bold(line) or last.baseline > line.baseline - _COLUMN * size:
        return False
    return _within_sentence(last, line) and not _ended_early(last, line, edge, slack=0.0)


def _within_sentence(last: Line, line: Line) -> bool:
    """Return whether a line ends, and the next begins, as within a sentence."""
    first = line.text[:1]
    return (first.islower() or first == "(") and not last.text.rstrip().endswith(_ENDS)


def _aligned(group: list[Line], line: Line, size: float) -> bool:
    first, last = group[0], group[-1]
    shift = line.left - last.left
    if abs((line.left + line.right) - (last.left + last.right)) < _INDENT * size:
        return True  # centred
    if len(group) > 1:
        return abs(shift) < _INDENT * size
    return -_HANGING * size < shift < (_HANGING if _labelled(first) else _INDENT) * size


def _ended_early(last: Line, line: Line, edge: float, slack: float) -> bool:
    """Return whether the first word of a line would have fitted at the end of the one above."""
    if last.text.rstrip().endswith(("-", "\u2010", "\u00ad")):
        return False
    text = line.text
    word = text.split(maxsplit=1)[0]
    width = (line.right - line.left) * len(word) / max(len(text), 1)
    return last.right + width + 0.3 * last.size + slack < edge


def _labelled(line: Line) -> bool:
    head, _, rest = line.text.strip().partition(" ")
    sure = not head.isalnum() or not head[:1].isalpha()
    return bool(rest) and sure and not head.isdigit() and LABEL.fullmatch(head) is not None


def _bold(line: Line) -> bool:
    return all(style.bold for text, style in line.pieces if not text.isspace())
