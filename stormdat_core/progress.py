"""How far some work has come, how long it will still take, and the wish that it should stop.

A long function takes a `JobContext` as its first argument, reports through it and learns from it that it
was cancelled. `JobRunner` makes one for each job; a command line makes its own: `run(JobContext(bar), ...)`.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from stormdat_core.errors import Cancelled

_INTERVAL = 0.1
"""Seconds between two reports to a listener: ten a second are smooth, more only cost."""
_MEMORY = 20.0
"""Seconds over which the pace of the work is averaged."""
_SETTLED = 1.0
"""Seconds of work before a remaining time is worth telling."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far some work has come, in units of its own choosing."""

    done: int = 0
    total: int | None = None
    note: str = ""
    eta: float | None = None
    """Seconds still needed, as far as the pace tells."""


class Pace:
    """Remaining time from the smoothed time that a unit takes.

    Units are averaged by the time they took, so that a burst of cheap ones (files known from an earlier
    sweep) promises nothing for the rest; a unit that is overdue counts before it is finished.
    """

    def __init__(self, now: float) -> None:
        self._began = self._changed = now
        self._done = self._step = 0
        self._each = 0.0

    def update(self, done: int, now: float) -> None:
        """Note that `done` units are finished at `now` seconds. A smaller number begins again."""
        step, elapsed = done - self._done, now - self._changed
        if step < 0:
            self._began, self._step, self._each = now, 0, 0.0
        elif step and elapsed > 0:
            self._each = self._blend(elapsed / step, elapsed) if self._each else elapsed / step
            self._step = step
        if step:
            self._done, self._changed = done, now

    def remaining(self, total: int | None, now: float) -> float | None:
        """Return the seconds until `total`, None while that cannot be told."""
        if not total or not self._each or now - self._began < _SETTLED:
            return None
        waited, expected = now - self._changed, self._step * self._each
        each = self._each if waited <= expected else self._blend(waited / self._step, waited)
        return max(0.0, (total - self._done) * each - min(waited, expected))

    def _blend(self, each: float, elapsed: float) -> float:
        return self._each + (1 - math.exp(-elapsed / _MEMORY)) * (each - self._each)


class JobContext:
    """What a job's function holds: it reports through it and learns from it that it should stop."""

    def __init__(
        self,
        listener: Callable[[Progress], None] = lambda _: None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._listener = listener
        self._clock = clock
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._progress = Progress()
        self._pace = Pace(clock())
        self._reported = -math.inf
        self._pending = False

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    @property
    def now(self) -> Progress:
        """Return the progress, with the remaining time as of this moment."""
        with self._lock:
            return self._current()

    def cancel(self) -> None:
        """Ask the work to stop at its next `progress` or `check`."""
        self._stop.set()

    def check(self) -> None:
        """Say that the work is alive; pass on a report that was held back.

        Raises:
            Cancelled: somebody asked the work to stop.
        """
        if self.cancelled:
            raise Cancelled
        self._report()

    def progress(self, done: int, total: int | None = None, note: str | None = None) -> None:
        """Report how far the work is. A `total` or `note` once given stays until another is given.

        The listener hears of it at most ten times a second, and always when `done` reaches `total`.

        Raises:
            Cancelled: somebody asked the work to stop.
        """
        if self.cancelled:
            raise Cancelled
        with self._lock:
            before = self._progress
            total = before.total if total is None else total
            self._progress = Progress(done, total, before.note if note is None else note)
            self._pace.update(done, self._clock())
            self._pending = True
            reached = total is not None and before.done < total <= done
        self._report(at_once=reached)

    def _report(self, *, at_once: bool = False) -> None:
        with self._lock:
            now = self._clock()
            if not self._pending or not (at_once or now - self._reported >= _INTERVAL):
                return
            self._pending, self._reported = False, now
            current = self._current()
        self._listener(current)

    def _current(self) -> Progress:
        remaining = self._pace.remaining(self._progress.total, self._clock())
        return replace(self._progress, eta=remaining)
