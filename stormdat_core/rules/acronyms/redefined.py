"""An acronym is defined again.

What it does
    Reports every definition after the first, in the same scope, that gives the same full form or nearly the
    same. A definition in a heading, a caption or a glossary does not count, nor does the acronym table.
Why it matters
    The reader wonders whether something new is meant, and later edits change only one of the two.
Example
    Bad:  The Global Positioning System (GPS) … The Global Positioning System (GPS) receiver …
    Good: The Global Positioning System (GPS) … The GPS receiver …
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import ClassVar

from stormdat_core.acronyms.compare import Likeness
from stormdat_core.acronyms.evidence import DefinitionPlace
from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.evidence import defined_at, likeness, scopes, where, whole
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.wording import corrected, wording_of


class Redefined:
    info: ClassVar = RuleInfo(
        id="ACR-REDEFINED",
        name="acronym-redefined",
        title="Acronym defined again",
        summary="Acronym defined again with the same full form.",
        severity=Severity.WARNING,
        colour=Colour.TEAL,
        cure="Later places use the acronym alone.",
        source="Acronym rules: define once",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for scope in scopes(context.acronyms, document):
            places = [place for place in scope.definitions if not place.apart]
            for number, place in enumerate(places[1:], 1):
                alike = likeness(context.acronyms, places[0].full, place.full)
                if alike is not Likeness.DIFFERENT:
                    yield self._finding(document, context, places, number)

    def _finding(
        self,
        document: Document,
        context: RuleContext,
        places: Sequence[DefinitionPlace],
        number: int,
    ) -> Finding:
        first, place = places[0], places[number]
        block = document.blocks[place.block]
        here = block.locate(*whole(block.text, place))
        message = (
            f"{place.full} ({place.short}) is defined again in {here.label}; "
            f"first defined in {where(document, first).label}. Use {place.short} here."
        )
        reason = wording_of(context).redefined(here, place, islice(places, number))
        fix = corrected(here, place.short, reason)
        return context.finding(
            self.info, here, message, evidence=[defined_at(document, first, "first defined here")], fix=fix
        )
