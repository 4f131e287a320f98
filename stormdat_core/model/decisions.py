"""What a person has decided about a finding, remembered by fingerprint, whatever becomes of the sweep."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What the person said."""

    ACCEPTED = "accepted"
    """The acronym is right: it goes on the person's own list with its full form."""
    NOT_AN_ACRONYM = "not an acronym"
    """It only looks like one; it is left alone from now on."""
    WELL_KNOWN = "well known"
    """It needs no definition."""
    WAIVED = "waived"
    """This finding stands as it is, for the reason given."""
    FIX = "to be fixed"
    """The corrected copy makes its correction, also where that is only proposed."""
    LEFT = "left as it is"
    """It stands as it is; nobody needs to know why."""
    FOR_AUTHOR = "for the author"
    """The author has to see it: it stays in annotated copies and matrices, with what the reviewer adds."""


SETTLED = frozenset(Verdict) - {Verdict.FOR_AUTHOR}
"""What nobody has to be told in an annotated copy."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. A waived finding keeps no text of the document, only the reason the person wrote."""

    fingerprint: str
    rule: str
    verdict: Verdict
    made: datetime
    reason: str = ""
    acronym: str = ""
    full_form: str = ""
    reviewer: str = ""
    """Name of who said it; empty where the settings name nobody."""
