"""Font off the standard.

What it does
    Compares the font that takes effect (from the text itself, its styles, the theme or the defaults)
    with the families the profile accepts for this kind of text.
    One font given by hand in many places is one finding, which colours and mends them all. Text without a
    letter or digit, such as a box to tick, is not judged; styles tell titles, covers and captions.
Why it matters
    A house has one text font; a paragraph pasted from elsewhere shows.
Example
    Bad:  A sentence in Courier New in a report set in Arial.
    Good: The same sentence in Arial.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.typography.report import report_deviations


class Font:
    info: ClassVar = RuleInfo(
        id="TYP-FONT",
        fixes=True,
        name="font",
        title="Font off the standard",
        summary="Effective font family not in the standard of its kind.",
        severity=Severity.WARNING,
        colour=Colour.PINK,
        source="Typographic standard of the profile",
        formats=("docx",),
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        return report_deviations(self.info, context, "font")
