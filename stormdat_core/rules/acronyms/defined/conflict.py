"""One acronym is defined with two meanings.

What it does
    Reports an acronym with definitions whose full forms differ, unless the list holds them all. Full forms
    of which one is only read further than the other, those that differ in endings (program, programming)
    and those that agree once the acronyms within them are spelt out do not count as different. Two that
    differ in one word of three and more are two wordings of one thing, probably by a slip, and a warning.
Why it matters
    After the second definition nobody can tell which meaning is used.
Example
    Bad:  the Program Manager (PM) … preventive maintenance (PM)
    Good: the Program Manager (PM) … preventive maintenance
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.comparison import Likeness, akin, holds, one_word_apart
from stormdat_core.acronyms.gathering.entries import AcronymEntry, DefinitionPlace
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.wording import defined_at, ignored, likeness, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.quoted import quoted


class DefinitionConflict:
    info: ClassVar = RuleInfo(
        id="ACR-DEF-CONFLICT",
        needs=(AcronymIndex,),
        name="acronym-two-meanings",
        title="Acronym with two meanings",
        summary="Acronym defined with two different full forms.",
        severity=Severity.ERROR,
        colour=Colour.TEAL,
        cure="One meaning keeps the acronym; the other is spelt out each time.",
        source="Acronym rules: one meaning for one acronym",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in context.acronyms.entries.values():
            places = [] if ignored(entry) else meanings(context.acronyms, entry)
            if len(places) < 2 or _all_listed(context.acronyms, entry, places):
                continue
            if not all(quoted(context).holds(document.blocks[place.block]) for place in places):
                yield self._finding(document, context, entry, places)

    def _finding(
        self, document: Document, context: RuleContext, entry: AcronymEntry, places: list[DefinitionPlace]
    ) -> Finding:
        said = [f"“{place.full}” ({where(document, place).label})" for place in places[:3]]
        count = "two" if len(places) == 2 else len(places)
        slip = len(places) == 2 and one_word_apart(places[0].full, places[1].full)
        name, both = entry.name, " and ".join(said)
        message = (
            f"Two wordings for one acronym, probably a slip: {name} is {both}. Correct one."
            if slip
            else f"{name} has {count} meanings here: {both}. Spell out one of them each time."
        )
        others = [
            Evidence(where(document, place), "defined otherwise here", marked=True) for place in places[2:]
        ]
        evidence = [defined_at(document, places[0], "first defined here"), *others]
        severity = Severity.WARNING if slip else None
        return context.finding(
            self.info, where(document, places[1]), message, severity=severity, evidence=evidence
        )


def meanings(index: AcronymIndex, entry: AcronymEntry) -> list[DefinitionPlace]:
    """Return the first definition of each different full form, in reading order."""
    found: list[DefinitionPlace] = []
    for place in entry.definitions:
        if place.sure and not any(_same(index, place, other) for other in found):
            found.append(place)
    return found


def _same(index: AcronymIndex, one: DefinitionPlace, other: DefinitionPlace) -> bool:
    return likeness(index, one.full, other.full) is not Likeness.DIFFERENT or alike(one.full, other.full)


def alike(one: str, other: str) -> bool:
    """Return whether two full forms mean the same thing: one is read further, or endings differ."""
    return holds(one, other) or akin(one, other)


def _all_listed(index: AcronymIndex, entry: AcronymEntry, places: list[DefinitionPlace]) -> bool:
    return all(
        any(likeness(index, place.full, row.definition) is not Likeness.DIFFERENT for row in entry.rows)
        for place in places
    )
