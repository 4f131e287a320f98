"""Definitions set off by a pair of dashes: FULL – SF – and SF – FULL –.

Between dashes stand ranges, lists and remarks too, so the form must be in capitals, of three letters and
more, and nearly every letter must begin a word of a full form of several words.
"""

import re
from collections.abc import Iterator

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.patterns.alignment import SURE, ending_at, starting_at
from stormdat_core.acronyms.patterns.candidates import Definition, definition, is_short_form, words_before

_DASH = r"(?: ?(?:\u2013|--) ?| - )"
_FORM = r"[\"']?([A-Z][\w&/.]{1,11}s?)[\"']?"
_AFTER = re.compile(rf"(?<=[a-z)]){_DASH}{_FORM}(?:{_DASH}|(?=[.;]))")
"""The form behind its words, the second dash or the end of the sentence behind it."""
_BEFORE = re.compile(rf"(?<![\w&/.\u2013-]){_FORM}{_DASH}([^\n.;()\u2013]{{5,120}}?){_DASH}")
GATES = ("\u2013", "--", " - ")
"""Without one of these a line holds none of these definitions."""
_LEAST = 3


def definitions(text: str) -> Iterator[Definition]:
    """Yield the definitions that dashes in a folded text set off."""
    if "\u2013" in text or "--" in text or " - " in text:
        yield from _after(text)
        yield from _before(text)


def _after(text: str) -> Iterator[Definition]:
    for match in _AFTER.finditer(text):
        form = singular(match[1])
        if not _may_stand(form):
            continue
        first = words_before(text, match.start(), form)
        best = ending_at(form, text[first : match.start()], SURE)
        if best and " " in text[first + best.start : first + best.end]:
            found = definition(text, match.span(1), (first + best.start, first + best.end), "P4", best)
            if found:
                yield found


def _before(text: str) -> Iterator[Definition]:
    for match in _BEFORE.finditer(text):
        form, words = singular(match[1]), match[2]
        if not _may_stand(form):
            continue
        lead = 4 if words.lower().startswith("the ") else 0
        whole = [
            each for each in starting_at(form, words[lead:], SURE) if each.end == len(words.rstrip()) - lead
        ]
        if whole and " " in words[lead:]:
            at = match.start(2) + lead
            best = min(whole, key=lambda each: each.price)
            found = definition(text, match.span(1), (at + best.start, at + best.end), "P6", best)
            if found:
                yield found


def _may_stand(form: str) -> bool:
    capitals = sum(map(str.isupper, form))
    return capitals >= 2 and len(form) >= _LEAST and is_short_form(form)
