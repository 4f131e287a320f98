"""Words near an undefined acronym that begin with its letters: the head of its column, the lead of a list."""

import re
from collections.abc import Iterator
from itertools import islice

from stormdat_core.acronyms.forms import word_lists
from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.acronyms.gathering.explained import is_named, spelling
from stormdat_core.model import Block, BlockKind, Document

_ROWS_BACK = 400
"""Blocks before a cell among which the heads of its table are looked for."""
_LINES = 4
"""Paragraphs before a line in which what leads up to it stands."""
_CELLS = 8
"""Cells on either side of one in its row."""
_HEAD = 60
"""Characters of the head of a column."""
_LONGEST = 400
"""Characters of a text nearby that are looked at."""
_HEADS, _LOOKED_AT = 60, 5
"""Heads of a table, and uses of an acronym, that are looked at."""
_LEADS = re.compile(r"\b(?:below|following|as follows)\b", re.IGNORECASE)
"""What leads up to a list: below are the points of contact."""
_PLURAL = re.compile(r"^(\w+[^\Ws])s (?=(?:of|for|in|to) )")


def is_sample(document: Document, entry: AcronymEntry, uses: tuple[Use, ...]) -> bool:
    """Return whether an acronym only fills cells below a head that spells it out, as a sample does."""
    return all(_is_value(document, use) for use in uses) and any(
        spelling(head.text[:_LONGEST], singular(entry.name))
        for use in uses[:_LOOKED_AT]
        for head in _heads(document, use)
    )


def spelt_near(document: Document, entry: AcronymEntry, use: Use) -> str:
    """Return the words near a use that an acronym may stand for, in the singular where that is plain.

    Looked at are its own text, the heads of its table, the cells of its row, and what leads up to it.
    """
    short = singular(entry.name)
    block = document.blocks[use.block]
    own = spelling(block.text[max(0, use.start - _LONGEST) : use.end + _LONGEST], short)
    if is_named(own):
        return _PLURAL.sub(r"\1 ", own)
    if block.kind is BlockKind.CELL:
        heads = (
            spelling(head.text[:_LONGEST], short) for head in islice(_table_heads(document, use), _HEADS)
        )
        beside = filter(is_named, (spelling(cell.text[:_LONGEST], short) for cell in _row(document, use)))
        found = next(filter(None, (*heads, *beside)), "")
    else:
        lines = (
            (line.text[-_LONGEST:], spelling(line.text[-_LONGEST:], short)) for line in _lead(document, use)
        )
        found = next((said for text, said in lines if is_named(said) or (said and _LEADS.search(text))), "")
    return _PLURAL.sub(r"\1 ", found)


def is_grade(document: Document, use: Use) -> bool:
    """Return whether a use shortens a grade in the head of a column beside those of the others: MOD, HIGH."""
    block = document.blocks[use.block]
    form = block.text[use.start : use.end]
    if block.kind is not BlockKind.CELL or form not in word_lists.suppressed("grades", "short"):
        return False
    if len(block.text) > _HEAD:
        return False
    ends = word_lists.suppressed("grades", "words")
    return any(not ends.isdisjoint(cell.text.upper().split()) for cell in _row(document, use))


def _is_value(document: Document, use: Use) -> bool:
    block = document.blocks[use.block]
    return block.kind is BlockKind.CELL and block.text.strip() == block.text[use.start : use.end]


def _heads(document: Document, use: Use) -> Iterator[Block]:
    """Yield the heads of the column that a cell stands in."""
    column = document.blocks[use.block].where.column
    return (head for head in _table_heads(document, use) if head.where.column == column)


def _table_heads(document: Document, use: Use) -> Iterator[Block]:
    """Yield the heads of the table that a cell stands in."""
    here = document.blocks[use.block].where
    before = document.blocks[max(0, use.block - _ROWS_BACK) : use.block]
    for block in before:
        where = block.where
        if where.row == 1 and (where.sheet, where.table) == (here.sheet, here.table) and here.row != 1:
            yield block


def _row(document: Document, use: Use) -> Iterator[Block]:
    """Yield the other cells of a row."""
    here = document.blocks[use.block].where
    for block in document.blocks[max(0, use.block - _CELLS) : use.block + _CELLS + 1]:
        where = block.where
        if block.index != use.block and (where.sheet, where.table, where.row) == (
            here.sheet,
            here.table,
            here.row,
        ):
            yield block


def _lead(document: Document, use: Use) -> Iterator[Block]:
    """Yield the lines that lead up to a line, the nearest first."""
    before = document.blocks[max(0, use.block - _LINES) : use.block]
    return (block for block in reversed(before) if block.kind is not BlockKind.CELL)
