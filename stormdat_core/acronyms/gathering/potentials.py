"""Capitalised phrases that recur and have no acronym. Source: acronym rules, section 7, ACR-POTENTIAL."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from stormdat_core.acronyms.forms import word_lists
from stormdat_core.acronyms.gathering.entries import Potential, Use
from stormdat_core.acronyms.gathering.known import Known
from stormdat_core.acronyms.text.phrases import normal
from stormdat_core.acronyms.text.units import Role, Unit, is_caption
from stormdat_core.model.joined import Joined

_WORD = r"[A-Z][a-z]++(?:-[A-Z]?[a-z]++)?"
# A first character that is a class lets the engine skip to it; the look behind comes after it.
_PHRASE = re.compile(
    r"[A-Z](?<![\w'-].)[a-z]++(?:-[A-Z]?[a-z]++)?"
    rf"(?: (?:(?:of|and|for|in|on|to|&|of the|for the|as a|as an) )?{_WORD}){{1,7}}(?![\w'])"
)
_SENTENCE = re.compile(r"(?:^|[.?!:;\n•☐☒□*#>\"(/]\s*|\d\s+)$")
_APPENDIX = re.compile(r"\b(?:Appendix|Attachment|Annex|Enclosure|Section|Chapter)\b[^.,;]{0,6}$")
_PAIR = re.compile(r"\S+ (?:and|of|for|in|on|to) \S+")
_TWO_NAMES = re.compile(r" (?:and|&) ")
_NUMBER = re.compile(r"\s*[\d#]")
_SUBTITLE = re.compile(r":\s+(?:An?|The)\s+[A-Z]")
_TITLE_BEFORE = re.compile(r"\w:\s+(?:An?|The)\s+$")
"""Title and subtitle of a publication: Federal Information Systems: A Security Life Cycle Approach."""
_TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt|Hon|Rev)\.? $")


class _Form(NamedTuple):
    """A phrase as it is written somewhere, whatever stands around it."""

    name: str
    """Its normal form."""
    phrase: str
    cut: int
    """Characters before it that are no part of it: "The "."""


_Found = tuple[str, Unit, int]
"""A phrase, its unit and its offset there."""

_SPACES = 1_000
"""Around a phrase that is a paragraph by itself."""


def find_potentials(read: Sequence[Unit], joined: Joined, known: Known, least: int) -> list[Potential]:
    """Return the phrases that occur at least `least` times in running text, in order of first occurrence.

    Args:
        read: the units of the document.
        joined: their texts.
        known: what has an acronym already.
        least: how often a phrase must occur.
    """
    inside = _by_name(read, joined, least)
    taken = {normal(place.full) for places in known.definitions.values() for place in places}
    taken |= {normal(row.definition) for rows in known.table_rows.values() for row in rows}
    return [
        Potential(found[0][0], _initials(found[0][0]), tuple(sorted(_use(*each) for each in found)))
        for name, found in inside.items()
        if len(found) >= _least(name, least)
        and not _within(name, taken)
        and not known.is_full_form(found[0][0])
        and not known.holds(_initials(found[0][0]))
    ]


def _by_name(read: Sequence[Unit], joined: Joined, least: int) -> dict[str, list[_Found]]:
    """Return the phrases by their normal form; one that only ever opens a sentence is none."""
    inside: dict[str, list[_Found]] = defaultdict(list)
    opening: list[tuple[str, _Found]] = []
    often = _often(joined, least)
    homes = joined.home(at for at, _ in often)
    for (place, form), (number, start) in zip(often, homes, strict=True):
        unit, at = read[number], place - start
        if not _is_name(form.phrase, unit, at):
            continue
        if not form.cut and _SENTENCE.search(unit.text, max(0, at - 4), at):
            opening.append((form.name, (form.phrase, unit, at)))
        else:
            inside[form.name].append((form.phrase, unit, at))
    for name, found in opening:  # the first word of a sentence has its capital anyway
        if name in inside:
            inside[name].append(found)
    return inside


def _often(joined: Joined, least: int) -> list[tuple[int, _Form]]:
    """Return (offset, phrase) of those that recur often enough by their form, in order; most do not."""
    forms: dict[str, _Form | None] = {}
    found: dict[str, list[tuple[int, _Form]]] = defaultdict(list)
    for match in _PHRASE.finditer(joined.text):
        written = match.group()
        if written not in forms:
            forms[written] = _form(written)
        form = forms[written]
        if form is not None:
            found[form.name].append((match.start() + form.cut, form))
    often = (places for name, places in found.items() if len(places) >= _least(name, least))
    return sorted(place for places in often for place in places)


def _form(written: str) -> _Form | None:
    """Return a phrase without the words that are no part of it; None when it cannot be a name."""
    phrase = written
    while phrase and _first(phrase).upper() in word_lists.openers():
        phrase = phrase[len(_first(phrase)) + 1 :]
    cut = len(written) - len(phrase)
    phrase = _without_tail(phrase)
    return _Form(normal(phrase), phrase, cut) if _may_be_name(phrase) else None


def _use(phrase: str, unit: Unit, at: int) -> Use:
    return Use(unit.block.index, *unit.folded.origin(at, at + len(phrase)))


def _within(name: str, taken: set[str]) -> bool:
    """Return whether a phrase is or holds a full form that has its acronym: New Software as a Service."""
    padded = f" {name} "
    return name in taken or any(f" {each} " in padded for each in taken if " " in each)


def _least(name: str, least: int) -> int:
    """Return how often a phrase must occur: two words, joined or not, shorten little and often label."""
    return 4 * least if name.count(" ") == 1 or _PAIR.fullmatch(name) else least


def _first(phrase: str) -> str:
    return phrase.split(" ", 1)[0]


def _without_tail(phrase: str) -> str:
    """Drop link words that a cut has left at either end."""
    parts = phrase.split(" ")
    while parts and not parts[-1][:1].isupper():
        parts.pop()
    return " ".join(parts)


def _may_be_name(phrase: str) -> bool:
    capitals = [part for part in phrase.split(" ") if part[:1].isupper()]
    if len(capitals) < 2 or not phrase[0].isupper():
        return False
    if _TWO_NAMES.search(phrase) and capitals[-1] in capitals[:-1]:
        return False  # two names with one last word: Application Monitoring and Event Monitoring
    return not any(part.upper() in word_lists.no_phrase() for part in capitals)


def _is_name(phrase: str, unit: Unit, at: int) -> bool:
    """Return whether a phrase stands in running text as a name of its own."""
    text, end = unit.text, at + len(phrase)
    if unit.role is not Role.TEXT or _is_whole(phrase, text) or is_caption(unit):
        return False
    if text[end : end + 1] == "-":
        return False  # a longer word: Software-as-a-Service
    if _SUBTITLE.match(text, end) or _TITLE_BEFORE.search(text, max(0, at - 12), at):
        return False
    if text[at - 1 : at] in {"<", "["} or _APPENDIX.search(text, max(0, at - 24), at):
        return False
    return not (_NUMBER.match(text, end) or _TITLES.search(text, max(0, at - 8), at))


def _is_whole(phrase: str, text: str) -> bool:
    # Not stripped anew for each of its phrases; of a text with a thousand spaces little depends on this.
    return len(text) <= len(phrase) + _SPACES and len(phrase) == len(text.strip())


def _initials(phrase: str) -> str:
    return "".join([part[0] for part in re.split(r"[ -]", phrase) if part[:1].isupper()])
