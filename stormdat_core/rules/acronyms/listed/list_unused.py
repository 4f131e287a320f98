"""Acronyms of the list are not used in the document.

What it does
    For each list gives one line: how many of its acronyms the document does not use, and their names, at
    most 50 of them.
Why it matters
    A list made for one document should hold what the document uses; for an organisation's list this is
    information only.
Example
    Bad:  The list holds LOB, and LOB stands nowhere in the document.
    Good: Every acronym of the list is used.
"""

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.model import Certainty, Colour, Document, Finding, Location, Severity
from stormdat_core.rules.acronyms.wording import MOST_NAMES
from stormdat_core.rules.base import RuleContext, RuleInfo


class ListUnused:
    info: ClassVar = RuleInfo(
        id="ACR-LIST-UNUSED",
        needs=(AcronymIndex,),
        name="list-acronym-unused",
        title="Acronyms of the list not used",
        summary="Acronyms of the list that the document does not use.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        cure="Nothing needs to change; the list may hold more than one document uses.",
        source="The acronym list given",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        used = context.acronyms.used_keys()
        for each in context.lists:
            unused = each.keys - used if each.complete else frozenset()
            if unused:
                yield context.finding(self.info, Location(), _message(each, unused), subject=each.name)


def _message(each: AcronymList, unused: frozenset[str]) -> str:
    every = (rows[0].acronym for key, rows in each.by_key.items() if key in unused)
    names = list(islice(every, MOST_NAMES))  # a list may have 20,000 rows
    more = len(unused) - len(names)
    tail = f" and {more:,} more" if more else ""
    verb = "is" if len(unused) == 1 else "are"
    count = f"{len(unused):,} of the {len(each.keys):,} acronyms in {each.name}"
    return f"{count} {verb} not used in this document: {', '.join(names)}{tail}."
