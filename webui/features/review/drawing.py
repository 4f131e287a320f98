"""Blocks as the page draws them: pieces of text with their looks and marks, cells in rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from stormdat_core.model import BlockKind
from stormdat_core.model.document import column_letters
from stormdat_core.model.drawn import DrawnBlock, Mark
from stormdat_core.model.excerpts import THING

if TYPE_CHECKING:
    from webui.features.review.sheets import Grid

LONGEST = 20_000
"""Characters of a block that are drawn at once; of a longer one the part round the chosen finding."""
_LEAD = 2_000
HIDDEN_CELLS = ("hidden row", "hidden column")
"""What a reader notes about cells that are hidden within a sheet that is shown."""
_OBJECT = "\ufffc"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look."""

    text: str
    looks: str
    mark: Mark | None
    """The finding it belongs to: the chosen one, else the worst."""
    spot: bool = False
    """Whether the place begins here that is sought."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block with its pieces."""

    block: DrawnBlock
    pieces: tuple[Piece, ...]
    before: int = 0
    """Characters left out before and after the pieces."""
    after: int = 0


@dataclass(slots=True)
class Item:
    """What is drawn in one go: a block, or the rows of a table that stand in the window."""

    shown: Shown | None = None
    rows: list[list[list[Shown]]] = field(default_factory=list)
    """Rows of cells of blocks."""
    grid: "Grid | None" = None
    """The same rows where they are of a sheet, cells at their places."""
    page: int | None = None
    """Where a page begins, its number."""
    label: str = ""
    """Where a slide or sheet begins, or what holds a note, header or comment."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What the reader looks at."""

    finding: int = 0
    """Id of the chosen finding."""
    block: int = -1
    """Block of a place that is sought, and where in its text."""
    at: int = 0


NOTHING = Focus()


def items(
    blocks: Sequence[DrawnBlock],
    marks: Sequence[Mark],
    focus: Focus = NOTHING,
    before: DrawnBlock | None = None,
) -> Iterator[Item]:
    """Yield what a window of blocks is drawn as.

    Args:
        blocks: in their order.
        marks: of these blocks.
        focus: what the reader looks at.
        before: the block before them: what goes on from it has no new label.
    """
    by_block: dict[int, list[Mark]] = {}
    for mark in marks:
        by_block.setdefault(mark.block, []).append(mark)
    item: Item | None = None
    last = before
    for block in blocks:
        drawn = shown(block, by_block.get(block.index, ()), focus)
        if item is not None and last is not None and _same_table(last, block):
            _put(item, last, drawn)
        else:
            if item is not None:
                yield item
            item = _begun(drawn, last)
        last = block
    if item is not None:
        yield item


def _begun(drawn: Shown, last: DrawnBlock | None) -> Item:
    where = drawn.block.where
    before = last.where if last is not None else None
    page = where.page if where.page is not None and (before is None or before.page != where.page) else None
    item = Item(page=page, label=_label(drawn.block, last))
    if _in_table(drawn.block):
        item.rows.append([[drawn]])
    else:
        item.shown = drawn
    return item


def _label(block: DrawnBlock, last: DrawnBlock | None) -> str:
    where, before = block.where, last.where if last is not None else None
    if where.slide is not None and (before is None or before.slide != where.slide):
        return f"Slide {where.slide}"
    if where.sheet is not None and (before is None or before.sheet != where.sheet):
        return f"Sheet “{where.sheet}”"
    if where.note and where.note not in HIDDEN_CELLS:
        return where.note.capitalize()
    return _OUTSIDE.get(block.kind, "")


_OUTSIDE = {
    BlockKind.HEADER: "Header",
    BlockKind.FOOTER: "Footer",
    BlockKind.COMMENT: "Comment",
    BlockKind.ALTERNATIVE_TEXT: "Alternative text",
    BlockKind.WATERMARK: "Watermark",
    BlockKind.PROPERTY: "Property",
    BlockKind.HIDDEN: "Hidden text",
    BlockKind.TEXT_BOX: "Text box",
}


def cell_name(block: DrawnBlock) -> str:
    """Return the name of a cell of a sheet, as B19; empty for what is in none."""
    where = block.where
    known = where.sheet is not None and where.row and where.column
    return f"{column_letters(where.column)}{where.row}" if known and where.column else ""


def _in_table(block: DrawnBlock) -> bool:
    where = block.where
    return where.row is not None and (where.table is not None or where.sheet is not None)


def _same_table(last: DrawnBlock, block: DrawnBlock) -> bool:
    if not (_in_table(last) and _in_table(block)):
        return False
    return _table(last) == _table(block)


def _table(block: DrawnBlock) -> tuple[object, ...]:
    """Return what cells of one table share. Those of hidden rows and columns stand in it as well."""
    where = block.where
    note = None if where.note in HIDDEN_CELLS else where.note
    return where.part, where.table, where.sheet, note


def _put(item: Item, last: DrawnBlock, drawn: Shown) -> None:
    if last.where.row != drawn.block.where.row:
        item.rows.append([[drawn]])
    elif last.where.column != drawn.block.where.column:
        item.rows[-1].append([drawn])
    else:
        item.rows[-1][-1].append(drawn)


def shown(block: DrawnBlock, marks: Sequence[Mark], focus: Focus = NOTHING) -> Shown:
    """Return a block in pieces, each with its looks and its mark."""
    first, last = _part(block, marks, focus)
    pieces = tuple(_pieces(block, marks, focus, first, last))
    return Shown(block, pieces, first, len(block.text) - last)


def _part(block: DrawnBlock, marks: Sequence[Mark], focus: Focus) -> tuple[int, int]:
    """Return which part of a text is drawn: round the place that is sought, else round the chosen finding."""
    text = block.text
    if len(text) <= LONGEST:
        return 0, len(text)
    start = next((mark.start for mark in marks if mark.finding == focus.finding), 0)
    start = focus.at if focus.block == block.index else start
    first = max(0, min(start - _LEAD, len(text) - LONGEST))
    return first, first + LONGEST


def _pieces(block: DrawnBlock, marks: Sequence[Mark], focus: Focus, first: int, last: int) -> Iterator[Piece]:
    """Yield the pieces: at each edge of a look or mark a new one begins."""
    looks = sorted((start, end, look) for start, end, look in block.formats if start < last and end > first)
    own = sorted((mark for mark in marks if mark.start <= last and mark.end >= first), key=_begin)
    edges = {first, last} | {at for start, end, _ in looks for at in (start, end)}
    edges |= {at for mark in own for at in (mark.start, mark.end)}
    spot = focus.at if focus.block == block.index else -1
    inner = sorted(at for at in edges | {spot} if first <= at <= last)
    active_looks: list[tuple[int, int, str]] = []
    active: list[Mark] = []
    points = [mark for mark in own if mark.start == mark.end]
    spans = [mark for mark in own if mark.start < mark.end]
    for start, end in pairwise(inner):
        yield from _points(points, start)
        while looks and looks[0][0] <= start:
            active_looks.append(looks.pop(0))
        while spans and spans[0].start <= start:
            active.append(spans.pop(0))
        active_looks = [each for each in active_looks if each[1] > start]
        active = [each for each in active if each.end > start]
        mark = max(active, key=lambda each: (each.finding == focus.finding, each.severity), default=None)
        letters = "".join(dict.fromkeys("".join(each[2] for each in active_looks)))
        text = block.text[start:end].replace(_OBJECT, THING)
        yield Piece(text, letters, mark, spot=start == spot)
    yield from _points(points, last)


def _points(points: list[Mark], at: int) -> Iterator[Piece]:
    """Yield the marks that have a place and no text."""
    while points and points[0].start <= at:
        yield Piece("", "", points.pop(0))


def _begin(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end
