"""What is no text of a document: notes to its authors, which do not stay, and the head of a letter."""

import re

from stormdat_core.model import Block

_WHO = (
    r"(?:the\s+)?(?:drafters?|editors?|authors?|reviewers?|writers?|preparers?|typists?|"
    r"users? of this template)"
)
_NOTE = re.compile(
    r"\s*[\[({<*]*\s*(?:"
    r"(?:note|notice|comment|remark|instructions?|guidance|message|reminder)s?\s+(?:to|for)\s+" + _WHO + r"\b"
    r"|" + _WHO + r"(?:['’]s?)?(?:\s+(?:note|comment|remark|instruction)s?)?\s*[:\-–—]"
    r"|(?:write|enter|insert|type|describe|click)(?: or tap)? (?:here|your)\b"
    r"|(?:TODO|TBD|FIXME|XXX)\b)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\s*(?:from|to|via|thru|through|subj(?:ect)?|refs?|references?|encls?|enclosures?|cc|copy to|re)\s*:",
    re.IGNORECASE,
)
_LOOKED_AT = 80


def is_passing(block: Block) -> bool:
    """Return whether a block is a note to the authors, or a line of the head of a letter."""
    head = block.text[:_LOOKED_AT]
    return _NOTE.match(head) is not None or _HEAD.match(head) is not None
