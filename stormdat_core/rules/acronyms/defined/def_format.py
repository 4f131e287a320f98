"""A definition does not have the form that the house prescribes.

What it does
    Reports each definition in running text that is not written as `house-pattern` of the profile says: P1 is
    the full form and then the acronym in brackets. Headings, captions and glossaries do not count.
Why it matters
    Definitions that always look the same are found at a glance.
Example
    Bad:  SRS (Software Requirements Specification)
    Good: Software Requirements Specification (SRS)
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.wording import ignored, where
from stormdat_core.rules.base import RuleContext, RuleInfo

SHAPES = {
    "P1": "{full} ({short})",
    "P2": "{short} ({full})",
    "P3": "{full} (hereafter “{short}”)",
    "P4": "{full}, or {short},",
    "P5": "({short}, {full})",
    "P6": "{short} = {full}",
    "P7": "{short} stands for {full}",
}
"""What each pattern of the acronym rules, section 4.1, looks like."""


class DefinitionFormat:
    info: ClassVar = RuleInfo(
        id="ACR-DEF-FORMAT",
        needs=(AcronymIndex,),
        name="definition-format",
        title="Definition not in the house form",
        summary="Definition that is not in the form the house prescribes.",
        severity=Severity.INFO,
        colour=Colour.TEAL,
        cure="The definition follows the house pattern.",
        source="The house pattern of the profile",
        scope="document",
        on=False,
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        wanted = context.acronyms.options.house_pattern
        for entry in context.acronyms.entries.values():
            for place in () if ignored(entry) else entry.definitions:
                if place.sure and not place.apart and place.pattern != wanted:
                    yield self._finding(document, context, place, SHAPES[wanted])

    def _finding(
        self, document: Document, context: RuleContext, place: DefinitionPlace, shape: str
    ) -> Finding:
        written = shape.format(full=place.full, short=place.short)
        message = f"{place.short} is not defined in the house form. Write “{written}”."
        return context.finding(self.info, where(document, place), message)
