"""Text of a marking in one spelling of its characters, each traceable to where it stood.

Compatibility forms are folded (NFKC), every space becomes a space, every dash a hyphen, every slash a slash;
invisible characters go, and look-alike letters of other alphabets become the Latin ones they imitate.
Case and spacing are kept: both are rules of their own.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DASHES = "‐‑‒–—―−﹣－"
_SLASHES = "∕⁄⧸／"
_LOOKALIKES = dict(zip("АВЕЅІЈКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTXYABEZHIKMNOPTYX", strict=True))
_PRINTABLE = frozenset(map(chr, range(ord(" "), 0x7F)))
"""Of ASCII: what is in one spelling already."""
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text and, for each of its characters and its end, the offset it came from."""

    text: str
    origin: tuple[int, ...] | None
    """None where nothing moved: offsets are the same."""
    odd: tuple[int, int] | None
    """The first stretch of the original that held a look-alike or an invisible character."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of `text[start:end]`."""
        if self.origin is None:
            return start, end
        first = self.origin[start]
        return first, max(first, self.origin[end - 1] + 1) if end > start else first


def normalise(text: str) -> Normalised:
    """Return a text with its characters in one spelling. Linear in its length."""
    if all(_plain(character) == character for character in set(text) - _PRINTABLE):
        return Normalised(text, None, None)
    pieces: list[str] = []
    origin: list[int] = []
    odd: tuple[int, int] | None = None
    for at, character in enumerate(text):
        plain = _plain(character)
        if plain != character and not character.isspace() and odd is None:
            odd = at, at + 1
        pieces.append(plain)
        origin.extend([at] * len(plain))
    origin.append(len(text))
    return Normalised("".join(pieces), tuple(origin), odd)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character.isspace():
        return " "
    if _INVISIBLE.match(character):
        return ""
    if character in _DASHES:
        return "-"
    if character in _SLASHES:
        return "/"
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    return unicodedata.normalize("NFKC", character)
