"""The list says not to use an acronym.

What it does
    Reports an acronym whose row in the list has the note “do not use”, once, with all its places. What the
    note gives after a colon is offered instead.
Why it matters
    The organisation has decided for another form, or against the thing.
Example
    Bad:  The GBU falls. (Notes: do not use: guided bomb)
    Good: The guided bomb falls.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.gathering.entries import AcronymEntry
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.notes_column import Notes, read_notes
from stormdat_core.model import Certainty, Colour, Document, Finding, Severity, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.wording import also, places_of, the_list, times, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class Banned:
    info: ClassVar = RuleInfo(
        id="ACR-BANNED",
        fixes=True,
        needs=(AcronymIndex,),
        name="acronym-banned",
        title="Acronym not to be used",
        summary="Acronym that the list says not to use.",
        severity=Severity.ERROR,
        colour=Colour.VIOLET,
        cure="The text uses the form that the list asks for.",
        source="The acronym list given",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in context.acronyms.entries.values():
            banned = [notes for notes in map(read_notes, (row.notes for row in entry.rows)) if notes.banned]
            if banned and len(banned) == len(entry.rows) and places_of(entry):
                yield self._finding(document, context, entry, banned[0])

    def _finding(
        self, document: Document, context: RuleContext, entry: AcronymEntry, notes: Notes
    ) -> Finding:
        places = places_of(entry)
        here = where(document, places[0])
        cure = f"Use “{notes.instead}”." if notes.instead else "Write what is meant."
        message = (
            f"{entry.name} is used {times(len(places))}, and {the_list(context.acronyms, entry.rows[0])} "
            f"says not to use it. {cure}"
        )
        fix = corrected(here, notes.instead, reasons.OTHER_WORDS) if notes.instead else None
        return context.finding(self.info, here, message, evidence=also(document, places[1:]), fix=fix)
