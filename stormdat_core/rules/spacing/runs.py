"""What the spacing rules share: which text they look at."""

from collections.abc import Iterator

from stormdat_core.model import APART, Block, BlockKind, Location, Role
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.together import Place
from stormdat_core.rules.typography.kinds import exempt
from stormdat_core.rules.wording import wording_of


def judged_blocks(context: RuleContext) -> tuple[Block, ...]:
    """Return the blocks whose spacing somebody chose: not generated lists, code, or what stands apart."""
    return context.shared(_judged_blocks)


def _judged_blocks(context: RuleContext) -> tuple[Block, ...]:
    return tuple(_chosen(context))


def _chosen(context: RuleContext) -> Iterator[Block]:
    exemption = context.profile.typography.exempt
    for block in context.document.blocks:
        if block.kind is BlockKind.CONTENTS or block.kind in APART or block.role is Role.CODE:
            continue
        if not exempt(block, exemption):
            yield block


def mended(context: RuleContext, where: Location, replacement: str) -> Place:
    """Return a place of spaces with what belongs there instead; why not, where the spaces mean something."""
    return Place(where, corrected(where, replacement, wording_of(context).spaced(where)))
