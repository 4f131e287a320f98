"""Where a text defines an acronym: patterns P1 to P7 of the acronym rules, section 4.1.

A pattern only proposes; it becomes a definition when the letters of the short form align with the words of
the full form (`alignment`). Work is done at brackets, at `= : –` keys and at a few cue words, so the cost
is that of finding these, linear in the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.acronyms.forms.folding import Folded, fold
from stormdat_core.acronyms.patterns import brackets, cue_words, dashes, equal_signs
from stormdat_core.acronyms.patterns.candidates import Definition
from stormdat_core.model.joined import Joined


@dataclass(frozen=True, slots=True)
class AcronymPair:
    """A definition in a text; `text[short_start:short_end] == short`, and the same for `long`."""

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int
    pattern: str = "P1"
    """P1 to P7."""
    method: str = "initials"
    """How the letters were read: `initials`, `digits`, `inner`."""


def extract_pairs(text: str) -> list[AcronymPair]:
    """Return the definitions in a text in the order of their short forms.

    Args:
        text: one paragraph or many; a line break ends a unit. Offsets count its characters.
    """
    folded = fold(text)
    return [_pair(text, folded, found) for found in find_definitions(folded.text)]


def _pair(text: str, folded: Folded, found: Definition) -> AcronymPair:
    short = folded.origin(found.short_start, found.short_end)
    long = folded.origin(found.long_start, found.long_end)
    return AcronymPair(text[slice(*short)], text[slice(*long)], *short, *long, found.pattern, found.method)


def find_definitions(folded: str) -> list[Definition]:
    """Return the definitions in a folded text, in order. A short form is defined once at one place."""
    taken: dict[int, Definition] = {}
    for found in brackets.definitions(folded):
        taken.setdefault(found.short_start, found)
    for line, at in _lines(folded):
        for source in (cue_words.definitions, dashes.definitions, equal_signs.definitions):
            for found in source(line):
                taken.setdefault(found.short_start + at, found.moved(at))
    return sorted(taken.values())


def may_define(joined: Joined) -> set[int]:
    """Return the numbers of the texts in which `find_definitions` may find anything."""
    found = joined.holding(("(", "[", *cue_words.GATES, *dashes.GATES, *equal_signs.GATES))
    return found.union(
        number for number, _ in joined.home(each.start() for each in cue_words.OR.finditer(joined.text))
    )


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield (line, offset). Line by line, because most lines hold no cue word and are passed over at once."""
    if "\n" not in text:
        yield text, 0
        return
    at = 0
    for line in text.split("\n"):
        yield line, at
        at += len(line) + 1
