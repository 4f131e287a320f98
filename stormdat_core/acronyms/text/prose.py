"""Is a text a sentence, or the title of a publication, a form, a template? Titles are not to be changed."""

import re
from functools import lru_cache

from stormdat_core.acronyms.text.word_parts import STOP_WORDS

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_LONGEST = 300
_LEAST_SHARE = 0.8
_SHARE_OF_SENTENCE = 0.95
"""For what ends like a sentence; titles in a list of references may."""
_LEAST_WORDS = 3

_STRAIGHT = re.compile(r'(?<!\d)"')
"""No inch mark."""
_OPENED, _CLOSED = "\u201c", "\u201d"


_LONGEST_TITLE = 120
_FIELD_OPENED, _FIELD_CLOSED = re.compile(r"<(?=[\w /])[^<>\n]*$"), re.compile(r"[^<>\n]*>")
_OPEN_PLACE = re.compile(r"[:=#%] ?\[\w+\]")
_MESSAGE = re.compile(r"\s*(?:'[^']+'|\"[^\"]+\"|\u2018[^\u2019]+\u2019|\u201c[^\u201d]+\u201d)\W*")
_STEP_AFTER = re.compile(r"[)\"\u201d]{0,2}(?: [A-Z][\w&-]*){0,5}\s?> ?[A-Z]")
_STEP_BEFORE = re.compile(r"[a-z]{2,}\s?> ?(?:[A-Z][\w&-]* ){0,5}$")
_PUBLICATION = re.compile(
    r"\b(?:SP|FIPS|PUB|RFC|ISO|IEC|IEEE|NISTIR|CNSSI|DODI|DoDI|DODD|DoDD|M|Publication|Memorandum|Circular|"
    r"Directive|Instruction|Standard)[ -](?:[A-Z]{1,2}-)?\d[\w./-]*[,:]? [\"\u201c]?"
    r"(?:[A-Z][a-z][\w'\u2019-]*,? (?:(?:of|for|the|and|in|on|to|with) )*)+$"
)


def in_quotes(text: str, start: int) -> bool:
    """Return whether an offset stands within quotation marks, curly or straight."""
    first = max(0, start - _LONGEST)
    if text.rfind(_OPENED, first, start) > text.rfind(_CLOSED, first, start):
        return True
    return len(_STRAIGHT.findall(text, first, start)) % 2 == 1


def in_field(text: str, start: int, end: int) -> bool:
    """Return whether a stretch stands in a place to be filled in: <insert Provisional ATO (P-ATO) or ATO>."""
    opened = _FIELD_OPENED.search(text, max(0, start - _LONGEST_TITLE), start)
    return opened is not None and _FIELD_CLOSED.match(text, end, end + _LONGEST_TITLE) is not None


def is_left_open(text: str, start: int, end: int) -> bool:
    """Return whether a form in square brackets is what a message leaves open: Action: Message Index: [MIX].

    The pattern of a message has such a place behind a colon or a sign, or is quoted as a whole; a definition
    may stand in square brackets as well: the Global Positioning System [GPS].
    """
    if text[start - 1 : start] != "[" or text[end : end + 1] != "]":
        return False
    if len(text) <= _LONGEST and _MESSAGE.fullmatch(text) is not None:
        return True
    near = text[max(0, start - _LONGEST_TITLE) : end + _LONGEST_TITLE]
    return _OPEN_PLACE.search(near) is not None


def in_publication(text: str, start: int) -> bool:
    """Return whether an offset stands within the title of a publication that is cited by its number.

    "NIST SP 800-157 Guidelines for Derived Personal Identity Verification (PIV) Credentials" names a
    publication and defines nothing; what stands right behind the number may be the whole of a name.
    """
    return _PUBLICATION.search(text, max(0, start - _LONGEST_TITLE), start) is not None


def in_path(text: str, start: int, end: int) -> bool:
    """Return whether a stretch stands in a path to a page: under Key Limit Checker (LC) Papers > Guide."""
    near = text[max(0, start - _LONGEST_TITLE) : end + _LONGEST_TITLE]
    if ">" not in near or "<" in near:  # none, or the end of a field
        return False
    goes_on = _STEP_AFTER.match(text, end, end + _LONGEST_TITLE) is not None
    return goes_on or _STEP_BEFORE.search(text, max(0, start - _LONGEST_TITLE), start) is not None


def is_title(text: str) -> bool:
    """Return whether most words of a short text are written with a capital: it is a name and no sentence."""
    return len(text) <= _LONGEST and _is_title(text)


@lru_cache(maxsize=1 << 10)
def _is_title(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word.lower() not in STOP_WORDS]
    large = sum(word[0].isupper() for word in words)
    share = _SHARE_OF_SENTENCE if text.rstrip().endswith((".", "!", "?")) else _LEAST_SHARE
    return len(words) >= _LEAST_WORDS and large >= share * len(words)
