"""All devices brought to one timeline and mixed; every track is cut, padded and ended at the same sample."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stormdat_core.model.media import Gap, Role
from stormdat_core.recording.capture.blocks import RATE, Silence, Sound
from stormdat_core.recording.sound.alignment import SourceTrack
from stormdat_core.recording.timeline import Timeline, in_ms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

Sink = Callable[["Samples"], None]
"""Takes the next samples of a track, shape (n, channels)."""

CHANNELS: Mapping[Role, int] = {Role.MIX: 2, Role.MICROPHONE: 1, Role.SYSTEM: 2}

_STEP = RATE * 60 // 1000
_MOST_AT_ONCE = 2 * _STEP
"""All tracks advance together, however far behind this thread may be: a kill then takes no more of one."""
_LEVEL_S = 0.1
_KNEE = 0.8


class Mixer:
    """Turns devices' blocks into equally long tracks. Used by one thread; levels may be read by others."""

    def __init__(
        self,
        timeline: Timeline,
        roles: Sequence[Role],
        sinks: Mapping[Role, Sequence[Sink]],
        on_gap: Callable[[Gap], None],
        started: float,
    ) -> None:
        """Prepare a track for each role and the mix.

        Args:
            timeline: where cuts are made and moments are placed.
            roles: of the devices.
            sinks: where each role's track and the mix go.
            on_gap: is told of each gap once it is over.
            started: the moment the recording begins.
        """
        self._timeline = timeline
        self._sinks = sinks
        self._report = on_gap
        self._looked = started
        self._emitted = 0
        self._tracks = {role: SourceTrack(CHANNELS[role], timeline, self._gap_of(role)) for role in roles}
        self._peaks: dict[Role, deque[tuple[float, float]]] = {role: deque(maxlen=64) for role in roles}

    def add(self, role: Role, news: Sound | Silence) -> None:
        """Take a device's next block, or that it was interrupted."""
        if isinstance(news, Silence):
            self._tracks[role].interrupt(news)
        elif len(news.samples):
            self._peaks[role].append((news.at, float(np.abs(news.samples).max())))
            self._tracks[role].add(news)

    def advance(self, now: float) -> None:
        """Give out everything that is decided by now. Call it at least ten times a second."""
        seconds = now - self._looked
        if seconds <= 0:
            return
        self._timeline.look(now)
        self._looked = now
        tick = self._timeline.tick(now)
        for track in self._tracks.values():
            track.pass_time(seconds, tick)
        ready = min([int(tick), *(track.written for track in self._tracks.values())])
        if ready - self._emitted >= _STEP:
            self._emit(ready)

    def finish(self, now: float) -> None:
        """Give out the rest and end every track at `now`, or where it was given out to already."""
        end = max(self._emitted, int(self._timeline.tick(now)))
        for track in self._tracks.values():
            track.finish(end)
        self._emit(end)

    @property
    def given_out(self) -> float:
        """Return the moment up to which the tracks were given out."""
        return self._timeline.moment(self._emitted)

    def level_db(self, role: Role, now: float) -> float:
        """Return the peak of the last tenth of a second in dB of full scale, -120 for silence."""
        recent = [peak for at, peak in tuple(self._peaks[role]) if now - at < 2 * _LEVEL_S]
        return max(-120.0, 20 * float(np.log10(max(recent, default=0.0) + 1e-9)))

    def skew_ppm(self, role: Role) -> float:
        return self._tracks[role].drift.skew_ppm

    def _emit(self, ready: int) -> None:
        for begin, end in self._timeline.kept(self._emitted, ready):
            for first in range(begin, end, _MOST_AT_ONCE):
                self._give(first, min(end, first + _MOST_AT_ONCE))
        for track in self._tracks.values():
            track.take(ready, ready)
        self._emitted = max(self._emitted, ready)

    def _give(self, begin: int, end: int) -> None:
        parts = {role: track.take(begin, end) for role, track in self._tracks.items()}
        parts[Role.MIX] = mixed(parts.values())
        for role, samples in parts.items():
            for sink in self._sinks[role]:
                sink(samples)

    def _gap_of(self, role: Role) -> Callable[[int, int, str], None]:
        def tell(begin: int, end: int, reason: str) -> None:
            start_ms, end_ms = (in_ms(self._timeline.place_of(tick)) for tick in (begin, end))
            if end_ms > start_ms:
                self._report(Gap(role, start_ms, end_ms, reason))

        return tell


def mixed(parts: "Iterable[Samples]") -> "Samples":
    """Return sounds of shape (n, 1) or (n, 2) added up to (n, 2); what is over 0.8 is bent, never cut."""
    total: Samples = np.sum([np.broadcast_to(part, (len(part), 2)) for part in parts], axis=0)
    over = np.abs(total) > _KNEE
    if over.any():
        room = 1 - _KNEE
        bent = _KNEE + room * np.tanh((np.abs(total[over]) - _KNEE) / room)
        total = total.copy()
        total[over] = np.copysign(bent, total[over])
    return total
