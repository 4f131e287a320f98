"""Which standard a block is measured by: what kind of text it is to a reader, whatever its outline level."""

import re
from functools import lru_cache

from stormdat_core.documents.block_roles.lookalikes import is_caption, is_separator
from stormdat_core.model import Block, BlockKind, Role
from stormdat_core.rules.profiles import Exempt

_KINDS = {
    BlockKind.PARAGRAPH: "body",
    BlockKind.LIST_ITEM: "body",
    BlockKind.TEXT_BOX: "body",
    BlockKind.CELL: "table",
    BlockKind.HEADING: "headings",
    BlockKind.CAPTION: "captions",
    BlockKind.NOTE: "notes",
    BlockKind.HEADER: "headers_footers",
    BlockKind.FOOTER: "headers_footers",
}
_TEXT = frozenset(("body", "table"))
_HEADING = re.compile(r"\b(?:sub)?titles?\b|\bheadings?\b|\bcover\b", re.IGNORECASE)
_CAPTION = re.compile(r"\b(?:table|figure)s? titles?\b|\bcaptions?\b", re.IGNORECASE)
_OF_TABLES = re.compile(r"\b(?:table|column|row)s?\b", re.IGNORECASE)
_TITLES = frozenset(("title", "subtitle"))


def kind_of(block: Block) -> str:
    """Return the kind of text a block is, a key of `deviations.WORDS`; empty for text no standard judges.

    An appendix heading without an outline level is a heading to a reader, though it is a paragraph or a cell
    to Word; its style says so. Cover, titles and separators have no standard, code has its own.
    """
    role = block.role
    if role is Role.CODE:
        return "code"
    if role is Role.COVER or role is Role.TITLE:
        return ""
    kind = _KINDS.get(block.kind, "")
    if kind == "body" and (is_caption(block) or is_separator(block.text)):
        return "captions" if is_caption(block) else ""
    return _by_style(kind, block.style_names) or kind if kind in _TEXT else kind


@lru_cache(maxsize=4096)
def _by_style(kind: str, names: tuple[str, ...]) -> str:
    """Return `headings` or `captions` where a paragraph style, or one it is based on, says so."""
    own = names[0] if names else ""
    if _CAPTION.search(own):
        return "captions" if kind == "body" else ""  # in a cell it is the head of a column
    if _HEADING.search(own) and not _OF_TABLES.search(own):
        return "headings"
    return "headings" if any(name.casefold() in _TITLES for name in names) else ""


def exempt(block: Block, rule: Exempt) -> bool:
    """Return True for text in a style, or based on one, that no standard is applied to."""
    return bool(rule.styles and block.style_names) and _listed(block.style_names, rule.styles)


@lru_cache(maxsize=4096)
def _listed(names: tuple[str, ...], styles: tuple[str, ...]) -> bool:
    listed = {name.casefold() for name in styles}
    return any(name.casefold() in listed for name in names)
