"""An acronym is used and never defined.

What it does
    Reports each acronym that stands in the text, in a table or in a header and that the document defines
    nowhere. The message gives the full form from the list or from the document's own acronym table when one
    of them knows it; it never invents one. Headers and footers need a definition somewhere, or a list row.
Why it matters
    A reader outside the project cannot know what is meant, and may take it for something else.
Example
    Bad:  Submit the CDRL with the first delivery.
    Good: Submit the Contract Data Requirements List (CDRL) with the first delivery.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.evidence import AcronymEntry, Use
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.notes import read_notes
from stormdat_core.acronyms.phrases import normal
from stormdat_core.acronyms.shown import as_read
from stormdat_core.model import Colour, Document, Finding, Fix, Location, Severity
from stormdat_core.rules.acronyms.evidence import Scope, also, scopes, times, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.wording import corrected, reasons, wording_of


class Undefined:
    info: ClassVar = RuleInfo(
        id="ACR-UNDEFINED",
        name="acronym-undefined",
        title="Acronym not defined",
        summary="Acronym used but never defined.",
        severity=Severity.WARNING,
        colour=Colour.YELLOW,
        cure="The text defines the acronym at its first use, or spells it out.",
        source="Acronym rules: define at the first use",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        for scope in scopes(index, document):
            if scope.definitions or by_table(index, scope):
                continue
            entry = scope.entry
            unknown = not entry.definitions and not entry.rows and not entry.table_rows
            uses = (*scope.uses, *(entry.outside if unknown else ()))
            if uses:
                yield self._finding(document, context, entry, uses)

    def _finding(
        self, document: Document, context: RuleContext, entry: AcronymEntry, uses: tuple[Use, ...]
    ) -> Finding:
        here = where(document, uses[0])
        place = f"first in {here.label}" if len(uses) > 1 else f"in {here.label}"
        used = f"{entry.name} is used {times(len(uses))}, {place},"
        message = f"{used} and never defined in this document. {_cure(entry)}"
        known = any(read_notes(row.notes).well_known for row in entry.rows)
        return context.finding(
            self.info,
            here,
            message,
            severity=Severity.INFO if known else None,
            evidence=also(document, uses[1:]),
            fix=_fix(context, entry, uses[0], here),
        )


def by_table(index: AcronymIndex, scope: Scope) -> bool:
    """Return whether the document's own acronym table counts as the definition of an acronym."""
    rows = scope.entry.table_rows
    if not rows or index.options.table_defines == "no":
        return False
    if any(read_notes(row.notes).always_define for row in scope.entry.rows):
        return False
    return index.options.table_defines == "always" or not scope.uses or rows[0].block < scope.uses[0].block


def _cure(entry: AcronymEntry) -> str:
    meanings = list(dict.fromkeys(row.definition for row in entry.rows))
    if len(meanings) == 1:
        return f"The list gives “{meanings[0]}”: define it at the first use."
    if meanings:
        return (
            f"The list gives {' and '.join(f'“{each}”' for each in meanings[:3])}: choose one and define it."
        )
    if entry.table_rows:
        return f"The acronym table gives “{entry.table_rows[0].definition}”: define it at the first use."
    return "No full form is known; ask the author."


def _meanings(entry: AcronymEntry) -> set[str]:
    """Return the full forms that the lists and the acronym table give, those that compare equal once."""
    listed = [row.definition for row in entry.rows]
    return set(map(normal, [*listed, *(row.definition for row in entry.table_rows)]))


def _fix(context: RuleContext, entry: AcronymEntry, use: Use, here: Location) -> Fix | None:
    """Return the first use with its full form from the list."""
    if not entry.rows:
        return None
    block, span = context.document.blocks[use.block], slice(use.start, use.end)
    full, surface = entry.rows[0].definition, as_read(block)[span]
    if len(_meanings(entry)) > 1:
        reason = reasons.SEVERAL_MEANINGS
    elif not surface == block.text[span] == entry.rows[0].acronym:
        reason = reasons.OTHER_FORM
    elif any(read_notes(row.notes).well_known for row in entry.rows):
        reason = reasons.WELL_KNOWN
    else:
        reason = wording_of(context).defined(here, full, surface)
    return corrected(here, f"{full} ({surface})", reason)
