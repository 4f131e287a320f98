"""Uses of an acronym that are no text: in prompts to be filled in, and in names of files and versions."""

import re

from stormdat_core.acronyms.text.prose import in_field
from stormdat_core.model import Block, BlockKind

_LONGEST = 60
"""Characters of a prompt."""
_PROMPT = re.compile(
    r"\W*(?:(?:Click|Tap) (?:here )?to )?(?:[Ee]nter|[Ii]nsert|[Ss]elect|[Cc]hoose|[Tt]ype)\b"
)
_BRACKETED = re.compile(
    r"\s*[(\[][^()\[\]]{2,58}\b(?:name|date|number|title|address|phone|e-?mail|id|here)[)\]]\s*"
)
"""What a form shows in an empty cell: (main POC name)."""
_NAME_GOES_ON = re.compile(r" Name(?:['\u2019]s)? (?!(?:of|is|and|or|in|for)\b)\w")
_NAME_ALONE = re.compile(r"\s*[\w&/-]+ Name\s*")
"""A field that is shown as its label: vital to CSP Name mission functions."""
_FILE = re.compile(r"\s?[vV]\d+(?:\.\d+)*\b|(?:[ _-]\w+){0,3}\.(?:docx?|xlsx?|pptx?|pdf|zip)\b")
_SENTENCE_ENDS = (".", "!", "?")


def is_to_be_filled_in(block: Block, start: int, end: int) -> bool:
    """Return whether `block.text[start:end]` stands in a prompt, which the author overwrites."""
    text = block.text
    if len(text) <= _LONGEST and not text.rstrip().endswith(_SENTENCE_ENDS):
        if _PROMPT.match(text) or (block.kind is BlockKind.CELL and _BRACKETED.fullmatch(text)):
            return True
        if block.kind is not BlockKind.CELL and _NAME_ALONE.fullmatch(text):
            return True
    return _NAME_GOES_ON.match(text, end) is not None or _is_in_field(text, start, end)


def _is_in_field(text: str, start: int, end: int) -> bool:
    """Return whether it stands in angle brackets, and not between the signs of two comparisons."""
    opened = text.rfind("<", max(0, start - _LONGEST), start)
    return opened >= 0 and text[opened + 1].isalpha() and in_field(text, start, end)


def is_in_file_name(block: Block, end: int) -> bool:
    """Return whether what ends at an offset is part of the name of a file or a version: A5 ROB v1.0."""
    text = block.text
    return not text.rstrip().endswith(_SENTENCE_ENDS) and _FILE.match(text, end, end + _LONGEST) is not None
