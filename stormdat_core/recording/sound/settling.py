"""Whether a device's blocks follow each other evenly: in its first second one may not.

A sound server that has just opened a source hands over a burst of what it had waiting, then pauses until it
is in step. The moments of those blocks say nothing; they are left out until a run of them agrees with the
count of samples.
"""

from stormdat_core.recording.capture.blocks import RATE, Sound

_AGREE_S = 0.3
"""Seconds of sound that have to agree, and that this has to last: a burst agrees with itself."""
_WOBBLE_S = 0.005
_MOST_S = 3.0
"""A device that is never even is taken as it is after this."""


class Steady:
    """Judges the blocks of one opened device. Used by the thread that delivers them."""

    def __init__(self) -> None:
        self._first: float | None = None
        self._from = self._arrived = 0.0
        self._count = 0
        self.reached = False

    def pass_on(self, sound: Sound, now: float) -> bool:
        """Take the device's next block, which arrived `now`, and return whether it may be used."""
        if not self.reached:
            self._judge(sound, now)
        return self.reached

    def _judge(self, sound: Sound, now: float) -> None:
        if self._first is None:
            self._first = now
        if not self._count or abs(sound.at - self._from - self._count / RATE) > _WOBBLE_S:
            self._from, self._arrived, self._count = sound.at, now, 0
        self._count += len(sound.samples)
        even = self._count >= _AGREE_S * RATE and now - self._arrived >= _AGREE_S
        self.reached = even or now - self._first > _MOST_S
