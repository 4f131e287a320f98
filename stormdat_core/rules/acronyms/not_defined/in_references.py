"""Definitions that only the list of references gives: it is not read for uses, and yet it explains."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.patterns.definitions import AcronymPair
from stormdat_core.acronyms.text.units import in_references
from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.model import BlockKind, Evidence, Location
from stormdat_core.rules.acronyms.wording import pairs_in
from stormdat_core.rules.base import RuleContext

_OF_TEXT = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_EDGE = re.compile(r"[.?!:;]\s|\n")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_LEAD = 300
"""Characters before a definition in which its sentence begins."""
_LEAST_SMALL, _LEAST_SHARE = 3, 0.25
Cited = tuple[AcronymPair, Location]


def cited_definitions(context: RuleContext) -> Mapping[str, Cited]:
    """Return, by key, the first definition in the references, with its place."""
    return context.shared(_cited)


def cited_at(cited: Cited) -> Evidence:
    """Return the place of such a definition as evidence that is not itself at fault."""
    return Evidence(cited[1], "defined in the references")


def defined_in_prose(context: RuleContext) -> Mapping[str, int]:
    """Return, by key, the first block of the references whose sentences define it; a citation is none."""
    return context.shared(_in_prose)


def _in_prose(context: RuleContext) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for block in context.document.blocks:
        if block.kind in _OF_TEXT and in_references(block.where.heading):
            for pair in pairs_in(context, block):
                if _is_sentence(block.text, min(pair.short_start, pair.long_start)):
                    found.setdefault(key(pair.short), block.index)
    return MappingProxyType(found)


def _is_sentence(text: str, start: int) -> bool:
    """Return whether enough words in small letters lead to an offset: titles and names have few."""
    words: list[str] = _WORD.findall(_EDGE.split(text[max(0, start - _LEAD) : start])[-1])
    small = len([word for word in words if word.islower() and word not in STOP_WORDS])
    return small >= max(_LEAST_SMALL, _LEAST_SHARE * len(words))


def _cited(context: RuleContext) -> Mapping[str, Cited]:
    found: dict[str, Cited] = {}
    for block in context.document.blocks:
        if block.kind is not BlockKind.CONTENTS and in_references(block.where.heading):
            for pair in pairs_in(context, block):
                start = min(pair.short_start, pair.long_start)
                here = block.locate(start, max(pair.short_end, pair.long_end))
                found.setdefault(key(pair.short), (pair, here))
    return MappingProxyType(found)
