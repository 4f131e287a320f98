"""A full form is spelt out although its acronym has been defined.

What it does
    Reports each place after the definition where the full form stands again in a sentence, in singular or
    plural; more than five of one acronym together. Headings, titles, labels, captions, front matter,
    quotations, definitions, lists in parallel and longer names that hold the phrase are left alone, and so is
    an acronym with two meanings. What only front matter, heading or caption defines is not defined here.
Why it matters
    The reader looks for a difference that is not there, and the definition has served nothing.
Example
    Bad:  The Global Positioning System (GPS) is used. … The Global Positioning System is accurate.
    Good: The Global Positioning System (GPS) is used. … The GPS is accurate.
"""

from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import ClassVar

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import DefinitionPlace, FullFormUse
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Block, BlockKind, Certainty, Colour, Document, Finding, Fix, Severity, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.advice import Repeat, repeats
from stormdat_core.rules.acronyms.wording import defined_at, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.together import Place, one_finding
from stormdat_core.rules.wording import wording_of

MOST_APART = 5
"""Places of one acronym that are reported one by one; more are one finding."""
_LEAST_RUN = 3
"""Paragraphs in a row that spell out one acronym, which are a list in parallel."""


class FullFormAgain:
    info: ClassVar = RuleInfo(
        id="ACR-FULL-FORM",
        fixes=True,
        needs=(AcronymIndex,),
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
        for name, places in repeats(context).items():
            made = _in_step(document, [(each, _fix(context, name, *each)) for each in places])
            yield from self._of_term(document, context, made)

    def _of_term(
        self, document: Document, context: RuleContext, made: list[tuple[Repeat, Fix]]
    ) -> Iterator[Finding]:
        if len(made) > MOST_APART:
            places, fixes = zip(*made, strict=True)
            yield self._together(document, context, places, list(fixes))
        else:
            for (place, use), fix in made:
                yield self._alone(document, context, place, use, fix)

    def _alone(
        self, document: Document, context: RuleContext, place: DefinitionPlace, use: FullFormUse, fix: Fix
    ) -> Finding:
        here, defined = where(document, use), where(document, place).label
        message = (
            f"“{_spelt(document, use)}” is spelt out in {here.label}; {singular(place.short)} was defined in "
            f"{defined}. Use {use.short}."
        )
        return context.finding(
            self.info,
            here,
            message,
            certainty=_certainty(place, use),
            evidence=[defined_at(document, place)],
            fix=fix,
        )

    def _together(
        self, document: Document, context: RuleContext, places: tuple[Repeat, ...], fixes: list[Fix]
    ) -> Finding:
        """Return one finding for an acronym whose full form is spelt out at many places."""
        place, first = places[0]
        here = where(document, first)
        shorts = " or ".join(dict.fromkeys(use.short for _, use in places))
        message = (
            f"“{_spelt(document, first)}” is spelt out at {len(places):,} places, first in {here.label}; "
            f"{singular(place.short)} was defined in {where(document, place).label}. Use {shorts} there."
        )
        at = [Place(where(document, use), fix) for (_, use), fix in zip(places, fixes, strict=True)]
        defined = [defined_at(document, place)]
        return one_finding(self.info, context, at, message, "spelt out here too", rests_on=defined)


def _in_step(document: Document, made: list[tuple[Repeat, Fix]]) -> list[tuple[Repeat, Fix]]:
    """Return the places, those in a list in parallel all alike: one that stays in full keeps the others."""
    found: list[tuple[Repeat, Fix]] = []
    # Paragraphs that follow each other keep the same distance to their numbers in the list.
    for _, group in groupby(enumerate(made), key=lambda each: each[1][0][1].block - each[0]):
        run = [each for _, each in group]
        waits = not all(fix.safe for _, fix in run)
        if waits and _is_parallel([document.blocks[use.block] for (_, use), _ in run]):
            run = [(place, _waiting(fix)) for place, fix in run]
        found += run
    return found


def _is_parallel(blocks: list[Block]) -> bool:
    """Return whether paragraphs in a row are items of a list, or open with one word: Section 2, Section 3."""
    items = all(block.kind is BlockKind.LIST_ITEM for block in blocks)
    return len(blocks) >= _LEAST_RUN and (items or len({block.text.split()[0] for block in blocks}) == 1)


def _waiting(fix: Fix) -> Fix:
    return corrected(fix.where, fix.replacement, fix.reason or reasons.LISTED)


def _spelt(document: Document, use: FullFormUse) -> str:
    return " ".join(document.blocks[use.block].text[use.start : use.end].split())


def _fix(context: RuleContext, name: str, place: DefinitionPlace, use: FullFormUse) -> Fix:
    """Return the acronym in the place of its full form, safe where the wording lets it."""
    here = where(context.document, use)
    definitions = context.acronyms.entries[name].definitions
    earlier = takewhile(lambda each: (each.block, each.end) <= (use.block, use.start), definitions)
    reason = wording_of(context).shortened(here, place.full, use.short, earlier)
    return corrected(here, use.short, reason or ("" if use.exact else reasons.NUMBER))


def _certainty(place: DefinitionPlace, use: FullFormUse) -> Certainty | None:
    """Return a lower certainty for plain words of two: they may be meant as such."""
    return (
        Certainty.POSSIBLE if place.full.islower() and place.full.count(" ") == 1 and not use.exact else None
    )
