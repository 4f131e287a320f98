"""Acronyms of the text have no row in the document's acronym table.

What it does
    Where the document has an acronym table or section of its own, names the acronyms that the text uses and
    the table does not hold: one finding, at the first place of each.
Why it matters
    Readers go to the table first; what is missing there they take for unexplained.
Example
    Bad:  The table explains GPS and SRS; the text uses GPS, SRS and LOB.
    Good: The table has a row for LOB too.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.gathering.entries import AcronymEntry
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.advice import repeats, worth_defining
from stormdat_core.rules.acronyms.own_table.longer_rows import longer_rows
from stormdat_core.rules.acronyms.wording import first_use, ignored, named, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class TableMissing:
    info: ClassVar = RuleInfo(
        id="ACR-TABLE-MISSING",
        needs=(AcronymIndex,),
        name="acronym-table-missing-row",
        title="Acronyms missing from the acronym table",
        summary="Acronyms used in the text that the document's acronym table does not hold.",
        severity=Severity.WARNING,
        colour=Colour.NONE,
        cure="The acronym table has a row for it.",
        source="Acronym rules: the table holds what the text uses",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        missing = (
            [] if index.speech else [each for each in index.entries.values() if _is_missing(context, each)]
        )
        if index.table_rows and missing:
            yield self._finding(document, context, missing)

    def _finding(self, document: Document, context: RuleContext, missing: list[AcronymEntry]) -> Finding:
        verb = "acronym is" if len(missing) == 1 else "acronyms are"
        message = (
            f"{len(missing):,} {verb} used in the text and not in the document's acronym table: "
            f"{named([entry.name for entry in missing])}. Add a row for each."
        )
        places = [where(document, place) for entry in missing if (place := first_use(entry))]
        here = places[0] if places else where(document, context.acronyms.table_rows[0])
        evidence = [Evidence(place, "used here") for place in places[1:]]
        return context.finding(self.info, here, message, evidence=evidence, subject="missing")


def _is_missing(context: RuleContext, entry: AcronymEntry) -> bool:
    """Return whether a row should be added: not where another rule advises to do without the acronym."""
    if entry.table_rows or ignored(entry) or entry.key in longer_rows(context):
        return False
    if entry.key in context.acronyms.common:
        return False  # nobody looks it up
    if entry.definitions:
        return bool(entry.uses or entry.outside or entry.key in repeats(context))
    return worth_defining(context, len(entry.uses))
