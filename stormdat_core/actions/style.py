"""How copies are written where a person has not said it."""

from dataclasses import replace

from stormdat_core.reports import Fixes
from stormdat_core.reports.base import CopyStyle
from stormdat_core.settings import Settings


def copy_style(settings: Settings, fixes: Fixes | None = None) -> CopyStyle:
    """Return how annotated copies show findings and what corrected copies correct.

    Args:
        settings: of the person.
        fixes: which corrections are made; None as the settings say.
    """
    own = CopyStyle(settings.copy_marks, settings.copy_colours, settings.copy_fixes)
    return replace(own, fixes=fixes) if fixes else own
