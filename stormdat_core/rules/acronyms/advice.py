"""What is advised about one acronym, decided once, so that no two rules advise against each other.

An acronym is worth its definition when it is used often enough afterwards. Whatever one rule advises must
leave nothing that another one would report: where a definition goes, no full form is to be shortened; where
the full form is to be shortened, the definition stays.
"""

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from types import MappingProxyType

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import AcronymEntry, DefinitionPlace, FullFormUse
from stormdat_core.acronyms.text.phrases import normal
from stormdat_core.acronyms.text.units import is_heading
from stormdat_core.model import BlockKind, Document
from stormdat_core.rules.acronyms.defined.conflict import meanings
from stormdat_core.rules.acronyms.usage.left_in_full import stays_in_full
from stormdat_core.rules.acronyms.wording import ignored, where
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.instructions import instructions
from stormdat_core.rules.quoted import quoted
from stormdat_core.rules.standalone import standalone
from stormdat_core.rules.wording import wording_of

Repeat = tuple[DefinitionPlace, FullFormUse]
_NEXT_WORD = re.compile(r"\s+[^\W\d_][\w-]*")
_BARE = re.compile(r"(?:\b(?:with|of|for|by|from|using|use|uses|to|through|via|without)|[.:;]) $|^$")
"""What stands before a noun without an article, and not before one that only says which kind it is."""
_ALONE = re.compile(r"[.,;:)]|$| (?:is|was|that|which|to|in|for|can|may|must|will|should|does|has)\b")
_LOOKED_AT, _BEFORE = 20, 16
_LONGEST_NAME = 9
_LONGEST_HEADING = 200
_TOKEN = re.compile(r"(?<!\w)[A-Za-z0-9]+(?:[&./-][A-Za-z0-9]+)*(?!\w)")
_JOINT = re.compile(r"[./-]")
_FEW = 3
"""Full forms from which on an acronym that is not used yet is worth using."""
_RARE = "ACR-RARE"
_BESIDE = frozenset((BlockKind.CELL, BlockKind.NOTE))
"""What a reader of the running text may pass over."""


def least_uses(context: RuleContext) -> int:
    """Return how often an acronym must be used after its definition to be worth one."""
    return context.acronyms.options.min_uses if context.profile.rule(_RARE).on else 1


def worth_defining(context: RuleContext, uses: int) -> bool:
    """Return whether an acronym used so often should be defined, and not spelt out at each place."""
    return uses - 1 >= least_uses(context)


def elsewhere(context: RuleContext, entry: AcronymEntry) -> int:
    """Return how often an acronym stands where uses are not counted: headings, references, changes, cover.

    What stands there cannot be spelt out with the text, and needs the row of the acronym table.
    """
    blocks, found = context.document.blocks, context.shared(_beside)[entry.key]
    if context.acronyms.options.headings == "ignore":
        found += sum(is_heading(blocks[use.block]) for use in entry.uses)
    return found


def _beside(context: RuleContext) -> Counter[str]:
    """Return by key how often acronyms stand in what is seen and not read for them."""
    index = context.acronyms
    keys = {surface: name for name, entry in index.entries.items() for surface in entry.surfaces}
    found: Counter[str] = Counter()
    for number in index.beside:
        for token in _TOKEN.findall(context.document.blocks[number].text):
            parts = {token, *_JOINT.split(token)}
            found.update(keys[part] for part in map(singular, parts) if part in keys)
    return found


def repeats(context: RuleContext) -> Mapping[str, tuple[Repeat, ...]]:
    """Return, by key, the full forms that the acronym should stand for, each with its definition."""
    return context.shared(_repeats)


def _repeats(context: RuleContext) -> Mapping[str, tuple[Repeat, ...]]:
    index = context.acronyms
    found: dict[str, tuple[Repeat, ...]] = {}
    for name, entry in index.entries.items():
        if not entry.full_forms or ignored(entry) or index.speech or len(meanings(index, entry)) > 1:
            continue
        places = tuple(_pairs(context, entry))
        uses = len(entry.uses) + len(entry.outside)
        if places and (len(places) >= _FEW or uses) and uses + len(places) >= least_uses(context):
            found[name] = places
    return MappingProxyType(found)


def _pairs(context: RuleContext, entry: AcronymEntry) -> list[Repeat]:
    document, in_quotes = context.document, wording_of(context).is_quoted
    mass, hold = _is_mass_noun(document, entry), instructions(context).hold
    by_part = _first_by_part(context, entry)
    made: list[Repeat] = []
    for use in entry.full_forms:
        place = by_part.get((hold(use.block), _part(context, use.block)))
        if place is None or not _holds_for(document, place, use) or in_quotes(where(document, use)):
            continue
        if _is_part(context, place, use) or (mass and _is_plural(use.short)):
            continue
        if not stays_in_full(context, place, use):
            made.append((place, _spelt_as(place, use)))
    return made


def _first_by_part(context: RuleContext, entry: AcronymEntry) -> dict[Hashable, DefinitionPlace]:
    """Return the author's first definition in each stretch that is read by itself.

    What an instruction defines holds in instructions, which are deleted together, and not in the text.
    """
    found: dict[Hashable, DefinitionPlace] = {}
    blocks, hold = context.document.blocks, instructions(context).hold
    for place in entry.definitions:
        if not (place.apart or place.front or quoted(context).holds(blocks[place.block])):
            found.setdefault((True, _part(context, place.block)), place)
            if not hold(place.block):
                found.setdefault((False, _part(context, place.block)), place)
    return found


def _spelt_as(place: DefinitionPlace, use: FullFormUse) -> FullFormUse:
    """Return a full form with its acronym as the definition that holds there spells it: RoB, not ROB."""
    wanted, said = singular(place.short), singular(use.short)
    if wanted == said or wanted.casefold() != said.casefold():
        return use
    return use._replace(short=wanted + use.short[len(said) :])


def _part(context: RuleContext, block: int) -> Hashable:
    """Return what tells the stretch that is read with a block: its scope, and what stands by itself there."""
    return context.acronyms.scope(block), standalone(context).part(context.document.blocks[block])


def _holds_for(document: Document, place: DefinitionPlace, use: FullFormUse) -> bool:
    """Return whether the reader of a place has read a definition: before it, and in prose if it is prose."""
    if (place.block, place.end) > (use.block, use.start):
        return False
    there, here = document.blocks[place.block], document.blocks[use.block]
    if there.kind is BlockKind.CELL:  # each table is read by itself
        return there.where.table == here.where.table
    return there.kind not in _BESIDE or there.kind is here.kind


def _is_part(context: RuleContext, place: DefinitionPlace, use: FullFormUse) -> bool:
    """Return whether a full form begins a longer one that is defined too, or the name of a section."""
    if normal(place.full) in context.shared(_beginnings):
        return True
    text = context.document.blocks[use.block].text
    after = _NEXT_WORD.match(text, use.end)
    return after is not None and normal(text[use.start : after.end()]) in context.shared(_in_headings)


def _beginnings(context: RuleContext) -> frozenset[str]:
    """Return what begins a longer full form: Limit Checker, of Limit Checker eXtended."""
    full = {normal(each.full) for entry in context.acronyms.entries.values() for each in entry.definitions}
    cut = (each.split() for each in full)
    return frozenset(" ".join(words[:end]) for words in cut for end in range(1, len(words)))


def _in_headings(context: RuleContext) -> frozenset[str]:
    """Return the words that follow each other in the headings of the document, as far as a name is long."""
    found: set[str] = set()
    for block in context.document.blocks:
        if is_heading(block):
            words = normal(block.text[:_LONGEST_HEADING]).split()
            last = len(words) + 1
            for at in range(len(words)):
                ends = range(at + 2, max(at + 3, min(at + _LONGEST_NAME, last)))
                found.update([" ".join(words[at:end]) for end in ends])
    return frozenset(found)


def _is_mass_noun(document: Document, entry: AcronymEntry) -> bool:
    """Return whether an acronym stands without an article and never in plural: with AT, by means of AT."""
    texts = [document.blocks[use.block].text for use in entry.uses]
    written = [text[use.start : use.end] for text, use in zip(texts, entry.uses, strict=True)]
    if any(map(_is_plural, [*written, *(place.short for place in entry.definitions)])):
        return False
    looked_at = zip(texts[:_LOOKED_AT], entry.uses, strict=False)
    return any(
        _BARE.search(text[max(0, use.start - _BEFORE) : use.start]) and _ALONE.match(text, use.end)
        for text, use in looked_at
    )


def _is_plural(short: str) -> bool:
    return singular(short) != short
