"""An acronym is used before the place that defines it.

What it does
    Compares the first use of each acronym with its first definition, in reading order and within one
    paragraph too. Headers and footers have no place in that order and are left out. Where the profile lets
    the document's acronym table define, a row that stands before the first use satisfies the rule.
Why it matters
    The reader meets a short form that nobody has explained yet.
Example
    Bad:  The SRS governs. … The Software Requirements Specification (SRS) is issued.
    Good: The Software Requirements Specification (SRS) governs. … The SRS is issued.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.evidence import Scope, also, defined_at, scopes, times, where
from stormdat_core.rules.acronyms.undefined import by_table
from stormdat_core.rules.base import RuleContext, RuleInfo


class UsedBeforeDefinition:
    info: ClassVar = RuleInfo(
        id="ACR-BEFORE-DEF",
        name="acronym-before-definition",
        title="Acronym used before its definition",
        summary="Acronym used before its definition.",
        severity=Severity.WARNING,
        colour=Colour.YELLOW,
        cure="The definition stands at the first use.",
        source="Acronym rules: define at the first use",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        for scope in scopes(index, document):
            if not scope.definitions or not scope.uses or by_table(index, scope):
                continue
            first = scope.definitions[0]
            early = [use for use in scope.uses if use[:2] < (first.block, first.start)]
            if early:
                yield self._finding(document, context, scope, len(early))

    def _finding(self, document: Document, context: RuleContext, scope: Scope, early: int) -> Finding:
        first, place = scope.uses[0], scope.definitions[0]
        here, there = where(document, first), where(document, place)
        message = (
            f"{scope.entry.name} is used {times(early)} ({here.label}) before it is defined "
            f"({there.label}: “{place.full}”). Move the definition to the first use."
        )
        evidence = [*also(document, scope.uses[1:early]), defined_at(document, place)]
        return context.finding(self.info, here, message, evidence=evidence)
