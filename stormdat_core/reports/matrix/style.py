"""What a person and a house decide about matrices before any is written."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the list of report writers is read where nothing heavy may be
    from stormdat_core.rules.matrix_form import MatrixForm


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who hands the comments in, as the forms ask for it."""

    source: str = ""
    """Agency or organisation."""
    reviewer: str = ""
    grade: str = ""
    office: str = ""
    telephone: str = ""


NOBODY = Reviewer()


@dataclass(frozen=True, slots=True)
class MatrixStyle:
    """On which form, by whom."""

    layout: str = "dod"
    """Id of a layout."""
    columns: tuple[str, ...] = ()
    """Keys of the columns that are written, in their order; empty for all of the layout."""
    reviewer: Reviewer = NOBODY
    form: "MatrixForm | None" = None
    """What the profile states of the form; None for nothing. Else the columns above do not count."""


USUAL = MatrixStyle()
