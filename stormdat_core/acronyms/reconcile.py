"""Running text, the document's own table and the lists, side by side: one row for each acronym.

A pure function of the evidence; a page and a sheet draw what it returns. Whether full forms agree is judged
as everywhere (`compare`): case, spaces, dashes, articles and the number of the last word do not count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stormdat_core.acronyms.forms.comparison import Likeness, akin, compare, holds
from stormdat_core.acronyms.forms.grammatical_number import listed_form
from stormdat_core.acronyms.gathering.entries import AcronymEntry, DefinitionPlace, TableRow, Use
from stormdat_core.acronyms.list_files.acronym_list import AcronymList, ListRow
from stormdat_core.acronyms.list_files.notes_column import read_notes
from stormdat_core.model import Standing


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One acronym: what the text does with it, and what text, table and lists take it to mean."""

    key: str
    acronym: str
    """The spelling to show."""
    uses: int
    """Uses in the text, headers and footers included, definitions not counted."""
    first: Use | None
    """The first place in the text, a definition included; None where only the table has it."""
    text: tuple[DefinitionPlace, ...]
    """The first definition of each different meaning in the text."""
    table: tuple[TableRow, ...]
    lists: tuple[tuple[ListRow, ...], ...]
    """What each list says, in the order of the lists; an empty tuple where it does not hold the acronym."""
    full_form: str
    """The full form that counts: the first list's, else the text's as a list holds it, else the table's; ""
    for none."""
    standing: Standing
    ignored: bool = False
    """True when the list says to leave the acronym alone."""


def reconcile(
    entries: Mapping[str, AcronymEntry], lists: Sequence[AcronymList], *, has_table: bool
) -> tuple[MatrixRow, ...]:
    """Return the matrix of a document, sorted by acronym; rows that only a list holds are not in it.

    Args:
        entries: the evidence by key.
        lists: the one that takes precedence first.
        has_table: whether the document has an acronym table of its own.
    """
    rows = (_row(entry, lists, has_table=has_table) for entry in entries.values())
    return tuple(sorted(rows, key=lambda row: (row.acronym.casefold(), row.acronym)))


def _row(entry: AcronymEntry, lists: Sequence[AcronymList], *, has_table: bool) -> MatrixRow:
    text = _different(entry.definitions)
    listed = tuple(each.by_key.get(entry.key, ()) for each in lists)
    full_forms = [
        *(row.definition for row in entry.rows),
        *(listed_form(place.short, place.full) for place in text),
        *(row.definition for row in entry.table_rows),
    ]
    places = [Use(place.block, place.short_start, place.short_end) for place in entry.definitions]
    return MatrixRow(
        key=entry.key,
        acronym=entry.name,
        uses=len(entry.uses) + len(entry.outside),
        first=min([*entry.uses, *places], default=next(iter(entry.outside), None)),
        text=text,
        table=entry.table_rows,
        lists=listed,
        full_form=full_forms[0] if full_forms else "",
        standing=_standing(
            entry, text, has_table=has_table, has_list=any(each.rows and each.complete for each in lists)
        ),
        ignored=any(read_notes(row.notes).ignore for row in entry.rows),
    )


def _different(places: Iterable[DefinitionPlace]) -> tuple[DefinitionPlace, ...]:
    """Return the first definition of each different full form, those beyond doubt before the others."""
    found: list[DefinitionPlace] = []
    for place in sorted(places, key=lambda place: not place.sure):
        if not any(_alike(place.full, other.full) for other in found) and (place.sure or not found):
            found.append(place)
    return tuple(found)


def _alike(one: str, other: str) -> bool:
    return compare(one, other) is not Likeness.DIFFERENT or holds(one, other) or akin(one, other)


def _standing(
    entry: AcronymEntry, text: Sequence[DefinitionPlace], *, has_table: bool, has_list: bool
) -> Standing:
    said = [
        [place.full for place in text if place.sure],
        [row.definition for row in entry.table_rows],
        [row.definition for row in entry.rows],
    ]
    if len(said[0]) > 1 and not (said[2] and _covered(said[0], said[2])):
        return Standing.DIFFERS
    if any(not _covered(one, other) for at, one in enumerate(said) for other in said[at + 1 :]):
        return Standing.DIFFERS
    if not (entry.uses or entry.outside or entry.definitions):
        return Standing.UNUSED
    if not entry.definitions:
        return Standing.UNDEFINED if said[1] or said[2] else Standing.UNKNOWN
    missing = (has_table and not said[1]) or (has_list and not said[2])
    return Standing.MISSING if missing else Standing.AGREES


def _covered(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether each of some full forms is among the others; what says nothing agrees with anything."""
    return not one or not other or all(any(_alike(a, b) for b in other) for a in one)
