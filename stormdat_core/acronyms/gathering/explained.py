"""Is an acronym explained where it stands, without any of the patterns of a definition?

"the OASIS Intellectual Property Rights Policy (the "OASIS IPR Policy")": its letters begin words that follow
each other in the same sentence. That is no definition to build on, yet nobody needs to be told to give one.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from stormdat_core.acronyms.text.word_parts import STOP_WORDS

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|'(?=[^\W\d_]))*")
_APART = re.compile(r"[^\w'\s-]|(?<![\w-])[\d.]+(?![\w-])")
"""What parts the words of a name: any mark, and a number."""
_EDGE = re.compile(r"[.?!]\s+(?=[A-Z])|\n")
_KIND = (
    r"(?:application|app|tool|system|program|programme|service|software|component|module|library|framework|"
    r"platform|protocol|language|repository|database|format|standard|simulator|agency|office|company|"
    r"board|committee|team|group|report|document|template|form|device|instrument|processor|scheduler)"
)
_GLOSS_AFTER = re.compile(
    r"(?:, (?:the|an?)| \((?:the|an?)| is (?:the|an?)) (?:[\w'/-]+ ){1,5}"
    + _KIND
    + r"\b(?= that| which| for| of|[,.;)]|$)"
)
"""A gloss says what kind of thing it is: MKS, the source repository tool; SCH is the scheduler task."""
_NAMED_AFTER = re.compile(
    r",? (?:(?:more|also|often|commonly|generically|generally|now|formerly) ){0,2}"
    r"(?:labeled|labelled|named|called) the [A-Z]"
)
_TERMS = re.compile(
    r"\b(?:terms?|terminology|conventions?|definitions?|nomenclature|glossary|vocabulary)\b", re.IGNORECASE
)
_SAYS = re.compile(
    r"[\"'\u2019\u201d)]{0,2},? (?:(?:is|are) (?:the|an?|used|defined|short|what)\b|means?\b|"
    r"denotes?\b|designates?\b|stands? for\b|(?:refers?|applies) (?:\w+ly )?to\b)"
)
"""What follows a term that a list of terms explains: HK refers specifically to the application."""
_SAYS_LATER = re.compile(
    r"\b(?:(?:is|are) (?:the|an?|defined|abbreviated|called|written|also)\b|"
    r"means?\b|denotes?\b|designates?\b|stands? for\b|"
    r"(?:refers?|applies) (?:\w+ly )?to\b)"
)
_USED = re.compile(
    r"(?:[\"\u201c]|\b(?:use[sd]?|using|write|written|enter|type|put|say) [\"'\u201c]?)$", re.IGNORECASE
)
_FOR = re.compile(r"[\"'\u2019\u201d]? for (?:the |an? )?((?:[^\W\d_][\w'-]* ?){1,12})")
_ARTICLE = re.compile(r"\b(?:the|an?|each|this|that|no) $", re.IGNORECASE)
_GRADE = re.compile(r"([A-Z]{2})\d{1,2}")
"""A grade by its number, which words in small letters explain: any impact level higher than IL2."""
_LONGEST = 400
_GLOSS = 120
"""Characters behind an acronym in which a gloss stands."""
_LEAST = 3
"""Letters from which on small words may explain an acronym; any two words begin with some two letters."""


def is_explained(text: str, start: int, end: int, short: str, *, before: bool = False) -> bool:
    """Return whether words of the sentence around `text[start:end]` begin with the letters of `short`.

    Args:
        text: the folded text of a unit.
        start: offset of the acronym.
        end: offset after it.
        short: the acronym without its ending.
        before: whether a name in the sentence before counts too.
    """
    previous = first = max(0, start - _LONGEST)
    for edge in _EDGE.finditer(text, first, start):
        previous, first = first, edge.end()
    after = _EDGE.search(text, end, end + _LONGEST)
    last = after.start() if after else end + _LONGEST
    around = text[first:start], text[end:last]
    if any(is_spoken_in(each, short) for each in around):
        return True
    if before and is_named(spelling(text[previous:first], short)):
        return True
    grade = _GRADE.fullmatch(text, start, end)
    if grade and any(_are_beside(each, grade[1]) for each in around):
        return True
    return _is_used_for(text, start, end, short)


def _are_beside(text: str, letters: str) -> bool:
    """Return whether two words beside each other begin with some letters, in small letters too."""
    return letters in "".join("." if word.isupper() else word[0].upper() for word in _WORD.findall(text))


def _is_used_for(text: str, start: int, end: int, short: str) -> bool:
    """Return whether a form is used for words that begin with its letters: "AV" for access vector."""
    found = _FOR.match(text, end, end + _GLOSS) if _USED.search(text, max(0, start - 10), start) else None
    initials = "".join(word[0] for word in _WORD.findall(found[1])) if found else ""
    return len(short) > 1 and initials.upper().startswith(short.upper())


def is_glossed(text: str, start: int, end: int) -> bool:
    """Return whether the words behind `text[start:end]` say what kind of thing a name stands for.

    A form behind an article is a thing of a kind and no name, unless its full name follows: the VPAT, more
    generically labeled the Accessibility Conformance Report.
    """
    if _NAMED_AFTER.match(text, end, end + _GLOSS):
        return True
    article = _ARTICLE.search(text, max(0, start - 8), start)
    return article is None and _GLOSS_AFTER.match(text, end, end + _GLOSS) is not None


def is_term(headings: Sequence[str], text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` opens a line that says what it means, in a section of terms.

    Args:
        headings: the headings above the line, the nearest last.
        text: the line.
        start: offset of the acronym.
        end: offset after it.
    """
    if not headings or text[:start].strip(" \t\"'\u2018\u201c"):
        return False
    return is_of_terms(headings) and _SAYS.match(text, end) is not None


def opens_term(headings: Sequence[str], text: str, start: int, end: int) -> bool:
    """Return whether the line of a section of terms whose subject is `text[start:end]` says what it means.

    Quality Team (QT), also known as Review Team (RT), refers to those who test: both are named by the line,
    and so is what it abbreviates: Quality Team is abbreviated QT.

    Args:
        headings: the headings above the line, the nearest last.
        text: the line.
        start: offset of a definition, at its first word.
        end: offset behind it.
    """
    if not is_of_terms(headings):
        return False
    said = _SAYS_LATER.search(text, 0, _LONGEST)
    return said is not None and start < said.start() and (end <= said.start() or said.end() <= end)


def is_of_terms(headings: Sequence[str]) -> bool:
    """Return whether the nearest heading announces terms, definitions or conventions."""
    return bool(headings) and _announces_terms(headings[-1])


@lru_cache(maxsize=1 << 12)
def _announces_terms(heading: str) -> bool:
    return _TERMS.search(heading) is not None


def is_spoken_in(text: str, short: str) -> bool:
    """Return whether words that follow each other in a text begin with the letters of an acronym."""
    letters = "".join(character for character in short.upper() if character.isalpha())
    if len(letters) < 2:
        return False
    words = _WORD.findall(text)
    plain = [word for word in words if word.lower() not in STOP_WORDS]
    if len(letters) < _LEAST:
        return letters in "".join(word[0] if _is_name(word) else "." for word in plain)
    initials = ("".join("." if word.isupper() else word[0] for word in each) for each in (words, plain))
    return any(letters in each.upper() for each in initials)


_TAKEN_WHOLE = frozenset({"ID", "IT", "TV", "PC", "US", "UK"})
"""Short forms that a full form holds as words: Event ID is EID."""


def spelling(text: str, short: str) -> str:
    """Return the words of a text beside each other that begin with the letters of an acronym; else "".

    Two letters are spelt by a name only: any words begin with some two letters.
    """
    letters = "".join(character for character in short.upper() if character.isalpha())
    runs = (list(_WORD.finditer(run)) for run in _APART.split(text)) if len(letters) > 1 else ()
    for every in runs:
        for words in (every, [word for word in every if word.group().lower() not in STOP_WORDS]):
            spelt = [(letter, word) for word in words for letter in _letters(word.group())]
            at = "".join(letter for letter, _ in spelt).find(letters)
            if at >= 0:
                first, last = spelt[at][1], spelt[at + len(letters) - 1][1]
                said = " ".join(first.string[first.start() : last.end()].split())
                if len(letters) >= _LEAST or is_named(said):
                    return said
    return ""


def _letters(word: str) -> str:
    """Return what a word adds to an acronym: its initial, or itself if it is ID or the like; else a gap."""
    if not word.isupper():
        return word[0].upper()[0]
    return word if word in _TAKEN_WHOLE else "."


def is_named(words: str) -> bool:
    """Return whether words are a name: all but small ones have capitals."""
    plain = [word for word in words.split() if word.lower() not in STOP_WORDS and word not in _TAKEN_WHOLE]
    return bool(plain) and all(word[0].isupper() and not word.isupper() for word in plain)


def _is_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
