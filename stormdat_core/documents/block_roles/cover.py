"""The cover of a document, and the titles of what stands between cover and text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from stormdat_core.model import Block, BlockKind

_ON_A_COVER = frozenset(
    (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CELL, BlockKind.TEXT_BOX, BlockKind.CAPTION)
)
_COVER_STYLE = re.compile(r"\bcover\b|\btitle ?page\b|\bfront ?page\b", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"\b(?:sub)?title\b", re.IGNORECASE)
_MOST_LINES = 60
_MOST_BARE = 15
"""Lines of a cover on which nothing is set large."""
_FEWEST_BARE = 3
_DISPLAY = 1.25
"""How much larger than the text the lines of a cover are set."""
_SENTENCE = 12
"""Words from which on a line is a sentence."""
_MOST_WORDS = 120
"""Words of sentences (a distribution statement, a disclaimer) that a cover may carry."""

_FRONT = re.compile(
    r"(?:(?:template|document) )?(?:revision|change|version|document) (?:history|log|record|control|"
    r"revision history|change history)(?: (?:table|log|page|sheet))?|"
    r"record of (?:changes|revisions|amendments)(?: [a-z]+){0,2}|"
    r"(?:table of )?contents|table of (?:figures|tables)|list of (?:tables|figures|acronyms|abbreviations|"
    r"appendices|effective pages|illustrations|exhibits)(?: and [a-z ]+)?|executive summary|foreword|preface|"
    r"abstract|acknowledge?ments?|dedication|disclaimer|document (?:approvals?|information|properties)|"
    r"approvals?(?: page| sheet)?|signatures|signatures? (?:page|sheet)|"
    r"prepared (?:by|for)|submitted (?:by|to)|how to contact us|about this document|distribution(?: list)?|"
    r"\W*(?:this )?page (?:is |was |has been )?(?:\w+ly )?(?:left )?blank(?: \w+ly| on purpose)?\W*",
    re.IGNORECASE,
)
_FIRST_WORDS = frozenset(
    (
        "about",
        "abstract",
        "acknowledgement",
        "acknowledgements",
        "acknowledgment",
        "acknowledgments",
        "approval",
        "approvals",
        "change",
        "contents",
        "dedication",
        "disclaimer",
        "distribution",
        "document",
        "executive",
        "foreword",
        "how",
        "intentionally",
        "list",
        "page",
        "preface",
        "prepared",
        "record",
        "revision",
        "signature",
        "signatures",
        "submitted",
        "table",
        "template",
        "this",
        "version",
    )
)


def is_front_title(text: str) -> bool:
    """Return True for the title of what stands before the text, and for the line on an empty page."""
    words = text.split()
    if not words or words[0].strip("[(<{*-–—:").casefold() not in _FIRST_WORDS:
        return False
    return _FRONT.fullmatch(" ".join(words).rstrip(":")) is not None


@dataclass(slots=True)
class _FirstPage:
    """The lines up to where the first page of a document ends, and what ended it."""

    lines: list[Block] = field(default_factory=list)
    bounded: bool = False
    """Ended by a page, a section, a table of contents; not by a heading on the same page."""
    ended: bool = False


def cover_lines(blocks: Sequence[Block], size: float) -> Iterator[int]:
    """Yield the indexes of the lines of the cover.

    Lines whose style says so are lines of a cover wherever they stand among the first. The first page is one
    as a whole when it ends before the text begins and holds titles, set large or by style, or short lines
    and nothing else. A memorandum or a form, whose text begins on the first page, has no cover.

    Args:
        blocks: of the document, in reading order.
        size: that most of the text is set in, in points; 0 when it is not known.
    """
    first = [b for b in islice(blocks, 4 * _MOST_LINES) if b.kind in _ON_A_COVER or _ends(b)]
    yield from (block.index for block in first[:_MOST_LINES] if _says_cover(block))
    page = _first_page(first)
    if page.ended and _is_cover(page, size):
        yield from (block.index for block in page.lines)


def _says_cover(block: Block) -> bool:
    return bool(_COVER_STYLE.search(block.style)) and not is_front_title(block.text)


def _ends(block: Block) -> bool:
    return block.kind in (BlockKind.HEADING, BlockKind.CONTENTS)


def _first_page(blocks: Sequence[Block]) -> _FirstPage:
    page = _FirstPage()
    for block in blocks[: _MOST_LINES + 1]:
        if _bounds(page, block):
            page.bounded = page.ended = True
            break
        if block.kind is BlockKind.HEADING and not _TITLE_STYLE.search(block.style):
            page.ended = True
            break
        page.lines.append(block)
    return page


def _bounds(page: _FirstPage, block: Block) -> bool:
    if not page.lines:
        return False
    first, last = page.lines[0], page.lines[-1]
    return bool(
        block.kind is BlockKind.CONTENTS
        or block.where.section != first.where.section
        or (block.where.page or 0) > (first.where.page or 1)
        or _breaks(last, block)
        or is_front_title(block.text)
    )


def _breaks(last: Block, block: Block) -> bool:
    """Return True for a page break between two lines; where pages are counted only one that is a line."""
    if not last.text.strip():
        return "\n" in last.text
    counted = block.where.page is not None
    return not counted and (last.text.endswith("\n") or block.text.startswith("\n"))


def _is_cover(page: _FirstPage, size: float) -> bool:
    sentences = [len(line.text.split()) for line in page.lines if _is_sentence(line.text)]
    display = any(_is_display(line, size) for line in page.lines)
    if not page.bounded:
        return display and not sentences
    if display:
        return sum(sentences) <= _MOST_WORDS
    bare = all(line.where.table is None for line in page.lines)
    return bare and not sentences and _FEWEST_BARE <= len(page.lines) <= _MOST_BARE


def _is_sentence(text: str) -> bool:
    words = len(text.split())
    return words >= _SENTENCE or (words >= _SENTENCE // 2 and text.rstrip().endswith((".", "!", "?")))


def _is_display(line: Block, size: float) -> bool:
    large = bool(size and line.runs and line.runs[0].format.size_pt >= size * _DISPLAY)
    named = bool(_COVER_STYLE.search(line.style)) or line.style.casefold() in ("title", "subtitle")
    return (large or named) and any(c.isalpha() for c in line.text)
