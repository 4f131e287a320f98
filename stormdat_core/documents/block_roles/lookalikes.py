"""What a block is to a reader though no style says so: a caption, a separator, the head of a column."""

import re
from functools import lru_cache

from stormdat_core.model import Block, BlockKind

_CAPTION_STYLE = re.compile(r"\b(?:table|figure)s? titles?\b|\bcaptions?\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\s*(?:Table|Figure|Fig\.|Exhibit|Chart|Listing|Diagram|Illustration|Plate)"
    r"(?:\s+[A-Z]{1,3}[-–‑.]?|\s*)\d+(?:[-–‑—.]\d+)*[a-z]?(?P<after>\s*[.:–—-]\s*|\s+|$)"
)
_LONGEST_CAPTION = 200
_SEPARATOR = re.compile(r"[\s\-=_*~#.•·–—+|]{3,}")
_LONGEST_HEAD = 80


def caption_number_end(text: str) -> int:
    """Return where the title of a caption begins, behind its word and number; 0 for what is no caption.

    "Table 3-1. Loads" and "Figure 2 Data flow" are captions, "Table 3 shows the loads." is a sentence.
    """
    match = _LABEL.match(text) if len(text) <= _LONGEST_CAPTION else None
    if match is None:
        return 0
    title = text[match.end() :]
    bare = not match["after"].strip()
    # Behind a bare number a small letter begins a sentence, unless the word is a name such as "cFS".
    return 0 if bare and title[:1].islower() and title.split(None, 1)[0].islower() else match.end()


def is_caption(block: Block) -> bool:
    """Return True for a caption by kind, by style or by shape."""
    if block.kind is BlockKind.CAPTION:
        return True
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.TEXT_BOX):
        return False
    return _is_for_captions(block.style) or caption_number_end(block.text) > 0


@lru_cache(maxsize=1 << 10)
def _is_for_captions(style: str) -> bool:
    return _CAPTION_STYLE.search(style) is not None


def is_separator(text: str) -> bool:
    """Return True for a line that only divides: "-----", "* * *", "= = =", dots."""
    return _SEPARATOR.fullmatch(text) is not None and bool(text.strip())


def is_column_heading(block: Block) -> bool:
    """Return True for a cell that heads a column or the rows of a table: its first row, or wholly bold."""
    if block.kind is not BlockKind.CELL or len(block.text) > _LONGEST_HEAD:
        return False
    lettered = [run.format.bold for run in block.runs if run.text.strip()]
    return block.where.row == 1 or (bool(lettered) and all(lettered))
