"""Which columns a matrix has, in which order and under which headings."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

KEYS = (
    "item",
    "number",
    "source",
    "reviewer",
    "grade",
    "office",
    "telephone",
    "date",
    "type",
    "page",
    "paragraph",
    "line",
    "comment",
    "rationale",
    "proposed",
    "disposition",
    "response",
)
"""What a column may hold. `item` counts the rows of this matrix, `number` the comments of one reviewer."""
DEFAULT = "dod"


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    key: str
    heading: str
    width: int
    """Characters."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A form that comments are handed in on."""

    id: str
    title: str
    types: str
    """The legend of the column Type."""
    dispositions: str
    """The legend of the column Disposition."""
    columns: tuple[Column, ...]

    def only(self, keys: Sequence[str]) -> "Layout":
        """Return the layout with some columns, in the order given.

        Raises:
            KeyError: a key that the layout has no column for.
        """
        known = {column.key: column for column in self.columns}
        return Layout(self.id, self.title, self.types, self.dispositions, tuple(known[key] for key in keys))


@cache
def layouts() -> Mapping[str, Layout]:
    """Return the layouts that ship with the program, by id."""
    text = (resources.files("stormdat_core.reports.matrix") / "layouts.toml").read_text("utf-8")
    return {name: _layout(name, row) for name, row in tomllib.loads(text).items()}


def _layout(name: str, row: Mapping[str, object]) -> Layout:
    columns = row["columns"]
    assert isinstance(columns, list)
    made = tuple(Column(each["key"], each["heading"], each["width"]) for each in columns)
    return Layout(name, str(row["title"]), str(row["types"]), str(row["dispositions"]), made)
