"""Capitalised phrases that recur and have no acronym. Source: acronym rules, section 7, ACR-POTENTIAL."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from stormdat_core.acronyms import words
from stormdat_core.acronyms.evidence import Potential, Use
from stormdat_core.acronyms.joined import Joined
from stormdat_core.acronyms.known import Known
from stormdat_core.acronyms.phrases import normal
from stormdat_core.acronyms.units import Role, Unit, is_caption

_WORD = r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?"
# A first character that is a class lets the engine skip to it; the look behind comes after it.
_PHRASE = re.compile(
    r"[A-Z](?<![\w'-].)[a-z]+(?:-[A-Z]?[a-z]+)?"
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


def find_potentials(read: Sequence[Unit], joined: Joined, known: Known, least: int) -> list[Potential]:
    """Return the phrases that occur at least `least` times in running text, in order of first occurrence.

    Args:
        read: the units of the document.
        joined: their texts.
        known: what has an acronym already.
        least: how often a phrase must occur.
    """
    inside: dict[str, list[tuple[str, Use]]] = defaultdict(list)
    opening: list[tuple[str, str, Use]] = []
    for unit, spans in _candidates(read, joined):
        if unit.role is Role.TEXT and not is_caption(unit):
            for phrase, at, opens in _phrases(unit.text, spans):
                use = Use(unit.block.index, *unit.folded.origin(at, at + len(phrase)))
                if opens:
                    opening.append((normal(phrase), phrase, use))
                else:
                    inside[normal(phrase)].append((phrase, use))
    for name, phrase, use in opening:  # the first word of a sentence has its capital anyway
        if name in inside:
            inside[name].append((phrase, use))
    taken = {normal(place.full) for places in known.definitions.values() for place in places}
    taken |= {normal(row.definition) for rows in known.table_rows.values() for row in rows}
    return [
        Potential(found[0][0], _initials(found[0][0]), tuple(sorted(use for _, use in found)))
        for name, found in inside.items()
        if len(found) >= _least(name, least)
        and not _within(name, taken)
        and not known.is_full_form(found[0][0])
        and not known.holds(_initials(found[0][0]))
    ]


def _within(name: str, taken: set[str]) -> bool:
    """Return whether a phrase is or holds a full form that has its acronym: New Software as a Service."""
    padded = f" {name} "
    return name in taken or any(f" {each} " in padded for each in taken if " " in each)


def _least(name: str, least: int) -> int:
    """Return how often a phrase must occur: two words, joined or not, shorten little and often label."""
    return 4 * least if name.count(" ") == 1 or _PAIR.fullmatch(name) else least


def _candidates(read: Sequence[Unit], joined: Joined) -> Iterator[tuple[Unit, list[tuple[int, int]]]]:
    """Yield each unit that holds capitalised phrases, with their spans."""
    spans = [match.span() for match in _PHRASE.finditer(joined.text)]
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (start, end), (number, base) in zip(spans, joined.home(span[0] for span in spans), strict=True):
        found[number].append((start - base, end - base))
    yield from ((read[number], own) for number, own in found.items())


def _phrases(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[str, int, bool]]:
    """Yield (phrase, offset, whether it opens a sentence)."""
    whole = len(text.strip())
    for start, end in spans:
        phrase, at = text[start:end], start
        opens = _SENTENCE.search(text, max(0, at - 4), at) is not None
        while phrase and _first(phrase).upper() in words.openers():
            cut = len(_first(phrase)) + 1
            phrase, at, opens = phrase[cut:], at + cut, False
        phrase = _without_tail(phrase)
        if _is_name(phrase, text, at) and len(phrase) < whole:
            yield phrase, at, opens


def _first(phrase: str) -> str:
    return phrase.split(" ", 1)[0]


def _without_tail(phrase: str) -> str:
    """Drop link words that a cut has left at either end."""
    parts = phrase.split(" ")
    while parts and not parts[-1][:1].isupper():
        parts.pop()
    return " ".join(parts)


def _is_name(phrase: str, text: str, at: int) -> bool:
    capitals = [part for part in phrase.split(" ") if part[:1].isupper()]
    if len(capitals) < 2 or not phrase[0].isupper():
        return False
    if text[at + len(phrase) : at + len(phrase) + 1] == "-":
        return False  # a longer word: Software-as-a-Service
    if _SUBTITLE.match(text, at + len(phrase)) or _TITLE_BEFORE.search(text, max(0, at - 12), at):
        return False
    if text[at - 1 : at] in {"<", "["} or _APPENDIX.search(text, max(0, at - 24), at):
        return False
    if _TWO_NAMES.search(phrase) and capitals[-1] in capitals[:-1]:
        return False  # two names with one last word: Application Monitoring and Event Monitoring
    if _NUMBER.match(text, at + len(phrase)) or _TITLES.search(text, max(0, at - 8), at):
        return False
    return not any(part.upper() in words.no_phrase() for part in capitals)


def _initials(phrase: str) -> str:
    return "".join([part[0] for part in re.split(r"[ -]", phrase) if part[:1].isupper()])
