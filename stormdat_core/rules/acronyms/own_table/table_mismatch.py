"""A row of the document's acronym table differs from the text or from the list.

What it does
    Compares each row of the document's own table with the definitions in its text and with the list, where
    the text has none with those in its references too; case, spaces, dashes, articles and plural fold away. A
    row that is nearly right is a warning: mostly a slip. Where text or list give several meanings, agreeing
    with one of them is enough.
Why it matters
    The reader cannot know which of the two is meant, and a reviewer will ask.
Example
    Bad:  The table says “System Readiness Study”; the text defines Software Requirements Specification (SRS).
    Good: Both say “Software Requirements Specification”.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.comparison import Likeness, contains
from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import AcronymEntry, TableRow
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.not_defined.in_references import Cited, cited_at, cited_definitions
from stormdat_core.rules.acronyms.wording import defined_at, ignored, likeness, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class TableMismatch:
    info: ClassVar = RuleInfo(
        id="ACR-TABLE-MISMATCH",
        needs=(AcronymIndex,),
        name="acronym-table-differs",
        title="Acronym table differs from the text",
        summary="Row of the document's acronym table that differs from the text or the list.",
        severity=Severity.ERROR,
        colour=Colour.NONE,
        cure="Table, text and list give the same full form.",
        source="Acronym rules: one full form for one acronym",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in context.acronyms.entries.values():
            if not ignored(entry):
                for row in entry.table_rows:
                    yield from self._of_row(document, context, entry, row)

    def _of_row(
        self, document: Document, context: RuleContext, entry: AcronymEntry, row: TableRow
    ) -> Iterator[Finding]:
        said = [place for place in entry.definitions if place.sure]
        for full_forms, source in (
            ([place.full for place in said], "the text defines it as"),
            ([each.definition for each in entry.rows], "the list says"),
        ):
            alike = _agreement(context.acronyms, row, full_forms)
            if alike is not Likeness.EQUAL:
                evidence = [defined_at(document, place) for place in said[:1]]
                yield self._finding(document, context, row, alike, f"{source} “{full_forms[0]}”", evidence)
                return
        if not entry.definitions and (cited := cited_otherwise(context, row)):
            alike, said_there = _agreement(context.acronyms, row, [cited[0].long]), cited[0].long
            other = f"the references define it as “{said_there}”"
            yield self._finding(document, context, row, alike, other, [cited_at(cited)])

    def _finding(
        self,
        document: Document,
        context: RuleContext,
        row: TableRow,
        alike: Likeness,
        other: str,
        evidence: list[Evidence],
    ) -> Finding:
        near = alike is Likeness.NEAR
        message = (
            f"The acronym table gives {row.acronym} as “{row.definition}”; {other}. "
            f"{'Write them alike' if near else 'Correct the one that is wrong'}."
        )
        severity = Severity.WARNING if near else None
        return context.finding(self.info, where(document, row), message, severity=severity, evidence=evidence)


def cited_otherwise(context: RuleContext, row: TableRow) -> Cited | None:
    """Return the definition in the references that differs from a row."""
    cited = cited_definitions(context).get(key(row.acronym))
    if cited is None or _agreement(context.acronyms, row, [cited[0].long]) is Likeness.EQUAL:
        return None
    return cited


def _agreement(index: AcronymIndex, row: TableRow, others: list[str]) -> Likeness:
    """Return how well a row agrees with the best of several full forms; equal where there are none."""
    found = {likeness(index, row.definition, other) for other in others}
    if not found or Likeness.EQUAL in found or any(contains(row.definition, other) for other in others):
        return Likeness.EQUAL
    return Likeness.NEAR if Likeness.NEAR in found else Likeness.DIFFERENT
