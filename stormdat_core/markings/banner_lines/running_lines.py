"""Where a document of any format shows its running lines: headers and footers, or the first and last lines.

Formats without headers have edges instead: the first and the last cell of a sheet, any line of a slide or of
what its layout draws, the first and last lines of a page, the two ends of a text.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from stormdat_core.model import APART, Block, BlockKind, Document

_RUNNING = (BlockKind.HEADER, BlockKind.FOOTER)
_PAGE_EDGE = 2
"""Lines at either end of a page that may be running lines."""


def running_blocks(document: Document) -> Iterator[Block]:
    """Yield the headers and footers that some page shows."""
    return (block for block in document.blocks if block.kind in _RUNNING)


def edge_blocks(document: Document) -> Iterator[Block]:
    """Yield the blocks that stand in for headers and footers, in document order, each once."""
    if document.format == "docx":
        return iter(())
    shown = [
        block for block in document.blocks if block.kind not in (*APART, *_RUNNING) and block.text.strip()
    ]
    match document.format:
        case "pptx":
            return (block for block in shown if not (block.where.note or "").startswith("notes"))
        case "xlsx":
            return _ends(shown, lambda block: block.where.sheet, 1)
        case "pdf":
            return _ends(shown, lambda block: block.where.page, _PAGE_EDGE)
    return _ends(shown, lambda _: None, 1)


def _ends(blocks: Iterable[Block], place: Callable[[Block], object], most: int) -> Iterator[Block]:
    """Yield the first and the last blocks of each run of blocks that share a place."""
    for _, group in groupby(blocks, key=place):
        same = list(group)
        yield from same if len(same) <= 2 * most else (*same[:most], *same[-most:])
