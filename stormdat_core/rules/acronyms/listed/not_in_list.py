"""An acronym is not in the acronym list.

What it does
    Where a list was given, reports each acronym that the document defines and no row of it holds, once, with
    all its places; of one that is not defined either, ACR-UNDEFINED says both. Plurals, possessives and
    dotted forms are looked up under the same key.
Why it matters
    The list is what the organisation has agreed on: a form outside it is new, private, or misspelt.
Example
    Bad:  The text defines JADC2 and the list does not hold it.
    Good: The list has a row for JADC2, or the text spells the words out.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined, undefined_uses
from stormdat_core.rules.acronyms.wording import also, places_of, scopes, times, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class NotInList:
    info: ClassVar = RuleInfo(
        id="ACR-NOT-IN-LIST",
        needs=(AcronymIndex,),
        name="acronym-not-in-list",
        title="Acronym not in the list",
        summary="Acronym that the list does not hold.",
        severity=Severity.WARNING,
        colour=Colour.VIOLET,
        cure="The list holds the acronym, or the text does without it.",
        source="The acronym list given",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        if not any(each.rows and each.complete for each in context.lists):
            return
        said = _said_undefined(document, context)
        for entry in context.acronyms.entries.values():
            places = places_of(entry)
            if places and not entry.rows and entry.key not in said:
                yield self._finding(document, context, entry, places)

    def _finding(
        self, document: Document, context: RuleContext, entry: AcronymEntry, places: list[Use]
    ) -> Finding:
        meaning = (
            f"The text defines it as “{entry.definitions[0].full}”. Add it to the list or correct it."
            if entry.definitions
            else "Add it to the list, correct it, or spell it out."
        )
        message = f"{entry.name} is used {times(len(places))} and is not in the list. {meaning}"
        here = where(document, places[0])
        return context.finding(self.info, here, message, evidence=also(document, places[1:]))


def _said_undefined(document: Document, context: RuleContext) -> set[str]:
    """Return the keys of which ACR-UNDEFINED says that the list does not hold them."""
    if context.profile.rule(Undefined.info.id).on is False:
        return set()
    found = (scope for scope in scopes(context) if not scope.entry.definitions)
    return {scope.entry.key for scope in found if undefined_uses(document, context, scope)}
