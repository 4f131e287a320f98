"""How copies are written where a person has not said it."""

from dataclasses import replace

from stormdat_core.reports import Fixes
from stormdat_core.reports.base import CopyStyle
from stormdat_core.reports.matrix.style import MatrixStyle, Reviewer
from stormdat_core.settings import Settings


def copy_style(settings: Settings, fixes: Fixes | None = None) -> CopyStyle:
    """Return how annotated copies show findings and what corrected copies correct.

    Args:
        settings: of the person.
        fixes: which corrections are made; None as the settings say.

    Raises:
        LockedSetting: the site has locked them to others.
    """
    settings.chosen("copy_fixes", fixes)
    own = CopyStyle(settings.copy_marks, settings.copy_colours, settings.copy_fixes, _matrix(settings))
    return replace(own, fixes=fixes) if fixes else own


def _matrix(settings: Settings) -> MatrixStyle:
    reviewer = Reviewer(
        settings.reviewer_source,
        settings.reviewer_name,
        settings.reviewer_grade,
        settings.reviewer_office,
        settings.reviewer_telephone,
    )
    return MatrixStyle(settings.matrix_layout, settings.matrix_columns, reviewer)
