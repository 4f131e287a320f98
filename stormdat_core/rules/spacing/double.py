"""Two or more spaces inside a sentence.

What it does
    Reports a run of spaces between two words; a run of any length is one finding. Indentation, padding in
    tables, code and the end of a paragraph are left alone. With `two-spaces-after-sentence` in the profile,
    two spaces after `.` `?` `!` or `:` are accepted.
Why it matters
    It shifts justified text and survives every copy and paste.
Example
    Bad:  The  test is complete.
    Good: The test is complete.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Block, BlockKind, Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.runs import judged_blocks
from stormdat_core.rules.wording import corrected, wording_of

_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_SENTENCE_END = frozenset(".?!:")
_CLOSERS = "\"'”’)]"
_PADDING = 3
"""Spaces in a cell from which on they line things up."""


class DoubleSpace:
    info: ClassVar = RuleInfo(
        id="SPC-DOUBLE",
        name="double-space",
        title="Too many spaces",
        summary="Two or more spaces inside a sentence.",
        severity=Severity.INFO,
        colour=Colour.RED,
        source="House style: one space between words and sentences",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        spacing = context.profile.spacing
        wording = wording_of(context)
        for block in judged_blocks(document, context):
            if "  " not in block.text:
                continue
            for match in _SPACES.finditer(block.text):
                if _padding(block, match) or (spacing.two_spaces_after_sentence and _after_sentence(match)):
                    continue
                where = block.locate(*match.span())
                message = f"{_count(match)} spaces instead of one. Delete {_surplus(match)}."
                fix = corrected(where, " ", wording.spaced(where))
                yield context.finding(self.info, where, message, fix=fix)


def _padding(block: Block, match: re.Match[str]) -> bool:
    return block.kind is BlockKind.CELL and match.end() - match.start() >= _PADDING


def _after_sentence(match: re.Match[str]) -> bool:
    """Return True for exactly two spaces behind a sentence end, quotes and brackets passed over."""
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip(_CLOSERS)
    return match.end() - match.start() == 2 and before[-1:] in _SENTENCE_END


def _count(match: re.Match[str]) -> str:
    number = match.end() - match.start()
    return "Two" if number == 2 else f"{number:,}"


def _surplus(match: re.Match[str]) -> str:
    return "one" if match.end() - match.start() == 2 else "all but one"
