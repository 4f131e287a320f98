"""One device's blocks put where they belong on the clock: anchored, joined, mended, filled with silence.

Blocks of one device follow each other without a seam, by its own count of samples. The moments they carry
only say where a run of blocks begins (the median of its first 0.2 s), how fast the device is, and when
something is missing. A block that seems late is held until 0.2 s agree that samples are missing.
"""

from collections import deque
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from stormdat_core.recording.capture.blocks import RATE, Silence, Sound
from stormdat_core.recording.sound.clock_drift import Drift
from stormdat_core.recording.sound.resampling import Stretcher
from stormdat_core.recording.timeline import Timeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

OnGap = Callable[[int, int, str], None]
"""Takes a gap's first tick, its end and its reason."""

HOLD_S = 0.25
"""Silence is filled in up to this long ago: what a device delivers may be that late."""
PATIENCE_S = 0.3
"""A device that delivers nothing for so long is taken to be silent."""

_AGREE = RATE // 5
_EARLY = -RATE // 4
_LEAST_GAP = RATE * 3 // 100
_LEAST_AT_THE_ENDS = RATE // 2
"""Opening and closing a device takes a moment; only a longer one is a gap."""
_DEAD_ZONE = RATE // 125
"""An error under 8 ms stays: a busy sound server's own clock wobbles by 3 to 6 ms for seconds, and following
it would bend the sound (measured: likeness to what was played 0.36 instead of 0.999)."""
_DEAD_ZONE_SKEWED = RATE // 500
"""A device whose skew is taken off is bent anyway."""
_RETURN_S = 60.0
_MOST_RETURN = 2e-4

_NOT_YET = "It delivered nothing yet."
_NOTHING = "It delivered nothing."
_MISSING = "Samples were lost on the way."


class SourceTrack:
    """The sound of one device in order. Used by one thread."""

    def __init__(self, channels: int, timeline: Timeline, on_gap: OnGap) -> None:
        self.drift = Drift()
        self.written = 0
        """Tick up to which the track is decided."""
        self._channels = channels
        self._timeline = timeline
        self._on_gap = on_gap
        self._stretcher = Stretcher(channels)
        self._pieces: deque[tuple[int, Samples]] = deque()
        self._pending: list[Sound] = []
        self._anchored = False
        self._count = 0
        self._step = 1.0
        self._quiet = 0.0
        self._gone = False
        self._gap_from: int | None = 0
        self._least_gap = _LEAST_AT_THE_ENDS
        self._reason = _NOT_YET

    def add(self, sound: Sound) -> None:
        """Take the device's next block."""
        self._quiet = 0.0
        self._gone = False
        self._pending.append(sound)
        if self._anchored and self._fits(sound):
            self._place_pending()
        elif sum(len(one.samples) for one in self._pending) >= _AGREE:
            self._anchor()

    def interrupt(self, news: Silence) -> None:
        """Learn that the device was interrupted: the next block begins a new run."""
        self._settle()
        self._anchored = False
        self._gone = True
        self._reason = news.reason

    def pass_time(self, seconds: float, now: float) -> None:
        """Let time pass; `now` is the tick of the present. A silent device's track goes on with silence.

        A single step counts for a tenth of a second at most: when this program itself stood still, the
        device's blocks are still on their way.
        """
        self._quiet += min(seconds, 0.1)
        if self._gone or self._quiet > PATIENCE_S:
            self._fill(int(now) - round(HOLD_S * RATE))

    def finish(self, end: int) -> None:
        """Decide the rest of the track up to its last tick."""
        self._settle()
        if self._gap_from is None:
            self._gap_from, self._reason, self._least_gap = self.written, _NOTHING, _LEAST_AT_THE_ENDS
        self._close_gap(end)
        self.written = max(self.written, end)

    def take(self, begin: int, end: int) -> "Samples":
        """Return the sound of a span, silence where there is none, and forget what lies before its end."""
        out: Samples = np.zeros((end - begin, self._channels), np.float32)
        for start, samples in self._pieces:
            first, last = max(begin, start), min(end, start + len(samples))
            if first < last:
                out[first - begin : last - begin] = samples[first - start : last - start]
        while self._pieces and self._pieces[0][0] + len(self._pieces[0][1]) <= end:
            self._pieces.popleft()
        return out

    # --- where a block belongs

    def _fits(self, last: Sound) -> bool:
        """Tell whether the newest block is where counting says, give or take a block."""
        before = sum(len(one.samples) for one in self._pending[:-1])
        error = self._timeline.tick(last.at) - (self._landing() + before)
        return _EARLY < error < max(len(last.samples) + RATE // 100, _LEAST_GAP)

    def _landing(self) -> float:
        """Return the tick where the next sample of the device lands."""
        return self.written + self._stretcher.waiting / self._step

    def _anchor(self) -> None:
        """Begin a new run with what is pending, where the median of its blocks says."""
        count, starts = 0, []
        for one in self._pending:
            starts.append(self._timeline.tick(one.at) - count)
            count += len(one.samples)
        start = round(median(starts))
        if start + count <= self.written:
            self._pending.clear()  # silence stands where all of it belongs
            return
        self._end_run()
        if self._gap_from is None:
            self._gap_from, self._reason, self._least_gap = self.written, _MISSING, _LEAST_GAP
        self._close_gap(start)
        late = max(0, self.written - start)
        self.written = max(self.written, start)
        self._anchored = True
        self._place_pending(late)

    def _end_run(self) -> None:
        if self._count:
            self._append(self._stretcher.flush())
        self._count = 0
        self._step = 1.0
        self.drift.restart()

    def _place_pending(self, late: int = 0) -> None:
        """Append what is pending, without its first `late` samples: silence stands there already."""
        pending, self._pending = self._pending, []
        for sound in pending:
            skip = min(late, len(sound.samples))
            late -= skip
            if skip < len(sound.samples):
                self._place(sound, skip)

    def _place(self, sound: Sound, skip: int) -> None:
        samples = _as_channels(sound.samples[skip:], self._channels)
        self.drift.note(self._count, self._timeline.tick(sound.at) + skip)
        self._step = 1 / self._pace()
        self._append(self._stretcher.feed(samples, self._step))
        self._count += len(samples)

    def _pace(self) -> float:
        """Return how many ticks a sample lasts, a little more or less while an error goes away."""
        expected = self.drift.expected(self._count)
        if expected is None:
            return 1.0
        error = expected - self._landing()
        allowed = _DEAD_ZONE_SKEWED if self.drift.slope else _DEAD_ZONE
        back = 0.0 if abs(error) < allowed else error / (_RETURN_S * RATE)
        return 1.0 + self.drift.slope + max(-_MOST_RETURN, min(_MOST_RETURN, back))

    def _append(self, samples: "Samples") -> None:
        if len(samples):
            self._pieces.append((self.written, samples))
            self.written += len(samples)

    # --- where nothing came

    def _settle(self) -> None:
        """Put what is pending where it belongs, without waiting for more to agree."""
        if self._pending and self._anchored:
            self._place_pending()
        elif self._pending:
            self._anchor()
        self._end_run()

    def _fill(self, to: int) -> None:
        if to <= self.written:
            return
        self._settle()
        self._anchored = False
        if self._gap_from is None:
            self._gap_from, self._least_gap = self.written, _LEAST_GAP
            self._reason = self._reason if self._gone else _NOTHING
        self.written = max(self.written, to)

    def _close_gap(self, end: int) -> None:
        if self._gap_from is not None and end - self._gap_from >= self._least_gap:
            self._on_gap(self._gap_from, end, self._reason)
        self._gap_from = None


def _as_channels(samples: "Samples", channels: int) -> "Samples":
    """Return sound with as many channels as the track has."""
    if samples.shape[1] == channels:
        return samples
    mono: Samples = samples.mean(axis=1, keepdims=True, dtype=np.float32)
    return mono if channels == 1 else np.repeat(mono, channels, axis=1)
