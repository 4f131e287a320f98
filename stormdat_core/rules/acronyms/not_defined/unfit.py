"""A capitalised name with a short form in brackets that is not made of its words."""

import re
from collections import Counter
from dataclasses import dataclass

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import AcronymEntry
from stormdat_core.acronyms.patterns.alignment import SURE, ending_at
from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.model import Document

_WORD = r"[A-Z][A-Za-z]+(?:[-/][A-Z]?[a-z]+)*"
_NAME = re.compile(
    rf"(?<![\w.,-] )(?<![\w-])({_WORD}(?: (?:(?:of|and|for|the|in|on|&) ){{0,2}}{_WORD}){{1,9}}) $"
)
_OPENERS = re.compile(r"(?:The|A|An|This|That|Each|Any|All|Our|Its|See|Per|In|For|By|To|When|If|As) ")
_WINDOW = 120
_LEAST_PART = 2
"""Letters of a part of a joined form."""
_LEAST_SHARE = 0.25
"""Part of the letters of a short form that are initials of the name, or it is not meant as its definition."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A name and the bracketed short form behind it; offsets in the block's text."""

    block: int
    name: str
    name_start: int
    name_end: int
    short: str
    end: int
    """Offset after the short form."""


def unfit(document: Document, entry: AcronymEntry) -> Unfit | None:
    """Return the name before the first place of an acronym, if it stands there like a definition."""
    first = min(entry.uses, default=None)
    if first is None:
        return None
    text = document.blocks[first.block].text
    if text[first.start - 1 : first.start] != "(" or text[first.end : first.end + 1] != ")":
        return None
    begin = max(0, first.start - 1 - _WINDOW)
    match = _NAME.search(text[begin : first.start - 1])
    if not match:
        return None
    opener = _OPENERS.match(match[1])
    at = begin + match.start(1) + (opener.end() if opener else 0)
    name, short = text[at : begin + match.end(1)], text[first.start : first.end]
    made = Unfit(first.block, name, at, at + len(name), short, first.end)
    if last_part_fits(short, name):
        return None
    return made if _is_meant(singular(short), name) else None


def _is_meant(short: str, name: str) -> bool:
    """Return whether a name of several words shares its first letter and some others with a short form."""
    words = [word for word in re.split(r"[ /-]", name) if word.lower() not in STOP_WORDS]
    if len(words) < 2 or words[0][0].upper() != short[0].upper():
        return False
    letters = Counter(character.upper() for character in short if character.isalpha())
    initials = Counter(word[0].upper() for word in words)
    return (letters & initials).total() >= _LEAST_SHARE * letters.total()


def last_part_fits(short: str, name: str) -> bool:
    """Return whether the last part of a joined form is made of a name's words: ICAM-FIBF, of the FIBF."""
    first, joint, last = short.rpartition("-") if "-" in short else short.rpartition("/")
    if not joint or len(first) < _LEAST_PART or len(last) < _LEAST_PART:
        return False
    found = ending_at(singular(last), name, SURE)
    return found is not None and not found.start
