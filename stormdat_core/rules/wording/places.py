"""What kind of place a block is: only sentences of the running text may have their wording replaced."""

import re
from functools import lru_cache

from stormdat_core.model import Block, BlockKind, Role, reasons

_ROLES = {Role.COVER: reasons.COVER, Role.TITLE: reasons.TITLE, Role.CODE: reasons.CODE}
_HEADING_STYLE = re.compile(r"\b(?:hdr|head(?:ing|er|line)?s?|(?:sub)?titles?|h\d|cover)\b", re.IGNORECASE)
_CAPTION_STYLE = re.compile(r"\bcaptions?\b|\b(?:table|figure)s? titles?\b", re.IGNORECASE)
_CODE_STYLE = re.compile(
    r"\b(?:code|source|listing|html pre|preformatted|macro|equation|verbatim|console|terminal|xml)",
    re.IGNORECASE,
)
_QUOTE_STYLE = re.compile(r"quot|block ?text|excerpt|epigraph|verse", re.IGNORECASE)
_GUIDANCE_STYLE = re.compile(r"instruct|guidance|\bhint|template", re.IGNORECASE)
_CAPTION = re.compile(r"\s*(?:Table|Figure|Fig\.|Exhibit|Listing)\s+[\dA-Z][\w.-]*(?:[.:–—-]|\s+[A-Z(])")
_SENTENCES = re.compile(r"\w\w[.?!][”’\"')\]]*(?:\s|$)")
_FEWEST_SENTENCES = 2
_FEWEST_WORDS = 60
"""Words in a cell that is read as a paragraph and not as one of many rows."""
_LOOKED_AT = 5_000
_MARKUP = re.compile(
    r"</|/>|<(?![A-Z][A-Z0-9_]*>)[\w:-]*[-_:][\w:-]*>|\w\(\)|[{}]|;\s*$\s*^|\$\(|::|->|=>|[=!]="
)


def is_code(block: Block) -> bool:
    """Return whether a block is code, by what it is for or by its style."""
    return block.role is Role.CODE or _by_style(block.style, block.style_names) == reasons.CODE


def is_short(block: Block) -> bool:
    """Return whether a list item or a cell holds less than two sentences: its siblings will be like it."""
    if block.kind not in (BlockKind.CELL, BlockKind.LIST_ITEM):
        return False
    text = block.text[:_LOOKED_AT]
    few_words = block.kind is BlockKind.CELL and len(text.split()) < _FEWEST_WORDS
    return few_words or len(_SENTENCES.findall(text)) < _FEWEST_SENTENCES


def obstacle(block: Block) -> str:
    """Return why no wording of a block may be replaced, whatever it is; empty when some may."""
    return (
        reasons.of_kind(block.kind)
        or _ROLES.get(block.role, "")
        or _by_style(block.style, block.style_names)
        or (reasons.CAPTION if _CAPTION.match(block.text[:200]) else "")
        or (reasons.HEADING if _all_bold(block) else "")
    )


@lru_cache(maxsize=1 << 12)
def _by_style(style: str, names: tuple[str, ...]) -> str:
    for pattern, reason in (
        (_CODE_STYLE, reasons.CODE),
        (_QUOTE_STYLE, reasons.QUOTATION),
        (_CAPTION_STYLE, reasons.CAPTION),
        (_HEADING_STYLE, reasons.HEADING),
    ):
        if any(map(pattern.search, (style, *names))):
            return reason
    return ""


def is_guidance(block: Block) -> bool:
    """Return whether a style marks what is deleted before a document is final: it defines nothing."""
    return _guides(block.style, block.style_names)


@lru_cache(maxsize=1 << 12)
def _guides(style: str, names: tuple[str, ...]) -> bool:
    return any(map(_GUIDANCE_STYLE.search, (style, *names)))


def _all_bold(block: Block) -> bool:
    """Return whether all letters of a block are bold: a heading to the reader, whatever its style."""
    return all(run.format.bold for run in block.runs if any(map(str.isalpha, run.text)))


def has_markup(text: str) -> bool:
    """Return whether a text holds signs that sentences do not have and code has."""
    return _MARKUP.search(text) is not None


def may_define(block: Block) -> bool:
    """Return whether a definition in a block reaches the reader of the running text."""
    told = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and block.where.table is None
    return told and not obstacle(block) and not is_guidance(block)
