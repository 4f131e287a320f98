"""A row of the acronym list cannot be used as it is.

What it does
    Reports blank, repeated, merged and unusable cells of a list by sheet and row, at most 25 for each list
    and the number of the others. The other rows are used. Where several lists are given, it also reports
    what they disagree on, for the acronyms of the document: the list given first takes precedence.
Why it matters
    A row that is not read is an acronym that is reported as unknown.
Example
    Bad:  A row with the acronym GPS and no definition.
    Good: GPS, Global Positioning System
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList, ListProblem, conflicts
from stormdat_core.model import Certainty, Colour, Document, Finding, Location, Severity
from stormdat_core.rules.acronyms.wording import cited
from stormdat_core.rules.base import RuleContext, RuleInfo

MOST_ROWS = 25


class ListFormat:
    info: ClassVar = RuleInfo(
        id="ACR-LIST-FORMAT",
        needs=(AcronymIndex,),
        name="list-format",
        title="Row of the list that cannot be used",
        summary="Row of the acronym list that cannot be used as it is.",
        severity=Severity.WARNING,
        colour=Colour.NONE,
        cure="The row of the list is mended.",
        source="The acronym list given",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for each in context.lists:
            for problem in each.problems[:MOST_ROWS]:
                message = _message(each, problem)
                yield context.finding(self.info, Location(), message, subject=f"{each.name}\x1f{message}")
            more = len(each.problems) - MOST_ROWS
            if more > 0:
                message = f"{each.name}: {more:,} more rows have faults of these kinds."
                yield context.finding(self.info, Location(), message, subject=each.name)
        yield from self._conflicts(context)

    def _conflicts(self, context: RuleContext) -> Iterator[Finding]:
        found = list(conflicts(context.lists, sorted(context.acronyms.used_keys())))
        for kept, other in found[:MOST_ROWS]:
            message = (
                f"{other.acronym} is “{other.definition}” in {cited(other)} and “{kept.definition}” in "
                f"{cited(kept)}, which takes precedence. Let the lists agree."
            )
            yield context.finding(self.info, Location(), message, subject=message)
        if len(found) > MOST_ROWS:
            message = f"The lists disagree on {len(found) - MOST_ROWS:,} more acronyms of this document."
            yield context.finding(self.info, Location(), message, subject="lists")


def _message(each: AcronymList, problem: ListProblem) -> str:
    sheet = f", sheet {problem.sheet}" if problem.sheet else ""
    return f"{each.name}{sheet}: {problem.sentence}"
