"""Spaces at the end of a paragraph.

What it does
    Reports spaces behind the last word of a paragraph.
Why it matters
    They are never meant, and they turn up as differences when versions are compared.
Example
    Bad:  "The test is complete. " with a space behind the full stop.
    Good: "The test is complete."
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.runs import judged_blocks
from stormdat_core.rules.wording import corrected, wording_of


class Trailing:
    info: ClassVar = RuleInfo(
        id="SPC-TRAILING",
        name="trailing-space",
        title="Spaces at the end of a paragraph",
        summary="Spaces at the end of a paragraph.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        source="House style: nothing unseen at the end of a line",
        on=False,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        wording = wording_of(context)
        for block in judged_blocks(document, context):
            kept = len(block.text.rstrip(" "))
            if 0 < kept < len(block.text) and not block.runs_on:
                where = block.locate(kept, len(block.text))
                message = "Spaces at the end of the paragraph. Delete them."
                fix = corrected(where, "", wording.spaced(where))
                yield context.finding(self.info, where, message, fix=fix)
