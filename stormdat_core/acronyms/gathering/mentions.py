"""Every place in a text where an acronym stands: by its looks, or because the text itself defines it."""

import re
from collections.abc import Iterator

from stormdat_core.acronyms.exclusion.capital_text import capital_spans
from stormdat_core.acronyms.exclusion.suppression import is_numeral
from stormdat_core.acronyms.forms import word_lists
from stormdat_core.acronyms.forms.folding import fold
from stormdat_core.acronyms.forms.short_forms import acronyms_in, capital_tokens, is_certain, singular
from stormdat_core.acronyms.patterns.definitions import find_definitions
from stormdat_core.acronyms.text.spans import Spans

_SMALL_FIRST = re.compile(r"[a-z]{1,2}[A-Z]{2,6}s?")
_OFTEN_SHORT = frozenset(("IT", "US", "AS", "IS", "SO", "AN", "AT", "IN"))
_CAPITALS = re.compile(r"[A-Z]{2}")
_WORD_BEFORE = re.compile(r"([A-Z][\w-]+)\s?$")
_SHORTEST, _SHORT, _LONG = 3, 4, 5
_IN_ADDRESS = re.compile(r"\.[a-z]")
Span = tuple[int, int]

_APART = re.compile(r"(?<![\w-])(?:[A-Z][A-Z0-9]{0,9}|[2-4]D)(?: [-/] [A-Z0-9]{1,9})+(?![\w-])")
"""A joined form that the text sets with spaces: RF - PI, A / D, 2D - FCN."""
_SMALL_BEFORE = re.compile(r"[a-z]{2}[,;]? $")
_SMALL_AFTER = re.compile(r"[,;]? [a-z]{2}|[,;.]?$|\. ")


def find_mentions(text: str) -> list[tuple[int, int]]:
    """Return the spans of the acronyms in `text`, endings included, in order.

    Words in capitals, numerals and stretches written in capitals are left out unless the text defines them.
    What stands in the full form of a definition is part of that name: the PSO of "efficient PSO (EPSO)".

    Args:
        text: any text; offsets count its characters.
    """
    folded = fold(text)
    definitions = find_definitions(folded.text)
    defined = [(each.short_start, each.short_end) for each in definitions]
    defined = [span for span in defined if span[1] - span[0] > 1]
    forms = {singular(folded.text[start:end]) for start, end in defined}
    full = Spans(_outermost({(each.long_start, each.long_end) for each in definitions}))
    found = set(defined)
    for unit, at in _units(folded.text):
        spans = [(at + start, at + end) for start, end in _in_unit(unit, forms)]
        found.update(span for span in spans if not (full.holds(span[0]) and full.holds(span[1] - 1)))
    return [folded.origin(*span) for span in _outermost(found)]


def _units(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.split("\n"):
        yield line, at
        at += len(line) + 1


def _in_unit(text: str, forms: set[str]) -> Iterator[Span]:
    spans = [match.span() for match in _APART.finditer(text) if _is_one(match.group())]
    for at, token in capital_tokens(text):
        parts = _whole(token) or (_SMALL_FIRST.fullmatch(token) and ((0, len(token)),)) or ()
        spans += [(at + start, at + end) for start, end in parts]
    spans.sort()
    capitals = capital_spans(text, spans)
    for start, end in spans:
        surface = singular(text[start:end])
        if text[end : end + 1] == "$":
            continue  # a currency: US$
        shouted = any(first <= start < last for first, last in capitals) and not _shortens(text, start, end)
        if surface in forms or not (shouted or is_numeral(surface) or _is_word(text, start, end)):
            yield start, end


def _shortens(text: str, start: int, end: int) -> bool:
    """Return whether a form stands alone in brackets behind a longer word it begins like: MANNER (MNR)."""
    if text[start - 1 : start] != "(" or text[end : end + 1] != ")":
        return False
    word = _WORD_BEFORE.search(text, max(0, start - 40), start - 1)
    return word is not None and len(word[1]) > end - start and word[1][0] == text[start]


def _is_word(text: str, start: int, end: int) -> bool:
    """Return whether a form is a word in capitals; a short one that stands alone mostly is not: IT, (TAG)."""
    surface = singular(text[start:end])
    if len(surface) >= _LONG and _stands_small(surface.lower(), text):
        return True
    if not word_lists.is_word(surface):
        return False
    if surface in _OFTEN_SHORT:
        return bool(_CAPITALS.search(text, max(0, start - 4), start) or _CAPITALS.match(text, end + 1))
    if len(surface) <= _SHORTEST and surface not in word_lists.openers() and _in_prose(text, start, end):
        return False
    return len(surface) > _SHORT or text[start - 1 : start] != "(" or text[end : end + 1] != ")"


def _in_prose(text: str, start: int, end: int) -> bool:
    """Return whether the words on both sides are written in small letters."""
    return bool(_SMALL_BEFORE.search(text, max(0, start - 4), start) and _SMALL_AFTER.match(text, end))


def _stands_small(word: str, text: str) -> bool:
    """Return whether a word stands in small letters too, as a word and not in an address: un.org, @unctad."""
    at = text.find(word)
    while at >= 0:
        around = text[max(0, at - 1) : at] + text[at + len(word) : at + len(word) + 2]
        if not any(mark in around for mark in "@/_") and not _IN_ADDRESS.match(text, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False


def _whole(token: str) -> tuple[Span, ...]:
    """Return the acronyms in a token; two joined by a slash are one mention."""
    parts = acronyms_in(token)
    if len(parts) == 2 and token.count("/") == 1 and is_certain(token.replace("/", "")[:10]):
        return ((0, parts[1][1]),)
    return parts


def _is_one(text: str) -> bool:
    """Return whether forms set apart are one: A / D, LSTM - RNN; but ZVS / ZCS are two."""
    sides = text.split(" / ")
    return _mostly_capitals(text) and (len(sides) == 1 or min(map(len, sides)) == 1)


def _mostly_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(map(str.isupper, letters)) * 2 > max(2, len(letters))


def _outermost(found: set[Span]) -> list[Span]:
    """Return the spans in order without those that stand within another."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda each: (each[0], -each[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
