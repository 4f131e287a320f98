"""Table without a caption, or caption numbers out of order.

What it does
    In a document that numbers its captions, reports a caption number that stands twice or comes after a
    higher one, and, in one finding, the tables that have no caption before or behind them while others have.
Why it matters
    References to "Table 4" must lead to one table.
Example
    Bad:  Table 1, Table 3, Table 3.
    Good: Table 1, Table 2, Table 3.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from stormdat_core.model import Block, BlockKind, Colour, Document, Finding, Role, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.together import Place, one_finding

_CAPTION = re.compile(r"\s*(Table|Figure)\s+(([A-Z]{0,3})[\d.\-–‑—]*\d)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


class Caption:
    info: ClassVar = RuleInfo(
        id="TYP-CAPTION",
        name="captions",
        title="Caption missing or out of order",
        summary="Table without a caption, or caption numbers doubled or out of order.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        source="House style: numbered captions",
        scope="document",
        formats=("docx",),
        on=False,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        yield from self._numbers(document, context)
        yield from self._missing(document, context)

    def _numbers(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        last: dict[tuple[str, str], tuple[int, ...]] = {}
        seen: set[tuple[str, str]] = set()
        for block, kind, number, letters in _captions(document):
            series = kind, letters  # an appendix counts for itself: Table A-1 may follow Table 7
            value = tuple(int(part) for part in _NUMBERS.findall(number))
            where = block.locate(0, len(block.text))
            if (kind, number) in seen:
                yield context.finding(self.info, where, f"{kind} {number} stands twice. Number it anew.")
            elif value < last.get(series, ()):
                message = f"{kind} {number} comes after a higher number. Number the captions in order."
                yield context.finding(self.info, where, message)
            seen.add((kind, number))
            last[series] = max(value, last.get(series, ()))

    def _missing(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        if not any(kind == "Table" for _, kind, _, _ in _captions(document)):
            return
        bare = [
            document.blocks[first]
            for first, last in _tables(document)
            if not _captioned(document, first, last)
        ]
        if bare:
            places = [Place(block.locate(0, len(block.text))) for block in bare]
            several = f"{len(bare):,} tables, the first of them here, have no caption. Give each one."
            message = "This table has no caption. Give it one." if len(bare) == 1 else several
            yield one_finding(self.info, context, places, message, "nor has this one")


def _captioned(document: Document, first: int, last: int) -> bool:
    """Return True for a cover and for a table with a caption before or behind it."""
    before, behind = range(first - 1, -1, -1), range(last + 1, len(document.blocks))
    around = [*_next(document, before), *_next(document, behind)]
    return document.blocks[first].role is Role.COVER or any(_CAPTION.match(block.text) for block in around)


def _next(document: Document, indexes: range) -> Iterator[Block]:
    """Yield the first block that holds text."""
    return islice((document.blocks[at] for at in indexes if not document.blocks[at].is_blank), 1)


def _captions(document: Document) -> Iterator[tuple[Block, str, str, str]]:
    """Yield captions with their word, their number and the letters that begin it."""
    for block in document.blocks:
        match = _CAPTION.match(block.text) if block.kind is BlockKind.CAPTION else None
        if match:
            yield block, match[1].capitalize(), match[2], match[3].upper()


def _tables(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the indexes of the first and last block of each table."""
    first: int | None = None
    number: int | None = None
    for block in document.blocks:
        table = block.where.table if block.kind is BlockKind.CELL else None
        if table != number:
            if first is not None and number is not None:
                yield first, block.index - 1
            first, number = block.index, table
    if first is not None and number is not None:
        yield first, len(document.blocks) - 1
