"""A full form is spelt out although its acronym has been defined.

What it does
    Reports each place after the definition where the full form stands again in running text. Headings,
    captions, quotations, definitions and longer names that hold the phrase are left alone, and so is an
    acronym with two meanings.
Why it matters
    The reader looks for a difference that is not there, and the definition has served nothing.
Example
    Bad:  The Global Positioning System (GPS) is used. … The Global Positioning System is accurate.
    Good: The Global Positioning System (GPS) is used. … The GPS is accurate.
"""

from collections.abc import Iterator
from itertools import takewhile
from typing import ClassVar

from stormdat_core.acronyms.evidence import DefinitionPlace, FullFormUse
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.conflict import meanings
from stormdat_core.rules.acronyms.evidence import defined_at, ignored, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.wording import corrected, wording_of


class FullFormAgain:
    info: ClassVar = RuleInfo(
        id="ACR-FULL-FORM",
        name="full-form-after-definition",
        title="Full form after its definition",
        summary="Full form spelt out after its acronym was defined.",
        severity=Severity.INFO,
        colour=Colour.GREEN,
        cure="The acronym stands in the place of the full form.",
        source="Acronym rules: use the acronym once it is defined",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        for entry in index.entries.values():
            if not entry.full_forms or ignored(entry) or len(meanings(index, entry)) > 1:
                continue
            for use in entry.full_forms:
                place = _definition_before(index, entry.definitions, use)
                if place:
                    yield self._finding(document, context, entry.definitions, place, use)

    def _finding(
        self,
        document: Document,
        context: RuleContext,
        definitions: tuple[DefinitionPlace, ...],
        place: DefinitionPlace,
        use: FullFormUse,
    ) -> Finding:
        text = document.blocks[use.block].text
        here, short = where(document, use), place.short
        spelt = " ".join(text[use.start : use.end].split())
        defined = where(document, place).label
        message = f"“{spelt}” is spelt out in {here.label}; {short} was defined in {defined}. Use {short}."
        earlier = takewhile(lambda each: (each.block, each.end) <= (use.block, use.start), definitions)
        fix = corrected(here, short, wording_of(context).shortened(here, place.full, short, earlier))
        return context.finding(self.info, here, message, evidence=[defined_at(document, place)], fix=fix)


def _definition_before(
    index: AcronymIndex, places: tuple[DefinitionPlace, ...], use: FullFormUse
) -> DefinitionPlace | None:
    """Return the definition that a full form repeats: the first in its scope, if it stands before."""
    scope = index.scope(use.block)
    first = next((place for place in places if index.scope(place.block) == scope), None)
    return first if first and (first.block, first.end) <= (use.block, use.start) else None
