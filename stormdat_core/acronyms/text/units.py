"""Which blocks of a document are read for acronyms, as what, and in which scope.

Source: acronym rules, sections 2.1 and 2.3.
"""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from stormdat_core.acronyms.forms.folding import Folded, fold_each
from stormdat_core.acronyms.gathering.own_tables import OwnTable, in_glossary
from stormdat_core.acronyms.options import AcronymOptions
from stormdat_core.acronyms.text.displayed import as_read
from stormdat_core.acronyms.text.wrapped_lines import unwrapped
from stormdat_core.model import APART, Block, BlockKind, Document
from stormdat_core.model.document import Role as Purpose

_REFERENCES = re.compile(
    r"^(?:[\dA-Z.]*[\d.]\s*|appendix\s+\w+[.:]?\s*|section\s+\w+[.:]?\s*)?"
    r"(?:list of\s+)?(?:(?:normative|informative|applicable|referenced|reference|related|cited)\s+)?"
    r"(?:references?|documents?|bibliography|works cited|publications)"
    r"(?:\s+and\s+(?:references?|bibliography|documents?))?\s*$",
    re.IGNORECASE,
)
_CODE_STYLE = re.compile(
    r"\b(?:code|source|listing|html pre|preformatted|macro|equation|verbatim|console)", re.IGNORECASE
)
_HEADING_STYLE = re.compile(r"heading [1-9]", re.IGNORECASE)
_CAPTION = re.compile(
    r"\s*(?:Table|Figure|Fig\.|Exhibit|Listing)\s+(?:\d[\w.-]*|[A-Z](?:[.-]?\d[\w.-]*)?)(?![\w-])(?!\s+[a-z])"
)
"""Table 3: Limits, Figure A-1 Context; but not the sentence "Figure 2-1 shows the context"."""
_FRONT = re.compile(
    r"\s*(?:[\d.]+\s+)?(?:abstract|executive summary|forew?ord|preface|acknowledge?ments?)\s*$", re.IGNORECASE
)
_RECORD = re.compile(
    r"\s*(?:document |template )?(?:revision|change|version) (?:history|record|log)\s*$", re.IGNORECASE
)
FRONT_MATTER = -1
"""The scope of abstract, executive summary and foreword, where the profile gives them one."""
_HEADINGS = 3
"""From so many headings on, a document says itself where its text begins."""
_AFTER_COVER = 2
"""Page on which the document proper begins at the earliest, where it has a cover."""
# Looked through and not hashed: an enum's hash costs more than comparing it with a few others.
_OUTSIDE = (BlockKind.HEADER, BlockKind.FOOTER)
_BEFORE_TEXT = (Purpose.COVER, Purpose.TITLE)
_LONGEST_NOTICE = 1_500
"""Characters of a publisher's notice, which names what it likes."""
_NOTICES = ("\u00a9", "ights reserved", "ights Reserved", "Copyright (")
_APART = tuple(APART)


class Role(Enum):
    """What a block is to the acronym checks."""

    TEXT = "text"
    HEADING = "heading"
    OUTSIDE = "header or footer"
    """Also a line of the cover or a title: the reader of the text does not start there."""


class Unit(NamedTuple):
    """A block with its folded text."""

    block: Block
    role: Role
    folded: Folded
    scope: int
    text: str
    """The folded text."""
    front: bool = False
    """True before the first heading, and in abstract, summary and foreword: not where the text begins."""


def is_heading(block: Block) -> bool:
    """Return whether a block is a heading, also one that stands in a cell of a table that lays out a page."""
    kind = block.kind
    return kind is BlockKind.HEADING or (kind is BlockKind.CELL and _in_heading_style(block.style_names))


@lru_cache(maxsize=1 << 10)
def _in_heading_style(names: tuple[str, ...]) -> bool:
    return any(map(_HEADING_STYLE.fullmatch, names))


def is_caption(unit: Unit) -> bool:
    """Return whether a unit is a caption, by its kind or because it begins as one: Table 3, Figure A-1."""
    return is_caption_block(unit.block)


def is_caption_block(block: Block) -> bool:
    """Return whether a block is a caption, by its kind or because it begins as one."""
    return block.kind is BlockKind.CAPTION or _CAPTION.match(block.text) is not None


def units(document: Document, options: AcronymOptions, table: OwnTable, left_out: Counter[str]) -> list[Unit]:
    """Return the blocks to read, counting the others by reason in `left_out`.

    Args:
        document: the document.
        options: scope and exclusions.
        table: the document's own acronym table, and the tables that record its revisions.
        left_out: receives the number of blocks not read, by reason.
    """
    scope, deepest = 0, _deepest(options)
    cover = _has_cover(document.blocks)
    front = _Front(document.blocks)
    headers: set[str] = set()
    read: list[tuple[Block, int, bool]] = []
    notices = any(map("\n".join([block.text for block in document.blocks]).__contains__, _NOTICES))
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and block.level <= deepest:
            scope += 1
        if block.kind is BlockKind.HEADING:
            front.enter(block)
        if not block.text or block.text.isspace():
            continue
        reason = _reason(block, options, table, headers, notices=notices)
        if cover and not reason and block.where.page == 1 and block.kind not in _OUTSIDE:
            reason = "cover page"
        if reason:
            left_out[reason] += 1
        else:
            own = front.is_summary and options.front_matter == "own"
            read.append((block, FRONT_MATTER if own else scope, front.is_here))
    texts = fold_each([_text(block) for block, *_ in read])
    return [
        Unit(block, _role(block), folded, its_scope, folded.text, is_front)
        for (block, its_scope, is_front), folded in zip(read, texts, strict=True)
    ]


def _text(block: Block) -> str:
    """Return what a reader sees of a block, its sentences on one line; a list of acronyms keeps its lines."""
    text = as_read(block)
    return text if "\n" not in text or in_glossary(block) else unwrapped(text)


class _Front:
    """Whether what is read stands before the text begins, heading by heading."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.is_summary = False
        """True below the heading of an abstract, a summary or a foreword."""
        self._level = 0
        headings = sum(block.kind is BlockKind.HEADING for block in blocks)
        self._begun = headings < _HEADINGS

    @property
    def is_here(self) -> bool:
        return self._level > 0 or not self._begun

    def enter(self, heading: Block) -> None:
        """Go on below a heading; those that are deeper belong to what is above them."""
        if self._level and heading.level > self._level:
            return
        self.is_summary = _FRONT.match(heading.text) is not None
        self._level = heading.level if self.is_summary or _RECORD.match(heading.text) else 0
        self._begun = self._begun or not self._level


def is_before_text(unit: Unit) -> bool:
    """Return whether a unit stands before the text begins: no heading is above it, or that of its changes."""
    above = unit.block.where.heading
    return unit.front and (not above or _RECORD.match(above[-1]) is not None)


def _deepest(options: AcronymOptions) -> int:
    return {"document": 0, "chapter": 1}.get(options.scope, options.scope_level)


def _has_cover(blocks: Sequence[Block]) -> bool:
    """Return whether page 1 is a cover: several pages follow, and the first heading is on one of them."""
    heading = next((block for block in blocks if block.kind is BlockKind.HEADING), None)
    if heading is None or (heading.where.page or 1) < _AFTER_COVER:
        return False
    return any((block.where.page or 0) > _AFTER_COVER for block in blocks)


def _role(block: Block) -> Role:
    if block.kind in _OUTSIDE or block.role in _BEFORE_TEXT:
        return Role.OUTSIDE
    return Role.HEADING if is_heading(block) else Role.TEXT


def _reason(
    block: Block, options: AcronymOptions, table: OwnTable, headers: set[str], *, notices: bool
) -> str:
    """Return why a block is not read; "" when it is.

    Args:
        block: the block.
        options: exclusions.
        table: as for `units`.
        headers: texts of the headers and footers read so far; this one's is added.
        notices: whether the document holds a notice of a publisher at all.
    """
    if block.kind is BlockKind.CONTENTS:
        return "contents and generated lists"
    if block.kind in _APART:
        return block.kind.value
    if block.index in table.blocks:
        return "acronym table"
    if block.index in table.history:
        return "revision history"
    if block.kind in _OUTSIDE:
        if block.text in headers:
            return "repeated headers and footers"
        headers.add(block.text)
    if options.exclude_references and block.where.heading and in_references(block.where.heading):
        return "references"
    if "SUP-CODE" in options.suppress and (
        block.role is Purpose.CODE or _is_code(block.style, block.style_names)
    ):
        return "code and equations"
    return "publisher's notice" if notices and _is_notice(block.text) else ""


def _is_notice(text: str) -> bool:
    return len(text) <= _LONGEST_NOTICE and any(map(text.__contains__, _NOTICES))


@lru_cache(maxsize=1 << 12)
def in_references(headings: tuple[str, ...]) -> bool:
    """Return whether one of the headings above a block opens a section of references."""
    return any(map(is_references, headings))


@lru_cache(maxsize=1 << 10)
def _is_code(style: str, names: tuple[str, ...]) -> bool:
    return any(map(_CODE_STYLE.search, (style, *names)))


@lru_cache(maxsize=1 << 12)
def is_references(heading: str) -> bool:
    """Return whether a heading opens a section of references."""
    return len(heading) < 80 and _REFERENCES.match(heading.strip()) is not None
