"""Names whose short form comes from another language, or from another order of the words.

"Coordinated Universal Time (UTC)", "International Organization for Standardization (ISO)": the letters do not
align in order, yet a run of capitalised words stands before the bracket and most letters are its initials.
Such a definition is never beyond doubt.
"""

import re
from collections import Counter

from stormdat_core.acronyms.patterns.alignment import Alignment
from stormdat_core.acronyms.text.word_parts import STOP_WORDS

_WORD = re.compile(r"[^\s,;:\"()\[\]{}]+,?")
_FORM = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_LONGEST = 16
"""Words in a run."""
_LEAST_SHARE = 0.6
"""Part of the capitals that must be initials of the run."""
_FEW = 3
"""Capitalised words below which every letter must be an initial."""
PRICE = 5.0
_LEAST_SHUFFLED = 3


def title_ending_at(short: str, window: str) -> Alignment | None:
    """Return the capitalised name that ends `window`, if most capitals of `short` are initials in it."""
    capitals = Counter(character for character in short if character.isupper())
    if not _FORM.fullmatch(short):
        return None
    words = _run(window)
    best: tuple[float, int] | None = None
    for first, (word, at) in enumerate(words):
        if word[0].isupper() and word.lower() not in STOP_WORDS:
            cost = _cost(short, capitals, [each for each, _ in words[first:]])
            if cost is not None and (best is None or cost < best[0]):
                best = cost, at
    return Alignment(best[1], len(window.rstrip()), "reordered", PRICE) if best else None


def shuffled_ending_at(short: str, window: str) -> Alignment | None:
    """Return the words that end `window` if their initials are the letters of `short` in another order.

    So are names that an international body has agreed on: coordinated universal time (UTC).
    """
    words = list(_WORD.finditer(window))[-len(short) :]
    if not (_LEAST_SHUFFLED <= len(short) == len(words) and short.isalpha() and short.isupper()):
        return None
    initials = [match.group()[0] for match in words]
    if sorted("".join(initials).upper()) != sorted(short) or any(map(_is_small, words)):
        return None
    return Alignment(words[0].start(), len(window.rstrip()), "reordered", PRICE)


def _is_small(match: re.Match[str]) -> bool:
    return match.group().lower() in STOP_WORDS


def _run(window: str) -> list[tuple[str, int]]:
    """Return (word, offset) of the capitalised words at the end of a window, with the small words between."""
    found: list[tuple[str, int]] = []
    for match in reversed(list(_WORD.finditer(window))[-_LONGEST:]):
        word = match.group().rstrip(",")
        small = word.lower() in STOP_WORDS
        if not word or not (word[0].isupper() or small) or (small and not found):
            break
        found.append((word, match.start()))
    found.reverse()
    return found


def _cost(short: str, capitals: Counter[str], words: list[str]) -> float | None:
    """Return how badly a name fits: letters without a word, words without a letter, a wrong beginning."""
    names = [word for word in words if word[0].isupper() and word.lower() not in STOP_WORDS]
    if len(names) < 2:
        return None
    initials = Counter(part[0] for word in names for part in re.split("[-/]", word) if part)
    covered = sum((capitals & initials).values())
    total = sum(capitals.values())
    if total < 2 or covered < _LEAST_SHARE * total or (len(names) < _FEW and covered < total):
        return None
    return 2.0 * (total - covered) + 0.5 * (len(names) - covered) + (names[0][0] != short[0])
