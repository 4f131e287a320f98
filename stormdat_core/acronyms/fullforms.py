"""Where a defined full form is spelt out again. Source: acronym rules, section 7, ACR-FULL-FORM."""

import re
from collections import defaultdict
from collections.abc import Set

from stormdat_core.acronyms.evidence import DefinitionPlace, FullFormUse
from stormdat_core.acronyms.known import Known
from stormdat_core.acronyms.phrases import PhraseIndex
from stormdat_core.acronyms.spans import Spans
from stormdat_core.acronyms.tables import in_glossary
from stormdat_core.acronyms.units import Unit, is_caption

_LONGER_AFTER = re.compile(r"(?:\s+(?:of|for|and|&)(?:\s+the)?)?[ -]+(?:[A-Z][a-z]|[a-z]+[A-Z])")
_NUMBER_AFTER = re.compile(r"\s+#?\d")
"""It is the name of one of many then: Event ID 33."""
_LONGER_BEFORE = re.compile(r"([A-Z][A-Za-z]+)[ -]$")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?:^|[.?!:;\n•(]\s*)$")


class FullForms:
    """Collects, unit by unit, the places where a full form stands that the document has defined."""

    def __init__(self, known: Known) -> None:
        self.uses: dict[str, list[FullFormUse]] = defaultdict(list)
        """By key, in reading order."""
        self._index = PhraseIndex(
            (place.full, (name, place.full))
            for name, places in known.definitions.items()
            for place in places
            if place.sure and len(place.full.split()) > 1
        )

    @property
    def first(self) -> Set[str]:
        """The words that a full form may begin with."""
        return self._index.first

    def read(self, unit: Unit, listed: list[str], places: list[DefinitionPlace]) -> None:
        """Note the full forms in a unit of running text; definitions themselves do not count."""
        text = unit.text
        hits = list(self._index.find(text, listed))
        if not hits or is_caption(unit) or in_glossary(unit.block):
            return
        own = Spans((place.long_start, place.long_end) for place in places)
        for hit in hits:
            start, end = unit.folded.origin(hit.start, hit.end)
            if own.touches(start, end) or _common(text[hit.start : hit.end], hit.value[1]):
                continue
            if _in_address(text, hit.start, hit.end):
                continue
            if not _apart(text, hit.start, hit.end) and not _longer(text, hit.start, hit.end):
                self.uses[hit.value[0]].append(FullFormUse(unit.block.index, start, end, hit.exact))


def _common(found: str, defined: str) -> bool:
    """Return whether plain words only happen to be those of a name: data storage, Key Recovery policies."""
    words, there = _WORD.findall(defined), _WORD.findall(found)
    if not words or not there or not words[-1][:1].isupper() or there[-1][:1].isupper():
        return False
    return len(words) == 2 or (len(there) > 1 and there[-2][:1].isupper())


def _in_address(text: str, start: int, end: int) -> bool:
    """Return whether a phrase joined by dashes is part of a web address or a path."""
    return text[start - 1 : start] in {"/", "\\", "_"} or text[end : end + 1] in {"/", "\\", "_"}


def _apart(text: str, start: int, end: int) -> bool:
    """Return whether a phrase is quoted, or all there is: the heading of a column, a label."""
    if text[start - 1 : start] in {'"', "'"} and text[end : end + 1] in {'"', "'"}:
        return True
    return not any(map(str.isalnum, text[:start])) and not any(map(str.isalnum, text[end:]))


def _longer(text: str, start: int, end: int) -> bool:
    """Return whether a phrase is part of a longer name: Global Positioning System Directorate."""
    if text[end : end + 1] == "-" or text[start - 1 : start] == "-":
        return True
    if not text[start].isupper():
        return False
    if _LONGER_AFTER.match(text, end) or _NUMBER_AFTER.match(text, end):
        return True
    before = _LONGER_BEFORE.search(text, max(0, start - 40), start)
    return before is not None and not _SENTENCE.search(text, max(0, before.start() - 4), before.start())
