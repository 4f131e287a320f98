"""Lines that are broken by hand in the middle of a sentence, read as the one line they are."""

import re
from itertools import pairwise

_ENDS = ".?!:;•-–—/\u00ad"
_LONG = 30
"""Characters in a line that was broken because it was full; an item of a list or an address is shorter."""
_OPENS = "(\"'“‘"
_ITEM = re.compile(r"(?:\w{1,3}[.)]|\(?(?:[a-z\d]{1,2}|[A-Z])\)|[^\s:=]{1,14}(?:\s*[:=\t]| {2,}|\s[-–—]\s))")
"""What begins a line of its own: a number, or a key with what it means."""


def unwrapped(text: str) -> str:
    """Return `text` with a space for each line break inside a sentence; offsets stay as they are."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    prose = text.rstrip()[-1:] in {".", "?", "!"}
    pieces = [lines[0]]
    for before, after in pairwise(lines):
        pieces += (" " if _goes_on(before.rstrip(), after.lstrip(), prose) else "\n", after)
    return "".join(pieces)


def _goes_on(before: str, after: str, prose: bool) -> bool:
    if not before or not after or before[-1] in _ENDS:
        return False
    if not (after[0].isalnum() or after[0] in _OPENS) or _ITEM.match(after):
        return False
    return prose or after[0].islower() or after[0] == "(" or len(before) >= _LONG
