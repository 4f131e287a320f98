"""An acronym is defined and never used.

What it does
    Reports an acronym that has a definition and stands nowhere else: not in the text, a table, a header or a
    footer of the scope.
Why it matters
    A definition that serves nothing burdens the reader and the acronym list.
Example
    Bad:  The Line of Balance (LOB) is drawn monthly. (LOB does not occur again.)
    Good: The line of balance is drawn monthly.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.evidence import Scope, scopes, times, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class DefinedUnused:
    info: ClassVar = RuleInfo(
        id="ACR-DEF-UNUSED",
        name="acronym-defined-unused",
        title="Acronym defined but not used",
        summary="Acronym defined and never used again.",
        severity=Severity.WARNING,
        colour=Colour.TEAL,
        cure="The acronym is used after its definition, or the definition is dropped.",
        source="Acronym rules: define what is used",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for scope in scopes(context.acronyms, document):
            if scope.definitions and not scope.uses and not scope.entry.uses and not scope.entry.outside:
                here = where(document, scope.definitions[0])
                yield context.finding(self.info, here, _message(scope, here.label))


def _message(scope: Scope, label: str) -> str:
    place, again = scope.definitions[0], len(scope.entry.full_forms)
    said = f"“{place.full} ({place.short})” is defined in {label} and {place.short} is not used again."
    if again:
        return f"{said} The full form is spelt out {times(again)} more: use {place.short} there, or drop it."
    return f"{said} Drop the acronym."
