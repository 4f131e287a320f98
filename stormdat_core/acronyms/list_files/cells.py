"""What every kind of list file is read into: rows of cells, whatever program wrote them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty."""

    value: Any
    kind: str = "s"
    """openpyxl's letter: s text, n number, d date, b truth value, e error, f formula."""


Row = dict[int, Cell]
"""Cells by column number from 0."""


class Merge(NamedTuple):
    """Cells merged into one; row numbers from 1, columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Source(Protocol):
    """A list file, read as rows. Only `rows` may raise `BadList`; it is called first."""

    def rows(self) -> Iterator[tuple[str, int, Row]]:
        """Yield (sheet or table, row number from 1, cells) of every row that holds something."""
        ...

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return (row, column from 0) of the cells that hold a formula."""
        ...

    def merged(self, sheet: str) -> list[Merge]:
        """Return the merged cells in the order of the file."""
        ...

    def remarks(self, sheet: str) -> list[str]:
        """Return what else a reader of the file should know, in sentences."""
        ...
