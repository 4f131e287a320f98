"""Text as the acronym engine reads it: one shape of space, quote and hyphen, invisible characters gone.

Folding replaces one character by one character, so offsets stay as they are. Only soft hyphens, zero-width
characters and the signs of trade marks are dropped; a text that holds one carries a map back to its own.
Source: acronym rules, section 2.2.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

_SPACES = (
    "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_BREAKS = "\r\u0085\u2028\u2029"
_HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
_DASHES = "\u2014\u2015"
_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02bc\u2032\uff07\u0060\u00b4"
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"

_ONE_TO_ONE = {ord(character): " " for character in _SPACES}
_ONE_TO_ONE |= {ord(character): "\n" for character in _BREAKS}
_ONE_TO_ONE |= {ord(character): "-" for character in _HYPHENS}
_ONE_TO_ONE |= {ord(character): "\u2013" for character in _DASHES}
_ONE_TO_ONE |= {ord(character): "'" for character in _APOSTROPHES}
_ONE_TO_ONE |= {ord(character): '"' for character in _QUOTES}

_DROPPED = re.compile("[\u00ad\u00ae\u2122\u200b\u200c\u200d\u2060\ufeff]")
_CHANGED = re.compile("[" + re.escape("".join(map(chr, _ONE_TO_ONE))) + "]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to the text it came from."""

    text: str
    dropped: Sequence[int] = ()
    """Where characters were dropped: offsets in `text`, one for each of them, in order."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `text[start:end]` came from."""
        if not self.dropped or end <= start:
            return start, end
        last = end - 1
        return start + bisect_right(self.dropped, start), last + bisect_right(self.dropped, last) + 1


def fold_each(texts: Sequence[str]) -> Iterator[Folded]:
    """Yield each text folded; plain ones are prepared together, for a call costs more than most of them."""
    plain = [text.isascii() and "\n" not in text and "\r" not in text for text in texts]
    lines = iter("\n".join(compress(texts, plain)).translate(_ONE_TO_ONE).split("\n"))
    for text, is_plain in zip(texts, plain, strict=True):
        yield Folded(next(lines)) if is_plain else fold(text)


def fold(text: str) -> Folded:
    """Return `text` folded. En and em dashes stay dashes: they part words, hyphens join them."""
    shaped = text.translate(_ONE_TO_ONE) if _CHANGED.search(text) else text
    if text.isascii() or not _DROPPED.search(shaped):
        return Folded(shaped)
    dropped = [match.start() - before for before, match in enumerate(_DROPPED.finditer(shaped))]
    return Folded(_DROPPED.sub("", shaped), dropped)
