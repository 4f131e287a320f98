"""Full forms that an author leaves in full: quoted, in parallel lists, as plain words, terms or an annex."""

import re
from collections.abc import Iterator

from stormdat_core.acronyms.gathering.entries import DefinitionPlace, FullFormUse
from stormdat_core.acronyms.gathering.explained import is_of_terms
from stormdat_core.acronyms.text.phrases import normal
from stormdat_core.model import Block, BlockKind
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.quoted import quoted
from stormdat_core.rules.wording.words import FUNCTION

_NEAR = 160
"""Characters on either side in which the other members of a list are looked for."""
_MEMBER = r"[A-Z][\w'’-]*(?: (?:(?:of|for|the) )*[A-Z][\w'’-]*)+"
"""A name of several words, written with capitals: Service Level Agreements."""
_TWO_AFTER = re.compile(rf"\s?[,;] {_MEMBER}\s?[,;] (?:(?:and|or) )?{_MEMBER}(?! ?\()")
_ONE_AFTER = re.compile(rf"\s?[,;] (?:(?:and|or) )?{_MEMBER}(?! ?\()")
_ONE_BEFORE = re.compile(rf"(?<![\w(]){_MEMBER}\s?[,;] (?:(?:and|or) )?$")
_TWO_BEFORE = re.compile(rf"(?<![\w(]){_MEMBER}\s?[,;] {_MEMBER}\s?[,;] (?:(?:and|or) )?$")
_IN_BRACKET = re.compile(r"\((?:[A-Z][^(),;]*[,;] )+(?:(?:and|or) )?$")
_ON_IN_BRACKET = re.compile(r"(?:[,;] (?:(?:and|or) )?[A-Z][^(),;]*)*\)")
"""What stands before and behind a member of a list in brackets, each with a capital: (None, Task, or ...)."""
_LAST_WORD = re.compile(r"([a-z][\w-]*) $")
_DECLARES = re.compile(r"\binterchangeabl[ey]\b|\bsynonym|\bmeans? the same\b", re.IGNORECASE)
_LONGEST_NAME = 8
"""Words of a full form that a line may open with."""
_ANNEX = re.compile(
    r"\W*(?:appendix|annex|attachment|enclosure|exhibit)\b(?: [A-Z0-9]{1,3}\b)?\W*", re.IGNORECASE
)


def stays_in_full(context: RuleContext, place: DefinitionPlace, use: FullFormUse) -> bool:
    """Return whether a full form is to stay where it is spelt out again after its definition."""
    block = context.document.blocks[use.block]
    if quoted(context).holds(block):
        return True
    if _is_of_list(block.text, use) or _is_generic(block.text, place, use):
        return True
    return _names_annex(block, place) or normal(place.full) in context.shared(_declared)


def _declared(context: RuleContext) -> frozenset[str]:
    """Return the words that a section of terms declares to be as good as others, at the start of its lines.

    "Event ID xx and event message xx are used interchangeably" declares Event ID; a line that gives its
    acronym too declares that.
    """
    own = {place.block for entry in context.acronyms.entries.values() for place in entry.definitions}
    lines = (block for block in context.document.blocks if is_of_terms(block.where.heading))
    return frozenset(
        opening
        for block in lines
        if block.index not in own
        and block.kind is not BlockKind.HEADING
        and _DECLARES.search(block.text[:_NEAR])
        for opening in _openings(block.text[:_NEAR])
    )


def _openings(text: str) -> Iterator[str]:
    """Yield the words that a line opens with: two, three and more of them."""
    words = normal(text).split()
    for end in range(2, min(len(words), _LONGEST_NAME) + 1):
        yield normal(" ".join(words[:end]))


def _is_of_list(text: str, use: FullFormUse) -> bool:
    """Return whether a full form stands in a list of names that are all in full."""
    if not text[use.start].isupper():
        return False
    before, after = text[max(0, use.start - _NEAR) : use.start], text[use.end : use.end + _NEAR]
    if _IN_BRACKET.search(before) and _ON_IN_BRACKET.match(after):
        return True
    if _TWO_AFTER.match(after) or _TWO_BEFORE.search(before):
        return True
    return _ONE_AFTER.match(after) is not None and _ONE_BEFORE.search(before) is not None


def _is_generic(text: str, place: DefinitionPlace, use: FullFormUse) -> bool:
    """Return whether small letters and a word before make plain words of a name: test rules of engagement."""
    if not text[use.start : use.end].islower() or not place.full[:1].isupper():
        return False
    found = _LAST_WORD.search(text, max(0, use.start - _NEAR), use.start)
    return found is not None and found[1] not in FUNCTION and not found[1].endswith("ed")


def _names_annex(block: Block, place: DefinitionPlace) -> bool:
    """Return whether a block stands in the annex or the section that is what the full form names."""
    above = block.where.heading[-1] if block.where.heading else ""
    named = _ANNEX.sub("", above[:_NEAR], count=1)
    return bool(named) and normal(named) == normal(place.full)
