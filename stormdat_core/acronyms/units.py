"""Which blocks of a document are read for acronyms, as what, and in which scope.

Source: acronym rules, sections 2.1 and 2.3.
"""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from stormdat_core.acronyms.folding import Folded, fold_each
from stormdat_core.acronyms.options import AcronymOptions
from stormdat_core.acronyms.shown import as_read
from stormdat_core.acronyms.tables import OwnTable, in_glossary
from stormdat_core.acronyms.wraps import unwrapped
from stormdat_core.model import APART, Block, BlockKind, Document

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
_CAPTION = re.compile(r"\s*(?:Table|Figure|Fig\.|Exhibit|Listing)\s+[\dA-Z]")
_FRONT = re.compile(r"\s*(?:[\d.]+\s+)?(?:abstract|executive summary|foreword|preface)\s*$", re.IGNORECASE)
FRONT_MATTER = -1
"""The scope of abstract, executive summary and foreword, where the profile gives them one."""
_AFTER_COVER = 2
"""Page on which the document proper begins at the earliest, where it has a cover."""
# Looked through and not hashed: an enum's hash costs more than comparing it with a few others.
_OUTSIDE = (BlockKind.HEADER, BlockKind.FOOTER)
_APART = tuple(APART)


class Role(Enum):
    """What a block is to the acronym checks."""

    TEXT = "text"
    HEADING = "heading"
    OUTSIDE = "header or footer"


class Unit(NamedTuple):
    """A block with its folded text."""

    block: Block
    role: Role
    folded: Folded
    scope: int
    text: str
    """The folded text."""


def is_caption(unit: Unit) -> bool:
    """Return whether a unit is a caption, by its kind or because it begins as one: Table 3, Figure A-1."""
    return unit.block.kind is BlockKind.CAPTION or _CAPTION.match(unit.text) is not None


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
    front = 0
    headers: set[str] = set()
    read: list[tuple[Block, int]] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and block.level <= deepest:
            scope += 1
        if (
            block.kind is BlockKind.HEADING
            and options.front_matter == "own"
            and (not front or block.level <= front)
        ):
            front = block.level if _FRONT.match(block.text) else 0
        if not block.text or block.text.isspace():
            continue
        reason = _reason(block, options, table, headers)
        if cover and not reason and block.where.page == 1 and block.kind not in _OUTSIDE:
            reason = "cover page"
        if reason:
            left_out[reason] += 1
        else:
            read.append((block, FRONT_MATTER if front else scope))
    texts = fold_each([_text(block) for block, _ in read])
    return [
        Unit(block, _role(block), folded, its_scope, folded.text)
        for (block, its_scope), folded in zip(read, texts, strict=True)
    ]


def _text(block: Block) -> str:
    """Return what a reader sees of a block, its sentences on one line; a list of acronyms keeps its lines."""
    text = as_read(block)
    return text if "\n" not in text or in_glossary(block) else unwrapped(text)


def _deepest(options: AcronymOptions) -> int:
    return {"document": 0, "chapter": 1}.get(options.scope, options.scope_level)


def _has_cover(blocks: Sequence[Block]) -> bool:
    """Return whether page 1 is a cover: several pages follow, and the first heading is on one of them."""
    heading = next((block for block in blocks if block.kind is BlockKind.HEADING), None)
    if heading is None or (heading.where.page or 1) < _AFTER_COVER:
        return False
    return any((block.where.page or 0) > _AFTER_COVER for block in blocks)


def _role(block: Block) -> Role:
    if block.kind in _OUTSIDE:
        return Role.OUTSIDE
    return Role.HEADING if block.kind is BlockKind.HEADING else Role.TEXT


def _reason(block: Block, options: AcronymOptions, table: OwnTable, headers: set[str]) -> str:
    """Return why a block is not read; "" when it is."""
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
    if options.exclude_references and block.where.heading and _in_references(block.where.heading):
        return "references"
    if "SUP-CODE" in options.suppress and _is_code(block.style, block.style_names):
        return "code and equations"
    return ""


@lru_cache(maxsize=1 << 12)
def _in_references(headings: tuple[str, ...]) -> bool:
    return any(map(is_references, headings))


@lru_cache(maxsize=1 << 10)
def _is_code(style: str, names: tuple[str, ...]) -> bool:
    return any(map(_CODE_STYLE.search, (style, *names)))


@lru_cache(maxsize=1 << 12)
def is_references(heading: str) -> bool:
    """Return whether a heading opens a section of references."""
    return len(heading) < 80 and _REFERENCES.match(heading.strip()) is not None
