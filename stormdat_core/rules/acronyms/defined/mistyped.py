"""Acronyms whose letters were mixed up where they are defined: Solid State Recorder (SRR), then SSR.

One slip looks like two faults, a definition that nothing uses and an acronym that nothing defines; it is
reported once, by ACR-DEF-LETTERS, and the two rules about these leave it to that.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import AcronymEntry
from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.rules.acronyms.not_defined.unfit import unfit
from stormdat_core.rules.acronyms.wording import ignored
from stormdat_core.rules.base import RuleContext

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_WINDOW = 120
_LEAST = 3
"""Letters; of two, every other acronym is one slip away."""


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A short form behind the words of another one; offsets in the block's text."""

    wrong: str
    right: str
    full: str
    block: int
    start: int
    end: int


def mistyped(context: RuleContext) -> Mapping[str, Mistyped]:
    """Return, by the key that was written and by the key that was meant, the slips of a document.

    None where the profile leaves out the rule that reports them: the others then say what they find.
    """
    return context.shared(_mistyped) if context.profile.rule("ACR-DEF-LETTERS").on is not False else {}


def _mistyped(context: RuleContext) -> Mapping[str, Mistyped]:
    entries = context.acronyms.entries
    found: dict[str, Mistyped] = {}
    for name, entry in entries.items():
        for slip in () if ignored(entry) or entry.rows or entry.table_rows else _slips(context, entry):
            meant = entries.get(slip.right)
            if meant and meant.uses and not (meant.definitions or meant.rows or meant.table_rows):
                found[name] = found[slip.right] = slip
    return MappingProxyType(found)


def _slips(context: RuleContext, entry: AcronymEntry) -> Iterator[Mistyped]:
    """Yield what stands once, behind words whose initials are its letters with one slip."""
    for short, block, start, end in _bracketed(context, entry):
        words = _words_before(context.document.blocks[block].text, start, len(entry.key))
        initials = "".join(context.document.blocks[block].text[at].upper() for at, _ in words)
        if words and is_slip(entry.key, initials):
            full = context.document.blocks[block].text[words[0][0] : words[-1][1]]
            yield Mistyped(short, initials, full, block, words[0][0], end)


def _bracketed(context: RuleContext, entry: AcronymEntry) -> Iterator[tuple[str, int, int, int]]:
    """Yield the short form, the block and the span of the only place of an acronym, if in brackets."""
    if len(entry.definitions) == 1 and not (entry.uses or entry.outside):
        place = entry.definitions[0]
        if place.long_end <= place.short_start:
            yield place.short, place.block, place.short_start, place.short_end
    elif len(entry.uses) == 1 and not entry.definitions and (found := unfit(context.document, entry)):
        yield found.short, found.block, found.end - len(found.short), found.end


def _words_before(text: str, start: int, count: int) -> list[tuple[int, int]]:
    """Return the spans of so many words right before a bracket, small words not counted."""
    first = max(0, start - _WINDOW)
    before = text[first:start].rstrip('( \u201c"')
    words = [match.span() for match in _WORD.finditer(before)]
    plain = [span for span in words if before[slice(*span)].lower() not in STOP_WORDS][-count:]
    if len(plain) < count or re.search(r"[.;:!?()]\s", before[plain[0][0] :]):
        return []
    return [(at + first, end + first) for at, end in plain]


def is_slip(written: str, meant: str) -> bool:
    """Return whether letters differ from others by two changed places or by one letter in another's stead."""
    if len(written) != len(meant) or len(written) < _LEAST or key(meant) == written:
        return False
    wrong = sum(one != other for one, other in zip(written, meant, strict=True))
    return wrong == 1 or (wrong == 2 and Counter(written) == Counter(meant))
