"""How long a classification lasts: dates of the authority block that have passed or lie too far ahead."""

import re
from datetime import date

from stormdat_core.markings.audit.faults import Audit, Fault, Faults
from stormdat_core.markings.first_page import BlockLine, read_date, years_after

_LONGEST_YEARS = 25
_EXEMPT = re.compile(r"\b(?:25X|50X|75X|N/?A\b|Event\b)", re.IGNORECASE)


def declassification_dates(audit: Audit) -> Faults:
    """Yield a declassification date that has passed, or one more than 25 years after the document's."""
    if not audit.classified_by_us:
        return
    for item in audit.found.first.authority:
        ends = read_date(item.value) if item.name == "declassify" else None
        if ends is not None:
            yield from _past(item, ends, audit)
            yield from _far(item, ends, audit)
            return


def _past(item: BlockLine, ends: date, audit: Audit) -> Faults:
    if ends < audit.today:
        text = f"This date has passed ({ends.isoformat()}); ask whether the document is still classified."
        yield Fault("MRK-CAB-DECL-PAST", item.block.locate(item.start, item.end), text)


def _far(item: BlockLine, ends: date, audit: Audit) -> Faults:
    made = audit.found.first.date
    if made is not None and not _EXEMPT.search(item.value) and ends > years_after(made, _LONGEST_YEARS):
        text = (
            f"{ends.isoformat()} is more than {_LONGEST_YEARS} years after the document, {made.isoformat()}."
        )
        yield Fault("MRK-CAB-DECL-RANGE", item.block.locate(item.start, item.end), text)
