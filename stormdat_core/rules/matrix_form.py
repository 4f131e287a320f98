"""The form of comment matrices as a house's profile states it: which columns, in which order, how called.

It judges nothing, so it is no part of a profile's digest.
"""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from stormdat_core.model.matrix import MatrixColumn
from stormdat_core.options import Options

_LONGEST = 100
"""Characters of a heading."""


class FormColumn(Options):
    """One column."""

    column: MatrixColumn
    heading: str = Field(default="", max_length=_LONGEST)
    """Empty for that of the form."""
    width: int = Field(default=0, ge=0, le=100)
    """Characters; 0 for that of the form."""

    @field_validator("heading")
    @classmethod
    def _on_one_line(cls, value: str) -> str:
        return " ".join(value.split())


class MatrixForm(Options):
    """A form of comment matrices; what it leaves out is as the person's settings say."""

    layout: Literal["", "dod", "army", "own"] = ""
    """A form that ships, or `own`: none but the columns stated here."""
    title: str = Field(default="", max_length=_LONGEST)
    types: str = Field(default="", max_length=500)
    """The legend of the column Type."""
    dispositions: str = Field(default="", max_length=500)
    columns: tuple[FormColumn, ...] = ()
    """Those that are written, in their order; none for all of the form."""

    @field_validator("columns", mode="before")
    @classmethod
    def _by_name(cls, value: object) -> object:
        """Take a column by its name alone."""
        if not isinstance(value, list):
            return value
        return [{"column": each} if isinstance(each, str) else each for each in value]

    @field_validator("columns")
    @classmethod
    def _can_be_filled(cls, value: tuple[FormColumn, ...]) -> tuple[FormColumn, ...]:
        names = [each.column for each in value]
        twice = sorted({name for name in names if names.count(name) > 1})
        headings = [each.heading.casefold() for each in value if each.heading]
        if twice:
            raise ValueError(f"the column {twice[0]} is there twice")
        if len(set(headings)) < len(headings):
            raise ValueError("two columns have the same heading")
        if value and "comment" not in names:
            raise ValueError("the column comment is missing: without it nobody can read the matrix again")
        return value

    @model_validator(mode="after")
    def _own_has_columns(self) -> "MatrixForm":
        if self.layout == "own" and not self.columns:
            raise ValueError("a form of your own needs columns")
        return self

    @property
    def is_stated(self) -> bool:
        """Return whether a profile says anything of the form."""
        return self != NOT_STATED


NOT_STATED = MatrixForm()
