"""A term with a mark, and the note with that mark that defines it: URL*, *uniform resource locator (URL)."""

import re
from collections.abc import Mapping
from itertools import islice

from stormdat_core.acronyms.gathering.entries import DefinitionPlace, Use
from stormdat_core.model import Block, BlockKind
from stormdat_core.rules.base import RuleContext

_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
"""Raised digits, which belong to the token they stand behind."""
_SIGN = rf"[*\u2020\u2021\u00a7{_RAISED}]"
_NOTE = re.compile(rf"\s*({_SIGN}{{1,4}})(?!{_SIGN})\s*[^\W_]")
_MARK = re.compile(rf"({_SIGN}{{1,4}})(?!{_SIGN})")
_LAST = re.compile(rf"(?<!{_SIGN})({_SIGN}{{1,4}})\s*$")
_LONGEST = 300
"""Characters behind a term in which the bracket closes that holds it."""
_BETWEEN = 3
"""Paragraphs between a term, or the table it stands in, and its note."""
_LOOKED_AT = 12


def is_noted(context: RuleContext, use: Use, place: DefinitionPlace) -> bool:
    """Return whether a use bears a mark whose note, right below its table or sentence, is a definition."""
    blocks = context.document.blocks
    note = _NOTE.match(blocks[place.block].text)
    if note is None or place.block <= use.block:
        return False
    here = blocks[use.block]
    return note[1] in _marks(here, use) and _is_below(context, here, place.block)


def _marks(block: Block, use: Use) -> set[str]:
    """Return the marks of a use: behind it, behind the bracket it stands in, or behind its whole cell."""
    text = block.text
    plain = use.start + len(text[use.start : use.end].rstrip(_RAISED))
    ends = [plain, _closing(text, use.end)]
    found = {match[1] for end in ends if (match := _MARK.match(text, end))}
    last = _LAST.search(text, max(use.end, len(text) - 8)) if block.kind is BlockKind.CELL else None
    return found | {last[1]} if last else found


def _closing(text: str, start: int) -> int:
    """Return the offset behind the bracket that an offset stands in; the end of the text if in none."""
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST)):
        depth += (text[at] in "([") - (text[at] in ")]")
        if depth < 0:
            return at + 1
    return len(text)


def _is_below(context: RuleContext, block: Block, note: int) -> bool:
    """Return whether a note stands right below a block, or right below its table; other notes may precede."""
    table = block.where.table
    last = block.index if table is None else context.shared(_table_ends)[table]
    if note <= last:
        return True  # in the last row of the table
    between = islice(context.document.blocks, last + 1, min(note, last + 1 + _LOOKED_AT))
    others = sum(
        not each.text.isspace() and bool(each.text) and not _NOTE.match(each.text) for each in between
    )
    return note - last <= _LOOKED_AT and others <= _BETWEEN


def _table_ends(context: RuleContext) -> Mapping[int, int]:
    """Return the last block of each table."""
    blocks = context.document.blocks
    return {block.where.table: block.index for block in blocks if block.where.table is not None}
