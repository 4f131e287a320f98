"""Which corrections can be made together, which give way, and which are only proposed.

Two corrections that would change the same characters cannot both be made. The one for the worse finding wins,
then the one that changes more text, then the earlier. Equal ones are made once and count for both. A change
of font or size gives way to nothing: it leaves the text alone.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stormdat_core.model import Fix, Location, Verdict
from stormdat_core.reports.base import Fixes
from stormdat_core.reports.contents import Numbered


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch of a block that a correction changes."""

    block: int
    start: int
    end: int
    text: str
    """What stands there then; of no meaning for a change of look."""
    font: str = ""
    size_pt: float = 0.0

    @property
    def changes_text(self) -> bool:
        return not self.font and not self.size_pt


@dataclass(frozen=True, slots=True)
class Correction:
    """The fix of a finding, all its places: they are mended together or not at all."""

    rows: tuple[Numbered, ...]
    """The findings it mends; more than one where several have the same fix."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NotMade:
    """A correction that is not made, and why."""

    row: Numbered
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The corrections to be made, in the order of the findings, and the others."""

    made: tuple[Correction, ...]
    passed: tuple[NotMade, ...]
    """Those that gave way."""
    proposed: tuple[NotMade, ...] = ()
    """Those that are only proposed and were not chosen."""


def choose(rows: Iterable[Numbered], fixes: Fixes = "safe") -> Choice:
    """Return which corrections of a document's findings are made.

    Args:
        rows: the findings, in their order.
        fixes: whether only safe corrections are made, proposed ones too, or none; those that a person has
            chosen are made in each case.
    """
    rows = tuple(rows)
    made: list[Correction] = []
    passed: list[NotMade] = []
    taken = _Taken()
    for correction in sorted(_corrections(rows, fixes), key=_precedence):
        rival = taken.conflict(correction)
        if rival is None:
            taken.add(correction)
            made.append(correction)
        else:
            reason = f"it overlaps the correction of finding {rival.rows[0].number}"
            passed += [NotMade(row, reason) for row in correction.rows]
    made.sort(key=lambda correction: correction.rows[0].number)
    once = {(item.row.number, item.reason): item for item in passed}
    ordered = tuple(sorted(once.values(), key=lambda item: item.row.number))
    return Choice(tuple(made), ordered, tuple(_left(rows, fixes)))


def _left(rows: Iterable[Numbered], fixes: Fixes) -> Iterator[NotMade]:
    """Yield the corrections that were not chosen, with their reasons."""
    for row in rows:
        fix = row.finding.fix
        if fix is None or fix.where.block < 0 or _is_whole(row, fixes):
            continue
        if fixes == "decided":
            yield NotMade(row, "nobody chose it")
        elif not fix.safe or fix.waiting:
            yield NotMade(row, fix.reason or "a person must decide")


def _is_whole(row: Numbered, fixes: Fixes) -> bool:
    """Return whether all places of a fix are mended, also those where it is only proposed."""
    return fixes == "proposed" or (row.decision is not None and row.decision.verdict is Verdict.FIX)


def _corrections(rows: Iterable[Numbered], fixes: Fixes) -> Iterator[Correction]:
    """Yield the fixes of places in the text that are chosen, equal ones once."""
    by_changes: dict[tuple[Change, ...], list[Numbered]] = defaultdict(list)
    for row in rows:
        fix = row.finding.fix
        whole = _is_whole(row, fixes)
        if fix is None or not (whole or (fix.safe and fixes != "decided")):
            continue
        for changes in _apart(fix, whole=whole):
            if all(change.block >= 0 and change.end > change.start for change in changes):
                by_changes[changes].append(row)
    for changes, found in by_changes.items():
        yield Correction(tuple(found), changes)


def _apart(fix: Fix, *, whole: bool) -> Iterator[tuple[Change, ...]]:
    """Yield the changes that are made together or not at all; those that wait only where they are chosen."""
    places = ((fix.where, fix.replacement), *fix.others)
    changes = tuple(_change(where, text, fix.font, fix.size_pt) for where, text in places)
    yield from ((change,) for change in changes) if fix.independent else (changes,)
    for where, text in fix.waiting if whole else ():
        yield (_change(where, text, fix.font, fix.size_pt),)


def _change(where: Location, text: str, font: str, size_pt: float) -> Change:
    return Change(where.block, where.start, where.end, text, font, size_pt)


def _precedence(correction: Correction) -> tuple[int, int, int]:
    severity = max(row.finding.severity for row in correction.rows)
    return -severity, -sum(c.end - c.start for c in correction.changes), correction.rows[0].number


class _Taken:
    """The stretches that are promised to corrections, by block."""

    def __init__(self) -> None:
        self._spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._owners: list[Correction] = []

    def add(self, correction: Correction) -> None:
        for change in correction.changes:
            if change.changes_text:
                insort(self._spans[change.block], (change.start, change.end, len(self._owners)))
        self._owners.append(correction)

    def conflict(self, correction: Correction) -> Correction | None:
        """Return the correction that already has some of the characters."""
        for change in correction.changes:
            spans = self._spans[change.block]
            at = bisect_left(spans, (change.end, 0, 0))
            if change.changes_text and at and spans[at - 1][1] > change.start:
                return self._owners[spans[at - 1][2]]
        return None
