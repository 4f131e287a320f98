"""The document's acronym table is not in alphabetical order.

What it does
    Compares each row of an acronym table with the one above it. Order with and without marks and digits is
    accepted, capitals and small letters count alike. One finding for each table, at the first row that
    stands too late, with the number of such rows. A row that repeats another one, acronym and full form, is
    to be deleted and takes no part in the order.
Why it matters
    Nobody reads an acronym table from the beginning; a row out of order is a row not found.
Example
    Bad:  SRS above GPS
    Good: GPS above SRS
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import ClassVar

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import TableRow
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.text.phrases import normal
from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Severity
from stormdat_core.rules.acronyms.wording import named, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class TableOrder:
    info: ClassVar = RuleInfo(
        id="ACR-TABLE-ORDER",
        needs=(AcronymIndex,),
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
        for _, listed in groupby(context.acronyms.table_rows, key=lambda row: row.table):
            rows, again = _apart(listed)
            if again:
                yield self._twice(document, context, again)
            wrong = [(above, row) for above, row in pairwise(rows) if not _in_order(above, row)]
            if wrong:
                yield self._finding(document, context, wrong)

    def _twice(
        self, document: Document, context: RuleContext, again: list[tuple[TableRow, TableRow]]
    ) -> Finding:
        names = named([row.acronym for _, row in again])
        verb, do = ("stands", "one") if len(again) == 1 else ("stand", "one of each")
        message = f"{names} {verb} twice in the acronym table with the same full form. Delete {do}."
        evidence = [Evidence(where(document, row), "stands twice too") for _, row in again[1:]]
        evidence += [Evidence(where(document, first), "stands here too") for first, _ in again]
        return context.finding(
            self.info, where(document, again[0][1]), message, evidence=evidence, subject="twice"
        )

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


def _apart(listed: Iterable[TableRow]) -> tuple[list[TableRow], list[tuple[TableRow, TableRow]]]:
    """Return the rows, and apart from them those that repeat one, each behind the one it repeats."""
    rows: list[TableRow] = []
    again: list[tuple[TableRow, TableRow]] = []
    seen: dict[tuple[str, str], TableRow] = {}
    for row in listed:
        first = seen.setdefault((key(row.acronym), normal(row.definition)), row)
        if first.block == row.block:  # the first, or another spelling in its cell
            rows.append(row)
        else:
            again.append((first, row))
    return rows, again
