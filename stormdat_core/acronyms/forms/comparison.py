"""Are two full forms the same, nearly the same, or different? Source: acronym rules, section 4.3."""

import re
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from stormdat_core.acronyms.forms.folding import folded
from stormdat_core.acronyms.forms.grammatical_number import POSSESSIVE, in_singular
from stormdat_core.acronyms.text.phrases import singular_word, words_of

_ARTICLES = frozenset(("the", "a", "an"))
_LONG_WORD = 6
"""Letters from which on one wrong letter reads as a slip of the pen."""
_LEAST_WORDS = 3
_STEM = 6
"""Letters that words of one stem share; shorter words must agree."""
_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|ing|ation|ations)$)")


class Likeness(Enum):
    """How two full forms compare."""

    EQUAL = "equal"
    NEAR = "near"
    """They differ in and/&, in -ise/-ize, or by one slip: worth a correction, not another meaning."""
    DIFFERENT = "different"


@lru_cache(maxsize=1 << 14)
def compare(one: str, other: str) -> Likeness:
    """Return how two full forms compare; case, spaces, dashes, an article and the number fold away."""
    first, second = _words(one), _words(other)
    if "".join(first) == "".join(second) and _has_sign(one) == _has_sign(other):
        return Likeness.EQUAL
    if _is_of_series(first, second) or _is_of_series(second, first):
        return Likeness.EQUAL
    if _in_one_number(one) == _in_one_number(other):
        return Likeness.EQUAL
    plain = [[_BRITISH.sub("iz", word) for word in words if word != "and"] for words in (first, second)]
    if "".join(plain[0]) == "".join(plain[1]) or _one_slip(*plain):
        return Likeness.NEAR
    return Likeness.DIFFERENT


def _in_one_number(full: str) -> tuple[str, bool]:
    """Return the words of a full form with its head in the singular: Areas of Responsibility."""
    return "".join(_words(in_singular(POSSESSIVE.sub("", full)))), _has_sign(full)


def holds(one: str, other: str) -> bool:
    """Return whether one full form begins or ends the other: read further, not differently."""
    first, second = _words(one), _words(other)
    if len(second) > len(first):
        first, second = second, first
    size = len(second)
    return size > 0 and second in (first[:size], first[-size:])


def contains(one: str, other: str) -> bool:
    """Return whether the words of one full form stand together within the other.

    Words that end the shorter one may stand in any number there: Services, Services Application.
    """
    first, second = _words(one), _words(other)
    if len(first) != len(second):
        first, second = [*map(singular_word, first)], [*map(singular_word, second)]
    inner, outer = (f" {' '.join(words)} " for words in sorted((first, second), key=len))
    return inner in outer


def akin(one: str, other: str) -> bool:
    """Return whether two full forms differ in the endings of words only: program, programming interface."""
    first, second = _words(one), _words(other)
    return len(first) == len(second) and all(
        a == b or a[:_STEM] == b[:_STEM] for a, b in zip(first, second, strict=True) if a and b
    )


def one_word_apart(one: str, other: str) -> bool:
    """Return whether two full forms of three words and more differ in one that begins alike."""
    first, second = _words(one), _words(other)
    if len(first) != len(second) or len(first) < _LEAST_WORDS:
        return False
    unequal = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(unequal) == 1 and unequal[0][0][:1] == unequal[0][1][:1]


def _is_of_series(one: list[str], other: list[str]) -> bool:
    """Return whether one names a publication by its kind and the other by its number: Quick Standard 199."""
    published = len(one) > 1 and one[-1] == "publication" and one[:-1] == other[:-1]
    return published and other[-1].isdigit()


def _has_sign(text: str) -> bool:
    return "&" in folded(text)


def _words(text: str) -> list[str]:
    words = words_of(folded(text).replace("(s)", "s"))
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if words:
        words[-1] = singular_word(words[-1])
    return words


def _one_slip(first: list[str], second: list[str]) -> bool:
    """Return whether one long word differs, by one letter added, lost, changed or swapped."""
    if len(first) != len(second):
        return False
    unequal = [(one, other) for one, other in zip(first, second, strict=True) if one != other]
    return len(unequal) == 1 and max(map(len, unequal[0])) >= _LONG_WORD and _one_edit(*unequal[0])


def _one_edit(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    swapped = any(
        one[:at] + one[at + 1] + one[at] + one[at + 2 :] == other
        for at, (a, b) in enumerate(pairwise(one))
        if a != b
    )
    return one[same + 1 :] == other[same + 1 :] or swapped
