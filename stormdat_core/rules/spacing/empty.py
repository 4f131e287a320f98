"""Empty paragraphs used as spacing.

What it does
    Reports where empty paragraphs stand between two paragraphs, all of a document in one finding. Cover
    and titles are left alone.
Why it matters
    The distance belongs in the style; empty lines end up at the top of pages when text moves.
Example
    Bad:  A heading pushed down by three empty paragraphs.
    Good: A heading whose style sets the space above it.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from stormdat_core.model import Block, Certainty, Colour, Document, Finding, Role, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.runs import judged_blocks
from stormdat_core.rules.together import Place, one_finding

_JUDGED = (Role.BODY, Role.CODE)


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
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        apart = [b for b in judged_blocks(context) if b.gap and b.role in _JUDGED]
        if apart:
            places = [Place(block.locate(0, 0)) for block in apart]
            yield one_finding(self.info, context, places, _message(apart), "also before this one")


def _message(apart: Sequence[Block]) -> str:
    count = sum(block.gap for block in apart)
    empty = "An empty paragraph" if count == 1 else f"{count:,} empty paragraphs"
    where = "before this one" if len(apart) == 1 else f"in {len(apart):,} places, the first before this one"
    return f"{empty} {where}. Delete, and set the space in the style."
