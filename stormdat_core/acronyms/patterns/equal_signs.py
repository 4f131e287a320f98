"""Definitions in the manner of a key: SF = FULL anywhere; SF: FULL and SF – FULL at the start of a line."""

import re
from collections.abc import Iterator

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.patterns.alignment import starting_at
from stormdat_core.acronyms.patterns.candidates import Definition, definition, end_of_words, is_short_form

_FORM = r"((?:[A-Z][A-Z0-9]{1,7} )?[^\s,;:=()\[\]\"']{1,14})[\"']?"
_EQUALS = re.compile(rf"(?<![^\s,;:(\[\"'*]){_FORM}\s{{0,4}}=\s{{0,4}}[\"']?(?=\w)")
_ITEM = re.compile(
    r"(?:^|[\n;,]|(?<![*•])[*•]|(?<=[(\[])|\.\s)[ \"'*•-]{0,6}"
    + _FORM
    + r"(?::\s+|\s{1,8}[–-]{1,2}\s+)[\"']?(?=\w)"
)
GATES = ("=", ":", "- ", "\u2013")
"""Without one of these a line holds no key. One character is looked for much faster than two."""
_LONGEST = 200
"""Characters behind the key that are looked at."""
_BASE, _SLOPE = 0.4, 0.6
"""The highest price of an alignment: so much, and so much for each character of the short form."""


def definitions(text: str) -> Iterator[Definition]:
    """Yield the definitions that keys in a folded text make."""
    if "=" in text:
        yield from _keys(text, _EQUALS)
    if ": " in text or "- " in text or "– " in text:
        yield from _keys(text, _ITEM)


def _keys(text: str, pattern: re.Pattern[str]) -> Iterator[Definition]:
    for match in pattern.finditer(text):
        if is_short_form(match[1]):
            found = _starting(text, match.span(1), match.end())
            if found:
                yield found


def _starting(text: str, short: tuple[int, int], start: int) -> Definition | None:
    form = text[slice(*short)]
    end = end_of_words(text, start, min(len(text), start + _LONGEST))
    aligned = starting_at(singular(form), text[start:end], _BASE + _SLOPE * len(form))
    best = min(aligned, key=lambda each: each.price, default=None)
    return definition(text, short, (start + best.start, start + best.end), "P6", best) if best else None
