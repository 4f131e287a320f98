"""One device's sound for a live transcript: raw 16-bit mono at 16 kHz, see docs/recording.md."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stormdat_core.model.media import Role
from stormdat_core.recording.sound.downmix import MonoMix

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPOOL_RATE = 16_000

_THIRD = 3
_REACH = 72
"""Samples at 48 kHz before and after the one that is kept."""
_CUTOFF = 7_300 / 48_000


def _low_pass() -> "NDArray[np.float32]":
    """Return a symmetric filter: flat to 6.8 kHz, under -60 dB from 8 kHz on."""
    n = np.arange(-_REACH, _REACH + 1)
    taps = 2 * _CUTOFF * np.sinc(2 * _CUTOFF * n) * np.kaiser(2 * _REACH + 1, 6.5)
    out: NDArray[np.float32] = (taps / taps.sum()).astype(np.float32)
    return out


class Thirds:
    """Keeps every third sample of 48 kHz mono sound, filtered without delay: output n is input 3n."""

    def __init__(self) -> None:
        self._taps = _low_pass()
        self._held: NDArray[np.float32] = np.zeros(_REACH, np.float32)

    def feed(self, mono: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """Take samples and return those whose neighbours are known."""
        held = np.concatenate([self._held, mono])
        number = max(0, (len(held) - 2 * _REACH + _THIRD - 1) // _THIRD)
        if not number:
            self._held = held
            return held[:0]
        windows = np.lib.stride_tricks.sliding_window_view(held, 2 * _REACH + 1)[::_THIRD][:number]
        number = len(windows)
        self._held = held[number * _THIRD :].copy()
        out: NDArray[np.float32] = windows @ self._taps
        return out

    def flush(self) -> "NDArray[np.float32]":
        """Return the last samples, as if silence followed."""
        return self.feed(np.zeros(_REACH, np.float32))


class Spool:
    """A growing file for one role, used by one thread. A full disk ends it quietly."""

    def __init__(self, path: Path, role: Role) -> None:
        """Create the file; `role` is whose sound it holds.

        Raises:
            OSError: it exists or cannot be created.
        """
        self.path = path
        self.role = role
        self.broken = False
        self._mono = MonoMix()
        self._thirds = Thirds()
        self._file = path.open("xb", buffering=0)
        path.chmod(0o600)

    def feed(self, samples: "NDArray[np.float32]") -> None:
        """Take the next samples at 48 kHz, shape (n, channels)."""
        self._write(self._thirds.feed(self._mono.feed(samples)[:, 0]))

    def close(self) -> None:
        """Write the last samples and close the file."""
        self._write(self._thirds.flush())
        self._file.close()

    def _write(self, mono: "NDArray[np.float32]") -> None:
        if self.broken or not len(mono):
            return
        data = np.rint(np.clip(mono, -1, 1) * 32767).astype("<i2").tobytes()
        try:
            written = self._file.write(data) or 0
            self.broken = written < len(data)
            if written % 2:
                self._file.truncate(self._file.tell() - 1)
        except OSError:
            self.broken = True
            with suppress(OSError):
                self._file.truncate(self._file.tell() // 2 * 2)
