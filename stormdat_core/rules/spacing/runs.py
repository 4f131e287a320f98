"""What the spacing rules share: which text they look at."""

from collections.abc import Iterator

from stormdat_core.model import APART, Block, BlockKind, Document
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.typography.kinds import exempt


def judged_blocks(document: Document, context: RuleContext) -> Iterator[Block]:
    """Yield the blocks whose spacing somebody chose: not generated lists, code, or what stands apart."""
    exemption = context.profile.typography.exempt
    for block in document.blocks:
        if block.kind is not BlockKind.CONTENTS and block.kind not in APART and not exempt(block, exemption):
            yield block
