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
_SMALL, _NAME = 2, 3
"""How much a place counts, in small letters and as a name in capitals."""
_LEAST, _LEAST_SHORT = 2 * _SMALL, 3 * _SMALL
"""Two places of words make them a term, in small letters three where any two words begin with the letters."""
_LINE_BREAK = re.compile(r" ?[\n\v] ?")
_LONGEST = 8
_BESIDE = 3
"""Words beside a name that are looked at for a longer one."""
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
        if run and not _goes_on(text, run[-1], after, match.start()):
            yield run
            run = []
        run.append(match.group())
        after = match.end()
    yield run


def _goes_on(text: str, last: str, after: int, start: int) -> bool:
    """Return whether a word follows another; a name may go on in the next line of a title."""
    if _APART.fullmatch(text, after, start):
        return True
    return last[0].isupper() and text[start].isupper() and bool(_LINE_BREAK.fullmatch(text, after, start))


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
        return _SMALL if len(plain) == len(words) else 0
    around = [_next_to(run[max(0, start - _BESIDE) : start][::-1]), _next_to(run[end : end + _BESIDE])]
    return 0 if any(word[:1].isupper() and word.upper() not in openers() for word in around) else _NAME


def _next_to(words: list[str]) -> str:
    """Return the first word that is no small one: a name goes on behind "and"."""
    return next((word for word in words if word.lower() not in STOP_WORDS), "")


def _best(name: str, phrases: Counter[str]) -> str:
    """Return the phrase that stands far more often than any other, as mostly written in the singular.

    What never stands in the singular is words that happen to follow each other: listing commands.
    """
    counts: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for phrase, count in phrases.items():
        one = _one_of(phrase)
        counts[one.lower()] += count
        opens = phrase[1:].islower() and phrase[0].isupper()  # a sentence, maybe with its verb: Adds control
        single[one.lower()] += count if one == phrase and not opens else 0
    (best, most), *others = counts.most_common(2)
    least = _LEAST_SHORT if len(name) == _SHORT else _LEAST
    if most < least or single[best] < _LEAST or any(most <= 2 * other for _, other in others):
        return ""
    return next(form for form, _ in phrases.most_common() if form.lower() == best)


def _one_of(phrase: str) -> str:
    """Return a phrase with its last word in the singular, where that only takes an `s` away."""
    return phrase[:-1] if phrase.endswith("s") and not phrase.endswith(_SINGULAR_S) else phrase
