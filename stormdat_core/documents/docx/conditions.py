"""Which conditions of a table style hold in a cell: first row, last column, bands (ECMA-376 part 1, 17.7.6).

Word writes the answer beside rows and cells (`w:cnfStyle`), and it is believed where it stands. Where it does
not, first row, first column and bands follow from the position; a last row or column could only be known
when the table has ended, and is not assumed.
"""

from collections.abc import Iterator
from typing import NamedTuple

from stormdat_core.documents.office.xmlparse import Attributes

_LOOK_BITS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200,
    "noVBand": 0x400,
}  # fmt: skip
_CELL_NAMES = (
    "firstRow", "lastRow", "firstCol", "lastCol", "band1Vert", "band2Vert", "band1Horz", "band2Horz",
    "neCell", "nwCell", "seCell", "swCell",
)  # fmt: skip
"""Conditions in the order of the twelve digits of `w:cnfStyle`."""
_CELL_ATTRIBUTES = (
    "firstRow", "lastRow", "firstColumn", "lastColumn", "oddVBand", "evenVBand", "oddHBand", "evenHBand",
    "firstRowLastColumn", "firstRowFirstColumn", "lastRowLastColumn", "lastRowFirstColumn",
)  # fmt: skip
PRECEDENCE = (
    "nwCell", "neCell", "swCell", "seCell", "firstCol", "lastCol", "firstRow", "lastRow",
    "band1Horz", "band2Horz", "band1Vert", "band2Vert", "wholeTable",
)  # fmt: skip
"""Conditions, the one that wins first."""
_ON = frozenset(("1", "true", "on"))


class TableLook(NamedTuple):
    """What the text of a cell takes from its table: the style, and which of its conditions hold."""

    style: str = ""
    conditions: frozenset[str] = frozenset()


def table_switches(attributes: Attributes) -> frozenset[str]:
    """Return what a `w:tblLook` switches on, in the names of its attributes."""
    values = _values(attributes)
    try:
        bits = int(values.get("w:val", ""), 16)
    except ValueError:
        bits = 0
    return frozenset(
        name
        for name, bit in _LOOK_BITS.items()
        if (values[f"w:{name}"] in _ON if f"w:{name}" in values else bits & bit)
    )


def stated_conditions(attributes: Attributes) -> frozenset[str]:
    """Return the conditions that a `w:cnfStyle` states."""
    values = _values(attributes)
    digits = values.get("w:val", "").ljust(len(_CELL_NAMES), "0")
    return frozenset(
        condition
        for condition, key, digit in zip(_CELL_NAMES, _CELL_ATTRIBUTES, digits, strict=False)
        if digit == "1" or values.get(f"w:{key}") in _ON
    )


def conditions_by_place(switches: frozenset[str], row: int, column: int) -> Iterator[str]:
    """Yield the conditions that follow from a cell's row and column, both from 1."""
    first_row = "firstRow" in switches and row == 1
    first_column = "firstColumn" in switches and column == 1
    if first_row:
        yield "firstRow"
    elif "noHBand" not in switches:
        yield "band1Horz" if (row - ("firstRow" in switches)) % 2 else "band2Horz"
    if first_column:
        yield "firstCol"
    elif "noVBand" not in switches:
        yield "band1Vert" if (column - ("firstColumn" in switches)) % 2 else "band2Vert"
    if first_row and first_column:
        yield "nwCell"


def _values(attributes: Attributes) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))
