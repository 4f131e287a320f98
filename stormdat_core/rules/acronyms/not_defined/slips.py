"""An acronym that stands once or twice and is one letter from a frequent one in the same phrase: SSSP."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.rules.acronyms.wording import times
from stormdat_core.rules.base import RuleContext

_RARE, _OFTEN = 2, 5
"""Uses: of a form that may be a slip, and of the one that may be meant."""
_MOST = 500
"""Frequent acronyms that a rare one is compared with."""
_LOOKED_AT = 50
_AROUND = 40
_LONG = 6
"""Letters from which on no other acronym is likely to lack just one."""
_LEAST = 3
"""Letters of the shorter form; of two, every other acronym is one slip away."""


class Meant(NamedTuple):
    """The form that is probably meant, and why."""

    form: str
    reason: str


def probable(context: RuleContext, entry: AcronymEntry) -> Meant | None:
    """Return the acronym that is probably meant by one that nothing explains, or None."""
    if not 0 < len(entry.uses) <= _RARE:
        return None
    near = (each for each in _frequent(context) if _is_one_off(entry.key, each.key))
    found = next(
        (each for each in near if _is_misspelt(entry.key, each.key) or _shares(context, entry, each)), None
    )
    if found:
        return Meant(found.name, f", which is used {times(len(found.uses))}")
    return _turned(context, entry)


def _turned(context: RuleContext, entry: AcronymEntry) -> Meant | None:
    """Return what has two letters of an acronym the other way round, before its hyphen: PIV-I for PVI-I."""
    head, joint, tail = entry.name.partition("-")
    if len(head) < _LEAST:
        return None
    for at in range(len(head) - 1):
        other = context.acronyms.entries.get(key(head[:at] + head[at + 1] + head[at] + head[at + 2 :]))
        enough = other is not None and other.key != entry.key and len(other.uses) > _RARE
        if other is not None and enough and _shares(context, entry, other):
            known = f"; {other.name}" if joint else ", which"
            return Meant(other.name + joint + tail, f"{known} is used {times(len(other.uses))}")
    return None


def _frequent(context: RuleContext) -> tuple[AcronymEntry, ...]:
    return context.shared(_often)


def _often(context: RuleContext) -> tuple[AcronymEntry, ...]:
    often = (each for each in context.acronyms.entries.values() if len(each.uses) >= _OFTEN)
    return tuple(islice(often, _MOST))


def _is_one_off(rare: str, other: str) -> bool:
    """Return whether one letter is added, lost or another one; the first and the length tell most apart."""
    if min(len(rare), len(other)) < _LEAST or abs(len(rare) - len(other)) > 1 or rare == other:
        return False
    same = next(
        (at for at, (a, b) in enumerate(zip(rare, other, strict=False)) if a != b), min(len(rare), len(other))
    )
    return rare[same + (len(rare) >= len(other)) :] == other[same + (len(other) >= len(rare)) :]


def _is_misspelt(rare: str, other: str) -> bool:
    """Return whether the letters alone tell a slip: one twice, or one of six left out: FPKPA."""
    lost = len(other) == len(rare) + 1 >= _LONG and rare[0] == other[0] and rare[-1] == other[-1]
    return _is_doubled(rare, other) or lost


def _is_doubled(rare: str, other: str) -> bool:
    """Return whether the rare form only writes a letter once more: SSSP of SSP."""
    return len(rare) > len(other) and any(
        rare[at] == rare[at - 1] and rare[:at] + rare[at + 1 :] == other for at in range(1, len(rare))
    )


def _shares(context: RuleContext, one: AcronymEntry, other: AcronymEntry) -> bool:
    """Return whether a word beside some use of both is the same, on the same side."""
    return not set(_beside(context, one.uses)).isdisjoint(_beside(context, other.uses[:_LOOKED_AT]))


def _beside(context: RuleContext, uses: tuple[Use, ...]) -> Iterator[tuple[int, str]]:
    for use in uses:
        text = context.document.blocks[use.block].text
        before = text[max(0, use.start - _AROUND) : use.start].split()[-1:]
        after = text[use.end : use.end + _AROUND].split()[:1]
        for side, words in enumerate((before, after)):
            plain = (word.strip(",.;:").lower() for word in words)
            yield from ((side, word) for word in plain if word.isalpha() and word not in STOP_WORDS)
