"""What the acronym rules share: places, scopes and the words of their messages."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from stormdat_core.acronyms.forms.comparison import Likeness, compare
from stormdat_core.acronyms.gathering.entries import AcronymEntry, DefinitionPlace, FullFormUse, TableRow, Use
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import ListRow
from stormdat_core.acronyms.list_files.decided import HOUSE
from stormdat_core.acronyms.list_files.notes_column import read_notes
from stormdat_core.acronyms.patterns.definitions import AcronymPair, extract_pairs
from stormdat_core.acronyms.text.units import is_heading
from stormdat_core.model import Block, Document, Evidence, Location
from stormdat_core.rules.base import RuleContext

MOST_NAMES = 50
"""Acronyms that one message names."""
MOST_PLACES = 2_000
"""Further places that one finding carries; the message gives the true count."""
_WORD = re.compile(r"[A-Z][\w&-]*")


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands within one scope about one acronym, in reading order."""

    entry: AcronymEntry
    uses: tuple[Use, ...]
    definitions: tuple[DefinitionPlace, ...]


def scopes(context: RuleContext) -> tuple[Scope, ...]:
    """Return every acronym in every scope it stands in, found once for all rules."""
    return context.shared(_scopes)


def _scopes(context: RuleContext) -> tuple[Scope, ...]:
    return tuple(_in_scopes(context.acronyms, context.document))


def _in_scopes(index: AcronymIndex, document: Document) -> Iterator[Scope]:
    for entry in index.entries.values():
        if ignored(entry):
            continue
        uses = entry.uses
        if index.options.headings == "ignore":
            uses = tuple(use for use in uses if not is_heading(document.blocks[use.block]))
        if not index.scopes:
            yield Scope(entry, uses, entry.definitions)
        else:
            yield from _by_scope(index, entry, uses)


def _by_scope(index: AcronymIndex, entry: AcronymEntry, uses: Sequence[Use]) -> Iterator[Scope]:
    found: dict[int, tuple[list[Use], list[DefinitionPlace]]] = defaultdict(lambda: ([], []))
    for use in uses:
        found[index.scope(use.block)][0].append(use)
    for place in entry.definitions:
        found[index.scope(place.block)][1].append(place)
    for number in sorted(found):
        yield Scope(entry, tuple(found[number][0]), tuple(found[number][1]))


def pairs_in(context: RuleContext, block: Block) -> Sequence[AcronymPair]:
    """Return the definitions in a block that is not read for acronyms, found once for all rules."""
    known = context.shared(_pairs)
    found = known.get(block.index)
    if found is None:
        found = known[block.index] = extract_pairs(block.text)
    return found


def _pairs(_: RuleContext) -> dict[int, Sequence[AcronymPair]]:
    return {}


def parts(scope: Scope, document: Document, part: Callable[[Block], Hashable]) -> Iterator[Scope]:
    """Yield what stands of a scope within each stretch that is read by itself, in reading order.

    Args:
        scope: one acronym.
        document: the document.
        part: what tells the stretch that a block is read with.
    """
    found: dict[Hashable, tuple[list[Use], list[DefinitionPlace]]] = defaultdict(lambda: ([], []))
    for use in scope.uses:
        found[part(document.blocks[use.block])][0].append(use)
    for place in scope.definitions:
        found[part(document.blocks[place.block])][1].append(place)
    for uses, places in found.values():
        yield Scope(scope.entry, tuple(uses), tuple(places))


def ignored(entry: AcronymEntry) -> bool:
    """Return whether the list says to leave this acronym alone."""
    return any(read_notes(row.notes).ignore for row in entry.rows)


def where(document: Document, place: Use | FullFormUse | TableRow | DefinitionPlace) -> Location:
    """Return the location of a use, of a full form, or of a whole definition with its bracket."""
    block = document.blocks[place.block]
    span = whole(block.text, place) if isinstance(place, DefinitionPlace) else (place.start, place.end)
    return block.locate(*span)


def long_form(document: Document, place: DefinitionPlace) -> Location:
    """Return the location of the full form in a definition."""
    return document.blocks[place.block].locate(place.long_start, place.long_end)


def also(document: Document, places: Iterable[Use], note: str = "also used here") -> list[Evidence]:
    """Return further places that have the same fault, to be coloured too; at most `MOST_PLACES`."""
    blocks = document.blocks
    return [
        Evidence(blocks[place.block].locate(place.start, place.end), note, True)
        for place in islice(places, MOST_PLACES)
    ]


def defined_at(document: Document, place: DefinitionPlace, note: str = "defined here") -> Evidence:
    """Return the place of a definition as evidence that is not itself at fault."""
    return Evidence(where(document, place), note)


def used_at(document: Document, places: Iterable[Use]) -> list[Evidence]:
    """Return uses as evidence that is not itself at fault."""
    return [Evidence(where(document, place), "used here") for place in islice(places, MOST_PLACES)]


def first_use(entry: AcronymEntry) -> Use | None:
    """Return the first place of an acronym in the text, a definition included."""
    return next(iter(places_of(entry)), None)


def places_of(entry: AcronymEntry) -> list[Use]:
    """Return every place of an acronym: uses, the short forms of its definitions, headers and footers."""
    defined = [Use(place.block, place.short_start, place.short_end) for place in entry.definitions]
    return [*sorted([*entry.uses, *defined]), *entry.outside]


def named(names: Sequence[str]) -> str:
    """Return names for a message, at most `MOST_NAMES`, and how many more there are."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def cited(row: ListRow) -> str:
    """Return a list row in words: "org.xlsx, row 7"."""
    if row.source == HOUSE:
        return "your own list of accepted acronyms"
    return f"{row.source or 'the list'}, row {row.row}"


def the_list(index: AcronymIndex, row: ListRow) -> str:
    """Return how a message calls the list of a row: by its name only where there are several."""
    if row.source == HOUSE:
        return "your own list of accepted acronyms"
    return f"{row.source} (row {row.row})" if len(index.lists) > 1 else f"the list (row {row.row})"


def whole(text: str, place: DefinitionPlace) -> tuple[int, int]:
    """Return the span of a definition with the bracket and the quotes that belong to it."""
    start, end = place.start, place.end
    while end < len(text) and text[end] in "\"'”’)]" and end - place.end < 3:
        end += 1
    return start, end


def after_article(text: str, start: int) -> bool:
    """Return whether "a" or "an" stands before, which may have to change with the word after it."""
    return text[max(0, start - 8) : start].rstrip().rpartition(" ")[2].lower() in {"a", "an"}


def times(count: int) -> str:
    """Return a count in words: "once", "3 times"."""
    return "once" if count == 1 else f"{count:,} times"


def likeness(index: AcronymIndex, one: str, other: str) -> Likeness:
    """Compare two full forms; acronyms within them count as what they stand for."""
    found = compare(one, other)
    if found is Likeness.DIFFERENT:
        first, second = (_spelt_out(index, _spelt_out(index, text)) for text in (one, other))
        found = compare(first, second)
    return found


def _spelt_out(index: AcronymIndex, text: str) -> str:
    def full(match: re.Match[str]) -> str:
        entry = index.entries.get(match.group().upper())
        known = (
            [*(place.full for place in entry.definitions), *(row.definition for row in entry.rows)]
            if entry
            else []
        )
        return known[0] if known else match.group()

    return _WORD.sub(full, text)
