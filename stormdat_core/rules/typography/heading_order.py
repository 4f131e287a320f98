"""Heading level skipped, or a heading that is none.

What it does
    Reports a heading more than one level below the heading before it, and a short bold paragraph that looks
    like a heading but has no heading style.
Why it matters
    The contents, the navigation pane and screen readers follow styles and levels, not looks.
Example
    Bad:  Heading 1 followed by Heading 3.
    Good: Heading 1 followed by Heading 2.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from stormdat_core.model import Block, BlockKind, Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo

_LONGEST = 80


class HeadingOrder:
    info: ClassVar = RuleInfo(
        id="TYP-HEADING-ORDER",
        name="heading-order",
        title="Heading level skipped or only imitated",
        summary="Heading level skipped, or text that only looks like a heading.",
        severity=Severity.WARNING,
        colour=Colour.NONE,
        source="Section 508, headings in order",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
        for before, after in pairwise(headings):
            if after.level > before.level + 1:
                message = (
                    f"A heading of level {after.level} follows one of level {before.level}. "
                    f"Make it level {before.level + 1}."
                )
                yield context.finding(self.info, after.locate(0, len(after.text)), message)
        for block in _pretenders(document):
            message = "This looks like a heading and has no heading style. Give it one."
            yield context.finding(
                self.info, block.locate(0, len(block.text)), message, severity=Severity.INFO
            )


def _pretenders(document: Document) -> Iterator[Block]:
    """Yield short bold paragraphs that are followed by ordinary text."""
    for block, after in pairwise(document.blocks):
        text_follows = after.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and not _looks_like_heading(
            after
        )
        if text_follows and _looks_like_heading(block):
            yield block


def _looks_like_heading(block: Block) -> bool:
    text = block.text.strip()
    if block.kind is not BlockKind.PARAGRAPH or not 2 < len(text) <= _LONGEST or text[-1] in ".,;:?!)":
        return False
    return any(c.isalpha() for c in text) and all(run.format.bold for run in block.runs if run.text.strip())
