"""Sound cut into stretches of speech that the engine hears one at a time.

A stretch ends after 0.4 s without speech. It takes 0.3 s before and 0.4 s after the speech with it, never
what belongs to its neighbours. Speech without a pause is cut before 15 s, where it is quietest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stormdat_core.transcription.media.decoding import RATE
from stormdat_core.transcription.recognition.voice_activity import WINDOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BEGINS = 0.5
"""Probability from which a window is speech."""
ENDS = 0.35
"""Probability below which speech has ended: lower, so that a word does not flicker."""
PAUSE = round(0.4 * RATE / WINDOW)
"""Windows without speech that end a stretch."""
BEFORE = round(0.3 * RATE)
AFTER = PAUSE * WINDOW
LONGEST = 15 * RATE // WINDOW
"""Windows of speech after which a cut is made."""
_EARLIEST = 5 * RATE // WINDOW
"""Windows that a cut leaves before it at least."""
_LATEST = LONGEST - RATE // WINDOW
_SMOOTH = 5
"""Windows over which loudness is averaged: 160 ms, a pause between words."""
_BLIP = 2
"""Windows of speech that are no speech: a click."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch for the engine, in samples from the start of the track."""

    start: int
    end: int
    speech: tuple[tuple[int, int], ...]
    """Where in it somebody speaks."""


@dataclass(slots=True)
class ClipCutter:
    """Makes clips of what a detector says, as it comes."""

    _at: int = 0
    """Windows seen."""
    _free: int = 0
    """First sample that no clip has yet."""
    _began: int | None = None
    """First window of the speech at hand."""
    _last: int = 0
    """Window after the last one with speech."""
    _powers: list[float] = field(default_factory=list)
    """Of the windows since `_began`."""

    @property
    def settled(self) -> int:
        """Return up to which sample all speech has been given out as clips."""
        return self._at * WINDOW if self._began is None else max(self._free, self._began * WINDOW - BEFORE)

    def feed(self, probabilities: "NDArray[np.float32]", powers: "NDArray[np.float32]") -> Iterator[Clip]:
        """Yield the clips that ended within these windows."""
        for probability, power in zip(probabilities.tolist(), powers.tolist(), strict=True):
            yield from self._step(probability, power)

    def finish(self, length: int) -> Iterator[Clip]:
        """Yield the last clip of a track that has `length` samples."""
        if self._began is not None:
            yield from self._close(min(length, self._last * WINDOW + AFTER), length)

    def _step(self, probability: float, power: float) -> Iterator[Clip]:
        self._at += 1
        if self._began is None:
            if probability >= BEGINS:
                self._began, self._last, self._powers = self._at - 1, self._at, [power]
            return
        self._powers.append(power)
        if probability >= ENDS:
            self._last = self._at
        if self._at - self._last >= PAUSE:
            yield from self._close(self._last * WINDOW + AFTER, self._at * WINDOW)
        elif self._at - self._began >= LONGEST:
            yield self._cut(self._began)

    def _close(self, end: int, available: int) -> Iterator[Clip]:
        """End the speech at hand; a click of less than a tenth of a second is none."""
        assert self._began is not None
        began, self._began = self._began, None
        if self._last - began > _BLIP or began * WINDOW == self._free > 0:
            yield self._clip(began, min(self._last * WINDOW, available), min(end, available))

    def _cut(self, began: int) -> Clip:
        """Cut where the last ten seconds or so are quietest; speech goes on after the cut."""
        at = began + quietest(self._powers, _EARLIEST, _LATEST)
        clip = self._clip(began, at * WINDOW, at * WINDOW)
        self._began, self._powers = at, self._powers[at - began :]
        return clip

    def _clip(self, began: int, spoken: int, end: int) -> Clip:
        start = max(self._free, began * WINDOW - BEFORE)
        speech = (max(start, began * WINDOW), spoken)
        self._free = end
        return Clip(start, end, (speech,))


def quietest(powers: list[float], first: int, last: int) -> int:
    """Return the middle of the `_SMOOTH` windows with the least power that begin in first..last."""
    sums = [sum(powers[at : at + _SMOOTH]) for at in range(first, last - _SMOOTH)]
    return first + sums.index(min(sums)) + _SMOOTH // 2


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans sorted, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found
