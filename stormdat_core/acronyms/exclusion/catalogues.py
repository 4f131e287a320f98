"""Places where two letters name a part of a catalogue: the AC family, CM mechanisms in the row of CM-8."""

import re
from collections.abc import Hashable, Iterable, Set

from stormdat_core.acronyms.gathering.entries import Use
from stormdat_core.acronyms.text.units import Unit
from stormdat_core.model import Block, BlockKind

_IDENTIFIER = re.compile(r"\s*([A-Z]{2})-\d")
_PART_AFTER = re.compile(r" (?:control )?(?:famil(?:y|ies)|controls?|categor(?:y|ies)|series|class)\b")
_NUMBER_AFTER = re.compile(r"- ?\n? ?\d")
"""What goes on as an identifier that its line breaks: AC-, and 3 in the next."""
_FAMILY_BEFORE = re.compile(r"\b(?:famil(?:y|ies)|categor(?:y|ies)|prefix(?:es)?)[:( ]+$")
_BEFORE = 24


def numbered_rows(read: Iterable[Unit]) -> Set[tuple[Hashable, str]]:
    """Return the rows of tables in which a cell opens with an identifier, each with its two letters."""
    cells = (unit.block for unit in read if unit.block.kind is BlockKind.CELL)
    found = ((_row(block), _IDENTIFIER.match(block.text)) for block in cells if "-" in block.text[:8])
    return frozenset((row, match[1]) for row, match in found if match)


def is_of_catalogue(block: Block, use: Use, form: str, rows: Set[tuple[Hashable, str]]) -> bool:
    """Return whether a use of a prefix names its part of the catalogue.

    Args:
        block: where it stands.
        use: its place.
        form: the two letters.
        rows: as `numbered_rows` gives them.
    """
    if _PART_AFTER.match(block.text, use.end) or block.text.strip() == form:
        return True
    if _NUMBER_AFTER.match(block.text, use.end):
        return True
    if block.kind is BlockKind.HEADING and block.text.rstrip().endswith(f"({form})"):
        return True
    if _FAMILY_BEFORE.search(block.text, max(0, use.start - _BEFORE), use.start):
        return True
    return block.kind is BlockKind.CELL and (_row(block), form) in rows


def _row(block: Block) -> Hashable:
    where = block.where
    return where.sheet, where.table, where.row
