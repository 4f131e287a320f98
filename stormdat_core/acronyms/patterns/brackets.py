"""Definitions made with brackets.

FULL (SF) · SF (FULL) · FULL (hereafter SF) · FULL (SF, remark) · (SF, FULL) · (FULL, SF).
"""

import re
from collections.abc import Iterator, Set

from stormdat_core.acronyms.forms.short_forms import plain_key, singular
from stormdat_core.acronyms.patterns.alignment import ending_at, starting_at
from stormdat_core.acronyms.patterns.candidates import (
    Definition,
    definition,
    is_marked,
    is_short_form,
    is_small_form,
    words_before,
)
from stormdat_core.acronyms.patterns.foreign_order import shuffled_ending_at, title_ending_at

_BRACKET = re.compile(r"[()\[\]]")
_LONGEST = 300
"""Characters in a bracket that may hold a full form."""
_DEEPEST = 8
_LEAD = re.compile(
    r"\s*(?:(?:also|or|the|i\.e\.,?|aka|a\.k\.a\.|in short|for short|acronym:?|abbreviation:?|hereafter|"
    r"hereinafter|henceforth|herein|hence|abbreviated|abbr\.?|known|called|termed|denoted|designated|referred|"
    r"simply|as|to|by)[\s,]+)*"
    r"[\"']?(?=\w)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"[^\s,;:=\"]+(?: [^\s,;:=\"]+){0,2}(?=[\"'\s]*(?:[,;]|$))")
_LAST_TOKEN = re.compile(r"(?<![^\s(\[\"'])[^\s(\[\"']+$")
_JOINT = re.compile(r"[/-]")
_FOR = re.compile(r"\s*for\s+(?:the\s+)?")
_CLAUSE = re.compile(r"[,;:]\s|[.?!]\s")
_BASE, _SLOPE = 1.0, 0.65
_SMALL_LIMIT = 1.5
_WORD_SLOPE = 0.5
_MORE_WORDS = 6
"""Words that a full form in a bracket may hold behind its last letter."""
_ONE_WORD = re.compile(r"(?<![\w'/-])([^\W\d_][a-z]{4,}) $")
_VERSION = re.compile(r" (?:v(?:er(?:sion)?)?\.? ?)?\d+(?:\.\d+)+$", re.IGNORECASE)
"""The version that a short form is followed by: WCAG 2.0, SCAP v1.3."""
_FIRST_WORD = re.compile(
    r"\b([A-Z][a-z]{2,9}) (?:[A-Z][a-z]{1,20} ){0,2}([A-Z][a-z]{2,20}) \(([A-Z]{3,10})\)"
)
_LAST_NUMBER = re.compile(r"\d+$")
_TRAILING = " \t\n\"',"


def definitions(text: str) -> Iterator[Definition]:
    """Yield the definitions that brackets in a folded text make."""
    endings: set[str] = set()
    for start, end in _pairs(text):
        found = _before(text, start, end) or _around(text, start, end) or _inside(text, start, end)
        if found:
            endings.add(text[found.long_start : found.long_end].rpartition(" ")[2])
            yield found
    if endings:
        yield from _by_neighbours(text, endings)


def _by_neighbours(text: str, endings: Set[str]) -> Iterator[Definition]:
    """Time Services (TIME): the first word of a name is its short form, as others of its kind have theirs.

    Without a neighbour that ends with the same word it may be a label: Note Well (NOTE).
    """
    for match in _FIRST_WORD.finditer(text):
        if match[1].upper() == match[3] and match[2] in endings:
            yield Definition(*match.span(3), match.start(), match.end(2), "P1", "initials", 0.0)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Yield (offset of the opening bracket, offset of its closing one); a missing partner costs nothing."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if text[at] in "([":
            opened.append(at)
            if len(opened) > _DEEPEST:
                del opened[0]
        elif opened:
            start = opened.pop()
            if at - start <= _LONGEST:
                yield start, at


def _before(text: str, start: int, end: int) -> Definition | None:
    """FULL (SF), FULL (hereafter SF), FULL (SF, remark)."""
    lead = _LEAD.match(text, start + 1, end)
    head = _HEAD.match(text, lead.end(), end) if lead else None
    if not head:
        return None
    if len(head.group()) == 1:
        return _letter(text, start, head.start(), end)
    if is_small_form(head.group()):
        return _ending(text, start, head.span(), "P1") if head.end() == end else None
    form = head.group().rstrip("'")
    version = _VERSION.search(form)
    if version:
        return _versioned(text, start, head.start(), version)
    pattern = "P3" if lead and lead.group().strip(" \"'") else "P1" if head.end() >= end - 1 else "P5"
    return (
        _ending(text, start, (head.start(), head.start() + len(form)), pattern)
        if is_short_form(form)
        else None
    )


def _versioned(text: str, start: int, at: int, version: re.Match[str]) -> Definition | None:
    """FULL 2.0 (SF 2.0) and FULL (SF 2.0): the version is no part of the short form, nor of its words."""
    before = start
    while before and text[before - 1] in _TRAILING:
        before -= 1
    if text.endswith(version.group(), 0, before):
        before -= len(version.group())
    short = (at, at + version.start())
    return _ending(text, before, short, "P1") if is_short_form(text[slice(*short)]) else None


def _letter(text: str, start: int, at: int, end: int) -> Definition | None:
    """FULL (S): a single capital for the one word before it, as the sciences write it."""
    word = _ONE_WORD.search(text, max(0, start - 40), start)
    if at + 1 != end or not text[at].isupper() or not word or word[1][0].upper() != text[at]:
        return None
    return Definition(at, end, *word.span(1), "P1", "initials", 0.0)


def _ending(text: str, before: int, short: tuple[int, int], pattern: str) -> Definition | None:
    """Align a short form with the words that end at `before`."""
    while before and text[before - 1] in _TRAILING:
        before -= 1
    form = text[slice(*short)]
    first = words_before(text, before, form)
    found = ending_at(singular(form), text[first:before], _limit(form))
    if found is None and pattern == "P1":
        first = words_before(text, before, "MMMMMMMM")
        window = text[first:before]
        found = title_ending_at(singular(form), window) or shuffled_ending_at(singular(form), window)
    if found is None:
        return None
    full = text[first + found.start : first + found.end]
    if _is_member(form, full):
        return None
    return definition(text, short, (first + found.start, first + found.end), pattern, found)


def _is_member(form: str, full: str) -> bool:
    """Return whether a form numbers what stands before it: GABA receptor (GABAR1), LAT transporter (LATT2).

    It repeats the first word and ends with a number that the full form does not have.
    """
    number = _LAST_NUMBER.search(form)
    if not number or number.group() in full:
        return False
    name, _, rest = full.partition(" ")
    return bool(rest) and is_marked(name) and plain_key(form).startswith(plain_key(name))


def _limit(form: str) -> float:
    if form.islower():
        return _SMALL_LIMIT
    return _BASE + _SLOPE * len(form)


def _around(text: str, start: int, end: int) -> Definition | None:
    """SF (FULL); of a joined token also its last part: AIDS/STD (sexually transmitted diseases)."""
    before = start
    while before and text[before - 1] in _TRAILING:
        before -= 1
    token = _LAST_TOKEN.search(text, max(0, before - 24), before)
    if not token:
        return None
    lead = _FOR.match(text, start + 1, end)
    inner = (lead.end() if lead else start + 1, end)
    starts = [token.start(), *(token.start() + cut.end() for cut in _JOINT.finditer(token.group()))]
    for at in starts:
        if is_short_form(text[at:before]):
            found = _starting(text, inner, (at, before), "P2")
            if found:
                return found
    return None


def _starting(text: str, inner: tuple[int, int], short: tuple[int, int], pattern: str) -> Definition | None:
    """Align a short form with the words of a bracket, from its first on; the whole bracket where it fits."""
    first, last = inner
    while first < last and not text[first].isalnum():
        first += 1
    form = text[slice(*short)]
    window = text[first:last]
    limit = _limit(form) if is_marked(form) else _WORD_SLOPE * len(form)
    found = list(starting_at(singular(form), window, limit))
    if not found:
        return None
    best = min(found, key=lambda each: each.price)
    edge = _CLAUSE.search(window, best.end)
    whole = len(window[: edge.start()].rstrip()) if edge else len(window.rstrip())
    if window[best.end : whole].count(" ") <= _MORE_WORDS:
        best = best._replace(end=whole)
    return definition(text, short, (first, first + best.end), pattern, best)


def _inside(text: str, start: int, end: int) -> Definition | None:
    """(SF, FULL), (FULL, SF) and the same with "or" for the comma."""
    for mark in (", ", " or "):
        first, last = text.find(mark, start, end), text.rfind(mark, start, end)
        if first > 0 and is_short_form(text[start + 1 : first]):
            return _starting(text, (first + len(mark), end), (start + 1, first), "P5")
        if last > 0 and is_short_form(text[last + len(mark) : end]):
            return _ending(text, last, (last + len(mark), end), "P5")
    return None
