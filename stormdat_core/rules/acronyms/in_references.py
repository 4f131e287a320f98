"""Definitions that only the list of references gives: it is not read for uses, and yet it explains."""

from collections.abc import Mapping
from types import MappingProxyType

from stormdat_core.acronyms.definitions import AcronymPair, extract_pairs
from stormdat_core.acronyms.tokens import key
from stormdat_core.acronyms.units import is_references
from stormdat_core.model import BlockKind, Evidence, Location
from stormdat_core.rules.base import RuleContext

Cited = tuple[AcronymPair, Location]


def cited_definitions(context: RuleContext) -> Mapping[str, Cited]:
    """Return, by key, the first definition in the references, with its place."""
    return context.shared(_cited)


def cited_at(cited: Cited) -> Evidence:
    """Return the place of such a definition as evidence that is not itself at fault."""
    return Evidence(cited[1], "defined in the references")


def _cited(context: RuleContext) -> Mapping[str, Cited]:
    found: dict[str, Cited] = {}
    for block in context.document.blocks:
        if block.kind is not BlockKind.CONTENTS and any(map(is_references, block.where.heading)):
            for pair in extract_pairs(block.text):
                start = min(pair.short_start, pair.long_start)
                here = block.locate(start, max(pair.short_end, pair.long_end))
                found.setdefault(key(pair.short), (pair, here))
    return MappingProxyType(found)
