"""The acronyms of a document as values of bounded size, for the library, the page and the reports."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from stormdat_core.acronyms.gathering.entries import AcronymEntry, Suppressed
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import ListRow
from stormdat_core.acronyms.reconcile import MatrixRow
from stormdat_core.model import (
    AcronymMatrix,
    AcronymRow,
    Document,
    Finding,
    ListedMeaning,
    Location,
    Meaning,
    Standing,
    SuppressedForms,
)

MOST_ROWS = 5_000
MOST_FORMS = 100
"""Forms of a class that are named."""
_MOST_MEANINGS = 5
_MOST_FINDINGS = 20
_LONGEST = 300
"""Characters kept of a full form or a heading."""
_URGENCY = {standing: number for number, standing in enumerate(Standing)}

Fingerprints = Mapping[str, tuple[str, ...]]


def acronym_matrix(
    index: AcronymIndex, document: Document, findings: Iterable[Finding] = ()
) -> AcronymMatrix:
    """Return text, own table and lists side by side, and the forms that were not judged.

    Args:
        index: the evidence.
        document: the document it was gathered from.
        findings: of that document, those about acronyms; they are named in the rows.
    """
    rows = index.matrix()
    kept = sorted(rows, key=lambda row: _URGENCY[row.standing])[:MOST_ROWS]
    about = _fingerprints(index, findings)
    return AcronymMatrix(
        rows=tuple(sorted((_row(row, document, about) for row in kept), key=_by_name)),
        more=len(rows) - len(kept),
        lists=tuple(each.name for each in index.lists),
        table_rows=len(index.table_rows),
        suppressed=tuple(_classes(index.suppressed)),
        left_out=tuple(sorted(index.suppressed.left_out.items())),
    )


def _by_name(row: AcronymRow) -> tuple[str, str]:
    return row.acronym.casefold(), row.acronym


def _row(row: MatrixRow, document: Document, about: Fingerprints) -> AcronymRow:
    return AcronymRow(
        key=_cut(row.key),
        acronym=_cut(row.acronym),
        standing=row.standing,
        full_form=_cut(row.full_form),
        uses=row.uses,
        first=_lean(document.blocks[row.first.block].locate(*row.first[1:])) if row.first else None,
        text=tuple(
            Meaning(_cut(each.full), _lean(document.blocks[each.block].locate(each.start, each.end)))
            for each in row.text[:_MOST_MEANINGS]
        ),
        table=tuple(
            Meaning(_cut(each.definition), _lean(document.blocks[each.block].locate(each.start, each.end)))
            for each in row.table[:_MOST_MEANINGS]
        ),
        lists=tuple(_listed(each for rows in row.lists for each in rows)),
        ignored=row.ignored,
        findings=about.get(row.key, ()),
    )


def _listed(rows: Iterable[ListRow]) -> Iterator[ListedMeaning]:
    for row in islice(rows, _MOST_MEANINGS):
        yield ListedMeaning(row.source, row.row, _cut(row.definition))


def _lean(where: Location) -> Location:
    """Return a place with its nearest heading alone, cut: a row has up to ten places."""
    return where._replace(heading=tuple(_cut(each) for each in where.heading[-1:]))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _classes(suppressed: Suppressed) -> Iterator[SuppressedForms]:
    for name, members in sorted(suppressed.members.items()):
        counted = Counter({_cut(form): number for form, number in members.items() if number})
        if counted:
            ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
            named = tuple(ordered[:MOST_FORMS])
            yield SuppressedForms(name, counted.total(), named, len(ordered) - len(named))


def _fingerprints(index: AcronymIndex, findings: Iterable[Finding]) -> Fingerprints:
    """Return the first findings about each acronym by its key: they frame a use, a definition or a row."""
    about: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for each in findings:
        about[each.where.block, each.where.start].append(each.fingerprint)
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in index.entries.items():
        own = dict.fromkeys(mark for place in sorted(set(_places(entry))) for mark in about.get(place, ()))
        if own:
            found[name] = tuple(islice(own, _MOST_FINDINGS))
    return found


def _places(entry: AcronymEntry) -> Iterator[tuple[int, ...]]:
    """Yield (block, start) of everything in the document that a finding about an acronym can frame."""
    yield from (use[:2] for use in entry.uses)
    yield from (use[:2] for use in entry.outside)
    yield from (use[:2] for use in entry.full_forms)
    yield from ((row.block, row.start) for row in entry.table_rows)
    for place in entry.definitions:
        yield place.block, place.long_start
        yield place.block, place.short_start
