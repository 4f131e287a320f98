"""Several channels to one so that nothing is lost: not what only one of them holds, nor what is turned over.

The plain mean makes a source that is on one channel of eight 18 dB quieter, and takes one away altogether
whose second channel is the first one turned over. So only channels that have ever held sound count, and one
that is the opposite of the first is turned back.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_SOUND = 1e-4
"""A channel that never passed this holds nothing (-80 dB)."""
_OPPOSITE = -0.9
_ALIKE = -0.5
"""Likeness to the first channel below which one is turned, and above which it is turned back."""
_MEMORY = 24_000
"""Samples over which likeness is measured: half a second."""
_LEAST = 1e-9
"""Mean square below which nothing is measured."""


class MonoMix:
    """Turns the blocks of one source into one channel. Used by one thread."""

    def __init__(self) -> None:
        self._sounding: NDArray[np.bool_] = np.zeros(0, bool)
        self._sign: Samples = np.ones(0, np.float32)
        self._together: NDArray[np.float64] = np.zeros(0)
        self._power: NDArray[np.float64] = np.zeros(0)

    def feed(self, samples: "Samples") -> "Samples":
        """Return samples of shape (n, channels) as (n, 1)."""
        if samples.shape[1] == 1 or not len(samples):
            return samples[:, :1]
        if samples.shape[1] != len(self._sounding):
            self._begin(samples.shape[1])
        self._sounding |= np.abs(samples).max(axis=0) > _SOUND
        if self._sounding.sum() > 1:
            self._compare(samples)
        used = self._sounding if self._sounding.any() else np.ones_like(self._sounding)
        mixed: Samples = (samples[:, used] @ self._sign[used]) / np.float32(used.sum())
        return mixed[:, None]

    def _begin(self, channels: int) -> None:
        self._sounding = np.zeros(channels, bool)
        self._sign = np.ones(channels, np.float32)
        self._together, self._power = np.zeros(channels), np.zeros(channels)

    def _compare(self, samples: "Samples") -> None:
        """Learn how each channel goes with the first that sounds, and turn those that go against it."""
        first = int(np.argmax(self._sounding))
        keep = max(0.0, 1 - len(samples) / _MEMORY)
        self._together = keep * self._together + samples.T @ samples[:, first]
        self._power = keep * self._power + np.square(samples).sum(axis=0)
        loud = self._power > _LEAST * _MEMORY
        if not loud[first]:
            return
        likeness = np.zeros_like(self._together)
        likeness[loud] = self._together[loud] / np.sqrt(self._power[loud] * self._power[first])
        self._sign[likeness < _OPPOSITE] = -1
        self._sign[likeness > _ALIKE] = 1
