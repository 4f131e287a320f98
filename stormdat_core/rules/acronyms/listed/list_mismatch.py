"""A definition in the text differs from the list.

What it does
    Compares the full form in each definition with the rows the list has for that acronym, with case, spaces,
    dashes, articles and plural folded. A full form that agrees with one of several rows is right. Nearly
    equal ones are left to ACR-LIST-NEAR. A name with the acronym in brackets whose letters do not come from
    its words is compared too.
Why it matters
    Either the text means something else than everybody expects, or it says it wrongly.
Example
    Bad:  the System Readiness Study (SRS), where the list says Software Requirements Specification.
    Good: the Software Requirements Specification (SRS)
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.comparison import Likeness, holds
from stormdat_core.acronyms.gathering.entries import AcronymEntry, DefinitionPlace
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.not_defined.unfit import unfit
from stormdat_core.rules.acronyms.wording import ignored, likeness, long_form, the_list
from stormdat_core.rules.base import RuleContext, RuleInfo


class ListMismatch:
    info: ClassVar = RuleInfo(
        id="ACR-LIST-MISMATCH",
        fixes=True,
        needs=(AcronymIndex,),
        name="definition-differs-from-list",
        title="Definition differs from the list",
        summary="Definition in the text that differs from the list.",
        severity=Severity.ERROR,
        colour=Colour.TEAL,
        cure="Text and list give the same full form.",
        source="The acronym list given",
        scope="document",
        certainty=Certainty.CERTAIN,
    )
    likeness: ClassVar = Likeness.DIFFERENT

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in context.acronyms.entries.values():
            if not entry.rows or ignored(entry):
                continue
            if not entry.definitions and not self._near:
                yield from self._unfit(document, context, entry)
            places = [
                place
                for place in entry.definitions
                if agreement(context.acronyms, entry, place.full) is self.likeness
                and (place.sure or self._near)
            ]
            if places:
                yield self._finding(document, context, entry, places)

    @property
    def _near(self) -> bool:
        return self.likeness is Likeness.NEAR

    def _finding(
        self, document: Document, context: RuleContext, entry: AcronymEntry, places: list[DefinitionPlace]
    ) -> Finding:
        here, row = long_form(document, places[0]), entry.rows[0]
        others = [
            Evidence(long_form(document, place), "defined so here too", marked=True) for place in places[1:]
        ]
        message = (
            f"{entry.name} is defined as “{places[0].full}” in {here.label}; "
            f"{the_list(context.acronyms, row)} says “{row.definition}”. {self._cure}"
        )
        fix = corrected(here, row.definition, reasons.WHICH_IS_RIGHT)
        return context.finding(self.info, here, message, evidence=others, fix=fix)

    def _unfit(self, document: Document, context: RuleContext, entry: AcronymEntry) -> Iterator[Finding]:
        """Report a name with a listed acronym in brackets whose letters do not come from its words."""
        found = unfit(document, entry)
        if found and agreement(context.acronyms, entry, found.name) is Likeness.DIFFERENT:
            here, row = document.blocks[found.block].locate(found.name_start, found.name_end), entry.rows[0]
            message = (
                f"{entry.name} stands behind “{found.name}” in {here.label}; "
                f"{the_list(context.acronyms, row)} says “{row.definition}”. {self._cure}"
            )
            fix = corrected(here, row.definition, reasons.WHICH_IS_RIGHT)
            yield context.finding(self.info, here, message, fix=fix)

    @property
    def _cure(self) -> str:
        return "Correct the text, or add this meaning to the list."


def agreement(index: AcronymIndex, entry: AcronymEntry, full: str) -> Likeness:
    """Return how well a full form agrees with the best of the list rows of its acronym."""
    found = {likeness(index, full, row.definition) for row in entry.rows}
    for level in (Likeness.EQUAL, Likeness.NEAR):
        if level in found:
            return level
    read_further = any(holds(full, row.definition) for row in entry.rows)
    return Likeness.NEAR if read_further else Likeness.DIFFERENT
