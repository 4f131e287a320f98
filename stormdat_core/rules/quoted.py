"""Text that the author has taken over from a publication and cannot edit.

Three kinds: a column of a workbook or a table that its header calls excerpts, beside a column that names
their sources; a column whose header names its source or its collection; and statements of a catalogue of
controls, as a security plan repeats them. What is defined there was defined by somebody else, for another
reader.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.rules.base import RuleContext

_SOURCE = re.compile(r"\(\s*(?:(?:quoted|taken|copied|text) )?(?:from|source:?|see)\s", re.IGNORECASE)
"""A column whose header names where its text comes from: Description (From NIST SP 800-53)."""
_COLLECTION = re.compile(
    r"\s*(?:[A-Z]{2,6} ?'?\d{2,4} |[A-Z]+ )?(?:question (?:bank|pool|library)|"
    r"(?:security |privacy |baseline )?controls? (?:names?|titles?))(?: \([^()]*\))?:?\s*",
    re.IGNORECASE,
)
"""A column whose header names the collection that its entries come from: FY24 question bank, Control Name."""
_SOURCES = re.compile(
    r"\s*(?:(?:authoritative|cited|legal|original)\s+)?(?:references?|sources?|publications?|authorit(?:y|ies)|"
    r"standards?|laws?|regulations?|documents?)(?:\s+(?:title|name|section|number|id))?:?\s*",
    re.IGNORECASE,
)
_EXCERPTS = re.compile(
    r"\s*(?:citations?|quotations?|quotes?|excerpts?|extracts?|passages?|verbatim(?:\s+text)?|"
    r"(?:source|original|reference|quoted|cited)\s+(?:text|wording|language)):?\s*",
    re.IGNORECASE,
)
_HEADER_ROWS = 10
_LONGEST_HEADER = 160
_LONG = 80
"""Characters of a cell that is an excerpt and no short label."""
_FEWEST_LONG = 2
_PARAMETER = re.compile(r"(?<!['\"“‘])\[(?:[A-Z]\w+ )?(?:Assignment|Selection)(?: \([^()\[\]]{1,40}\))?:")
"""What a catalogue leaves to the organization: [Assignment: time], [Selection (one or more): a; b]."""
_NUMBER = r"\b[A-Z]{2}-\d{1,2}(?:\s?\(\d{1,2}\))*"
_CONTROL = re.compile(rf"\s*{_NUMBER}(?![\w-])|.{{0,120}}{_NUMBER}\)?\s*$")
"""The heading of a control: AC-2 (4) Automated Audit, Audit Events (AU-2)."""
_STATES = re.compile(r"\s*The (?:organization|information system)\b")
_LETTERED = re.compile(r"\(?(?:[a-z]|\d{1,2})[.)]+")
_LETTER_TYPED = re.compile(r"\s*\(?[a-z][.)]\s+\S")
_REMARK = re.compile(r"\s*(?:\*|(?:[\w-]+ )?(?:Guidance|Requirement|Note)s?(?: \d+)?:)", re.IGNORECASE)
"""What the publisher of a template, or the author, adds to a statement."""
_LABEL = re.compile(r"\s*[A-Z]{2}-\d")
_LINES = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


class Quoted:
    """Tells which blocks are quoted. Made once for a document."""

    def __init__(self, document: Document) -> None:
        self._excerpts = frozenset(_excerpts(document.blocks))
        self._columns = self._excerpts.union(_named_columns(document.blocks))
        self._statements = frozenset(_statements(document.blocks))

    def holds(self, block: Block) -> bool:
        """Return whether a block is quoted."""
        return block.index in self._statements or self.is_in_column(block)

    def is_excerpt(self, block: Block) -> bool:
        """Return whether a block is an excerpt beside which its source stands."""
        return block.kind is BlockKind.CELL and _column(block) in self._excerpts

    def is_in_column(self, block: Block) -> bool:
        """Return whether a block is a cell of a quoted column: its readers are told where it is from."""
        return block.kind is BlockKind.CELL and _column(block) in self._columns


def quoted(context: RuleContext) -> Quoted:
    """Return what tells the quoted text of a document, made once for all rules."""
    return context.shared(_made)


def _made(context: RuleContext) -> Quoted:
    return Quoted(context.document)


def _column(block: Block) -> tuple[str | None, int | None, int | None]:
    return block.where.sheet, block.where.table, block.where.column


def _named_columns(blocks: Sequence[Block]) -> Iterator[Hashable]:
    """Yield the columns of workbooks whose header names a source."""
    for block in blocks:
        if block.where.sheet is not None and _is_head(block) and _names_source(block.text):
            yield _column(block)


def _names_source(head: str) -> bool:
    return _SOURCE.search(head) is not None or _COLLECTION.fullmatch(head) is not None


def _excerpts(blocks: Sequence[Block]) -> Iterator[Hashable]:
    """Yield the columns of excerpts that stand beside their sources."""
    heads = [block for block in blocks if block.kind is BlockKind.CELL and _is_head(block)]
    beside = {_column(one) for pair in pairwise(heads) if (one := _of_excerpts(*pair)) is not None}
    yield from (column for column in beside if _is_long(blocks, column))


def _is_head(block: Block) -> bool:
    last = _HEADER_ROWS if block.where.sheet is not None else 1
    return (block.where.row or 0) <= last and len(block.text) <= _LONGEST_HEADER


def _of_excerpts(left: Block, right: Block) -> Block | None:
    """Return which of two heads side by side heads excerpts, if the other heads their sources."""
    one, other = left.where, right.where
    if (one.sheet, one.table, one.row) != (other.sheet, other.table, other.row):
        return None
    for sources, excerpts in ((left, right), (right, left)):
        if _SOURCES.fullmatch(sources.text) and _EXCERPTS.fullmatch(excerpts.text):
            return excerpts
    return None


def _is_long(blocks: Sequence[Block], column: Hashable) -> bool:
    long = sum(
        len(block.text) >= _LONG and block.kind is BlockKind.CELL and _column(block) == column
        for block in blocks
    )
    return long >= _FEWEST_LONG


def _statements(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the indexes of the blocks that state a control in the words of its catalogue."""
    section = _Section(control=False)
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            section = _Section(control=_CONTROL.match(block.text) is not None)
        elif block.text and (section.states(block) or _has_parameter(block.text)):
            yield block.index


def _has_parameter(text: str) -> bool:
    return "[" in text and _PARAMETER.search(text) is not None and not _REMARK.match(text)


class _Section:
    """Follows the statement that stands first below the heading of a control, to where other text begins."""

    def __init__(self, *, control: bool) -> None:
        self._may_open = control
        self._goes_on = False

    def states(self, block: Block) -> bool:
        """Return whether the next block of the section belongs to the statement."""
        if not (self._may_open or self._goes_on) or block.text.isspace():
            return False
        line = block.kind in _LINES and block.where.table is None
        first, self._may_open = self._may_open, False
        if not line:
            self._goes_on = False
        elif first and (_STATES.match(block.text) or _is_lettered(block)):
            self._goes_on = True
            return True
        elif self._goes_on and _is_lettered(block):
            return True
        elif not (_REMARK.match(block.text) or _LABEL.match(block.text) or _PARAMETER.search(block.text)):
            self._goes_on = False
        return False


def _is_lettered(block: Block) -> bool:
    return bool(_LETTERED.fullmatch(block.number) or _LETTER_TYPED.match(block.text[:20]))
