"""Spaces at the end of a paragraph.

What it does
    Reports spaces behind the last word of paragraphs, all of a document in one finding.
Why it matters
    They are never meant, and they turn up as differences when versions are compared.
Example
    Bad:  "The test is complete. " with a space behind the full stop.
    Good: "The test is complete."
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.runs import judged_blocks, mended
from stormdat_core.rules.together import one_finding


class Trailing:
    info: ClassVar = RuleInfo(
        id="SPC-TRAILING",
        fixes=True,
        name="trailing-space",
        title="Spaces at the end of a paragraph",
        summary="Spaces at the end of a paragraph.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        source="House style: nothing unseen at the end of a line",
        on=False,
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        places = [
            mended(context, block.locate(kept, len(block.text)), "")
            for block in judged_blocks(context)
            if 0 < (kept := len(block.text.rstrip(" "))) < len(block.text) and not block.runs_on
        ]
        if places:
            count = "a paragraph" if len(places) == 1 else f"{len(places):,} paragraphs"
            message = f"Spaces at the end of {count}. Delete them."
            yield one_finding(self.info, context, places, message, "also here")
