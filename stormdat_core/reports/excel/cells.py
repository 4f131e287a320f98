"""Which cell of which sheet gets which comment.

A cell holds one comment. Where the author's own stands, ours goes to the next free cell of the row and says
so; so does what stands in no cell: headers, sheet names, the workbook as a whole.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from stormdat_core.model import BlockKind, Document, Location
from stormdat_core.model.document import column_letters
from stormdat_core.reports.contents import Numbered

LAST_COLUMN = 16_384
Cell = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class CellRemark:
    """One comment on a cell."""

    part: str
    """The sheet's part."""
    row: int
    column: int
    findings: tuple[Numbered, ...]
    in_place: bool
    missing: tuple[str, ...] = ()
    """What was not done with the workbook, in sentences."""

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


def cell_remarks(
    document: Document, sheets: Collection[str], rows: Iterable[Numbered], missing: tuple[str, ...] = ()
) -> tuple[CellRemark, ...]:
    """Return the comments for all findings, sheet by sheet and row by row.

    Args:
        document: the workbook as it was read.
        sheets: parts of the worksheets that can hold comments, in order.
        rows: the findings with their numbers.
        missing: what was not done, in sentences; it stands in the first row of the first sheet.
    """
    parts = sheet_parts(document)
    own: dict[tuple[str, Cell], list[Numbered]] = defaultdict(list)
    beside: dict[tuple[str, Cell], list[Numbered]] = defaultdict(list)
    taken = _taken(document, parts)
    first = next(iter(sheets), "")
    for row in rows:
        where = row.finding.where
        part = parts.get(where.sheet or "", "")
        cell = _cell(document, where) if part in sheets else None
        if cell is not None and cell not in taken[part]:
            own[part, cell].append(row)
        elif first:
            beside[part if part in sheets else first, cell or (1, 1)].append(row)
    for part, cell in own:
        taken[part].add(cell)
    made = [CellRemark(part, *cell, tuple(found), in_place=True) for (part, cell), found in own.items()]
    made += _beside(beside, taken)
    if missing and first:
        made = [*_opened(made, first, missing, taken[first])]
    order = {part: at for at, part in enumerate(sheets)}
    return tuple(sorted(made, key=lambda remark: (order[remark.part], remark.row, remark.column)))


def _opened(
    made: Iterable[CellRemark], part: str, missing: tuple[str, ...], taken: set[Cell]
) -> Iterator[CellRemark]:
    """Yield the comments, and what was not done among them: on the first cell, else beside it."""
    said = False
    for remark in made:
        here = not said and (remark.part, remark.row, remark.column) == (part, 1, 1)
        yield replace(remark, missing=missing) if here else remark
        said = said or here
    if not said:
        column = next(at for at in range(1, LAST_COLUMN + 1) if (1, at) not in taken or at == LAST_COLUMN)
        yield CellRemark(part, 1, column, (), in_place=False, missing=missing)


def sheet_parts(document: Document) -> Mapping[str, str]:
    """Return the part of each sheet by its name."""
    return {
        block.where.sheet: block.where.part
        for block in document.blocks
        if block.kind is BlockKind.PROPERTY and block.where.note == "sheet name" and block.where.sheet
    }


def _taken(document: Document, parts: Mapping[str, str]) -> dict[str, set[Cell]]:
    """Return the cells that hold a comment already, by sheet part."""
    taken: dict[str, set[Cell]] = defaultdict(set)
    for block in document.blocks:
        where = block.where
        if block.kind is BlockKind.COMMENT and where.row and where.column:
            taken[parts.get(where.sheet or "", "")].add((where.row, where.column))
    return taken


def _cell(document: Document, where: Location) -> Cell | None:
    if where.block < 0 or document.blocks[where.block].kind is BlockKind.COMMENT:
        return None
    return (where.row, where.column) if where.row and where.column else None


def _beside(
    wanted: Mapping[tuple[str, Cell], list[Numbered]], taken: dict[str, set[Cell]]
) -> Iterator[CellRemark]:
    for (part, (row, column)), found in wanted.items():
        while (row, column) in taken[part] and column < LAST_COLUMN:
            column += 1  # noqa: PLW2901 - walks along the row
        taken[part].add((row, column))
        yield CellRemark(part, row, column, tuple(found), in_place=False)
