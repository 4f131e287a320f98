"""Which columns a matrix has, in which order and under which headings."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from stormdat_core.model.matrix import COLUMNS

if TYPE_CHECKING:
    from stormdat_core.rules.matrix_form import FormColumn, MatrixForm

KEYS = COLUMNS
DEFAULT = "dod"


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    key: str
    """Empty for one of other makers' matrices, which is known by its heading alone."""
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


def usual_column(key: str) -> Column:
    """Return how a column is called and how wide it is where the form does not have it."""
    return next(
        (column for layout in layouts().values() for column in layout.columns if column.key == key),
        Column("", "", 0),
    )


def stated(form: "MatrixForm", usual: str = DEFAULT) -> Layout:
    """Return the layout that a profile's form states.

    Args:
        form: what it leaves out is that of the layout it names.
        usual: id of the layout where it names none.
    """
    base = layouts()[form.layout if form.layout in layouts() else DEFAULT if form.layout else usual]
    known = {column.key: column for column in base.columns}
    columns = tuple(_column(each, known) for each in form.columns)
    return replace(
        base,
        id=form.layout or base.id,
        title=form.title or base.title,
        types=form.types or base.types,
        dispositions=form.dispositions or base.dispositions,
        columns=columns or base.columns,
    )


def _column(said: "FormColumn", known: Mapping[str, Column]) -> Column:
    usual = known.get(said.column) or usual_column(said.column)
    return Column(said.column, said.heading or usual.heading, said.width or usual.width)


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
