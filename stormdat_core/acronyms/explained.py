"""Is an acronym explained where it stands, without any of the patterns of a definition?

"the OASIS Intellectual Property Rights Policy (the "OASIS IPR Policy")": its letters begin words that follow
each other in the same sentence. That is no definition to build on, yet nobody needs to be told to give one.
"""

import re

from stormdat_core.acronyms.pieces import STOP_WORDS

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|'(?=[^\W\d_]))*")
_EDGE = re.compile(r"[.?!]\s+(?=[A-Z])|\n")
_LONGEST = 400
_LEAST = 3
"""Letters from which on small words may explain an acronym; any two words begin with some two letters."""


def is_explained(text: str, start: int, end: int, short: str) -> bool:
    """Return whether words of the sentence around `text[start:end]` begin with the letters of `short`.

    Args:
        text: the folded text of a unit.
        start: offset of the acronym.
        end: offset after it.
        short: the acronym without its ending.
    """
    first = max(0, start - _LONGEST)
    for edge in _EDGE.finditer(text, first, start):
        first = edge.end()
    after = _EDGE.search(text, end, end + _LONGEST)
    last = after.start() if after else end + _LONGEST
    return is_spoken_in(text[first:start], short) or is_spoken_in(text[end:last], short)


def is_spoken_in(text: str, short: str) -> bool:
    """Return whether words that follow each other in a text begin with the letters of an acronym."""
    letters = "".join(character for character in short.upper() if character.isalpha())
    if len(letters) < 2:
        return False
    words = _WORD.findall(text)
    plain = [word for word in words if word.lower() not in STOP_WORDS]
    if len(letters) < _LEAST:
        return letters in "".join(word[0] if _is_name(word) else "." for word in plain)
    initials = ("".join("." if word.isupper() else word[0] for word in each) for each in (words, plain))
    return any(letters in each.upper() for each in initials)


def _is_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
