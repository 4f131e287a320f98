"""Font size off the standard.

What it does
    Compares the size that takes effect with the sizes the profile accepts for this kind of text.
    One size given by hand in many places is one finding, which colours and mends them all. Text without a
    letter or digit, such as a box to tick, is not judged; styles tell titles, covers and captions.
Why it matters
    Text and tables have set sizes so that a report reads evenly and prints on the pages it was planned for.
Example
    Bad:  A sentence in 11 points in a report set in 12.
    Good: The same sentence in 12 points.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.typography.report import report_deviations


class Size:
    info: ClassVar = RuleInfo(
        id="TYP-SIZE",
        fixes=True,
        name="size",
        title="Font size off the standard",
        summary="Effective font size not in the standard of its kind.",
        severity=Severity.WARNING,
        colour=Colour.PINK,
        source="Typographic standard of the profile",
        formats=("docx",),
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        return report_deviations(self.info, context, "size")
