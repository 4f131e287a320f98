"""Table without a caption, or caption numbers out of order.

What it does
    In a document that numbers its captions, reports a caption number that stands twice or comes after a
    higher one, and a table that has no caption before or behind it although other tables have.
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

from stormdat_core.model import Block, BlockKind, Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo

_CAPTION = re.compile(r"\s*(Table|Figure)\s+([A-Z]?[\d.\-–]*\d)", re.IGNORECASE)
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
        last: dict[str, tuple[int, ...]] = {}
        seen: set[tuple[str, str]] = set()
        for block, kind, number in _captions(document):
            value = tuple(int(part) for part in _NUMBERS.findall(number))
            where = block.locate(0, len(block.text))
            if (kind, number) in seen:
                yield context.finding(self.info, where, f"{kind} {number} stands twice. Number it anew.")
            elif value < last.get(kind, ()):
                message = f"{kind} {number} comes after a higher number. Number the captions in order."
                yield context.finding(self.info, where, message)
            seen.add((kind, number))
            last[kind] = max(value, last.get(kind, ()))

    def _missing(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        if not any(kind == "Table" for _, kind, _ in _captions(document)):
            return
        for first, last in _tables(document):
            around = [
                *_next(document, range(first - 1, -1, -1)),
                *_next(document, range(last + 1, len(document.blocks))),
            ]
            if not any(_CAPTION.match(block.text) for block in around):
                block = document.blocks[first]
                message = "This table has no caption. Give it one."
                yield context.finding(self.info, block.locate(0, len(block.text)), message)


def _next(document: Document, indexes: range) -> Iterator[Block]:
    """Yield the first block that holds text."""
    return islice((document.blocks[at] for at in indexes if not document.blocks[at].is_blank), 1)


def _captions(document: Document) -> Iterator[tuple[Block, str, str]]:
    for block in document.blocks:
        match = _CAPTION.match(block.text) if block.kind is BlockKind.CAPTION else None
        if match:
            yield block, match[1].capitalize(), match[2]


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
