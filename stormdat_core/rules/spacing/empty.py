"""Empty paragraphs used as spacing.

What it does
    Reports each place where empty paragraphs stand between two paragraphs, with how many there are.
Why it matters
    The distance belongs in the style; empty lines end up at the top of pages when text moves.
Example
    Bad:  A heading pushed down by three empty paragraphs.
    Good: A heading whose style sets the space above it.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.runs import judged_blocks


class Empty:
    info: ClassVar = RuleInfo(
        id="SPC-EMPTY",
        name="empty-paragraphs",
        title="Empty paragraphs used as spacing",
        summary="Empty paragraphs used as spacing.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        source="House style: distances belong to styles",
        formats=("docx",),
        on=False,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for block in judged_blocks(document, context):
            if block.gap:
                count = "An empty paragraph" if block.gap == 1 else f"{block.gap:,} empty paragraphs"
                message = f"{count} before this one. Delete, and set the space in the style."
                yield context.finding(self.info, block.locate(0, 0), message)
