"""Full forms that an author leaves in full: quoted, in parallel lists, as plain words, as an annex."""

import re

from stormdat_core.acronyms.evidence import DefinitionPlace, FullFormUse
from stormdat_core.acronyms.phrases import normal
from stormdat_core.model import Block
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
_LAST_WORD = re.compile(r"([a-z][\w-]*) $")
_ANNEX = re.compile(
    r"\W*(?:appendix|annex|attachment|enclosure|exhibit)\b(?: [A-Z0-9]{1,3}\b)?\W*", re.IGNORECASE
)


def stays_in_full(context: RuleContext, place: DefinitionPlace, use: FullFormUse) -> bool:
    """Return whether a full form is to stay where it is spelt out again after its definition."""
    block = context.document.blocks[use.block]
    if quoted(context).holds(block):
        return True
    return _is_of_list(block.text, use) or _is_generic(block.text, place, use) or _names_annex(block, place)


def _is_of_list(text: str, use: FullFormUse) -> bool:
    """Return whether a full form stands in a list of names that are all in full."""
    if not text[use.start].isupper():
        return False
    before, after = text[max(0, use.start - _NEAR) : use.start], text[use.end : use.end + _NEAR]
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
