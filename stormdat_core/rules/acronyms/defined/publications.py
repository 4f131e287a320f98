"""Definitions within the title of a publication that the document cites: they define nothing for its reader.

A title is known by the document's own references, which give it word for word, or by the site that a link
names before it: "Federal Register :: Notice of Request for Information (RFI) on Public Uses".
"""

import re
from collections.abc import Iterator, Sequence

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.acronyms.text.units import in_references
from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.rules.acronyms.wording import pairs_in
from stormdat_core.rules.base import RuleContext

_WORD = re.compile(r"[\w&][\w&'’-]*")
_AFTER, _BEFORE = 2, 3
"""Words beside a definition that a title and its citation share; fewer stand beside any definition."""
_NEAR = 120
"""Characters beside a definition that are looked at for these words."""
_SENTENCE = re.compile(r"[.?!;]\s")
_SITE = re.compile(r"\s::\s+[\"“]?((?:[\w&'’,-]+\s+)*)$")
_HEAD_OF_TITLES = re.compile(
    r"\s*(?:(?:reference|related|applicable|cited)?\s*(?:document|publication|reference)s?(?:\s+(?:titles?|names?))?|"
    r"titles?)\s*",
    re.IGNORECASE,
)
_HEAD_BESIDE = re.compile(
    r"\s*(?:(?:document|publication|reference)\s+)?(?:id|identifier|number|no\.?|#|rev(?:ision)?|version|(?:issue\s+)?"
    r"date|author|publisher|source|location|link|url)s?\s*",
    re.IGNORECASE,
)
Mark = tuple[str, ...]


def uncited(context: RuleContext, places: Sequence[DefinitionPlace]) -> tuple[DefinitionPlace, ...]:
    """Return the definitions that do not stand within the title of a publication."""
    cited = context.shared(_cited)
    return tuple(place for place in places if (place.block, place.short_start) not in cited)


def _cited(context: RuleContext) -> frozenset[tuple[int, int]]:
    """Return block and offset of the short forms that are defined within titles."""
    document = context.document
    listed = _reference_blocks(document)
    marks = frozenset(mark for index in listed for mark in _marks_of(context, document.blocks[index]))
    places = (place for entry in context.acronyms.entries.values() for place in entry.definitions)
    return frozenset(
        (place.block, place.short_start)
        for place in places
        if place.block in listed or _is_in_title(document.blocks[place.block].text, place, marks)
    )


def _is_in_title(text: str, place: DefinitionPlace, marks: frozenset[Mark]) -> bool:
    own = _marks(text, place.start, place.end, singular(place.short)) if marks else ()
    return any(mark in marks for mark in own) or _is_of_site(text, place.start)


def _is_of_site(text: str, start: int) -> bool:
    """Return whether words with capitals stand between a site's name and an offset."""
    found = _SITE.search(text, max(0, start - _NEAR), start)
    return found is not None and all(_is_large(word) or word in STOP_WORDS for word in found[1].split())


def _marks_of(context: RuleContext, block: Block) -> Iterator[Mark]:
    """Yield what tells the definitions in a citation."""
    for pair in pairs_in(context, block):
        start = min(pair.short_start, pair.long_start)
        yield from _marks(block.text, start, max(pair.short_end, pair.long_end), singular(pair.short))


def _marks(text: str, start: int, end: int, short: str) -> Iterator[Mark]:
    """Yield a definition with the words behind it, and those before it, where these are words of a title."""
    edge = _SENTENCE.search(text, end, end + _NEAR)
    after = _WORD.findall(text, end, edge.start() if edge else end + _NEAR)[:_AFTER]
    before = _WORD.findall(text, max(0, start - _NEAR), start)[-_BEFORE:]
    if len(after) == _AFTER and any(map(_is_large, after)):
        yield ("after", short, *after)
    if len(before) == _BEFORE and any(map(_is_large, before)):
        yield ("before", short, *before)


def _is_large(word: str) -> bool:
    return word[0].isupper()


def _reference_blocks(document: Document) -> frozenset[int]:
    """Return the blocks of sections and tables that list publications."""
    tables = _reference_tables(document)
    return frozenset(
        block.index
        for block in document.blocks
        if block.kind not in (BlockKind.CONTENTS, BlockKind.HEADING)
        and (block.where.table in tables or in_references(block.where.heading))
    )


def _reference_tables(document: Document) -> frozenset[int]:
    """Return the tables whose first row heads titles, and a number, a date or the like beside them."""
    heads: dict[int, list[str]] = {}
    for block in document.blocks:
        if block.where.table is not None and block.where.row == 1 and block.kind is BlockKind.CELL:
            heads.setdefault(block.where.table, []).append(_head(block))
    return frozenset(table for table, cells in heads.items() if _heads_titles(cells))


def _head(block: Block) -> str:
    return block.text if len(block.text) <= _NEAR else ""


def _heads_titles(cells: Sequence[str]) -> bool:
    titles = [cell for cell in cells if _HEAD_OF_TITLES.fullmatch(cell)]
    return bool(titles) and any(map(_HEAD_BESIDE.fullmatch, cells))
