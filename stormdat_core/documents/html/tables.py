"""Where in which table the reader stands."""

from collections.abc import Mapping

_MOST_COLUMNS = 1000
_MOST_ROWS = 65534
_MOST_CARRIED = 100
"""Columns of one cell that are remembered for the rows it reaches down to."""


class Grid:
    """One table: rows and columns from 1; a cell that spans rows pushes the cells below it aside."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.row = 0
        self.column = 0
        self._next = 1
        self._carried: dict[int, int] = {}
        """By column: rows still covered by a cell above."""

    def next_row(self) -> None:
        self.row += 1
        self.column, self._next = 0, 1
        self._carried = {column: rows - 1 for column, rows in self._carried.items() if rows > 1}

    def next_cell(self, attributes: Mapping[str, str]) -> None:
        """Move to the next cell, which has these attributes."""
        if not self.row:
            self.next_row()
        while self._next in self._held:
            self._next += 1
        self.column = self._next
        width = _span(attributes.get("colspan", ""), _MOST_COLUMNS)
        height = _span(attributes.get("rowspan", ""), _MOST_ROWS)
        if height > 1:
            for column in range(self.column, self.column + min(width, _MOST_CARRIED)):
                self._carried[column] = height
        self._next += width

    @property
    def _held(self) -> Mapping[int, int]:
        return self._carried


def _span(value: str, most: int) -> int:
    """Return a claimed span; one that no browser would grant counts as 1."""
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value[:9]) <= most else 1
