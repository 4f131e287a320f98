"""How long things stay: scratch for hours, and for days what the rules of retention name. All else stays.

Nothing goes by itself: a person, or a command that an administrator has scheduled, applies the rules.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol, TypeVar

from stormdat_core import cleanup
from stormdat_core.actions import recordings, sweeps, transcripts
from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.cleanup import Cleaned
from stormdat_core.errors import StormError
from stormdat_core.model import SweepState
from stormdat_core.model.transcripts import TranscriptState
from stormdat_core.settings import Settings
from stormdat_core.store import Erasure, Store

_PAGE = 500


class Kind(StrEnum):
    """What a rule is about."""

    SWEEP = "sweep"
    RECORDING = "recording"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class Expired:
    """An item of the library that is older than its rule lets it be."""

    kind: Kind
    id: str
    title: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Applied:
    """What went, what could not and why, and whether no trace of it is left."""

    removed: tuple[Expired, ...]
    kept: tuple[tuple[Expired, str], ...] = ()
    erased: Erasure = field(default_factory=Erasure)
    """True when no trace is left, otherwise with the reason."""


def days(settings: Settings) -> dict[Kind, int]:
    """Return how many days each kind stays; kinds without a rule are not in it."""
    rules = {
        Kind.SWEEP: settings.keep_sweeps_days,
        Kind.TRANSCRIPT: settings.keep_transcripts_days,
        Kind.RECORDING: settings.keep_recordings_days,  # the last: its transcripts go with it, or stay
    }
    return {kind: number for kind, number in rules.items() if number}


def expired(parts: Parts, now: datetime | None = None) -> tuple[Expired, ...]:
    """Return what is older than its rule, kind by kind, the oldest last. What is being made never is."""
    parts.recordings.refresh()
    found: list[Expired] = []
    for kind, number in days(parts.settings).items():
        before = (now or datetime.now(UTC)) - timedelta(days=number)
        found += [each for each in _ITEMS[kind](parts.store) if each.made < before]
    return tuple(found)


def digest(items: Iterable[Expired]) -> str:
    """Return a word for just these items: what a person agreed to is what goes."""
    named = "\n".join(f"{item.kind} {item.id}" for item in items)
    return sha256(named.encode()).hexdigest()


@action()
def apply(parts: Parts, items: Iterable[Expired]) -> Applied:
    """Delete items with every trace of them; one that cannot go keeps no other."""
    removed: list[Expired] = []
    kept: list[tuple[Expired, str]] = []
    erased = Erasure()
    for group in _groups(items):
        try:
            erased &= _DELETE[group[0].kind](parts, [item.id for item in group])
            removed += group
        except StormError as exc:
            kept += [(item, exc.advice) for item in group]
    return Applied(tuple(removed), tuple(kept), erased)


def leftovers(parts: Parts) -> Cleaned:
    """Return the scratch and the unfinished outputs that are old enough for `clean` to remove."""
    return _clean(parts, dry_run=True)


@action()
def clean(parts: Parts) -> Cleaned:
    """Remove scratch and unfinished outputs that are old enough."""
    return _clean(parts)


def _clean(parts: Parts, *, dry_run: bool = False) -> Cleaned:
    age = timedelta(hours=parts.settings.scratch_hours)
    return cleanup.clean(parts.paths, parts.store.output_folders(), age=age, dry_run=dry_run)


def _groups(items: Iterable[Expired]) -> Iterator[list[Expired]]:
    """Yield what is deleted at once: erasing the traces of many sweeps takes no longer than of one."""
    items = list(items)
    sweeps = [item for item in items if item.kind is Kind.SWEEP]
    yield from (sweeps[at : at + _PAGE] for at in range(0, len(sweeps), _PAGE))
    yield from ([item] for item in items if item.kind is not Kind.SWEEP)


def _sweeps(store: Store) -> Iterator[Expired]:
    for sweep in _all(store.sweeps):
        if sweep.state is not SweepState.RUNNING:
            yield Expired(Kind.SWEEP, str(sweep.id), sweep.title, sweep.started)


def _recordings(store: Store) -> Iterator[Expired]:
    for each in _all(store.recordings.page):
        yield Expired(Kind.RECORDING, each.id, each.title or each.path.stem, each.started)


def _transcripts(store: Store) -> Iterator[Expired]:
    for each in _all(store.transcripts.page):
        if each.state is not TranscriptState.RUNNING:
            yield Expired(Kind.TRANSCRIPT, str(each.id), each.title, each.created)


Item = TypeVar("Item", covariant=True)


class _Page(Protocol[Item]):
    @property
    def items(self) -> tuple[Item, ...]: ...


class _Pages(Protocol[Item]):
    def __call__(self, *, limit: int, offset: int) -> _Page[Item]: ...


def _all(pages: _Pages[Item]) -> Iterator[Item]:
    """Yield the items of all pages."""
    offset = 0
    while items := pages(limit=_PAGE, offset=offset).items:
        yield from items
        offset += len(items)


_ITEMS: dict[Kind, Callable[[Store], Iterator[Expired]]] = {
    Kind.SWEEP: _sweeps,
    Kind.RECORDING: _recordings,
    Kind.TRANSCRIPT: _transcripts,
}
_DELETE: dict[Kind, Callable[[Parts, list[str]], Erasure]] = {
    Kind.SWEEP: lambda parts, keys: sweeps.delete(parts, [int(key) for key in keys]),
    Kind.RECORDING: lambda parts, keys: recordings.delete(
        parts, keys[0], keep_text=parts.settings.keep_recordings_text
    ),
    Kind.TRANSCRIPT: lambda parts, keys: transcripts.delete(parts, int(keys[0])),
}
