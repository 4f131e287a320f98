"""What all definition patterns share: what may be a short form, and which words a full form is taken from."""

import re
from functools import lru_cache
from typing import NamedTuple

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.patterns.alignment import Alignment
from stormdat_core.acronyms.text.word_parts import GREEK, STOP_WORDS


class Definition(NamedTuple):
    """A definition by its offsets in a folded text."""

    short_start: int
    short_end: int
    long_start: int
    long_end: int
    pattern: str
    """P1 to P7 of the acronym rules, section 4.1."""
    method: str
    """How the letters were read: `initials`, `digits`, `inner`."""
    price: float
    """What the reading cost (see `alignment`); up to `alignment.SURE` it is beyond doubt."""

    def moved(self, by: int) -> "Definition":
        """Return the same definition further on in a text."""
        if not by:
            return self
        at = (self.short_start, self.short_end, self.long_start, self.long_end)
        return Definition(
            at[0] + by, at[1] + by, at[2] + by, at[3] + by, self.pattern, self.method, self.price
        )


_WINDOW = 24
"""Characters looked back from a bracket for each word allowed."""
_EDGE = re.compile(r"[()\[\]{};\n•]|[.?!:]['\")\]]*\s")
_ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]|\b(?:St|Dr|Mr|Mrs|Ms|No|Nos|vs|Inc|Co|Corp|Ltd|Art|Sec|Gen|Col|Maj|Capt|Lt|Sgt|Gov|Dept|Univ|approx|incl))\.$"
)
_NO_WORDS = re.compile(r"[=<>|\\]|//|www\.")
_SMALL = re.compile(r"[^\W\d_][a-z]{2}|[^\x00-\x7f]")
_WORD_OF_FORM = re.compile(r"[^\W_][\w&.+'-]*")
_SMALL_LETTERS = re.compile(r"[^\W\d_][a-z]{2}|[^\x00-\x7f]")
_JOINED = re.compile(r" ([-/]) ")
_SMALL_FORM = 5
_SMALL_WORDS = STOP_WORDS | frozenset(
    ("see", "all", "any", "both", "each", "not", "none", "only", "same", "also")
)
_WORD = re.compile(r"\S+")
_TO_THE_RIGHT = re.compile(r"[;\n()\[\]{}•]|[.?!](?:\s|$)|,?\s+[^\s=:]{1,12}\s*=")


@lru_cache(maxsize=1 << 14)
def is_short_form(text: str) -> bool:
    """Return whether a text may be a short form where a pattern proposes it."""
    base = singular(_JOINED.sub(r"\1", text))
    if not 2 <= len(base) <= 14 or not text[0].isalnum() or not (text[-1].isalnum() or text[-1] in ".)'+"):
        return False
    words = base.split()
    if len(words) > 3 or not all(_may_follow(word) for word in words[1:]):
        return False
    letters = sum(map(str.isalpha, base))
    return letters > 0 and any(map(str.isupper, base)) and letters * 3 >= len(base) - base.count(" ")


def is_marked(text: str) -> bool:
    """Return whether a short form could not be a mere word: two capitals, or a capital and a digit."""
    return sum(map(_capital_or_digit, text)) > 1


def _capital_or_digit(character: str) -> bool:
    return character.isupper() or character.isdigit()


def is_small_form(text: str) -> bool:
    """Return whether a text may be a short form in small letters: kbps, aa."""
    letters = text.replace(".", "")
    return (
        2 <= len(letters) <= _SMALL_FORM and letters.isalpha() and text.islower() and text not in _SMALL_WORDS
    )


def _may_follow(word: str) -> bool:
    """Return whether a word may be the second of a short form: PEO C4I, ER alpha."""
    return word in GREEK or any(map(_capital_or_digit, word))


def definition(
    text: str, short: tuple[int, int], long: tuple[int, int], pattern: str, found: Alignment
) -> Definition | None:
    """Return an aligned pair as a definition, or None when it cannot be one."""
    if not _says_more(text[slice(*short)], text[slice(*long)]):
        return None
    return Definition(*short, *long, pattern, found.method, found.price)


def _says_more(short: str, long: str) -> bool:
    """Return whether a full form says more than its short form, and in words."""
    if len(long) <= len(short) or _NO_WORDS.search(long):
        return False
    words = _WORD_OF_FORM.findall(long)
    if not _SMALL_LETTERS.search(long) and (len(words) < 2 or not long.isupper()):
        return False
    if words[0].lower() == short.lower() or words[-1] in STOP_WORDS or short.count("/") > 1:
        return False
    return short not in words and singular(short) not in words


def words_before(text: str, end: int, short: str) -> int:
    """Return where the words before `end` begin that a full form of `short` may be taken from.

    They stand in the same sentence, not beyond a bracket, and number at most what Schwartz and Hearst allow,
    articles and prepositions not counted.
    """
    allowed = min(len(short) + 5, 2 * len(short)) + sum(map(str.isdigit, short))
    first = max(0, end - _WINDOW * (allowed + 3))
    first = max(first, _last_edge(text, first, end))
    start = end
    for word in reversed(list(_WORD.finditer(text, first, end))):
        allowed -= word.group().lower() not in STOP_WORDS
        if allowed < 0:
            break
        start = word.start()
    return start


def _last_edge(text: str, first: int, end: int) -> int:
    """Return the offset after the last edge of a sentence, a bracket or a bullet before `end`."""
    closed: list[int] = []
    for match in reversed(list(_EDGE.finditer(text, first, end))):
        mark = match.group()[0]
        if mark in ")]}":
            closed.append(match.start() + 1)
        elif mark in "([{":
            if not closed:
                return match.end()
            after = closed.pop()
            if not closed and not _belongs(text, match.start(), after):
                return after
        elif not closed and not _goes_on(text, match):
            return match.end()
    return closed[0] if closed else first


def _belongs(text: str, start: int, end: int) -> bool:
    """Return whether a bracket is part of a word, as in poly(A) polymerase."""
    return end - start <= 12 and start > 0 and (text[start - 1].isalnum() or text[start - 1] == "-")


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Return whether a full stop belongs to an abbreviation and the sentence goes on."""
    if match.group()[0] != "." or "\n" in match.group():
        return False
    following = text[match.end() : match.end() + 1]
    return following.islower() or bool(
        _ABBREVIATED.search(text, max(0, match.start() - 8), match.start() + 1)
    )


def end_of_words(text: str, start: int, limit: int) -> int:
    """Return where the words from `start` end that a full form may be taken from."""
    edge = _TO_THE_RIGHT.search(text, start, limit)
    return edge.start() if edge else limit
