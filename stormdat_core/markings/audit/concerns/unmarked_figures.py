"""Pictures, charts and diagrams: each needs a mark on it or beside it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, also, whole
from stormdat_core.markings.banner_lines import banners_in
from stormdat_core.markings.portion_marks import is_drawn
from stormdat_core.model import APART, Block, BlockKind

_BESIDE = 2
"""Blocks before and behind a picture that count as beside it."""
_ORNAMENT = re.compile(r"\b(?:logo|seal|crest|emblem|signature|icon|decorative|banner)\b", re.IGNORECASE)
_CAPTION = re.compile(
    r"^\W*(?:\([^()]*\)\s*)?(?:Figure|Fig\.|Chart|Photo|Picture|Image|Diagram)\b", re.IGNORECASE
)
_MARK = re.compile(r"\s*\((?:TS|S|C|U|CUI)(?://[^()\n]+)?\)")
_CLOSE = (BlockKind.CAPTION, BlockKind.CELL, BlockKind.TEXT_BOX)
_NO_PICTURES = ("equation", "ruby text")
"""What alternative texts are called that belong to no picture."""
_UNSEEN = frozenset((*APART, BlockKind.HEADER, BlockKind.FOOTER))


def unmarked_figures(audit: Audit) -> Faults:
    """Yield pictures with no marked line beside them, and charts and diagrams none of whose texts is marked.

    A picture is known by its alternative text; one without it leaves no trace in the text of a document.
    """
    if not audit.portions_due:
        return
    marked = {portion.block.index for portion in audit.found.portions.marked}
    blocks = audit.document.blocks
    for block in blocks:
        if _is_picture(block) and not _marked_beside(block, blocks, marked, audit):
            text = "This picture carries no mark, and no line beside it does."
            yield Fault("MRK-PORTION-FIGURE", whole(block), text)
    for drawn in _drawings(blocks):
        if not any(block.index in marked or _says(block, audit) for block in drawn):
            text = f"No text of this {drawn[0].where.note} carries a mark."
            evidence = also(map(whole, drawn[1:]), "unmarked")
            yield Fault("MRK-PORTION-FIGURE", whole(drawn[0]), text, evidence=evidence)


def _is_picture(block: Block) -> bool:
    if block.kind is not BlockKind.ALTERNATIVE_TEXT or _ORNAMENT.search(block.text):
        return False
    note = block.where.note or ""
    if note.endswith(_NO_PICTURES):
        return False
    return "header" not in note and "footer" not in note and "Master" not in block.where.part


def _marked_beside(picture: Block, blocks: Sequence[Block], marked: set[int], audit: Audit) -> bool:
    return _says(picture, audit) or any(
        (block.index in marked and _belongs(block)) or _says_in_full(block, audit)
        for block in _beside(picture.index, blocks)
    )


def _belongs(block: Block) -> bool:
    """Return True for a caption, a label, or a cell or box beside the picture: not for running text."""
    return block.kind in _CLOSE or bool(_CAPTION.search(block.text))


def _beside(at: int, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the shown blocks next to a place, before and behind it."""
    for indexes in (range(at - 1, max(-1, at - 12), -1), range(at + 1, min(len(blocks), at + 12))):
        near = (blocks[at] for at in indexes if blocks[at].kind not in _UNSEEN and not blocks[at].is_blank)
        yield from (block for block, _ in zip(near, range(_BESIDE), strict=False))


def _says(block: Block, audit: Audit) -> bool:
    """Return True for a text that begins with a portion mark, or a line that is a marking in full words."""
    return bool(_MARK.match(block.text)) or _says_in_full(block, audit)


def _says_in_full(block: Block, audit: Audit) -> bool:
    return any(not banner.weak for banner in banners_in(block, audit.scheme))


def _drawings(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    drawn = (block for block in blocks if is_drawn(block) and block.kind not in APART)
    for _, texts in groupby(drawn, key=lambda block: (block.where.part, block.where.slide)):
        yield list(texts)
