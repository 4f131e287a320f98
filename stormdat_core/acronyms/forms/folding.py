"""Text as the acronym engine reads and compares it: one shape of space, quote and hyphen, letters whole.

What looks the same to a reader is made the same: ligatures come apart, a letter and its accents become one
character, full-width letters and brackets become plain ones, and what nobody sees goes: soft hyphens,
zero-width characters, marks of direction. What looks alike and is another letter stays another letter
(Latin C and Cyrillic С), and so do superscripts and subscripts (m², CO₂), which mean something else.

Most of this replaces one character by one, so offsets stay as they are; a text with more than that carries a
map back to its own. Folding a folded text changes nothing. For comparing only: no text that is written comes
from here. Sources: acronym rules, section 2.2; Unicode, Default_Ignorable_Code_Point; UAX 15.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

_SPACES = (
    "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_BREAKS = "\r\u0085\u2028\u2029"
_HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
_DASHES = "\u2014\u2015\u2e3a\u2e3b\ufe58"
_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02bc\u2032\u2039\u203a\uff07\uff40\u0060\u00b4"
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"
_BRACKETS = {"\ufe59": "(", "\ufe5a": ")", "\ufe5b": "{", "\ufe5c": "}"}
_SAME_LETTERS = {"\u00b5": "\u03bc", "\u2126": "\u03a9", "\u212a": "K", "\u212b": "\u00c5"}
"""Micro, ohm, kelvin and angstrom signs, which are these letters (NFKC)."""

_ONE_TO_ONE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
"""Full-width forms of the printable ASCII characters."""
_ONE_TO_ONE |= {ord(form): plain for form, plain in (_BRACKETS | _SAME_LETTERS).items()}
_ONE_TO_ONE |= {ord(character): " " for character in _SPACES}
_ONE_TO_ONE |= {ord(character): "\n" for character in _BREAKS}
_ONE_TO_ONE |= {ord(character): "-" for character in _HYPHENS}
_ONE_TO_ONE |= {ord(character): "\u2013" for character in _DASHES}
_ONE_TO_ONE |= {ord(character): "'" for character in _APOSTROPHES}
_ONE_TO_ONE |= {ord(character): '"' for character in _QUOTES}

_LIGATURES = {
    ord(ligature): letters
    for ligature, letters in zip(
        "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06\u0132\u0133",
        ("ff", "fi", "fl", "ffi", "ffl", "st", "st", "IJ", "ij"),
        strict=True,
    )
}
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_SIGNS = "\u00ae\u2122"
"""The signs of trade marks, which are no part of a name."""
_ACCENTS = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u3099\u309a\ufe20-\ufe2f"
_MOST_ACCENTS = 8
"""Accents on one letter that are put together with it; ordering a thousand would take long."""

_CHANGED = re.compile("[" + re.escape("".join(map(chr, _ONE_TO_ONE))) + "]")
_LENGTH_CHANGING = re.compile(f"[{_UNSEEN}{_SIGNS}{_ACCENTS}{''.join(map(chr, _LIGATURES))}]")
_DROPPED = re.compile(f"[{_UNSEEN}{_SIGNS}]")
_PIECE = re.compile(
    rf"[^\W_](?:[{_UNSEEN}{_SIGNS}]*[{_ACCENTS}]){{1,{_MOST_ACCENTS}}}"
    rf"|[{''.join(map(chr, _LIGATURES))}]|[{_UNSEEN}{_SIGNS}]+"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")


class _Pieces(NamedTuple):
    """The pieces of a text whose length has changed, in order, by offsets in the folded text and its own.

    Columns of numbers: every second character of a hostile text may be such a piece.
    """

    starts: "array[int]"
    ends: "array[int]"
    own_starts: "array[int]"
    own_ends: "array[int]"

    def add(self, start: int, end: int, own_start: int, own_end: int) -> None:
        for column, at in zip(self, (start, end, own_start, own_end), strict=True):
            column.append(at)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to the text it came from."""

    text: str
    changed: _Pieces | None = None
    """None where every character came from one character at the same offset."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `text[start:end]` came from, whole characters of it."""
        if self.changed is None or end <= start:
            return start, end
        return _own(self.changed, start)[0], _own(self.changed, end - 1)[1]


def _own(changed: _Pieces, at: int) -> tuple[int, int]:
    """Return the span of the original text that one character of the folded text came from."""
    number = bisect_right(changed.starts, at) - 1
    if number < 0:
        return at, at + 1
    if at < changed.ends[number]:
        return changed.own_starts[number], changed.own_ends[number]
    own = at - changed.ends[number] + changed.own_ends[number]
    return own, own + 1


def fold_each(texts: Sequence[str]) -> Iterator[Folded]:
    """Yield each text folded; plain ones are prepared together, for a call costs more than most of them."""
    plain = [text.isascii() and "\n" not in text and "\r" not in text for text in texts]
    lines = iter("\n".join(compress(texts, plain)).translate(_ONE_TO_ONE).split("\n"))
    for text, is_plain in zip(texts, plain, strict=True):
        yield Folded(next(lines)) if is_plain else fold(text)


def fold(text: str) -> Folded:
    """Return `text` folded. En and em dashes stay dashes: they part words, hyphens join them."""
    shaped = text.translate(_ONE_TO_ONE) if _CHANGED.search(text) else text
    if text.isascii() or not _LENGTH_CHANGING.search(shaped):
        return Folded(shaped)
    return _put_together(shaped, _PIECE.finditer(shaped))


def folded(text: str) -> str:
    """Return `text` folded, without the way back: for what is compared as a whole."""
    return text if text.isascii() else fold(text).text


def seen(text: str) -> str:
    """Return `text` without the characters that nobody sees, for a sentence that quotes it."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _put_together(text: str, found: Iterable[re.Match[str]]) -> Folded:
    texts: list[str] = []
    changed = _Pieces(array("q"), array("q"), array("q"), array("q"))
    at = length = 0
    for match in found:
        start, end = match.span()
        plain = _plain(match.group())
        begin = length + start - at
        length = begin + len(plain)
        texts += (text[at:start], plain)
        changed.add(begin, length, start, end)
        at = end
    return Folded("".join([*texts, text[at:]]), changed)


def _plain(piece: str) -> str:
    """Return a ligature as letters, a letter with its accents as one character, unseen ones as nothing."""
    return unicodedata.normalize("NFC", _DROPPED.sub("", piece).translate(_LIGATURES))
