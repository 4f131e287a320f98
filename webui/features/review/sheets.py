"""Sheets as grids: letters above, row numbers at the side, cells at their places, rows kept in one piece."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.model.document import column_letters
from stormdat_core.model.drawn import DrawnBlock, DrawnPage
from stormdat_core.store import Store
from webui.features.review.drawing import Item, Shown

BLOCKS = 60
"""Cells from which on a window of a sheet holds."""
_REST = 40
"""Cells of its last row that it holds as well; so many of its first one stand in the window before."""
MOST_NAMED = 500
"""Sheets that the outline names."""
_MOST_COLUMNS = 60
_STEPS = (4, 10, 20, 35)
"""Characters up to which a column has one of the widths."""
_HIDDEN = 1
"""The widest that a hidden column is drawn."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid."""

    name: str
    width: int
    """Number of its width, the narrowest 0."""
    skipped: bool
    """Whether columns without text before it are left out."""
    hidden: bool = False
    """Whether the author hid it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid, with a list of blocks for each column."""

    number: int
    cells: tuple[tuple[Shown, ...], ...]
    skipped: bool
    """Whether rows without text before it are left out."""
    hidden: bool = False
    """Whether the author hid it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet that stand in a window."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def window(store: Store, file_id: int, first: int) -> tuple[DrawnBlock | None, tuple[DrawnBlock, ...]]:
    """Return the cells of a window, whole rows as far as they are not very long, and the cell before them."""
    blocks = store.blocks.window(file_id, first - 1, BLOCKS + _REST + 1)
    before = blocks[0] if blocks and blocks[0].index < first else None
    own = blocks[1:] if before else blocks
    start = _same_row(own[:_REST], before)
    end = min(BLOCKS, len(own))
    end += _same_row(own[end:], own[end - 1] if own else None)
    if before and start:
        before = own[start - 1]
    return before, own[start:end]


def _same_row(blocks: Sequence[DrawnBlock], before: DrawnBlock | None) -> int:
    """Return how many of the first blocks go on with the row of the one before."""
    if before is None or before.where.row is None:
        return 0
    row = before.where.sheet, before.where.row
    return next(
        (at for at, each in enumerate(blocks) if (each.where.sheet, each.where.row) != row), len(blocks)
    )


def outline(first: Sequence[DrawnBlock]) -> list[list[object]]:
    """Return the sheets by their first blocks, as the outline lists headings."""
    return [[each.index, 1, f"Sheet {each.where.sheet}"] for each in first if each.where.sheet is not None]


def lay_out(store: Store, file_id: int, items: Sequence[Item]) -> None:
    """Give the cells in the items their places in grids."""
    page: DrawnPage | None = None
    for item in items:
        if not item.rows:
            continue
        block = item.rows[0][0][0].block
        if block.where.sheet is None or block.where.row is None:
            continue
        if page is None or not page.first <= block.index < page.first + page.blocks:
            page = store.blocks.sheet_at(file_id, block.index)
        item.grid = grid(item.rows, page)


def grid(rows: Sequence[Sequence[Sequence[Shown]]], page: DrawnPage | None) -> Grid:
    """Return rows of cells as a grid.

    Args:
        rows: the cells that hold text, by row.
        page: the sheet, whose columns are those of all its windows.
    """
    held = {_column(cell): max(len(one.block.text) for one in cell) for row in rows for cell in row}
    known = dict(page.columns) if page else {}
    wanted = known if known.keys() >= held.keys() and len(known) <= _MOST_COLUMNS else held
    columns = sorted(wanted)
    hidden = {_column(cell) for row in rows for cell in row if _note(cell) == "hidden column"}
    return Grid(tuple(_columns(columns, known or held, hidden)), tuple(_rows(rows, columns)))


def _columns(columns: Sequence[int], lengths: dict[int, int], hidden: set[int]) -> Iterator[Column]:
    last = 0
    for column in columns:
        width = next((at for at, step in enumerate(_STEPS) if lengths.get(column, 0) <= step), len(_STEPS))
        if column in hidden:
            width = min(width, _HIDDEN)
        yield Column(column_letters(column), width, column > last + 1, column in hidden)
        last = column


def _rows(rows: Sequence[Sequence[Sequence[Shown]]], columns: Sequence[int]) -> Iterator[Row]:
    last = 0
    for row in rows:
        number = row[0][0].block.where.row or 0
        by_column = {_column(cell): tuple(cell) for cell in row}
        cells = tuple(by_column.get(column, ()) for column in columns)
        hidden = _note(row[0]) == "hidden row"
        yield Row(number, cells, bool(last) and number > last + 1, hidden)
        last = number


def _note(cell: Sequence[Shown]) -> str | None:
    return cell[0].block.where.note


def _column(cell: Sequence[Shown]) -> int:
    return cell[0].block.where.column or 1
