"""Recognise a finding of many places when most of them stay: its fingerprint is that of the first one alone.

A group of alike places is one finding. Mending its first place, or writing one before it, gives it another
fingerprint and another excerpt, though what a person decided about was the group. Places are compared by the
heading above them and their position below it: what was written under other headings does not move them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from stormdat_core.model import Location
from stormdat_core.model.excerpts import split_excerpt

_NUMBERS = re.compile(r"\d+")
_MOST = 5_000
"""Places of one finding that are compared."""
_MOST_SHARING = 20
"""Findings that are compared because of one place."""
_HALF = 0.5
"""Of the places of the smaller finding, how many must be shared where a place alone does not tell."""
Sign = tuple[object, ...]
_Signs = Callable[["Spread"], Iterable[Sign]]


@dataclass(frozen=True, slots=True)
class Spread:
    """A finding with its places."""

    id: int
    rule: str
    message: str
    """Without its numbers, which count the places."""
    words: str
    """What it frames."""
    faults: tuple[Location, ...]
    """Its own place, and the others that have the fault too."""
    others: tuple[Location, ...] = ()
    """Places that it rests on, such as where an acronym is used."""

    @classmethod
    def of(
        cls, head: tuple[int, str, str, str], own: Location, evidence: Sequence[tuple[Location, bool]]
    ) -> "Spread":
        """Return a finding from its id, rule, message and excerpt, its place and those of its evidence.

        Args:
            head: id, rule, message and excerpt.
            own: where it stands.
            evidence: the other places, and whether they have the fault too.
        """
        key, rule, message, excerpt = head
        words = split_excerpt(excerpt, own.start, own.end)[1]
        faults = (own, *(where for where, marked in evidence[:_MOST] if marked))
        others = tuple(where for where, marked in evidence[:_MOST] if not marked)
        return cls(key, rule, _NUMBERS.sub("#", message).casefold(), words.casefold(), faults, others)

    @property
    def size(self) -> int:
        return len(self.faults) + len(self.others)


def pairs_by_places(old: Iterable[Spread], new: Iterable[Spread]) -> dict[int, int]:
    """Return the earlier finding of each newer one that has places in common with it, by ids.

    One place that is at fault is enough; of places that a finding only rests on, the same words or half of
    them. Linear in the number of places.
    """
    lost, come = list(old), list(new)
    found: dict[int, int] = {}
    for signs, is_same in ((_exact_faults, _always), (_exact, _telling), (_in_paragraph, _same_kind)):
        lost = _without(lost, found)
        come = [each for each in come if each.id not in found]
        found |= _matched(lost, come, signs, is_same)
    return found


def still_there(old: Iterable[Spread], new: Iterable[Spread]) -> frozenset[int]:
    """Return the ids of earlier findings of which a place is at fault in some newer finding of the rule."""
    known: defaultdict[Sign, bool] = defaultdict(bool)
    for each in new:
        for sign in _exact_faults(each):
            known[sign] |= len(each.faults) > 1
    return frozenset(
        each.id
        for each in old
        if any(sign in known and (known[sign] or len(each.faults) > 1) for sign in _exact_faults(each))
    )


def _without(lost: Sequence[Spread], found: Mapping[int, int]) -> list[Spread]:
    gone = set(found.values())
    return [each for each in lost if each.id not in gone]


def _matched(
    old: Sequence[Spread],
    new: Sequence[Spread],
    signs: _Signs,
    is_same: Callable[[Spread, Spread, int], bool],
) -> dict[int, int]:
    """Pair the findings that share most, each once."""
    by_id = {each.id: each for each in old}
    fresh = {each.id: each for each in new}
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (one, other), number in sorted(
        _shared(old, new, signs).items(), key=lambda pair: (-pair[1], pair[0])
    ):
        if one not in found and other not in taken and is_same(fresh[one], by_id[other], number):
            found[one] = other
            taken.add(other)
    return found


def _shared(old: Sequence[Spread], new: Sequence[Spread], signs: _Signs) -> Counter[tuple[int, int]]:
    """Return how many places a newer and an earlier finding share; one of them has more than one."""
    held: defaultdict[Sign, list[tuple[int, int, int]]] = defaultdict(list)
    for each in old:
        for sign, times in Counter(signs(each)).items():
            held[sign].append((each.id, times, each.size))
    found: Counter[tuple[int, int]] = Counter()
    for each in new:
        for sign, times in Counter(signs(each)).items():
            for other, again, size in held.get(sign, ())[:_MOST_SHARING]:
                if size > 1 or each.size > 1:
                    found[each.id, other] += min(times, again)
    return found


def _always(_one: Spread, _other: Spread, _number: int) -> bool:
    return True


def _telling(one: Spread, other: Spread, number: int) -> bool:
    return one.words == other.words != "" or number >= _HALF * min(one.size, other.size)


def _same_kind(one: Spread, other: Spread, number: int) -> bool:
    same = one.message == other.message or one.words == other.words != ""
    return same and number >= _HALF * min(one.size, other.size)


def _exact_faults(one: Spread) -> Iterable[Sign]:
    return ((one.rule, *_paragraph(each), each.start, each.end) for each in one.faults if _has_place(each))


def _exact(one: Spread) -> Iterable[Sign]:
    every = (*one.faults, *one.others)
    return ((one.rule, *_paragraph(each), each.start, each.end) for each in every if _has_place(each))


def _in_paragraph(one: Spread) -> Iterable[Sign]:
    return ((one.rule, *_paragraph(each), each.end - each.start) for each in one.faults if _has_place(each))


def _has_place(where: Location) -> bool:
    return where.block >= 0 and where.end > where.start


def _paragraph(where: Location) -> Sign:
    """Return what tells a paragraph: what is above it, and its position there."""
    heading = _NUMBERS.sub("#", where.heading[-1]).casefold() if where.heading else ""
    note = where.note or ""
    return (heading, note, where.paragraph, where.table, where.row, where.column, where.sheet, where.slide)
