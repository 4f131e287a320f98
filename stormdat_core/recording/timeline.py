"""From moments of the clock to places in the recording: pauses and sleeps of the machine are cut out.

Three measures are used. A *moment* is seconds of the clock. A *tick* is a sample (1/48,000 s) of the clock
since the recording began, cuts included. A *place* is seconds of the recording itself, cuts taken out. Sound
is put in order by ticks and cut last, so that every track is cut at the same sample.
"""

from collections.abc import Callable
from threading import Lock

from stormdat_core.recording.capture.blocks import RATE

Span = tuple[int, int]
"""Ticks from the first up to, not including, the last."""

JUMP_S = 10.0
_FOREVER = 1 << 62


OnJump = Callable[[int, float], None]
"""Takes the place in milliseconds where time was cut out, and how many seconds."""


class Timeline:
    """The recording's time. Its methods may be called from any thread."""

    def __init__(self, origin: float, on_jump: OnJump | None = None) -> None:
        self._origin = origin
        self._on_jump = on_jump
        self._looked = origin
        self._lock = Lock()
        self._cuts: list[Span] = []

    @property
    def paused(self) -> bool:
        return bool(self._cuts) and self._cuts[-1][1] == _FOREVER

    def tick(self, at: float) -> float:
        """Return the tick of a moment, with its fraction."""
        return (at - self._origin) * RATE

    def moment(self, tick: int) -> float:
        """Return the moment of a tick."""
        return self._origin + tick / RATE

    def pause(self, at: float) -> None:
        """Cut out everything from this moment on."""
        with self._lock:
            if not self.paused:
                self._cuts.append((self._after_last(round(self.tick(at))), _FOREVER))

    def resume(self, at: float) -> None:
        """End the pause at this moment."""
        with self._lock:
            if self.paused:
                begin = self._cuts[-1][0]
                self._cuts[-1] = (begin, max(begin, round(self.tick(at))))

    def look(self, now: float) -> None:
        """Learn what time it is. When nobody looked for 10 s, the machine slept, and that time is cut out.

        Every thread that brings or takes something looks: a disk that hangs must not be mistaken for sleep.
        """
        with self._lock:
            before, self._looked = self._looked, max(self._looked, now)
            if now - before <= JUMP_S or self.paused:
                return
            begin = self._after_last(round(self.tick(before)))
            self._cuts.append((begin, max(begin, round(self.tick(now)))))
        if self._on_jump is not None:
            self._on_jump(in_ms(self.place_of(begin)), now - before)

    def _after_last(self, tick: int) -> int:
        return max(tick, self._cuts[-1][1]) if self._cuts else max(tick, 0)

    def place_of(self, tick: float) -> float:
        """Return the place of a tick in seconds; what lies in a cut is where the cut is."""
        with self._lock:
            cut = sum(min(end, tick) - begin for begin, end in self._cuts if begin < tick)
        return max(0.0, tick - cut) / RATE

    def place(self, at: float) -> float:
        """Return the place of a moment in seconds."""
        return self.place_of(self.tick(at))

    def kept(self, begin: int, end: int) -> list[Span]:
        """Return what of a span is not cut out, in order."""
        with self._lock:
            cuts = [cut for cut in self._cuts if cut[0] < end and cut[1] > begin]
        spans: list[Span] = []
        for first, last in cuts:
            if begin < first:
                spans.append((begin, first))
            begin = max(begin, last)
        if begin < end:
            spans.append((begin, end))
        return spans

    def is_cut(self, at: float) -> bool:
        """Tell whether a moment lies in a pause."""
        tick = self.tick(at)
        with self._lock:
            return any(begin <= tick < end for begin, end in self._cuts)


def in_ms(place: float) -> int:
    """Return a place in whole milliseconds."""
    return round(place * 1000)
