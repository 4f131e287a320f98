"""Sound below any voice, taken away where it is louder than the voice: an offset, hum, steps, knocks.

It says nothing, and yet it decides how loud a stretch seems to be. Blocks in which it nowhere does stay as
they are, sample by sample.
"""

from typing import TYPE_CHECKING

from stormdat_core.transcription.media.channel_mixing import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

_MEAN = 128
"""Samples of which the mean is taken: 8 ms, in which a voice is above and below the middle about as long."""
_PIECE = 64 * _MEAN
"""Samples that are judged together: half a second."""
_LOUD = 0.01
"""Level from which it may hide that a voice is very quiet."""
_SHARE = 0.6
"""Of the peak of a piece, from which on it governs the piece."""
_NOTHING, _ALL = 60.0, 90.0
"""Hertz up to which nothing is left, and from which on everything: voices begin at about 80."""


def without_rumble(rows: "Rows") -> "Rows":
    """Return rows of samples; those that rumble governs at some time without it."""
    import numpy as np

    governed = [number for number, row in enumerate(rows) if _is_governed(row)]
    if not governed:
        return rows
    made = np.array(rows)
    for number in governed:
        made[number] = _high(rows[number])
    return made


def _is_governed(row: "Rows") -> bool:
    import numpy as np

    whole = np.pad(row, (0, -len(row) % _PIECE)) if len(row) % _PIECE else row
    lows = np.abs(whole.reshape(-1, _MEAN).mean(axis=1))
    if not len(lows) or lows.max() < _LOUD:
        return False
    lows = lows.reshape(-1, _PIECE // _MEAN).max(axis=1)
    peaks = np.abs(whole.reshape(-1, _PIECE)).max(axis=1)
    return bool(((lows >= _LOUD) & (lows >= _SHARE * peaks)).any())


def _high(row: "Rows") -> "Rows":
    import numpy as np

    spectrum = np.fft.rfft(row)
    pitches = np.fft.rfftfreq(len(row), 1 / RATE)
    spectrum *= np.clip((pitches - _NOTHING) / (_ALL - _NOTHING), 0, 1)
    found: Rows = np.fft.irfft(spectrum, len(row)).astype(np.float32)
    return found
