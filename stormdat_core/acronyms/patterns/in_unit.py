"""The definitions in one unit of a document, their full forms as far as a list knows them."""

import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence, Set
from itertools import chain

from stormdat_core.acronyms.forms.folding import fold
from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.acronyms.gathering.explained import opens_term
from stormdat_core.acronyms.gathering.own_tables import in_glossary
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.acronyms.patterns import table_cells
from stormdat_core.acronyms.patterns.alignment import SURE
from stormdat_core.acronyms.patterns.candidates import Definition, is_short_form
from stormdat_core.acronyms.patterns.definitions import find_definitions
from stormdat_core.acronyms.text.phrases import ending_with
from stormdat_core.acronyms.text.prose import in_field, in_path, in_publication, is_left_open
from stormdat_core.acronyms.text.units import Role, Unit, is_caption
from stormdat_core.model import Block

_NUMBERED = re.compile(r"[A-Z]{1,4}-\d{1,2}(?:\(\d+\))?")
"""The number of a control or a requirement: SI-7, AC-2(4)."""
_HEADING_NUMBER = re.compile(r"\s*(?:(?:[A-Z]\.)?\d+(?:\.\d+)*\.?\s+)?")
_AND = frozenset(("and", "&"))
_CLAUSE = re.compile(r"[,;:.()\u2013\u2014]")
_LETTER = re.compile(r"[^\W_]")


def all_definitions(
    read: Sequence[Unit],
    numbers: Iterable[int],
    lists: Sequence[AcronymList],
    refused: Set[str],
    table: Set[str] = frozenset(),
) -> dict[int, list[DefinitionPlace]]:
    """Return the definitions in running text by the index of their block.

    Args:
        read: the units of the document.
        numbers: those of them that may define anything.
        lists: what knows full forms.
        refused: keys that are no acronyms.
        table: keys that the document's own acronym table explains; a row elsewhere adds nothing to that.
    """
    found: dict[int, list[DefinitionPlace]] = {}
    known: dict[str, Sequence[Definition]] = {}
    given = {number for number, unit in enumerate(read) if unit.block.full_forms}
    for unit in map(read.__getitem__, sorted(given.union(numbers))):
        if unit.role is not Role.OUTSIDE:
            listed = chain(definition_places(unit, lists, known), _given_places(unit.block))
            places = [each for each in listed if key(each.short) not in refused]
            if places:
                found[unit.block.index] = places
    for place in table_cells.row_definitions(read):
        if key(place.short) not in refused and key(place.short) not in table:
            found.setdefault(place.block, [place])
    return dict(sorted(found.items()))


def _given_places(block: Block) -> Iterator[DefinitionPlace]:
    """Yield the full forms that the document gives without showing them."""
    for start, end, full in block.full_forms:
        short = fold(block.text[start:end]).text.strip()
        if is_short_form(short) and len(key(short)) > 1 and len(full) > len(short):
            yield DefinitionPlace(
                block.index, short, full, start, end, start, start, "title", "given", sure=True, apart=True
            )


def definition_places(
    unit: Unit, lists: Sequence[AcronymList], known: MutableMapping[str, Sequence[Definition]]
) -> Iterator[DefinitionPlace]:
    """Yield the definitions in a unit, in order.

    Args:
        unit: the unit.
        lists: what knows full forms.
        known: the definitions of texts read before: in a form, most paragraphs stand many times.
    """
    definitions = known.get(unit.text)
    if definitions is None:
        definitions = known[unit.text] = find_definitions(unit.text)
    for found in definitions:
        form = unit.text[found.short_start : found.short_end]
        begin = min(found.short_start, found.long_start)
        end = max(found.short_end, found.long_end)
        cited = (
            in_publication(unit.text, begin)
            or in_field(unit.text, begin, end)
            or in_path(unit.text, begin, end)
            or is_left_open(unit.text, found.short_start, found.short_end)
        )
        if _is_acronym(form, unit.text, found) and not cited:
            listed = _listed_begin(unit.text, form, found, lists)
            yield _place(unit, found, _heading_begin(unit, found) if listed is None else listed)


def _is_acronym(form: str, text: str, found: Definition) -> bool:
    """Return whether what a pattern has found is an acronym, and no label that only looks like one."""
    if len(key(form)) < 2 or form == "N/A" or (form.islower() and found.price > SURE):
        return False
    if form[1:].isalpha() and form[1:].islower() and found.pattern != "P1":
        return False  # a word with an explanation: Align: Aligns to the next
    cited = " " in form and text[found.short_start - 1 : found.short_start] == "["
    return not cited and not _NUMBERED.fullmatch(form)


def _heading_begin(unit: Unit, found: Definition) -> int | None:
    """Return where the words of a heading begin that is one name and its short form; else None.

    Physical and Environmental Protection (PE): the nearest words that fit would be "Protection". A name of
    several things is joined by "and"; without it the words before may be another word of the heading. Three
    letters that all begin a word are no accident: Overview and Point of Contact (POC).
    """
    form = unit.text[found.short_start : found.short_end]
    short = unit.role is Role.HEADING and len(form) == 2
    lead = _HEADING_NUMBER.match(unit.text) if short else None
    begin = lead.end() if lead else found.long_start
    if begin >= found.long_start or found.long_end > found.short_start:
        return None
    alone, full = not _LETTER.search(unit.text, found.short_end), unit.text[begin : found.long_end]
    joined = not _AND.isdisjoint(full.split()) and not _CLAUSE.search(full)
    return begin if alone and joined and table_cells.fits(form, full) else None


def _place(unit: Unit, found: Definition, begin: int | None) -> DefinitionPlace:
    text = unit.block.text
    short = unit.folded.origin(found.short_start, found.short_end)
    long = unit.folded.origin(found.long_start if begin is None else begin, found.long_end)
    return DefinitionPlace(
        block=unit.block.index,
        short=unit.text[found.short_start : found.short_end],
        full=" ".join(text[slice(*long)].split()),
        short_start=short[0],
        short_end=short[1],
        long_start=long[0],
        long_end=long[1],
        pattern=found.pattern,
        method=found.method if begin is None else "list",
        sure=begin is not None or found.price <= SURE,
        apart=_apart(unit, found),
        front=unit.front,
    )


def _apart(unit: Unit, found: Definition) -> bool:
    """Return whether a definition stands beside the text, or is all there is: a label, a column's heading."""
    begin, end = min(found.short_start, found.long_start), max(found.short_end, found.long_end)
    beside = unit.role is Role.HEADING or is_caption(unit) or in_glossary(unit.block)
    if beside or opens_term(unit.block.where.heading, unit.text, begin, end):
        return True
    # Searched in place: a paragraph of megabytes may hold thousands of definitions.
    return not (_LETTER.search(unit.text, 0, begin) or _LETTER.search(unit.text, end))


def _listed_begin(text: str, form: str, found: Definition, lists: Sequence[AcronymList]) -> int | None:
    """Return where the full form begins that a list gives, if that is what stands before the short form."""
    if found.long_start > found.short_start:
        return None
    rows = (row for each in lists for row in each.rows_for(form))
    begins = (ending_with(text, found.long_end, row.definition) for row in rows)
    return next((begin for begin in begins if begin is not None), None)
