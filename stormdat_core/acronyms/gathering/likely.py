"""The full form that an undefined acronym probably has: words of the document that begin with its letters.

Nobody is told that it is the full form; a person who must find it is shown where to begin. One pass over the
words, whatever the number of acronyms that are looked for.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, islice

from stormdat_core.acronyms.forms.word_lists import openers
from stormdat_core.acronyms.text.word_parts import STOP_WORDS

_PART = re.compile(r"[^\W\d_][\w'’‐‑-]*|(?:[^\w]|[\d_])+")
"""A word, or what parts it from the next: anything but white space."""
_BETWEEN = " || "
_GAP = "|"
_MOST = 500
"""Acronyms that are looked for: each takes a search through the initials."""
_SHORT = 2
_SMALL, _NAME, _BEGINS = 2, 3, 1
"""How much a place counts: in small letters, as a name in capitals, as one that one more word follows."""
_LEAST, _LEAST_SMALL = 2 * _SMALL, 3 * _SMALL
"""Two places of a name make two words a term, three of words in small letters; a longer name takes one."""
_TO = "to "
"""What makes a verb of the word behind it: to integrate audit monitoring."""
_LONGEST = 8
_BESIDE = 3
"""Words beside a name that are looked at for a longer one."""
_FIELDS = frozenset(("abbreviation", "acronym"))
"""What ends the label of a field for an acronym and no full form: Information System Abbreviation."""
_SINGULAR_S = ("ss", "us", "is", "ies", "sses", "ches", "xes")


def likely_full_forms(texts: Iterable[str], wanted: Iterable[str]) -> Mapping[str, str]:
    """Return, by acronym, the phrase of a document that most often begins with its letters.

    Args:
        texts: the texts of the document.
        wanted: acronyms of letters only, in capitals; others are passed over, and those beyond `_MOST`.
    """
    fitting = (each for each in wanted if each.isalpha() and _SHORT <= len(each) <= _LONGEST)
    sought = list(islice(dict.fromkeys(fitting), _MOST))
    if not sought:
        return {}
    chunks = _BETWEEN.join(texts).split()
    initials = _Initials()
    found = _found(_phrases(sought, chunks, list(map(initials.__getitem__, chunks)), _initial))
    rest = [name for name in sought if name not in found and len(name) > _SHORT]
    every = list(map(initials.every.__getitem__, chunks)) if rest else []
    return {**_found(_phrases(rest, chunks, every, _any_initial)), **found}


def _found(phrases: Iterable[tuple[str, Counter[str], Counter[str]]]) -> dict[str, str]:
    best = ((name, _best(name, counted) or _best(name, begun)) for name, counted, begun in phrases)
    return {name: phrase for name, phrase in best if phrase}


class _Initials(dict[str, str]):
    """By chunk between spaces, a letter for each of its words and a mark for each gap; small words have none.

    Most chunks of a document stand in it many times.
    """

    def __init__(self) -> None:
        super().__init__()
        self.every: dict[str, str] = {}
        """The same with the letters of small words, for the chunks that were looked up."""

    def __missing__(self, chunk: str) -> str:
        if chunk.isalpha():  # one word, as most are
            self.every[chunk] = every = chunk[0].upper()[0]
            initials = self[chunk] = "" if chunk.lower() in STOP_WORDS else every
            return initials
        parts = _PART.findall(chunk)
        self.every[chunk] = "".join(map(_any_initial, parts))
        initials = self[chunk] = "".join(map(_initial, parts))
        return initials


def _any_initial(part: str) -> str:
    """Return the letter of a word, small ones too: the o of Point of Contact."""
    return part[0].upper()[0] if part[0].isalpha() else _GAP


def _initial(part: str) -> str:
    if not part[0].isalpha():
        return _GAP
    return "" if part.lower() in STOP_WORDS else part[0].upper()[0]


def _phrases(
    sought: Sequence[str], chunks: Sequence[str], initials: Sequence[str], of_part: Callable[[str], str]
) -> Iterable[tuple[str, Counter[str], Counter[str]]]:
    """Yield each acronym and the phrases whose words begin with its letters, by how much they count.

    Those that only begin a longer name come last and apart.
    """
    line = "".join(initials)
    offsets = list(accumulate(map(len, initials), initial=0))
    for name in sought:
        phrases: Counter[str] = Counter()
        begun: Counter[str] = Counter()
        at = line.find(name)
        while at >= 0:
            phrase, weight = _phrase(at, len(name), chunks, offsets, of_part)
            if weight:
                (begun if weight == _BEGINS else phrases)[phrase] += weight
            at = line.find(name, at + 1)
        yield name, phrases, begun


def _phrase(
    at: int, length: int, chunks: Sequence[str], offsets: Sequence[int], of_part: Callable[[str], str]
) -> tuple[str, int]:
    """Return the words that stand at an offset of the line of initials, and how much they count.

    Args:
        at: the offset of the first.
        length: how many words, small ones not counted.
        chunks: what stands between spaces.
        offsets: of the initials of each chunk.
        of_part: gives the letter of a word, "" for one that is not counted.
    """
    first = max(0, bisect_right(offsets, at) - 1 - _BESIDE)
    last = bisect_right(offsets, at + length - 1) + _BESIDE
    parts = [part for chunk in chunks[first:last] for part in _PART.findall(chunk)]
    counted = [index for index, part in enumerate(parts) if of_part(part)]
    begin = at - offsets[first]
    start, end = counted[begin], counted[begin + length - 1] + 1
    weight = _weight(parts, start, end)
    begin = start - (weight == _SMALL and parts[max(0, start - 1)] == _TO.strip())
    return " ".join(parts[begin:end]), weight


def _weight(run: Sequence[str], start: int, end: int) -> int:
    """Return how much a place counts: a name in capitals is a term by itself, a part of one is none."""
    words = run[start:end]
    if words[0].lower() in STOP_WORDS or words[-1].lower() in STOP_WORDS or words[-1].lower() in _FIELDS:
        return 0
    plain = [word for word in words if word.lower() not in STOP_WORDS]
    if any(word.isupper() or word.upper() in openers() for word in plain):
        return 0
    if not all(word[0].isupper() for word in plain):
        # Of things that do something, and of what was done: systems warrant, length contained.
        many = len(plain) == _SHORT and (_one_of(plain[0]) != plain[0] or plain[1].endswith("ed"))
        return _SMALL if len(plain) == len(words) and not many else 0
    length_of_name = len(plain)
    around = [_next_to(run[max(0, start - _BESIDE) : start][::-1]), _next_to(run[end : end + _BESIDE])]
    goes_on = [word[:1].isupper() and word.upper() not in openers() for word in around]
    if not any(goes_on):
        return _NAME
    alone = length_of_name > _SHORT and not goes_on[0] and _is_last(run[end : end + _BESIDE])
    return _BEGINS if alone else 0


def _is_last(words: Sequence[str]) -> bool:
    """Return whether what goes on behind a name is one word: Public Key Infrastructure Certificates."""
    one = bool(words) and words[0][:1].isupper()
    return one and not _next_to(words[1:])[:1].isupper()


def _next_to(words: Sequence[str]) -> str:
    """Return the first word that is no small one: a name goes on behind "and"."""
    return next((word for word in words if word.lower() not in STOP_WORDS), "")


def _best(name: str, phrases: Counter[str]) -> str:
    """Return the phrase that stands far more often than any other, as mostly written in the singular.

    What never stands in the singular is words that happen to follow each other: listing commands. So is what
    mostly stands behind "to".
    """
    counts: Counter[str] = Counter()
    single: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    for phrase, count in phrases.items():
        plain = phrase.removeprefix(_TO)
        one = _one_of(plain)
        counts[one.lower()] += count
        verbs[one.lower()] += count if plain != phrase else 0
        opens = plain[1:].islower() and plain[0].isupper()  # a sentence, maybe with its verb: Adds control
        single[one.lower()] += count if one == plain and not opens else 0
    if not counts:
        return ""
    (best, most), *others = counts.most_common(2)
    if len(name) > _SHORT and _is_term(phrases, best):
        return next(form for form, _ in phrases.most_common() if form.lower() in {best, f"{best}s"})
    named = any(not form.islower() for form in phrases if form.lower() in {best, f"{best}s"})
    least = _LEAST if named and len(name) > _SHORT else _LEAST_SMALL
    if most < least or single[best] < _LEAST or 2 * verbs[best] >= most:
        return ""
    if any(most <= 2 * other for _, other in others):
        return ""
    return next(form for form, _ in phrases.most_common() if form.lower() == best)


def _is_term(phrases: Counter[str], best: str) -> bool:
    """Return whether a phrase stands somewhere as a name in capitals, in either number, and rivals less."""
    counts: Counter[str] = Counter()
    for phrase, count in phrases.items():
        plain = [word for word in phrase.split() if word.lower() not in STOP_WORDS]
        if all(word[0].isupper() for word in plain):
            counts[_one_of(phrase).lower()] += count
    least = _NAME if max(phrases.values()) >= _NAME else 2 * _BEGINS
    rivals = [count for form, count in counts.items() if form != best]
    return counts[best] >= least and all(2 * count < counts[best] for count in rivals)


def _one_of(phrase: str) -> str:
    """Return a phrase with its last word in the singular, where that only takes an `s` away."""
    return phrase[:-1] if phrase.endswith("s") and not phrase.endswith(_SINGULAR_S) else phrase
