"""What the cover, or the title of a presentation, says an acronym stands for, above the text itself."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.patterns.definitions import extract_pairs
from stormdat_core.acronyms.patterns.foreign_order import shuffled_ending_at
from stormdat_core.model import Block, BlockKind
from stormdat_core.model.document import Role
from stormdat_core.rules.base import RuleContext

_ROLES = (Role.COVER, Role.TITLE)
_LEAST = 4
"""Letters; the words of most titles begin with some three."""
_LONGEST = 300
"""Characters of a block that may be part of a cover."""


def defined_in_front(context: RuleContext) -> Mapping[str, str]:
    """Return, by key, the full forms that the cover gives with brackets."""
    return context.shared(_defined)


def _defined(context: RuleContext) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for block in _front(context):
        for pair in extract_pairs(block.text) if "(" in block.text else ():
            found.setdefault(key(pair.short), " ".join(pair.long.split()))
    return MappingProxyType(found)


def titled(context: RuleContext, name: str) -> str:
    """Return the title of a presentation whose words begin with the letters of an acronym; else "".

    The order may be another: IAAF on every slide of the Annual Interagency Accessibility Forum.
    """
    if len(name) < _LEAST:
        return ""
    found = ((title, shuffled_ending_at(name, title)) for title in context.shared(_titles))
    return next((title for title, fit in found if fit and not fit.start), "")


def _titles(context: RuleContext) -> tuple[str, ...]:
    titles = (
        block for block in _front(context) if block.where.slide == 1 and block.kind is BlockKind.HEADING
    )
    return tuple(" ".join(block.text.split()) for block in titles)


def _front(context: RuleContext) -> tuple[Block, ...]:
    return context.shared(_found)


def _found(context: RuleContext) -> tuple[Block, ...]:
    return tuple(_of_front(context))


def _of_front(context: RuleContext) -> Iterator[Block]:
    beside = context.acronyms.beside
    for block in context.document.blocks:
        cover = block.where.page == 1 and block.index in beside
        if (block.role in _ROLES or cover or block.where.slide == 1) and len(block.text) <= _LONGEST:
            yield block
