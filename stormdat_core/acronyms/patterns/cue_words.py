"""Definitions made with words: FULL, or SF, · FULL, hereafter SF, · SF stands for FULL."""

import re
from collections.abc import Iterator

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.patterns.alignment import SURE, Alignment, ending_at, starting_at
from stormdat_core.acronyms.patterns.candidates import (
    Definition,
    definition,
    end_of_words,
    is_marked,
    is_short_form,
    words_before,
)

_FORM = r"[\"']?(?<![\w&/.+-])([^\W_][\w&/.+-]{0,12}[^\W_](?:\([\w&]{1,6}\))?)(?![\w&])[\"']?"
_AFTER = re.compile(
    r",?(?:\s{1,3}(?:is|are|was|were))?\s{1,3}(?:or|hereafter|hereinafter|henceforth|shorthand\s{1,3}(?:of|for|is)|dubbed|(?:also\s{1,3})?(?:abbreviated|known|referred\s{1,3}to)(?:\s{1,3}(?:as|to|by))?|"
    r"(?:also\s{1,3})?called|in\s{1,3}short|for\s{1,3}short)(?:\s{1,3}(?:as|the|simply))?,?\s{1,3}" + _FORM
)
_MEANS = (
    r"(?:stands\s{1,3}for|is\s{1,3}short\s{1,3}for|means|"
    r"is\s{1,3}an?\s{1,3}(?:acronym|abbreviation)\s{1,3}(?:for|of))"
)
_BEFORE = re.compile(_FORM + r"\s{1,3}" + _MEANS + r"\s{1,3}(?:the\s{1,3})?[\"']?")
_GATES_AFTER = (
    ", or ",
    "hereafter",
    "hereinafter",
    "henceforth",
    "abbreviated",
    "known as",
    "referred to",
    "called",
    "short",
    "dubbed",
)
_OR = re.compile(r" or (?:the )?" + _FORM)
_OR_GATE = " or "
_GATES_BEFORE = ("stands for", "short for", "means", "acronym", "abbreviation")
GATES = (*_GATES_AFTER, *_GATES_BEFORE)
"""Without one of these words, and without `OR`, a line holds none of these definitions."""
OR = re.compile(r" or (?:the )?[\"']?[A-Z]{3}")
_SLOPE = 0.4
"""The highest price of an alignment for each character of the short form: a cue word alone is weak."""
_SMALL = re.compile(r"[a-z]{3}")
_LONGEST = 200
_LEAST_AFTER_OR = 3
"""Letters; two of them begin any two words."""


def definitions(text: str) -> Iterator[Definition]:
    """Yield the definitions that cue words in a folded text make."""
    if _holds(text, _GATES_AFTER):
        yield from _after(text)
    if _holds(text, _GATES_BEFORE):
        yield from _before(text)
    if _OR_GATE in text:
        yield from _or(text)


def _holds(text: str, gates: tuple[str, ...]) -> bool:
    """Return whether a text holds a cue at all; a plain loop, for this is asked of every line."""
    for gate in gates:  # noqa: SIM110 - a generator costs twice as much here
        if gate in text:
            return True
    return False


def _after(text: str) -> Iterator[Definition]:
    for match in _AFTER.finditer(text):
        form = match[1]
        if not is_short_form(form) or not is_marked(form):
            continue
        first = words_before(text, match.start(), form)
        best = ending_at(singular(form), text[first : match.start()], _SLOPE * len(form))
        if best and _SMALL.search(text, first + best.start, first + best.end):
            yield from _found(text, match.span(1), first, "P4", best)


def _or(text: str) -> Iterator[Definition]:
    """FULL or SF: "or" alone is no cue, so every letter must begin a word and the words be a name."""
    for match in _OR.finditer(text):
        form = singular(match[1])
        if not (form.isupper() and form.isalpha() and len(form) >= _LEAST_AFTER_OR):
            continue
        first = words_before(text, match.start(), form)
        best = ending_at(form, text[first : match.start()], SURE)
        if best and best.method == "initials" and " " in text[first + best.start : first + best.end]:
            yield from _found(text, match.span(1), first, "P4", best)


def _before(text: str) -> Iterator[Definition]:
    for match in _BEFORE.finditer(text):
        form = match[1]
        if not is_short_form(form) or not is_marked(form):
            continue
        start = match.end()
        end = end_of_words(text, start, min(len(text), start + _LONGEST))
        aligned = starting_at(singular(form), text[start:end], _SLOPE * len(form))
        best = min(aligned, key=lambda each: each.price, default=None)
        if best:
            yield from _found(text, match.span(1), start, "P7", best)


def _found(text: str, short: tuple[int, int], at: int, pattern: str, best: Alignment) -> Iterator[Definition]:
    made = definition(text, short, (at + best.start, at + best.end), pattern, best)
    if made:
        yield made
