"""What a person and a house decide about matrices before any is written."""

from dataclasses import dataclass

from stormdat_core.rules.matrix_form import NOT_STATED, MatrixForm


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
    form: MatrixForm = NOT_STATED
    """What the profile states of the form; where it does, the columns above do not count."""


USUAL = MatrixStyle()
