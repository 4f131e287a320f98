"""Well-known acronyms are used and not defined.

What it does
    Names, in one finding with their first places, the acronyms that the profile counts as well known and that
    the document does not define, if there are five and more. It is a list to look through, not a fault: which
    tiers of the shipped list count is the profile's choice (`[acronyms] well-known`).
Why it matters
    Readers of the general public may not know what a specialist takes for common.
Example
    Bad:  A leaflet for patients says MRI and ICU.
    Good: It says what both are, once.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from stormdat_core.acronyms.forms.word_lists import tiers
from stormdat_core.acronyms.gathering.entries import Use
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.wording import MOST_PLACES, named, where
from stormdat_core.rules.base import RuleContext, RuleInfo

_LEAST = 5
"""Acronyms from which on they are worth a look."""
_PLACES = 3
"""Places that are given for each."""


class WellKnown:
    info: ClassVar = RuleInfo(
        id="ACR-WELL-KNOWN",
        needs=(AcronymIndex,),
        name="acronyms-well-known",
        title="Well-known acronyms not defined",
        summary="Well-known acronyms that the document does not define.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        cure="The text defines those that its readers may not know.",
        source="Acronym rules: what everybody knows needs no definition",
        scope="document",
        on=False,
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        known = {form: uses for form, uses in index.well_known.items() if form not in tiers()["names"]}
        if len(known) >= _LEAST and not index.speech:
            yield self._finding(document, context, known)

    def _finding(self, document: Document, context: RuleContext, known: dict[str, Sequence[Use]]) -> Finding:
        names = list(known)
        verb = "acronym is" if len(names) == 1 else "acronyms are"
        message = (
            f"{len(names):,} well-known {verb} not defined: {named(names).rstrip('.')}. "
            "Leave them, or define those your readers may not know."
        )
        places = [
            Evidence(where(document, use), f"{name} is used here")
            for name, uses in known.items()
            for use in uses[:_PLACES]
        ]
        first = where(document, known[names[0]][0])
        return context.finding(self.info, first, message, evidence=places[:MOST_PLACES], subject="well-known")
