"""The full form that an undefined acronym probably has: words of the document that begin with its letters.

Nobody is told that it is the full form; a person who must find it is shown where to begin. One pass over the
words, whatever the number of acronyms that are looked for.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from stormdat_core.acronyms.pieces import STOP_WORDS
from stormdat_core.acronyms.words import openers

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_APART = re.compile(r" |-")
_SHORT = 2
_LEAST, _LEAST_SHORT = 2, 3
"""Places of words in small letters that make them a term: any two words begin with some two letters."""
_LONGEST = 8
_SINGULAR_S = ("ss", "us", "is", "ies", "sses", "ches", "xes")
Phrase = tuple[str, ...]


def likely_full_forms(texts: Iterable[str], wanted: Iterable[str]) -> Mapping[str, str]:
    """Return, by acronym, the phrase of a document that most often begins with its letters.

    Args:
        texts: the folded texts of the document.
        wanted: acronyms of letters only, in capitals; others are passed over.
    """
    sought = {each for each in wanted if each.isalpha() and _SHORT <= len(each) <= _LONGEST}
    lengths = sorted(set(map(len, sought)))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts if sought else ():
        for run in _runs(text):
            _count(run, sought, lengths, found)
    best = ((name, _best(name, phrases)) for name, phrases in found.items())
    return {name: phrase for name, phrase in best if phrase}


def _runs(text: str) -> Iterable[list[str]]:
    """Yield the words that follow each other with nothing but spaces and hyphens between."""
    run: list[str] = []
    after = 0
    for match in _WORD.finditer(text):
        if run and not _APART.fullmatch(text, after, match.start()):
            yield run
            run = []
        run.append(match.group())
        after = match.end()
    yield run


def _count(run: list[str], sought: set[str], lengths: list[int], found: dict[str, Counter[str]]) -> None:
    plain = [at for at, word in enumerate(run) if word.lower() not in STOP_WORDS]
    initials = "".join(run[at][0] for at in plain).upper()
    for length in lengths:
        for first in range(len(plain) - length + 1):
            name = initials[first : first + length]
            if name in sought:
                start, end = plain[first], plain[first + length - 1] + 1
                if weight := _weight(run, start, end):
                    found[name][" ".join(run[start:end])] += weight


def _weight(run: list[str], start: int, end: int) -> int:
    """Return how much a place counts: a name in capitals is a term by itself, a part of one is none."""
    words = run[start:end]
    plain = [word for word in words if word.lower() not in STOP_WORDS]
    if any(word.isupper() or word.upper() in openers() for word in plain):
        return 0
    if not all(word[0].isupper() for word in plain):
        return int(len(plain) == len(words))
    around = [*run[max(0, start - 1) : start], *run[end : end + 1]]
    longer = any(word[0].isupper() and word.upper() not in openers() for word in around)
    return 0 if longer else _LEAST_SHORT


def _best(name: str, phrases: Counter[str]) -> str:
    """Return the phrase that stands far more often than any other, in the singular and as mostly written."""
    counts: Counter[str] = Counter()
    for phrase, count in phrases.items():
        counts[_one_of(phrase).lower()] += count
    (best, most), *others = counts.most_common(2)
    least = _LEAST_SHORT if len(name) == _SHORT else _LEAST
    if most < least or any(most <= 2 * other for _, other in others):
        return ""
    return next(form for form, _ in phrases.most_common() if _one_of(form).lower() == best)[: len(best)]


def _one_of(phrase: str) -> str:
    """Return a phrase with its last word in the singular, where that only takes an `s` away."""
    return phrase[:-1] if phrase.endswith("s") and not phrase.endswith(_SINGULAR_S) else phrase
