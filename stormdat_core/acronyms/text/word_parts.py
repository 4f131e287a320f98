"""A window of text cut into pieces: words, and the parts of words that a letter of a short form may begin.

A hyphen, a slash, an inner capital or a digit sets off a part: "line-replaceable" gives L and R, SIPRNet
gives SIPR and Net.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_STOPS = """
a an and as at by for from in into of on or per the to upon via with within &
de del der des di du et la le les und
"""
STOP_WORDS = frozenset(_STOPS.split())
"""Words that a short form may pass over."""
GREEK = frozenset(("alpha", "beta", "gamma", "delta", "epsilon", "kappa", "sigma", "omega"))
_PREFIX = 3
"""Letters in a part of a word up to which it only leads to the next: l'Afrique, pre-T cell."""
_EDGES = frozenset("'/*+-.`~<>|=@#")
_WORD = re.compile(r"(?:[^\s,;:\"()\[\]{}]|,(?=\d)|(?<=\w)[(\[][^()\[\]\s]{1,8}[)\]])+")
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_](?:[^\W\d_A-Z]|'(?=[^\W\d_]{2}))*|\d+|&")


class Piece(NamedTuple):
    """A word or a part of one."""

    text: str
    """As written."""
    low: str
    start: int
    word_start: int
    word_end: int
    begins: bool
    """True for the first piece of a word."""
    stop: bool
    listed: bool = False
    """True when a comma stands before it."""


def small(text: str) -> str:
    """Return a text in small letters, as long as it was: some capitals have no single small letter."""
    low = text.lower()
    return low if len(low) == len(text) else "".join([character.lower()[0] for character in text])


def pieces(window: str) -> list[Piece]:
    """Return the pieces of a window in order. A hyphen between spaces joins when a small letter follows."""
    found: list[Piece] = []
    joined = False
    for word in _WORD.finditer(window):
        text, start = word.group(), word.start()
        begins = not (joined and text[0].islower())
        joined = text == "-"
        listed = start > 1 and window[start - 2] == ","
        end, parts = _parts(text)
        for part, low, at, word_at, stop in parts:
            found.append(Piece(part, low, start + at, start + word_at, start + end, begins, stop, listed))
            begins = listed = False
    return found


@lru_cache(maxsize=1 << 14)
def _parts(word: str) -> tuple[int, tuple[tuple[str, str, int, int, bool], ...]]:
    """Return (length without closing marks, parts), each (text, small letters, offset, beginning, stop)."""
    found = list(_PIECE.finditer(word))
    parts: list[tuple[str, str, int, int, bool]] = []
    begin = found[0].start() if found and word[0] in _EDGES else 0
    for number, match in enumerate(found):
        at, low = match.start(), small(match.group())
        if number and (word[at - 1] == "/" or not _leads(parts[-1][1])):
            begin = at
        parts.append((match.group(), low, at, begin, len(found) == 1 and low in STOP_WORDS))
    return len(word.rstrip(".'!?*-/")), tuple(parts)


def _leads(part: str) -> bool:
    """Return whether a part of a word only leads to the next one, so that a full form begins with it."""
    return len(part) <= _PREFIX or part.isdigit() or part in GREEK
