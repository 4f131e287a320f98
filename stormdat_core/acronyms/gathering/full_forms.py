"""Where a defined full form is spelt out again. Source: acronym rules, section 7, ACR-FULL-FORM.

Most places where the words of a full form stand are not such places: titles, labels, longer names, lists in
parallel, quotations, another sense of plain words. What is in doubt is not noted.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Set

from stormdat_core.acronyms.exclusion.suppression import is_program
from stormdat_core.acronyms.forms.grammatical_number import other_number, short_for
from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import DefinitionPlace, FullFormUse
from stormdat_core.acronyms.gathering.known import Known
from stormdat_core.acronyms.gathering.own_tables import in_glossary
from stormdat_core.acronyms.text.phrases import PhraseIndex
from stormdat_core.acronyms.text.prose import in_quotes
from stormdat_core.acronyms.text.spans import Spans
from stormdat_core.acronyms.text.units import Unit, is_caption
from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.model import BlockKind

_LONGER_AFTER = re.compile(
    r"(?:\s+(?:of|for|and|or|&)(?:\s+the)?)?[ -]+(?:[A-Z][a-z]|[A-Z]{2}|[a-z]+[A-Z])|\s*[(\[]"
)
"""A longer name, or a bracket that says something of this one."""
_NUMBER_AFTER = re.compile(r"\s+#?\d")
"""It is the name of one of many then: Event ID 33."""
_LONGER_BEFORE = re.compile(r"([A-Z][A-Za-z]+)[ -]$")
_PAIR_BEFORE = re.compile(r"(?:[A-Z][\w-]*|\)) (?:and|or|&) (?:the )?$|[\d>|] $|\b[ei]\.[eg]\., $")
"""One of a pair of names, the number of a publication, a placeholder, or an example."""
_DEFINED_BEFORE = re.compile(r"\([A-Z][\w&/-]{1,9}\) (?:and|or|&) (?:the )?$")
"""The other of a pair, which is in full with its acronym: the Message ID (MID) and command code."""
_ITEM_BEFORE, _ITEM_AFTER = (
    re.compile(r"[,;:] (?:and |or )?(?:the )?$"),
    re.compile(r"[,;] (?:and |or )?(?:the )?[A-Z]"),
)
_FIRST_ITEM = re.compile(r", (?:[A-Z][\w-]+,? ){1,4}(?:or|and) ")
_WORD = re.compile(r"[^\W_]+")
_LABEL_WORD = re.compile(r"[^\W\d_][\w'-]*")
_SENTENCE = re.compile(r"(?:^|[.?!:;\n•(]\s*)$")
_SENTENCE_END = re.compile(r"[.?!;]\s|\n")
_LONGEST_SENTENCE = 400
_LABEL_WORDS = 12
_CELL_WORDS = 6
_LONGEST_LABEL = 120
_Value = tuple[str, str, str]
"""Key, full form and short form of a definition."""


class FullForms:
    """Collects, unit by unit, the places where a full form stands that the document has defined."""

    def __init__(self, known: Known) -> None:
        self.uses: dict[str, list[FullFormUse]] = defaultdict(list)
        """By key, in reading order."""
        self._index = PhraseIndex(_phrases(known))

    @property
    def first(self) -> Set[str]:
        """The words that a full form may begin with."""
        return self._index.first

    def read(self, unit: Unit, listed: list[str], places: list[DefinitionPlace]) -> None:
        """Note the full forms in a unit of running text; definitions themselves do not count."""
        text = unit.text
        hits = list(self._index.find(text, listed))
        if not hits or _is_no_prose(unit):
            return
        own = Spans((place.long_start, place.long_end) for place in places)
        for hit in hits:
            name, full, short = hit.value
            start, end = unit.folded.origin(hit.start, hit.end)
            said = short_for(text[hit.start : hit.end], short, full)
            if (
                said
                and (hit.exact or not _is_generic(full, text[hit.start : hit.end]))
                and not own.touches(start, end)
                and _again(text, hit.start, hit.end, full, singular(short))
            ):
                exact = hit.exact and said == short
                self.uses[name].append(FullFormUse(unit.block.index, start, end, exact, said))


def _phrases(known: Known) -> Iterator[tuple[str, _Value]]:
    """Yield the full forms of definitions beyond doubt, in both numbers."""
    for name, places in known.definitions.items():
        for place in places:
            if place.sure and len(place.full.split()) > 1:
                value = name, place.full, place.short
                yield place.full, value
                if other := other_number(place.full):
                    yield other, value


def _is_no_prose(unit: Unit) -> bool:
    """Return whether a unit is front matter, a caption, a program, a title or a label, and no sentence."""
    block = unit.block
    if unit.front or is_caption(unit) or in_glossary(block) or is_program(unit.text):
        return True
    if len(unit.text) > _LONGEST_LABEL or unit.text.rstrip().endswith((".", "!", "?")):
        return False
    found = _LABEL_WORD.findall(unit.text)
    if block.kind is BlockKind.CELL and (len(found) <= _CELL_WORDS or block.where.row == 1):
        return True
    names = [word for word in found if word.lower() not in STOP_WORDS]
    return len(found) <= _LABEL_WORDS and all(word[0].isupper() for word in names)


def _again(text: str, start: int, end: int, full: str, short: str) -> bool:
    """Return whether a phrase in prose is the full form once more, where the short form could stand."""
    if _is_other_sense(text, start, end, full) or _is_marked_off(text, start, end):
        return False
    if _longer(text, start, end) or _in_parallel(text, start, end):
        return False
    first = max(0, start - _LONGEST_SENTENCE)
    for edge in _SENTENCE_END.finditer(text, first, start):
        first = edge.end()
    edge_after = _SENTENCE_END.search(text, end, end + _LONGEST_SENTENCE)
    last = edge_after.start() if edge_after else end + _LONGEST_SENTENCE
    return short not in text[first:start] and short not in text[end:last]


def _is_other_sense(text: str, start: int, end: int, full: str) -> bool:
    """Return whether plain words only happen to be those of a name, or the reverse."""
    defined, found = _WORD.findall(full), _WORD.findall(text[start:end])
    if not defined or not found:
        return False
    if defined[-1][:1].isupper() and not found[-1][:1].isupper():
        return len(defined) == 2 or (len(found) > 1 and found[-2][:1].isupper())
    return found[-1][:1].isupper() and not defined[-1][:1].isupper()


def _is_generic(full: str, found: str) -> bool:
    """Return whether small words in another number speak of any of a kind, and a name of one was defined."""
    return full[:1].isupper() and full.split()[-1][:1].isupper() and found.islower()


def _is_marked_off(text: str, start: int, end: int) -> bool:
    """Return whether a phrase is quoted, in markup, in an address, or all there is."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in {"/", "\\", "_", ">", "<", "=", "["} or after in {"/", "\\", "_", "<", ">", "=", "]"}:
        return True
    if in_quotes(text, start) or before == "'" == after:
        return True
    # Searched in place: a paragraph of megabytes may hold thousands of full forms.
    return not (_WORD.search(text, 0, start) or _WORD.search(text, end))


def _longer(text: str, start: int, end: int) -> bool:
    """Return whether a phrase is part of a longer name: Global Positioning System Directorate."""
    if text[end : end + 1] == "-" or text[start - 1 : start] == "-":
        return True
    if not text[start].isupper():
        return text[end : end + 2] == " ("
    if _LONGER_AFTER.match(text, end) or _NUMBER_AFTER.match(text, end):
        return True
    before = _LONGER_BEFORE.search(text, max(0, start - 40), start)
    return before is not None and not _SENTENCE.search(text, max(0, before.start() - 4), before.start())


def _in_parallel(text: str, start: int, end: int) -> bool:
    """Return whether a name stands in a list or a pair of names that stay in full."""
    if _DEFINED_BEFORE.search(text, max(0, start - 40), start):
        return True
    if not text[start].isupper():
        return False
    if _PAIR_BEFORE.search(text, max(0, start - 40), start) or _FIRST_ITEM.match(text, end):
        return True
    return bool(_ITEM_BEFORE.search(text, max(0, start - 12), start) and _ITEM_AFTER.match(text, end))
