"""Sound stretched by millionths: a windowed-sinc interpolator whose step may change from block to block.

With a step of exactly 1 and no fraction left over, samples pass through unchanged, bit by bit.
"""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

HALF = 8
"""Samples before and after a place that make its value."""
_PHASES = 1024
_BETA = 8.0


class Stretcher:
    """Turns one device's samples into samples of the recording. State: what was not used up yet."""

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self.clear()

    def clear(self) -> None:
        """Begin anew: before the first sample there was silence."""
        self._held: Samples = np.zeros((HALF, self._channels), np.float32)
        self._at = float(HALF)

    @property
    def waiting(self) -> float:
        """Samples taken in that are not given out yet."""
        return len(self._held) - self._at

    def feed(self, samples: "Samples", step: float) -> "Samples":
        """Take samples of shape (n, channels) and return those that are due, `step` of the input apart."""
        held = np.concatenate([self._held, samples])
        number = max(0, int((len(held) - HALF - self._at) // step))
        whole = step == 1.0 and self._at.is_integer()
        out = (
            held[int(self._at) : int(self._at) + number].copy()
            if whole
            else _between(held, self._at + step * np.arange(number, dtype=np.float64))
        )
        self._at += step * number
        drop = int(self._at) - HALF
        self._held = held[drop:].copy()
        self._at -= drop
        return out

    def flush(self) -> "Samples":
        """Return what is still waiting, as if silence followed, and begin anew."""
        out = self.feed(np.zeros((HALF, self._channels), np.float32), 1.0)
        self.clear()
        return out


@cache
def _kernel() -> "Samples":
    """Return the weights of the neighbours for every fraction of a sample: shape (phases + 1, 2 * HALF)."""
    fractions = np.arange(_PHASES + 1)[:, None] / _PHASES
    x = np.arange(1 - HALF, HALF + 1)[None, :] - fractions
    window = np.i0(_BETA * np.sqrt(np.clip(1 - (x / HALF) ** 2, 0, 1))) / np.i0(_BETA)
    weights = np.sinc(x) * window
    kernel: Samples = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return kernel


def _between(held: "Samples", places: "NDArray[np.float64]") -> "Samples":
    """Return the sound at places that need not be whole."""
    whole = np.floor(places).astype(np.intp)
    phase = np.rint((places - whole) * _PHASES).astype(np.intp)
    around = np.lib.stride_tricks.sliding_window_view(held, 2 * HALF, axis=0)[whole + 1 - HALF]
    out: Samples = np.matmul(around, _kernel()[phase][:, :, None])[:, :, 0]
    return out
