"""Text with a line through it is taken back: what is wrong in it is not to be mended.

Markings are judged all the same: who reads the page sees them.
"""

from collections.abc import Iterator

from stormdat_core.acronyms.text.spans import NOWHERE, Spans
from stormdat_core.model import Block, Document, Finding, Location

_JUDGED = "MRK-"


class Struck:
    """Tells what of a document is struck through. Made once for a document."""

    def __init__(self, document: Document) -> None:
        self._spans = {block.index: Spans(_spans(block)) for block in document.blocks if _holds_struck(block)}

    def holds(self, finding: Finding) -> bool:
        """Return whether every place of a finding is struck through."""
        if not self._spans or finding.rule.startswith(_JUDGED):
            return False
        marked = (each.where for each in finding.evidence if each.marked)
        return self._is_struck(finding.where) and all(map(self._is_struck, marked))

    def _is_struck(self, where: Location) -> bool:
        spans = self._spans.get(where.block, NOWHERE)
        return where.end > where.start and spans.covers(where.start, where.end)


def _holds_struck(block: Block) -> bool:
    for run in block.runs:  # noqa: SIM110 - asked of every block: a generator costs more than the answer
        if run.format.struck:
            return True
    return False


def _spans(block: Block) -> Iterator[tuple[int, int]]:
    """Yield the struck stretches, those beside each other as one."""
    at, start = 0, -1
    for run in block.runs:
        if run.format.struck and start < 0:
            start = at
        elif not run.format.struck and start >= 0:
            yield start, at
            start = -1
        at += len(run.text)
    if start >= 0:
        yield start, at
