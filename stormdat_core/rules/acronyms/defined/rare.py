"""An acronym is defined and hardly used.

What it does
    Counts the uses of each defined acronym in its scope, headers and footers too, and reports those used at
    least once but fewer than `min-uses` times (two, if the profile does not say otherwise).
Why it matters
    An acronym that stands once more costs the reader a definition and saves nothing.
Example
    Bad:  The Line of Balance (LOB) is drawn monthly. The LOB is attached. (LOB does not occur again.)
    Good: The line of balance is drawn monthly. The line of balance is attached.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.advice import elsewhere, repeats
from stormdat_core.rules.acronyms.defined.defined_unused import drop
from stormdat_core.rules.acronyms.wording import Scope, scopes, times, used_at, where, whole
from stormdat_core.rules.base import RuleContext, RuleInfo


class Rare:
    info: ClassVar = RuleInfo(
        id="ACR-RARE",
        needs=(AcronymIndex,),
        name="acronym-rarely-used",
        title="Acronym hardly used",
        summary="Acronym defined and hardly used.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        cure="The acronym is used more often, or spelt out instead.",
        source="Acronym rules: define what is used often",
        scope="document",
        on=False,
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for scope in () if context.acronyms.speech else scopes(context):
            if scope.definitions and is_rare(context, scope):
                yield self._finding(document, context, scope)

    def _finding(self, document: Document, context: RuleContext, scope: Scope) -> Finding:
        place, *again = scope.definitions
        here = where(document, place)
        uses = len(scope.uses) + len(scope.entry.outside) + len(again)
        message = (
            f"{place.short} is defined in {here.label} and {_used(uses)}. "
            f"Write “{place.full}” each time. {drop(context, scope)}"
        )
        evidence = used_at(document, scope.uses)
        evidence += [
            Evidence(
                document.blocks[each.block].locate(*whole(document.blocks[each.block].text, each)),
                "used here",
            )
            for each in again
        ]
        return context.finding(self.info, here, message, evidence=evidence)


def is_rare(context: RuleContext, scope: Scope) -> bool:
    """Return whether an acronym is used, or defined again, and all in all too seldom to be worth one."""
    again = len(scope.definitions) - 1 + len(repeats(context).get(scope.entry.key, ()))
    uses = len(scope.uses) + len(scope.entry.outside) + again + elsewhere(context, scope.entry)
    return 0 < uses < context.acronyms.options.min_uses and not repeats(context).get(scope.entry.key)


def _used(uses: int) -> str:
    return f"used {times(uses)} besides" if uses else "not used again in the text"
