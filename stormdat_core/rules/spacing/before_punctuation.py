"""Space before punctuation.

What it does
    Reports spaces before a comma, full stop, semicolon, colon, question or exclamation mark or closing
    bracket, and spaces behind an opening bracket. An ellipsis, a decimal point, a ratio and French are left
    alone.
Why it matters
    The mark can end up alone at the beginning of a line.
Example
    Bad:  The test ( run 3 ) passed .
    Good: The test (run 3) passed.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.language import keeps_space
from stormdat_core.rules.spacing.runs import judged_blocks
from stormdat_core.rules.wording import corrected, wording_of

_SPACES = re.compile(r"(?<=[\w)\]”’\"']) +(?=[,;?!)](?!\w)|[.:](?![\w.]))|(?<=\() +(?=\S)")


class BeforePunctuation:
    info: ClassVar = RuleInfo(
        id="SPC-BEFORE-PUNCT",
        name="space-before-punctuation",
        title="Space before punctuation",
        summary="Space before punctuation or behind an opening bracket.",
        severity=Severity.INFO,
        colour=Colour.RED,
        source="House style: punctuation follows its word",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        wording = wording_of(context)
        for block in judged_blocks(document, context):
            for match in _SPACES.finditer(block.text):
                if keeps_space(block, *match.span()):
                    continue
                where = block.locate(*match.span())
                after = block.text[match.end()]
                beside = f"before “{after}”" if block.text[match.start() - 1] != "(" else "behind “(”"
                fix = corrected(where, "", wording.spaced(where))
                yield context.finding(self.info, where, f"A space {beside}. Delete it.", fix=fix)
