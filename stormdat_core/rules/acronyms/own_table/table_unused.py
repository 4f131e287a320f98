"""Rows of the document's acronym table are not used in its text.

What it does
    Names the acronyms of the document's own table or section that stand nowhere else in the document, its
    headings and references included: one finding, with each row.
Why it matters
    Rows left over from another document make the reader doubt the others.
Example
    Bad:  The table explains LOB, and LOB stands nowhere in the text.
    Good: Every row of the table explains an acronym that the text uses.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import TableRow
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.advice import elsewhere
from stormdat_core.rules.acronyms.own_table.longer_rows import longer_rows
from stormdat_core.rules.acronyms.wording import named, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class TableUnused:
    info: ClassVar = RuleInfo(
        id="ACR-TABLE-UNUSED",
        needs=(AcronymIndex,),
        name="acronym-table-unused-row",
        title="Acronym table holds unused rows",
        summary="Rows of the document's acronym table that the text does not use.",
        severity=Severity.WARNING,
        colour=Colour.NONE,
        cure="The row leaves the table, or the text uses the acronym.",
        source="Acronym rules: the table holds what the text uses",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        used = index.used_keys() | {key(row.acronym) for row in longer_rows(context).values()}
        idle = [entry for name, entry in index.entries.items() if name not in used]
        unused = [row for entry in idle if not elsewhere(context, entry) for row in entry.table_rows]
        if unused:
            yield self._finding(document, context, sorted(unused, key=lambda row: (row.block, row.start)))

    def _finding(self, document: Document, context: RuleContext, unused: list[TableRow]) -> Finding:
        names = list({key(row.acronym): row.acronym for row in unused}.values())
        verb = "acronym of the document's table is" if len(names) == 1 else "acronyms of its own table are"
        message = f"{len(names):,} {verb} not used in the text: {named(names)}. Remove these rows."
        evidence = [Evidence(where(document, row), "not used either") for row in unused[1:]]
        return context.finding(self.info, where(document, unused[0]), message, evidence=evidence)
