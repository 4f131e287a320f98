"""What one document carries of markings, found once."""

from stormdat_core.markings.whole_document.document_markings import DocumentMarkings, gather
from stormdat_core.markings.whole_document.page_portions import (
    Place,
    may_be_elsewhere,
    places_of,
    portions_under,
)
from stormdat_core.markings.whole_document.presence import present

__all__ = [
    "DocumentMarkings",
    "Place",
    "gather",
    "may_be_elsewhere",
    "places_of",
    "portions_under",
    "present",
]
