"""Ordinary space where a no-break space is wanted.

What it does
    Reports an ordinary space between a number and its unit, behind a section sign, and between a word such
    as Figure, Table or Section and its number, all of a document in one finding. Code is left alone.
Why it matters
    A line can break there, and "5" ends one line while "km" begins the next.
Example
    Bad:  See § 4 for the 5 km range.
    Good: See § 4 for the 5 km range, with no-break spaces behind the sign and the number.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.runs import judged_blocks, mended
from stormdat_core.rules.together import one_finding

_UNITS = (
    "mm|cm|m|km|nm|in|ft|mi|mg|g|kg|lb|ms|s|min|h|Hz|kHz|MHz|GHz|V|kV|mV|A|mA|W|kW|MW|dB|dBm|Pa|kPa|psi|"
    "kB|MB|GB|TB|°C|°F|K|%"
)
_SPACE = re.compile(
    rf"(?<=\d) (?=(?:{_UNITS})(?![\w/]))"
    r"|(?<=§) (?=\d)|(?<=\bFigure) (?=\d)|(?<=\bSection) (?=\d)|(?<=\bTable) (?=\d)"
)


class NoBreak:
    info: ClassVar = RuleInfo(
        id="SPC-NBSP",
        fixes=True,
        name="no-break-space",
        title="No-break space wanted",
        summary="Ordinary space where a no-break space is wanted.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        source="House style: a number stays with its unit",
        on=False,
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        places = [
            mended(context, block.locate(*match.span()), "\u00a0")
            for block in judged_blocks(context)
            for match in _SPACE.finditer(block.text)
        ]
        if places:
            yield one_finding(self.info, context, places, _message(len(places)), "also here")


def _message(count: int) -> str:
    what = (
        "A line can break at this space."
        if count == 1
        else f"A line can break at {count:,} spaces like this."
    )
    return f"{what} Make it a no-break space (Ctrl+Shift+Space)."
