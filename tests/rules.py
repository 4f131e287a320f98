"""Documents for our own rule tests, from what is shipped for those of plug-ins."""

from stormdat_core import testing
from stormdat_core.model import BlockKind, Document
from stormdat_core.testing import document, found
from stormdat_core.testing.documents import ARIAL

__all__ = ["ARIAL", "document", "found", "marked"]


def marked(
    *paragraphs: str, kind: BlockKind = BlockKind.PARAGRAPH
) -> tuple[Document, list[tuple[int, str, int]]]:
    """Strip « » and return the document with (block, text, start) of what stood between them."""
    made = testing.marked(*paragraphs, kind=kind)
    return made.document, [tuple(fault) for fault in made.faults]
