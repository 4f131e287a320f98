"""Paragraphs side by side that differ in one term only: shortening one looks like a slip."""

from collections.abc import Sequence

from stormdat_core.model import Block
from stormdat_core.rules.wording.passages import REACH, Passage

_FEWEST = 2
"""Words that both have before and behind the term."""


def is_parallel(passage: Passage, blocks: Sequence[Block]) -> bool:
    """Return whether a paragraph beside says the same of another term."""
    block = passage.block
    head, tail = block.text[: passage.start], block.text[passage.end :]
    if max(len(head), len(tail)) > REACH or len(head.split()) + len(tail.split()) < _FEWEST:
        return False
    beside = [blocks[at] for at in (block.index - 1, block.index + 1) if 0 <= at < len(blocks)]
    return any(_differs_only_there(each.text, head, tail, passage.text) for each in beside)


def _differs_only_there(text: str, head: str, tail: str, term: str) -> bool:
    alike = text.startswith(head) and text.endswith(tail) and len(text) > len(head) + len(tail)
    return alike and text[len(head) : len(text) - len(tail)].strip() != term
