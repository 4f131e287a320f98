"""The document's acronym table is not in alphabetical order.

What it does
    Compares each row of an acronym table with the one above it. Order with and without marks and digits is
    accepted, capitals and small letters count alike. One finding for each table, at the first row that
    stands too late, with the number of such rows.
Why it matters
    Nobody reads an acronym table from the beginning; a row out of order is a row not found.
Example
    Bad:  SRS above GPS
    Good: GPS above SRS
"""

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import ClassVar

from stormdat_core.acronyms.evidence import TableRow
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.evidence import where
from stormdat_core.rules.base import RuleContext, RuleInfo


class TableOrder:
    info: ClassVar = RuleInfo(
        id="ACR-TABLE-ORDER",
        name="acronym-table-order",
        title="Acronym table out of order",
        summary="Acronym table that is not in alphabetical order.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        cure="The rows stand in alphabetical order.",
        source="Acronym rules: the table is alphabetical",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for _, rows in groupby(context.acronyms.table_rows, key=lambda row: row.table):
            wrong = [(above, row) for above, row in pairwise(rows) if not _in_order(above, row)]
            if wrong:
                yield self._finding(document, context, wrong)

    def _finding(
        self, document: Document, context: RuleContext, wrong: list[tuple[TableRow, TableRow]]
    ) -> Finding:
        above, row = wrong[0]
        count = "one row stands" if len(wrong) == 1 else f"{len(wrong):,} rows stand"
        message = (
            f"The acronym table is not alphabetical: {count} too late, first {row.acronym} below "
            f"{above.acronym}. Sort the table."
        )
        evidence = [Evidence(where(document, each), "too late as well") for _, each in wrong[1:]]
        return context.finding(self.info, where(document, row), message, evidence=evidence)


def _in_order(above: TableRow, below: TableRow) -> bool:
    """Return whether two rows are in order by a custom: all characters, letters and digits, or letters."""
    one, other = above.acronym.casefold(), below.acronym.casefold()
    return one <= other or any(
        [c for c in one if kept(c)] <= [c for c in other if kept(c)] for kept in (str.isalnum, str.isalpha)
    )
