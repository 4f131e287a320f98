"""What is advised about one acronym, decided once, so that no two rules advise against each other.

An acronym is worth its definition when it is used often enough afterwards. Whatever one rule advises must
leave nothing that another one would report: where a definition goes, no full form is to be shortened; where
the full form is to be shortened, the definition stays.
"""

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from types import MappingProxyType

from stormdat_core.acronyms.evidence import AcronymEntry, DefinitionPlace, FullFormUse
from stormdat_core.acronyms.tokens import singular
from stormdat_core.acronyms.units import is_heading
from stormdat_core.model import BlockKind, Document
from stormdat_core.rules.acronyms.conflict import meanings
from stormdat_core.rules.acronyms.evidence import ignored, where
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.standalone import standalone
from stormdat_core.rules.wording import wording_of

Repeat = tuple[DefinitionPlace, FullFormUse]
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
    document, quoted = context.document, wording_of(context).is_quoted
    by_part: dict[Hashable, DefinitionPlace] = {}
    for definition in entry.definitions:
        if not (definition.apart or definition.front):
            by_part.setdefault(_part(context, definition.block), definition)
    made: list[Repeat] = []
    for use in entry.full_forms:
        place = by_part.get(_part(context, use.block))
        if place is not None and _holds_for(document, place, use) and not quoted(where(document, use)):
            made.append((place, _spelt_as(place, use)))
    return made


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
    kind = document.blocks[place.block].kind
    return kind not in _BESIDE or kind is document.blocks[use.block].kind
