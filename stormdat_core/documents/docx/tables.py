"""Where in which table the reader stands."""

from collections.abc import Collection
from dataclasses import dataclass

from stormdat_core.documents.docx.conditions import (
    TableLook,
    conditions_by_place,
    stated_conditions,
    table_switches,
)
from stormdat_core.documents.docx.drafts import CellPosition
from stormdat_core.documents.office.xmlparse import Attributes, small_number

_MOST_COLUMNS = 63  # Word's own limit; a larger span is a lie and moves nothing

NO_TABLE = TableLook()


@dataclass(slots=True)
class _Table:
    number: int
    look: TableLook = NO_TABLE
    row: int = 0
    column: int = 0
    span: int = 1
    continues: bool = False
    switches: frozenset[str] = frozenset()
    """What its `w:tblLook` switches on."""
    of_row: frozenset[str] | None = None
    """Conditions stated beside the row, None where none are."""


class TableStack:
    """The tables open at this point. A position is the outermost table's; nested tables stand in its cell.

    Args:
        conditional: table styles that look different in some cells; for others no conditions are noted.
    """

    def __init__(self, conditional: Collection[str] = ()) -> None:
        self._conditional = conditional
        self._open: list[_Table] = []
        self._count = 0
        self._position: CellPosition | None = None
        self.look = NO_TABLE
        """What text takes from the innermost table."""
        self.hidden_cells = 0
        """Open cells that continue a vertical merge: Word shows none of their text."""

    @property
    def position(self) -> CellPosition | None:
        """The cell of the outermost table; its paragraphs share one value."""
        if not self._open:
            return None
        if self._position is None:
            outer = self._open[0]
            self._position = CellPosition(outer.number, max(outer.row, 1), max(outer.column, 1))
        return self._position

    def open_table(self) -> None:
        if not self._open:
            self._count += 1
            self._position = None
        self._open.append(_Table(self._count))
        self.look = NO_TABLE

    def close_table(self) -> None:
        if self._open:
            self.close_cell()
            if not self._open.pop().row and not self._open:
                self._count -= 1  # all its rows are gone
            self.look = self._open[-1].look if self._open else NO_TABLE

    def set_style(self, style: str) -> None:
        if self._open:
            self._open[-1].look = self.look = TableLook(style)

    def set_look(self, attributes: Attributes) -> None:
        if self._open:
            self._open[-1].switches = table_switches(attributes)

    def set_conditions(self, attributes: Attributes) -> None:
        """Take the conditions stated beside a row, before its first cell, or beside a cell."""
        if self._open and self._open[-1].look.style in self._conditional:
            table, stated = self._open[-1], stated_conditions(attributes)
            if table.column:
                self._update(stated | (table.of_row or frozenset()))
            else:
                table.of_row = stated

    def _update(self, stated: frozenset[str] | None) -> None:
        """Work out the look of the cell of the moment: from what is stated, else from its place."""
        table = self._open[-1]
        style = table.look.style
        if style in self._conditional:
            placed = conditions_by_place(table.switches, table.row, table.column)
            table.look = TableLook(style, frozenset(placed) if stated is None else stated)
        self.look = table.look

    def next_row(self) -> None:
        if self._open:
            self._open[-1].row += 1
            self._position = None
            self._open[-1].column = 0
            self._open[-1].span = 1
            self._open[-1].of_row = None

    def next_cell(self) -> None:
        if self._open:
            table = self._open[-1]
            table.column += table.span
            table.span = 1
            self._position = None
            self._update(table.of_row)

    def drop_row(self) -> None:
        """Take the row that was begun for none."""
        if self._open:
            self._open[-1].row -= 1
            self._position = None

    def drop_cell(self) -> None:
        """Take the cell that was begun for none: the next stands in its place."""
        if self._open:
            self._open[-1].span = 0

    def set_span(self, value: str) -> None:
        span = small_number(value)
        if self._open and span is not None and span <= _MOST_COLUMNS:
            self._open[-1].span = max(1, span)

    def set_vertical_merge(self, value: str) -> None:
        """Follow `w:vMerge`: without a value it continues the cell above, if there is a row above."""
        if self._open and value != "restart" and self._open[-1].row > 1 and not self._open[-1].continues:
            self._open[-1].continues = True
            self.hidden_cells += 1

    def close_cell(self) -> None:
        if self._open and self._open[-1].continues:
            self._open[-1].continues = False
            self.hidden_cells -= 1
