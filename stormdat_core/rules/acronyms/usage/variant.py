"""One acronym is written in several ways.

What it does
    Reports an acronym whose places differ in capitals, dots, hyphens or slashes: DoD and DOD, U.S. and US.
    The spelling of the list counts as right, else that of the definition (of several the one used most), else
    the more frequent one. What a list holds as separate rows is separate. Lines written in capitals
    throughout, lines of programs, titles of records, in rows that begin with their numbers, names of files,
    prompts and names of services in small letters do not count.
Why it matters
    A reader, and every search, takes two spellings for two things.
Example
    Bad:  The DoD decides. … The DOD has decided.
    Good: The DoD decides. … The DoD has decided.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from itertools import chain
from typing import ClassVar

from stormdat_core.acronyms.exclusion.prompts import is_in_file_name, is_to_be_filled_in
from stormdat_core.acronyms.exclusion.suppression import is_program, is_value
from stormdat_core.acronyms.forms.folding import folded
from stormdat_core.acronyms.forms.short_forms import key, singular
from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.text.displayed import as_read
from stormdat_core.acronyms.text.prose import in_quotes, is_title
from stormdat_core.model import Block, BlockKind, Colour, Document, Finding, Fix, Location, Severity, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.not_defined.supported import own_words
from stormdat_core.rules.acronyms.wording import also, ignored, times, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.wording import wording_of

_OUTNUMBERED = 3
"""Places of another spelling for one of the wanted one, beyond which the document may be right."""
_SHORTEST = 3
"""Letters below which two spellings may as well be two things: mS and MS."""
_LOOKED_AT = 50
"""Places whose words nearby are looked at."""
_NUMBERED = 2
"""Columns in which the number of a record stands."""
_RECORD = re.compile(r"\s*(?:[A-Z]{2,8}[- #]?)?\d{3,9}\s*")
Places = dict[str, list[Use]]
Row = tuple[str | None, int | None, int | None]


class Variant:
    info: ClassVar = RuleInfo(
        id="ACR-VARIANT",
        fixes=True,
        needs=(AcronymIndex,),
        name="acronym-spelt-two-ways",
        title="Acronym spelt in several ways",
        summary="One acronym in several spellings.",
        severity=Severity.WARNING,
        colour=Colour.VIOLET,
        cure="One spelling is used everywhere.",
        source="Acronym rules: one spelling for one acronym",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in () if context.acronyms.speech else context.acronyms.entries.values():
            if len(entry.surfaces) > 1 and not ignored(entry):
                places = _by_surface(document, entry, context.shared(_records))
                if len(places) > 1:
                    yield from self._of_entry(document, context, entry, places)

    def _of_entry(
        self, document: Document, context: RuleContext, entry: AcronymEntry, places: Places
    ) -> Iterator[Finding]:
        best, why = _wanted(entry, places)
        listed = {form for row in entry.rows for form in (row.acronym, singular(row.acronym))}
        right = set(map(folded, (best, *listed, *_alternatives(entry))))
        wrong = {surface: uses for surface, uses in places.items() if surface not in right}
        uses = sorted(use for each in wrong.values() for use in each)
        if not uses:
            return
        said = " and ".join(f"{surface} ({times(len(found))})" for surface, found in places.items())
        count = "Two" if len(places) == 2 else f"{len(places)}"
        message = f"{count} spellings of one acronym: {said}. {why}"
        evidence = also(document, uses[1:], "spelt so here too")
        fix = _fix(context, entry, places, uses, best)
        yield context.finding(self.info, where(document, uses[0]), message, evidence=evidence, fix=fix)


def _alternatives(entry: AcronymEntry) -> set[str]:
    """Return the spellings of an acronym where one row of the document's table gives several: cFE/CFE."""
    blocks = Counter(row.block for row in entry.table_rows)
    return {row.acronym for row in entry.table_rows if blocks[row.block] > 1}


def _fix(context: RuleContext, entry: AcronymEntry, found: Places, uses: list[Use], best: str) -> Fix:
    """Return the wanted spelling for every place, plurals as such; they are mended together or not at all."""
    document = context.document
    places = [(where(document, use), _respelt(document.blocks[use.block], use, best)) for use in uses]
    reasons_there = chain(
        (_obstacle(context, here, text) for here, text in places),
        (_other_meaning(document, entry, use) for use in uses[:_LOOKED_AT]),
    )
    reason = _doubt(entry, found, best) or next(filter(None, reasons_there), "")
    return corrected(places[0][0], places[0][1] or best, reason, tuple(places[1:]))


def _doubt(entry: AcronymEntry, found: Places, best: str) -> str:
    """Return why the spelling that is wanted may not be the right one, or the other not the same thing."""
    if len(singular(best)) < _SHORTEST:
        return reasons.SHORT_FORM
    if not (entry.rows or entry.definitions):
        return reasons.UNSURE_SPELLING
    if any(len(uses) > _OUTNUMBERED * len(found.get(best, ())) for uses in found.values()):
        return reasons.MOSTLY_OTHERWISE
    if not entry.rows and len({singular(folded(place.short)) for place in entry.definitions}) > 1:
        return reasons.SEVERAL_SPELLINGS
    return ""


def _other_meaning(document: Document, entry: AcronymEntry, use: Use) -> str:
    """Return whether words near a use give the other spelling a meaning of its own."""
    full = next((each.full for each in entry.definitions), "") or entry.rows[0].definition
    return reasons.OWN_WORDS if own_words(document, use, full) else ""


def _obstacle(context: RuleContext, here: Location, text: str) -> str:
    return wording_of(context).respelt(here, text) if text else reasons.NUMBER


def _respelt(block: Block, use: Use, best: str) -> str:
    """Return a use in the wanted spelling; empty where its ending is not plain."""
    text = as_read(block)[use.start : use.end]
    ending = text[len(best) :]
    return best + ending if key(text[: len(best)]) == key(best) and ending in ("", "s") else ""


def _records(context: RuleContext) -> frozenset[Row]:
    """Return the rows of tables that begin with the number of a record: 4095, DCR-3920."""
    return frozenset(
        _row(block)
        for block in context.document.blocks
        if block.kind is BlockKind.CELL
        and (block.where.column or 0) <= _NUMBERED
        and _RECORD.fullmatch(block.text[:20])
    )


def _row(block: Block) -> Row:
    return block.where.sheet, block.where.table, block.where.row


def _is_title_of_record(block: Block, records: Set[Row]) -> bool:
    """Return whether a cell holds the title of a record, which is quoted as its author wrote it."""
    return block.kind is BlockKind.CELL and _row(block) in records and is_title(block.text.rstrip(" ."))


def _by_surface(document: Document, entry: AcronymEntry, records: Set[Row]) -> Places:
    """Return the places of each spelling, the most frequent first."""
    defined = [Use(place.block, place.short_start, place.short_end) for place in entry.definitions]
    found: Places = defaultdict(list)
    for use in sorted([*entry.uses, *defined]):
        block = document.blocks[use.block]
        surface = singular(folded(as_read(block)[use.start : use.end]))
        if _in_capitals(block) or _is_title_of_record(block, records) or _is_no_text(block, use):
            continue
        if key(surface) == entry.key and not _is_as_found(block.text, use):
            found[surface].append(use)
    return dict(sorted(_in_writing(found).items(), key=lambda each: -len(each[1])))


def _in_writing(found: Places) -> Places:
    """Return the places without what is written small beside its capitals: the service http beside HTTP."""
    return {
        surface: uses
        for surface, uses in found.items()
        if surface.upper() not in found or not surface.islower()
    }


def _is_no_text(block: Block, use: Use) -> bool:
    """Return whether a use stands in a prompt, or in the name of a file: A5 ROB v1.0."""
    return is_to_be_filled_in(block, use.start, use.end) or is_in_file_name(block, use.end)


def _is_as_found(text: str, use: Use) -> bool:
    """Return whether a form stands in a program, in a list of values, or in what is quoted."""
    return is_program(text) or is_value(text, use.start) or in_quotes(text, use.start)


def _in_capitals(block: Block) -> bool:
    return block.printed.isupper()


def _wanted(entry: AcronymEntry, places: Places) -> tuple[str, str]:
    """Return the spelling to keep and the sentence that says why."""
    if entry.rows:
        return entry.rows[0].acronym, f"The list uses {entry.rows[0].acronym}."
    if entry.definitions:
        defined = {singular(folded(place.short)) for place in entry.definitions}
        first = singular(folded(entry.definitions[0].short))
        # Of several defined spellings the one that the text uses most; the places come in that order.
        best = next((surface for surface in places if surface in defined), first)
        return best, f"It was defined as {best}: use one spelling."
    best = next(iter(places))
    return best, f"Use one spelling, such as {best}."
