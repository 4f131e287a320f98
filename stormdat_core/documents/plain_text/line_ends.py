"""What stands between two lines of a paragraph when they become one: a space, a hyphen, or nothing.

A hyphen at the end of a line divides a word or belongs to it. The document itself tells where one of the
two forms stands elsewhere. Else the hyphen stays in what is made of two words, and goes from a rest that
is none.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from stormdat_core.documents.plain_text.compound_words import FIRST, SECOND, WHOLE

HYPHENS = "-\u2010"
SOFT = "\u00ad"
DIVIDERS = (*HYPHENS, SOFT)
"""What may divide a word at the end of a line."""
_NO_BREAK = "\u2011"
_RANGE = "\u2013"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_HEAD = re.compile(r"[^\W_]+$")
_TAIL = re.compile(r"[^\W\d_]+")
_SHORT = 3
"""Letters of the longest rest that is a word only when it is a listed one."""
_LONG_ENDING = re.compile(
    r"(?:ment|tion|sion|cian|ness|ability|ibility|ivity|ality|ance|ence|ancy|ency|ology|graphy|ational|izing|ating|"
    r"ively|ously|ically|ization|ized|ated)s?$"
)
_ENDING = re.compile(
    r"(?:ing|ed|er|or|ly|able|ible|ity|ive|ous|al|ism|ist|ship|ate|ize|ise|ure|ary|ory|ent|ant|ful|less|"
    r"tem|nel|ics|graph|ular|sis|ple|ble|tle|cle|gy|phy|try|cy|ny|ry)s?$"
)
_BARE = re.compile(
    r"[bcdfgklmnprstvz]?(?:ing|ed|er|or|ment|tion|sion|able|ible|ness|ly|ive|al|ance|ence|ity|ation|ated|ating|ator|ate|"
    r"ous|ical|ional|ary|ory|ent|ant|ist|ism|ize|ized|ure|ion)s?"
)
_REST = 6
"""Letters of the longest rest that a common ending marks as one."""
_WHOLE = SECOND | WHOLE
_SOLID = frozenset(("com", "con", "dis", "inter", "intra", "mis", "trans"))
"""Beginnings that no hyphen follows."""
_SUSPENDED = frozenset(("and", "or", "to", "und", "et", "ou", "y", "o"))


class Bridge(NamedTuple):
    """What joins two lines: so many characters go from the end of the first, then `text` follows."""

    dropped: int
    text: str


_SPACE, _NOTHING = Bridge(0, " "), Bridge(0, "")


class Words:
    """The words of a document, and how they decide about hyphens at the ends of lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        divided = False
        for each in lines:
            line = each.strip()
            if " " in line:  # a word alone on its line may be a piece of one
                found = _WORD.findall(line)
                divides = line.endswith(DIVIDERS)
                self._words.update(map(str.casefold, found[divided : len(found) - divides]))
            divided = line.endswith(DIVIDERS)

    def bridge(self, line: str, following: str) -> Bridge:
        """Return what joins a line without space at its end to the next, without space at its beginning."""
        last, before = line[-1:], line[-2:-1]
        if last == SOFT:
            return Bridge(1, "")
        if self._broken(line, following):
            return _NOTHING
        if not following[:1].isalnum() or not before.isalnum():
            return _SPACE
        if last in HYPHENS:
            return self._hyphen(line, following)
        return _NOTHING if last == _NO_BREAK or (last == _RANGE and before.isdigit()) else _SPACE

    def _hyphen(self, line: str, following: str) -> Bridge:
        head, tail = _HEAD.search(line[:-1]), _TAIL.match(following)
        if head is None or tail is None:
            return _NOTHING
        if tail[0] in _SUSPENDED:
            return _SPACE  # pre- and post-processing
        return Bridge(1, "") if self._divided(head[0], tail[0]) else _NOTHING

    def _divided(self, head: str, tail: str) -> bool:
        """Return whether a hyphen only divides a word."""
        if not head.isalpha() or (tail[0].isupper() and not head.isupper()):
            return False
        first, rest = head.casefold(), tail.casefold()
        whole, hyphened = first + rest in self._words, f"{first}-{rest}" in self._words
        if whole is not hyphened:
            return whole
        if first in _SOLID and not whole:
            return True
        if whole or head.isupper() or tail[0].isupper() or len(head) < 2:
            return False
        return not self._is_compound(first, rest) and _is_rest(rest)

    def _is_compound(self, first: str, rest: str) -> bool:
        if rest not in _WHOLE and _BARE.fullmatch(rest):
            return False
        if first in FIRST or not {rest, _singular(rest)}.isdisjoint(_WHOLE):
            return True
        return rest in self._words or (first in self._words and len(rest) > _REST)

    def _broken(self, line: str, following: str) -> bool:
        """Return whether a narrow column broke a word that is wider than itself, without a hyphen."""
        tail = _TAIL.match(following)
        if tail is None or not line.isalpha() or not following[0].islower():
            return False
        return (line + tail[0]).casefold() in self._words and line.casefold() not in self._words


def _is_rest(word: str) -> bool:
    """Return whether a word in small letters looks like the rest of one."""
    if len(word) <= _SHORT or _LONG_ENDING.search(word):
        return True
    return len(word) <= _REST and _ENDING.search(word) is not None


def _singular(word: str) -> str:
    return word.removesuffix("s")
