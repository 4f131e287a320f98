"""Lines of plain text that are one paragraph, wrapped by hand or by a program, told from lines of their own.

Verses, addresses, forms and code have their line ends by intent. A wrapped line is full, or the next one goes
on in small letters, or it ends in the middle of a sentence.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_WIDE = 40
"""Characters in the longest line from which on a line can be full; shorter ones no width has wrapped."""
_WORDS = 2.5
"""Words that a line of running text has on average, at least."""
_SMALL = 0.25
"""Share of the words of running text that begin with a small letter, at least."""
_PAUSES = (".", "!", "?", ":", ";", ",")
_SENTENCE = re.compile(r"[.!?][\"')\]”’]*(?:\s|$)")
_LABEL = re.compile(r"[A-Z][\w /-]{0,24}:(?:\s|$)")
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:[$>%|]\s|//|/\*|#|@|import |from \w+ import|def |class |return\b|</?\w)|"
    r"\w\(\)|==|!=|:=|->|=>|\w = "
)
_HEADING_WORD = 4
"""Letters from which on a word of a heading begins with a capital, where the words of a heading do."""


def wrapped(lines: Sequence[str], *, item: bool = False) -> list[bool]:
    """Return, for each line but the last, whether the next one goes on with it.

    Args:
        lines: lines without a blank one between them.
        item: they are those of a list item, which is short and still wrapped.
    """
    texts = [line.strip() for line in lines]
    width = max(map(len, texts), default=0)
    words = [word for text in texts for word in text.split()]
    if (len(words) < _WORDS * len(texts) and not item) or any(map(_CODE.search, lines)):
        return [False] * (len(texts) - 1)
    prose = _is_prose(texts, words)
    found = [_goes_on(a, b, width, prose) for a, b in pairwise(texts)]
    if found and width < _WIDE * 2 and _is_heading(texts[0], texts[1], width):
        found[0] = False
    return found


def _goes_on(line: str, following: str, width: int, prose: bool) -> bool:
    if not line or not following or _LABEL.match(following):
        return False
    if following[0].islower() or _is_full(line, following, width):
        return True
    return prose and not line.endswith(_PAUSES) and (following[0].isalnum() or following[0] in "(“\"'")


def _is_full(line: str, following: str, width: int) -> bool:
    """Return whether the next word had no room."""
    return width >= _WIDE and len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _is_prose(texts: Sequence[str], words: Sequence[str]) -> bool:
    small = sum(word[0].islower() for word in words)
    return any(map(_SENTENCE.search, texts)) and small >= _SMALL * len(words)


def _is_heading(line: str, following: str, width: int) -> bool:
    """Return whether a first line stands above the others as their heading."""
    if _is_full(line, following, width) or line.endswith(_PAUSES) or following[0].islower():
        return False
    return not any(word[0].islower() and len(word) >= _HEADING_WORD for word in line.split())
