"""The parts of a document that a reader reads as one text: front matter, the body, each annex for itself.

A definition in front matter or in another annex has not reached the reader of a chapter.
"""

import re
from bisect import bisect_right
from functools import lru_cache

from stormdat_core.acronyms.text.units import in_references
from stormdat_core.model import Block, BlockKind, Document

FRONT = "front"
BODY = "body"
REFERENCES = "references"
_FRONT = re.compile(
    r"\s*(?:[\divxlc.]+\s+)?(?:abstract|(?:executive )?summary|foreword|preface|acknowledge?ments?|preamble"
    r"|(?:document )?(?:revision|change|version)s? (?:history|record|log)|record of changes|prologue"
    r"|about this (?:document|template|report)|how to contact us|document (?:control|information)"
    r"|(?:list|table) of .*|acronyms?\b.*|abbreviations?\b.*|glossary\b.*|definitions?\b.*|terms\b.*"
    r"|what[’']?s? (?:is )?new.*|(?:key|main|major) (?:points|findings|messages|takeaways).*|highlights?"
    r"|at a glance"
    r"|in (?:brief|short)|summary\b.*|synopsis|overview of changes.*|release notes?.*|change summary.*"
    r"|instructions?\b.*|(?:prepared|approved) by\b.*|signatures?|approvals?)\s*",
    re.IGNORECASE,
)
_REPRINT = re.compile(
    r"(?:(?:model|sample|standard|contract) (?:clause|letter|text|contract|provision)s?\b|text of\b"
    r"|transcript\b"
    r"|letters? to\b|press release|verbatim|excerpts?\b|quotations?\b|extracts? (?:from|of)\b|reprint)",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"\s*(?:Dear\b|To whom it may concern|From:)", re.IGNORECASE)
_ANNEX = re.compile(
    r"\s*(?:appendix|appendices|annex|attachment|enclosure|exhibit|addendum)\b", re.IGNORECASE
)


class Flow:
    """Tells to which part of a document a block belongs."""

    def __init__(self, document: Document) -> None:
        self._has_headings = any(block.kind is BlockKind.HEADING for block in document.blocks)
        self._letters = [block.index for block in document.blocks if _is_salutation(block.text)]

    def part(self, block: Block) -> str:
        """Return `front`, `body`, `references`, or the heading of the annex that a block belongs to."""
        if not block.where.heading:
            return FRONT if self._has_headings else BODY
        return _part(block.where.heading)

    def letter(self, block: Block) -> int:
        """Return in which letter of a file a block stands, from 1; 0 before the first."""
        return bisect_right(self._letters, block.index)


def _is_salutation(text: str) -> bool:
    first = text[:1]
    return (first in "dDtTfF" or first.isspace()) and _SALUTATION.match(text[:40]) is not None


@lru_cache(maxsize=1 << 12)
def is_reprint(headings: tuple[str, ...]) -> bool:
    """Return whether a section, by the headings above it, gives another text word for word."""
    return any(_REPRINT.match(heading[:120].lstrip("0123456789. ")) for heading in headings)


@lru_cache(maxsize=1 << 12)
def _part(headings: tuple[str, ...]) -> str:
    if in_references(headings):
        return REFERENCES
    if any(map(_FRONT.fullmatch, (heading[:120] for heading in headings))):
        return FRONT
    return next((heading for heading in headings if _ANNEX.match(heading)), BODY)
