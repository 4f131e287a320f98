"""Runs of spaces in a document, told apart by why they are there.

Two spaces behind a sentence, a colon or a number are a habit of a typist; two spaces between two words are a
slip; rows of spaces line things up, as in a signature line, a form or a table made of spaces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stormdat_core.documents.block_roles.lookalikes import caption_number_end
from stormdat_core.model import Block, BlockKind, Location, Role

_NO_BREAK = "\u00a0"
_DOUBLE = re.compile(r"(?<=\S)(?: {2,}| \u00a0|\u00a0 )(?=\S)")
"""Two spaces are seen too where one of them is a no-break space; two of these are meant, and so are rows."""
_CLOSING = r"(?:[\"'”’)\]\ufffc\u00b9\u00b2\u00b3\u2070-\u2079]|\[\d{1,3}\]){0,3}"
"""What may stand between the end of a sentence and its space: quotes, brackets, the mark of a note."""
_SENTENCE = re.compile(rf"[.?!…]{_CLOSING}$")
_REFERRED = re.compile(r"[.?!…]\[\d{1,3}\]$")
_SINGLE = re.compile(rf"[.?!…:](?:(?<!:){_CLOSING} (?=[A-Z\"“‘(\[])|(?<=:) (?=\S))")
_HEAD = 16
"""Characters before spaces that are looked at for the end of a sentence."""
_LABEL = re.compile(
    r"\s*(?:\(?(?:[A-Z]{1,3}-?)?\d{1,3}(?:[.\-]\d+)*[.)]?|\(?[a-zA-Z][.)]|\(?[ivx]{1,5}[.)]|[•·–—*-]|"
    r"[A-Z]{2}-\d{1,2}[\w().\- ]{0,14})"
)
"""What numbers a line: 1.2, a), (iv), a bullet, AC-6 (7)(a)-1."""
_LONGEST_LABEL = 200
"""Characters of such a label with the spaces before it."""
_MARKS = frozenset("_|☐☑☒□■▢✓[]<>{}=/•·\t")
"""What stands beside spaces that line things up."""
_LINED_UP = 3
"""Spaces from which on they line things up, unless they stand in the middle of a sentence."""
_PROSE = 60
"""Characters of a paragraph that is text."""
_LEADERS = ("....", "___", "----", ". . .", "\t")
_FIELD_BEFORE = re.compile(
    r"\b(?:Page|(?:[Vv]ersion|[Rr]ev(?:ision)?\.?|[Vv]) ?[\w#][\w.#]*|(?:19|20)\d\d|Draft|DRAFT|Final|FINAL)"
    r"[,;]?$"
)
_FIELD_AFTER = re.compile(
    r"(?:[Vv]ersion|[Rr]ev(?:ision)?\b\.?|[Vv]\d|Draft|DRAFT|Date|Page|(?:19|20)\d\d|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d)"
)
"""A running head puts spaces between its fields: a title, its version, its date, the number of the page."""
_EDGES = (BlockKind.HEADER, BlockKind.FOOTER)


class Gap(StrEnum):
    """Why a run of spaces is there."""

    __hash__ = str.__hash__  # as for `BlockKind`

    SENTENCE = "after sentences"
    COLON = "after colons"
    NUMBER = "after numbers"
    DASH = "after dashes"
    SLIP = "slip"
    LINED_UP = "lined up"


@dataclass(frozen=True, slots=True)
class Spaces:
    """A run of two or more spaces between two things."""

    block: Block
    start: int
    end: int
    gap: Gap

    @property
    def where(self) -> Location:
        return self.block.locate(self.start, self.end)

    @property
    def has_no_break(self) -> bool:
        return _NO_BREAK in self.block.text[self.start : self.end]


def spaces_of(block: Block) -> Iterator[Spaces]:
    """Yield the runs of spaces of a block, with why they are there; none on a cover or in code."""
    text = block.text
    if ("  " not in text and _NO_BREAK not in text) or block.role in (Role.COVER, Role.CODE):
        return
    found = [match.span() for match in _DOUBLE.finditer(text)]
    laid_out = _is_laid_out(block, found)
    caption = caption_number_end(text)
    for start, end in found:
        gap = Gap.LINED_UP if laid_out else _gap(block, start, end, caption)
        yield Spaces(block, start, end, gap)


def single_spaces(text: str) -> tuple[int, int]:
    """Return how many sentence ends, and how many colons, have one space behind them."""
    found = _SINGLE.findall(text)
    colons = found.count(": ")
    return len(found) - colons, colons


def _is_laid_out(block: Block, found: list[tuple[int, int]]) -> bool:
    """Return True for a line that is laid out with spaces: leaders, columns, a running head in parts."""
    text = block.text
    if any(map(text.__contains__, _LEADERS)):
        return True
    wide = sum(end - start >= _LINED_UP for start, end in found)
    if block.kind in _EDGES:
        return wide > 0 or "|" in text
    return wide > 1 and len(text) < _PROSE * wide


def _is_label(text: str, end: int) -> bool:
    """Return whether a line up to a place is what numbers it. A label is short: longer lines are not read."""
    begin = text.rfind("\n", max(0, end - _LONGEST_LABEL - 1), end) + 1
    if not begin and end > _LONGEST_LABEL:
        return False
    return _LABEL.fullmatch(text, begin, end) is not None


def _gap(block: Block, start: int, end: int, caption: int) -> Gap:
    text = block.text
    before, after = text[start - 1], text[end]
    head = text[max(0, start - _HEAD) : start]
    if after in _MARKS or (before in _MARKS and not _REFERRED.search(head)):
        return Gap.LINED_UP
    if block.kind in _EDGES and (_FIELD_BEFORE.search(head) or _FIELD_AFTER.match(text, end)):
        return Gap.LINED_UP
    if end - start >= _LINED_UP and not _in_a_sentence(block, start, end):
        return Gap.LINED_UP
    if end == caption or _is_label(text, start):
        return Gap.LINED_UP if _NO_BREAK in text[start:end] else Gap.NUMBER  # as web pages set their lists
    if before == ":":
        return Gap.COLON
    if before in "-–—" and after.isupper():
        return Gap.DASH
    if _SENTENCE.search(head) or (before in ')"”’]' and after.isupper()):
        return Gap.SENTENCE
    return Gap.SLIP


def _in_a_sentence(block: Block, start: int, end: int) -> bool:
    """Return True for spaces between two words of running text."""
    text = block.text
    words = (text[start - 1].isalnum() or text[start - 1] in ",;.)?!") and text[end].isalnum()
    running = len(text) >= _PROSE or text.rstrip().endswith((".", "?", "!"))
    return words and running and block.kind not in (BlockKind.CELL, *_EDGES)
