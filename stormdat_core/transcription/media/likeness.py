"""How alike the channels of a file are: over all of it, and from one short piece to the next.

Two tracks may hold the same at first and something else later, so what is true of a file need not be true
of each part of it. Compared are the samples, and the loudness of some bands from window to window, which
says of two microphones in one room that they hear the same voice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stormdat_core.transcription.recognition.voice_activity import WINDOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

LIKE = 0.5
"""Correlation of samples from which two channels hold the same voice."""
_SAME = 0.9
"""The same of a piece from which one channel is the other, or its opposite."""
LIKE_LOUD = 0.6
"""The same of their loudness over a whole file: two microphones that hear one room."""
LIKE_BANDS = 0.5
"""The same of the loudness of bands over a piece."""
_ECHO = 0.5
"""Correlation from which something far quieter is what leaks from one line or room into another."""
LOUDER = 10.0
"""How much louder a channel is that others hold an echo of: 20 dB."""
_LATE = 4800
"""Samples by which it may be late, or early: 0.3 s."""
PIECE = 64
"""Windows of a piece: two seconds."""
_FEW = 16
"""Windows with speech below which all windows of a piece are compared: too few say nothing."""
_EDGES = (4, 10, 20, 40, 76, 128, 224)
"""Bands by lines of the spectrum of a window, which are 31 Hz apart: 125 Hz to 7 kHz."""
_DEEP = 1e-5
"""Share of the loudest below which a band counts as nothing."""
_FLOOR = 1e-9
_TINY = 1e-20


@dataclass(frozen=True, slots=True)
class Piece:
    """Which channels are alike in a piece in which somebody speaks."""

    start: int
    """In samples."""
    end: int
    count: int
    packed: bytes
    """A bit for each pair: alike."""
    turned: bytes
    """A bit for each pair: the samples of one are the opposite of the other's."""
    equal: bytes
    """A bit for each pair: the samples are the same."""

    def alike(self, first: int, second: int) -> bool:
        return _bit(self.packed, first * self.count + second)

    def opposite(self, first: int, second: int) -> bool:
        return _bit(self.turned, first * self.count + second)

    def same(self, first: int, second: int) -> bool:
        return _bit(self.equal, first * self.count + second)


class Likeness:
    """Gathers the figures block by block."""

    def __init__(self, count: int) -> None:
        import numpy as np

        self.pieces: list[Piece] = []
        self._samples = np.zeros((count, count))
        self._cross = np.zeros((count, count))
        self._sum = np.zeros(count)
        self._windows = 0

    def add(self, rows: "Rows", spoken: Any, at: int) -> None:
        """Take whole windows of all channels.

        Args:
            rows: of the channels.
            spoken: for each window, whether anybody speaks.
            at: place of the first sample.
        """
        if not spoken.any():
            return
        self._whole(rows, spoken)
        for first, last in _pieces(spoken):
            part, mask = rows[:, first * WINDOW : last * WINDOW], spoken[first:last]
            self.pieces.append(_piece(part, mask, at + first * WINDOW))

    def _whole(self, rows: "Rows", spoken: Any) -> None:
        import numpy as np

        chosen = rows.reshape(len(rows), -1, WINDOW)[:, spoken]
        loud = np.log10(np.mean(chosen.astype(np.float64) ** 2, axis=2) + _FLOOR)
        flat = chosen.reshape(len(rows), -1).astype(np.float64)
        self._samples += flat @ flat.T
        self._cross += loud @ loud.T
        self._sum += loud.sum(axis=1)
        self._windows += int(spoken.sum())

    @property
    def wave(self) -> Any:
        """Return the correlation of the samples of each channel with each other, -1..1."""
        return correlation(self._samples)

    @property
    def loudness(self) -> Any:
        """Return the same of their loudness from window to window."""
        import numpy as np

        count = max(1, self._windows)
        return correlation(self._cross / count - np.outer(self._sum, self._sum) / count**2)


def correlation(products: Any) -> Any:
    """Return products of rows as correlations; a row without any power is like no other."""
    import numpy as np

    size = np.sqrt(np.maximum(np.diagonal(products).astype(np.float64), 0))
    whole = np.outer(size, size)
    return np.divide(products, whole, out=np.zeros_like(whole), where=whole > _FLOOR)


def is_echo(quiet: "Rows", loud: "Rows") -> bool:
    """Return whether a quiet piece repeats a loud one, at once or a little later, in its samples."""
    import numpy as np

    size = float(np.sqrt((quiet.astype(np.float64) ** 2).sum() * (loud.astype(np.float64) ** 2).sum()))
    if not size:
        return False
    length = 2 * len(quiet)
    crossed = np.fft.irfft(np.fft.rfft(quiet, length) * np.conj(np.fft.rfft(loud, length)), length)
    near = np.concatenate([crossed[:_LATE], crossed[-_LATE:]])
    return bool(np.abs(near).max() >= _ECHO * size)


def _pieces(spoken: Any) -> Iterator[tuple[int, int]]:
    """Yield the pieces in which somebody speaks, in windows."""
    for first in range(0, len(spoken), PIECE):
        last = min(len(spoken), first + PIECE)
        if spoken[first:last].any():
            yield first, last


def _piece(rows: "Rows", spoken: Any, at: int) -> Piece:
    import numpy as np

    windows = rows.reshape(len(rows), -1, WINDOW)
    if spoken.sum() >= _FEW:
        windows = windows[:, spoken]
    flat = windows.reshape(len(rows), -1).astype(np.float64)
    wave = correlation(flat @ flat.T)
    level = np.stack([_level(each).ravel() for each in _bands(windows)])
    alike = (np.abs(wave) >= LIKE) | (correlation(level @ level.T) >= LIKE_BANDS)
    bits = [np.packbits(each.ravel()).tobytes() for each in (alike, wave <= -_SAME, wave >= _SAME)]
    return Piece(at, at + rows.shape[1], len(rows), *bits)


def _bands(windows: "Rows") -> "Rows":
    """Return the loudness of each band of each window of each row, in powers of ten."""
    import numpy as np

    taper = np.hanning(WINDOW).astype(np.float32)
    found = []
    for row in windows:  # one after the other: the spectra of all would take a lot of memory
        power = np.abs(np.fft.rfft(row * taper)) ** 2
        bands = np.add.reduceat(power, _EDGES, axis=1)[:, :-1]
        found.append(np.log10(np.maximum(bands, max(bands.max() * _DEEP, _TINY))))
    return np.stack(found)


def _level(bands: "Rows") -> "Rows":
    """Return the same without what each band has all the time."""
    found: Rows = bands - bands.mean(axis=0, keepdims=True)
    return found


def _bit(packed: bytes, number: int) -> bool:
    return bool(packed[number >> 3] >> (7 - (number & 7)) & 1)
