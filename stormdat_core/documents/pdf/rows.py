"""Pieces of lines put together to rows: what stands side by side, from left to right.

A glyph of another font is often painted after the line it belongs to, and PDFium ends a line at a raised or
lowered character. By their places both belong to the row.
"""

import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from stormdat_core.documents.pdf.page import Line

Row = list[Line]
"""Pieces that stand side by side, the left one first."""

WIDE = 1.6
"""Gap, in font sizes, that parts cells and columns; only words of a justified line stand farther apart."""
_LEVEL = 0.2
"""Difference of baselines, in font sizes, of pieces that stand anywhere in one row."""
_RAISED = 0.6
"""Difference of baselines, in font sizes, of a raised or lowered piece close to its neighbour."""
_SHIFTED = 0.35
"""The same for pieces of one size, as glyphs of other fonts are."""
_CLOSE = 0.5
_OVERLAP = 0.3
_SLACK = 0.15
_SPACE = 0.22
"""Gap, in font sizes, that reads as a space where the file holds none."""
_SMALLER = 0.85
_BEHIND = 3
"""Rows looked back through for the one that a stray glyph belongs to."""
_MOST = 2000
"""Pieces of a row among which a stray glyph is placed; no page has more."""


def rows_of(pieces: Iterable[Line]) -> list[Row]:
    """Return the pieces of a page, given in the order of its content, as rows in that order."""
    rows: list[Row] = []
    for piece in pieces:
        if rows and _goes_on(rows[-1], piece):
            rows[-1].append(piece)
        elif not any(_placed(row, piece) for row in reversed(rows[-_BEHIND:])):
            rows.append([piece])
    return rows


def gap(before: Line, after: Line) -> float:
    """Return the space between two pieces, in font sizes."""
    return (after.left - before.right) / max(before.size, after.size, 1.0)


def join(pieces: Sequence[Line]) -> Line:
    """Return pieces of one line as one, with a space where there is a gap and none is written."""
    if len(pieces) == 1:
        return pieces[0]
    main = max(pieces, key=lambda piece: piece.size)
    whole = Line(main.page, [], pieces[0].left, pieces[-1].right, main.baseline, main.size, main.turn)
    before: Line | None = None
    for piece in pieces:
        if before:
            _bridge(whole, before, piece)
        if before:
            whole.words.append((whole.length, before.right, piece.left))
        length = whole.length
        whole.words += [(length + count, right, left) for count, right, left in piece.words]
        for text, style in piece.pieces:
            whole.add(text, style)
        before = piece
    return whole


def cut(line: Line, start: int, end: int) -> Line:
    """Return a part of a line, from one word's beginning to another's end, by offsets of its text."""
    left = next((left for count, _, left in line.words if count == start), line.left)
    right = next((right for count, right, _ in line.words if count >= end), line.right)
    part = Line(line.page, [], left, right, line.baseline, line.size, line.turn, number=line.number)
    part.words = [(count - start, right, left) for count, right, left in line.words if start < count < end]
    at = 0
    for text, style in line.pieces:
        piece = text[max(0, start - at) : max(0, end - at)]
        if piece:
            part.add(piece, style)
        at += len(text)
    return part


def _goes_on(row: Row, piece: Line) -> bool:
    """Return whether a piece stands to the right of a row, on its level."""
    last = row[-1]
    if piece.turn != last.turn:
        return False
    size = max(last.size, piece.size, 1.0)
    space = (piece.left - last.right) / size
    main = last if len(row) == 1 or last.size >= row[-2].size * _SMALLER else row[-2]
    return space > -_OVERLAP and _level(main, piece, close=space < _CLOSE)


def _level(line: Line, piece: Line, *, close: bool) -> bool:
    size = max(line.size, piece.size, 1.0)
    apart = abs(line.baseline - piece.baseline) / size
    if not close:
        return apart <= _LEVEL
    small = min(line.size, piece.size) < _SMALLER * size
    return apart <= (_RAISED if small else _SHIFTED)


def _placed(row: Row, piece: Line) -> bool:
    """Put a piece into the gap of a row that it fits in, if there is one; return whether there was."""
    size = max(row[0].size, piece.size, 1.0)
    if piece.turn != row[0].turn or len(row) > _MOST or not row[0].left < piece.left < row[-1].right:
        return False
    if abs(row[0].baseline - piece.baseline) > _SHIFTED * size:
        return False
    at = bisect_right(row, piece.left, key=lambda each: each.left)
    host, slack = row[at - 1], _SLACK * size
    if host.right > piece.left + slack:
        halves = _parted(host, piece, slack)
        if not halves:
            return False
        row[at - 1 : at] = halves
    elif at < len(row) and piece.right > row[at].left + slack:
        return False
    row.insert(at, piece)
    return True


def _parted(host: Line, piece: Line, slack: float) -> list[Line]:
    """Return the two parts of a line between which a piece stands, none where there is no gap for it."""
    at = bisect_right(host.words, piece.left + slack, key=lambda word: word[1]) - 1
    if at < 0:
        return []
    length, right, left = host.words[at]
    if right > piece.left + slack or piece.right > left + slack:
        return []
    return [cut(host, 0, length), cut(host, length, sys.maxsize)]


def _bridge(line: Line, before: Line, after: Line) -> None:
    """Put a space between two pieces where a reader sees one, and only there."""
    space, written = gap(before, after), before.text[-1:].isspace() or after.text[:1].isspace()
    if not written and (space > _SPACE or _is_mark(before, after, before.text, after.text)):
        line.add(" ", before.pieces[-1][1])
    elif -_OVERLAP < space < _SLACK and not _is_mark(before, after, before.text.strip(), after.text.strip()):
        line.drop_space()  # PDFium writes one where it goes on elsewhere


def _is_mark(before: Line, after: Line, left: str, right: str) -> bool:
    """Return whether one is a note's mark beside a word, which would else become part of it."""
    if after.baseline - before.baseline > _SLACK * before.size and after.size < _SMALLER * before.size:
        return right[:1].isdigit() and left[-2:].isalpha()
    if before.baseline - after.baseline > _SLACK * after.size and before.size < _SMALLER * after.size:
        return left.isdigit() and right[:1].isalpha()
    return False
