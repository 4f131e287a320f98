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

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.evidence import Scope, scopes, times, used_at, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class Rare:
    info: ClassVar = RuleInfo(
        id="ACR-RARE",
        name="acronym-rarely-used",
        title="Acronym hardly used",
        summary="Acronym defined and hardly used.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        cure="The acronym is used more often, or spelt out instead.",
        source="Acronym rules: define what is used often",
        scope="document",
        on=False,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        for scope in scopes(index, document):
            uses = (*scope.uses, *scope.entry.outside)
            if scope.definitions and 0 < len(uses) < index.options.min_uses:
                yield self._finding(document, context, scope, len(uses))

    def _finding(self, document: Document, context: RuleContext, scope: Scope, uses: int) -> Finding:
        place = scope.definitions[0]
        here = where(document, place)
        message = (
            f"{place.short} is defined in {here.label} and used {times(uses)} besides. "
            f"Write “{place.full}” each time and drop the acronym."
        )
        return context.finding(self.info, here, message, evidence=used_at(document, scope.uses))
