"""Instructions to the author, which a template holds and which are deleted before its document is final.

They are told by their first words and by their last: "Instruction: …", "Delete this instruction from your
final version of this document.", or by their style. What they define is gone with them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.rules.base import RuleContext

_OPENS = re.compile(
    r"\W*(?:instructions?(?: to (?:the )?authors?)?|note to (?:the )?authors?)\s*:", re.IGNORECASE
)
_CLOSES = re.compile(
    r"\b(?:delete|remove) (?:this|these|the (?:above|preceding|following))(?: and all other)? "
    r"(?:instruct\w+|note|notes|guidance|text)\b",
    re.IGNORECASE,
)
_STYLE = "instruction"
_REMARK = re.compile(r"\s*(?:[\w-]+ )?(?:guidance|requirement)s?(?: \d+)?:", re.IGNORECASE)
"""What stays in the document although it stands in the style of an instruction."""
_LABELLED = re.compile(
    r"\s*(?:background|instructions?|guidance|how to use this template)\s*:", re.IGNORECASE
)
"""How the paragraphs begin that a template of a letter puts before it."""
_LETTER = re.compile(r"\s*(?:TO|FROM|FOR|MEMORANDUM FOR|To|From)\s*:")
_SPEAKS = re.compile(r"\b(?:template|highlighted|letter)\b", re.IGNORECASE)
_TWO = 2
_FIRST = 40
"""Blocks among which the head of a letter is looked for."""
_MOST = 30
"""Paragraphs of one instruction."""


class Instructions:
    """Tells which blocks are instructions. Made once for a document."""

    def __init__(self, document: Document) -> None:
        before = _before_letter(document.blocks)
        self._blocks = frozenset(_instructions(document.blocks)).union(before)

    def hold(self, block: int) -> bool:
        """Return whether a block, by its index, belongs to an instruction."""
        return block in self._blocks


def instructions(context: RuleContext) -> Instructions:
    """Return what tells the instructions of a document, made once for all rules."""
    return context.shared(_made)


def _made(context: RuleContext) -> Instructions:
    return Instructions(context.document)


def _before_letter(blocks: Sequence[Block]) -> range:
    """Return the indexes of the paragraphs that explain the template of a letter, before its head.

    They begin with a label, Background or Instructions, one of them speaks of the template, and the letter
    has the lines TO: and FROM:.
    """
    first = next((block for block in blocks if block.text.strip()), None)
    heads = [block.index for block in blocks[:_FIRST] if _LETTER.match(block.text[:40])]
    if first is None or len(heads) < _TWO or not _LABELLED.match(first.text[:60]):
        return range(0)
    says = any(_SPEAKS.search(block.text) for block in blocks[: heads[0]] if _LABELLED.match(block.text[:60]))
    return range(heads[0]) if says else range(0)


def _instructions(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the indexes of the blocks of instructions; one that nothing closes is one paragraph long."""
    open_since: list[int] = []
    for block in blocks:
        text = block.text
        if block.kind is BlockKind.HEADING or len(open_since) > _MOST:
            open_since = []
        if open_since:
            open_since.append(block.index)
        elif ":" in (head := text[:40]) and _OPENS.match(head):
            open_since = [block.index]
        if _is_closed(text):
            yield from open_since or [block.index]
            open_since = []
        elif open_since[:1] == [block.index] or _in_style(block):
            yield block.index


def _is_closed(text: str) -> bool:
    return ("elete th" in text or "emove th" in text) and _CLOSES.search(text) is not None


def _in_style(block: Block) -> bool:
    return _is_for_them(block.style) and not _REMARK.match(block.text[:60])


@lru_cache(maxsize=1 << 10)
def _is_for_them(style: str) -> bool:
    return _STYLE in style.casefold()
