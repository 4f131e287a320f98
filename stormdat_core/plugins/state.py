"""Whether plug-ins are let in, which there are, and what went wrong with them, for this process.

A process that works for another one is handed the entries (`use`), so that both have the same and only one
looks for them.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from stormdat_core.plugins.entries import Entry, installed

_LONGEST = 500
_MOST = 200
"""Failures that are kept: one plug-in can fail in every file of a sweep."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something of a plug-in that did not work."""

    package: str
    """Name and version."""
    sentence: str


@dataclass(slots=True)
class _State:
    wanted: bool = True
    forced_off: bool = False
    entries: tuple[Entry, ...] | None = None
    left_out: dict[Entry, str] = field(default_factory=dict)
    failures: dict[Failure, None] = field(default_factory=dict)
    generation: int = 0


_state = _State()
_lock = threading.RLock()


def allowed() -> bool:
    """Return whether plug-ins are let in."""
    return _state.wanted and not _state.forced_off


def follow(wanted: bool) -> None:
    """Let plug-ins in or not, as the settings say; what was turned off for this process stays off."""
    with _lock:
        if _state.wanted != wanted:
            _state.wanted = wanted
            _state.generation += 1


def turn_off() -> None:
    """Let no plug-in into this process, whatever the settings say."""
    with _lock:
        _state.forced_off = True
        _state.generation += 1


@contextmanager
def without() -> Iterator[None]:
    """Let no plug-in in while the block runs; for what has to be tried alone. Not for several threads."""
    before = _state.forced_off
    turn_off()
    try:
        yield
    finally:
        with _lock:
            _state.forced_off = before
            _state.generation += 1


def use(entries: tuple[Entry, ...]) -> None:
    """Let in these and no others: what the process that this one works for has found."""
    with _lock:
        _state.forced_off, _state.wanted = False, True
        _state.entries = entries
        _state.generation += 1


def entries() -> tuple[Entry, ...]:
    """Return what plug-ins offer, looked for once; nothing when they are not let in."""
    if not allowed():
        return ()
    with _lock:
        if _state.entries is None:
            _state.entries = installed()
        return _state.entries


def generation() -> int:
    """Return a number that changes whenever other plug-ins are let in than before."""
    return _state.generation


def renew() -> None:
    """Let every door look again at what it lets in."""
    with _lock:
        _state.generation += 1


def leave_out(entries: Mapping[Entry, str]) -> None:
    """Run nothing of these entries; the sentences say why. Replaces what was left out before."""
    _state.left_out = dict(entries)


def left_out(entry: Entry) -> str:
    """Return why nothing of an entry is run; empty when it is."""
    return _state.left_out.get(entry, "")


def note(failure: Failure) -> None:
    """Keep a failure for whoever asks, each once."""
    with _lock:
        if len(_state.failures) < _MOST:
            _state.failures[Failure(failure.package, failure.sentence[:_LONGEST])] = None


def failures() -> tuple[Failure, ...]:
    """Return what went wrong in this process, in the order in which it did."""
    with _lock:
        return tuple(_state.failures)


def forget() -> None:
    """Begin anew: look for plug-ins again, with none turned off, left out or failed."""
    with _lock:
        generation = _state.generation + 1
        fresh = _State(generation=generation)
        for name in ("wanted", "forced_off", "entries", "left_out", "failures", "generation"):
            setattr(_state, name, getattr(fresh, name))
