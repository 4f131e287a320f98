"""Deciding about many findings of a document at once: whole groups, stretches of them, and the way back.

It is done in bounded portions, each a transaction of its own, so that others can write in between; they are
rows of one step.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from stormdat_core.errors import StormError
from stormdat_core.model import Decision, Verdict
from stormdat_core.model.drawn import Group, Part, Step, Target
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.sweep.deciding import ABOUT_ACRONYMS, Said, acronyms_of, decisions_about_acronyms

DECIDE = "decide"
"""The kind of job, with a lane of its own: no check keeps a decision waiting."""
PORTION = 1_000
"""Findings that are decided about in one transaction."""
AT_ONCE = 50
"""Findings of parts that a request decides about by itself; more are a job's."""
_PAUSE = 0.01
"""Seconds between two portions, in which others come to write: SQLite has no queue."""
_WEIGHED = 5_000
"""Findings of parts that are counted one by one."""
States = Mapping[str, Decision | None]
Made = Callable[[Sequence[Target]], States]
"""What becomes of the decisions about findings of a portion, by fingerprint."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How many findings some parts hold, and how many of them are open, decided, and can be fixed.

    What is not known without going through very many findings is None.
    """

    kinds: int
    number: int
    open: int | None
    fixable: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done about parts."""

    done: int
    left: int
    """Open ones that this could not be said about."""
    first: int
    """Id of the first finding of them; 0 for none."""
    told: str


def bounded(groups: Sequence[Group], parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts as far as a file has their findings; those of one rule must not overlap.

    Raises:
        StormError: nothing is left of them.
    """
    numbers = {group.rule: group.number for group in groups}
    found = tuple(each.bounded(numbers.get(each.rule, 0)) for each in parts)
    kept = tuple(each for each in found if each.size)
    if not kept:
        raise StormError("What was chosen is no longer in the library.", "Choose anew.")
    return kept


def size(parts: Sequence[Part]) -> int:
    """Return how many findings bounded parts hold."""
    return sum(each.size for each in parts)


def weigh(store: Store, file_id: int, groups: Sequence[Group], parts: Sequence[Part]) -> Weight:
    """Count what bounded parts hold, in bounded time."""
    number, kinds = size(parts), len({each.rule for each in parts})
    if number > _WEIGHED:
        whole = {group.rule: group for group in groups}
        exact = all(each.size == whole[each.rule].number for each in parts)
        left = sum(whole[each.rule].number - whole[each.rule].decided for each in parts)
        return Weight(kinds, number, left if exact else None, None)
    found = [one for each in parts for one in store.review.within(file_id, each) if not one.decided]
    return Weight(kinds, number, len(found), sum(one.safe is not None for one in found))


def decide(store: Store, file_id: int, parts: Sequence[Part], said: Said, context: JobContext) -> Outcome:
    """Remember a verdict on what is open of bounded parts, as one step. What it does not suit stays open.

    Raises:
        StormError: nothing is open that this could be said about, or something is missing.
        Cancelled: it was stopped; what is decided by then is one step.
    """
    said = said.trimmed()
    if said.verdict is Verdict.WAIVED and not said.reason:
        raise StormError("A waived finding needs a reason.", "Say in a few words why it may stay.")
    if said.verdict is Verdict.ACCEPTED:
        raise StormError("Acronyms are accepted one by one, each with its full form.")
    made = _Opened(_verdicts(store, file_id, said))
    found = _through(store, file_id, parts, made, context, f"{said.verdict}")
    if not found.done:
        raise StormError("There is nothing open here that this could be said about.")
    why = "have no correction" if said.verdict is Verdict.FIX else "are not about an acronym"
    rest = f" {made.left:,} {why} and stay open." if made.left else ""
    return replace(found, left=made.left, told=f"{found.told}.{rest}")


def take_back(store: Store, file_id: int, parts: Sequence[Part], context: JobContext) -> Outcome:
    """Take the decisions about bounded parts back, as one step.

    Raises:
        StormError: nothing of them is decided.
    """

    def cleared(targets: Sequence[Target]) -> States:
        return {each.fingerprint: None for each in targets if each.decided}

    found = _through(store, file_id, parts, cleared, context, "opened again")
    if not found.done:
        raise StormError("Nothing was decided here.")
    return replace(found, told=f"{found.told}.")


def turn(store: Store, file_id: int, context: JobContext, *, undone: bool) -> Step | None:
    """Undo the last step of a file, or do the one again that was undone last, row by row."""
    turned = store.steps.redo if undone else store.steps.undo
    first = step = turned(file_id)
    kept = 0
    while step and first:
        kept += step.kept
        context.check()
        step = turned(file_id, first.series)
        first = step if step and step.id == first.series else first
    return replace(first, kept=kept) if first else None


class _Opened:
    """Decides about what is open only, and counts what is left so."""

    def __init__(self, made: Made) -> None:
        self._made = made
        self.left = 0

    def __call__(self, targets: Sequence[Target]) -> States:
        still = [each for each in targets if not each.decided and each.fingerprint]
        found = self._made(still)
        self.left += sum(each.fingerprint not in found for each in still)
        return found


def _verdicts(store: Store, file_id: int, said: Said) -> Made:
    if said.verdict in ABOUT_ACRONYMS:
        known = acronyms_of(store, file_id)
        return lambda targets: decisions_about_acronyms(store, known, targets, said)
    now = datetime.now(UTC)

    def made(targets: Sequence[Target]) -> States:
        fits = (each for each in targets if said.verdict is not Verdict.FIX or each.safe is not None)
        return {
            each.fingerprint: Decision(
                each.fingerprint, each.rule, said.verdict, now, said.reason, reviewer=said.reviewer
            )
            for each in fits
        }

    return made


def _through(
    store: Store, file_id: int, parts: Sequence[Part], made: Made, context: JobContext, words: str
) -> Outcome:
    """Change the decisions about parts portion by portion, as rows of one step."""
    total, seen, done, series, first = size(parts), 0, 0, 0, 0
    for portion in _portions(parts):
        context.progress(seen, total, note="Deciding")
        targets = store.review.within(file_id, portion)
        after = made(targets)
        seen, done = seen + portion.size, done + len(after)
        if after:
            time.sleep(_PAUSE if series else 0)
            step = store.steps.change(file_id, after, _told(len(after), words), series)
            if series:  # at once, so that what is stopped midway tells all that was done
                store.steps.retell(series, _told(done, words))
            series = step.series
            first = first or next(each.id for each in targets if each.fingerprint in after)
    return Outcome(done, 0, first, _told(done, words))


def _portions(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        for first in range(part.first, part.last + 1, PORTION):
            yield Part(part.rule, first, min(first + PORTION - 1, part.last))


def _told(number: int, words: str) -> str:
    return f"{number:,} findings {words}" if number != 1 else f"1 finding {words}"
