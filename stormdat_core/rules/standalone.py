"""What is read by itself: rows of a workbook, and letters and forms to be filled in.

Nobody reads a workbook from the top: the reader of a row has not read the row above. A template that an
annex holds is filled in and sent away alone, and its reader never sees the document around it.
"""

import re
from collections import Counter
from collections.abc import Hashable
from functools import lru_cache

from stormdat_core.model import Block, Document
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.needs import builds

_TEMPLATE = re.compile(
    r"\b(?:templates?|specimens?|boilerplate|(?:sample|model|example|form) "
    r"(?:letters?|language|text|clauses?|memos?|memorand\w+|attestations?|e-?mails?))\b|\W*(?:appendix|annex|attachment|enclosure|exhibit)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"<[\w/][^<>\n]{0,60}>|\[(?:insert|enter|name|date|your|agency|company)\b[^\[\]\n]{0,60}\]",
    re.IGNORECASE,
)
"""A place to be filled in: <Agency>, <m/d/yyyy>, [insert date]."""
_FEWEST_FIELDS = 2
"""Paragraphs with a field that make a section a template: one may speak of a field."""


class Standalone:
    """Tells, for a block, within what its reader stays. Made once for a document."""

    def __init__(self, document: Document) -> None:
        fields = Counter(
            name
            for block in document.blocks
            if (name := _named(block.where.heading))
            and ("<" in block.text or "[" in block.text)
            and _FIELD.search(block.text)
        )
        self._templates = frozenset(name for name, count in fields.items() if count >= _FEWEST_FIELDS)

    def part(self, block: Block) -> Hashable:
        """Return what tells the stretch that a block is read with."""
        where = block.where
        if where.sheet is not None:
            return where.sheet, where.row
        return self.template(block)

    def template(self, block: Block) -> str:
        """Return the heading of the template that a block belongs to; empty for the document itself."""
        name = _named(block.where.heading)
        return name if name in self._templates else ""


def standalone(context: RuleContext) -> Standalone:
    """Return what tells what is read by itself, made once for all rules."""
    return context.need(Standalone)


@builds(Standalone)
def _made(context: RuleContext) -> Standalone:
    return Standalone(context.document)


@lru_cache(maxsize=1 << 12)
def _named(headings: tuple[str, ...]) -> str:
    """Return the outermost heading that announces a template or an annex."""
    return next((heading for heading in headings if _TEMPLATE.search(heading[:200])), "")
