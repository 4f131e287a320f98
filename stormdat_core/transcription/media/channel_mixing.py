"""Frames of any format, layout and rate made into rows of 16 kHz samples: one row, or one for each channel.

The resampler is made anew where a track changes its rate, channels or sample format on the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

RATE = 16_000
_LAYOUTS = ("", "mono", "stereo", "2.1", "quad", "5.0", "5.1", "6.1", "7.1")
"""By count of channels. Their names do not matter: nothing is mixed in them."""
_GROUP = len(_LAYOUTS) - 1

_OPPOSITE = -0.9
"""Correlation down to which channels are mixed as they are."""
_MOSTLY = 0.99
"""Share of the samples of a frame that are below its usual peak: a spike is no scale."""
_LARGE = 16.0
"""Peak from which floats are of another scale, and not only recorded too loud."""
_WHOLE = 32_768.0
_POINTERS = 8
"""Planes from which on they are not read one by one."""

Key = tuple[str, str, int]


@dataclass(slots=True)
class Mixer:
    """Makes rows of frames, in the order of the track."""

    weights: tuple[float, ...] = ()
    """Share of each channel in the one row; empty takes the mean, and a track with another count as well."""
    apart: int = 0
    """Channels that get a row each; 0 makes one row of all.

    Of two or more there is a last row for parts of the track that have another count of channels.
    """
    floats: bool = False
    """Whether samples come as floats that a file holds, which may be of any scale."""
    _share: float = 1.0
    """By which they are made smaller: once it is known, it stays."""
    _key: Key | None = None
    _resamplers: "list[av.AudioResampler]" = field(default_factory=list)

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return self.apart + 1 if self.apart > 1 else 1

    def restart(self, frame: "av.AudioFrame") -> "Iterator[Rows]":
        """Yield what is still held of sound before a frame that comes in another form."""
        key = (frame.format.name, frame.layout.name, frame.sample_rate)
        if key != self._key:
            yield from self.finish()
            self._key = key

    def feed(self, frame: "av.AudioFrame") -> "Iterator[Rows]":
        """Yield the rows that a frame completes; `restart` comes before."""
        yield from self._resampled(self._mixed(frame))

    def finish(self) -> "Iterator[Rows]":
        """Yield what the resampler still holds."""
        if self._resamplers:
            yield from _joined([each.resample(None) for each in self._resamplers])
        self._resamplers = []

    def _mixed(self, frame: "av.AudioFrame") -> "list[av.AudioFrame]":
        """Return the frame as frames of at most eight rows, all channels of the first row's sound."""
        channels = frame.layout.nb_channels
        plain = channels == 1 and self.apart < 2 and (not self.weights or len(self.weights) > 1)
        if plain and not self.floats:
            return [frame]
        samples = self._in_range(planes(frame)) if self.floats else planes(frame)
        rows = self._apart(samples) if self.apart else self._mix(samples)
        return [
            _frame(rows[first : first + _GROUP], frame.sample_rate) for first in range(0, len(rows), _GROUP)
        ]

    def _in_range(self, samples: "Rows") -> "Rows":
        """Return samples in -1..1: some programs write floats as large as whole numbers of 16 bits."""
        import numpy as np

        usual = float(np.quantile(np.abs(samples), _MOSTLY)) if samples.size else 0.0
        if self._share == 1.0 and usual > _LARGE:
            self._share = 1 / _WHOLE if usual <= _WHOLE else 1 / usual
        return samples * np.float32(self._share)

    def _mix(self, samples: "Rows") -> "Rows":
        import numpy as np

        weights = self.weights if len(self.weights) == len(samples) else _shares(samples)
        mixed: Rows = np.asarray(weights, np.float32)[None] @ samples
        return np.clip(mixed, -1.0, 1.0)

    def _apart(self, samples: "Rows") -> "Rows":
        """Return a row for each channel, and below them what comes with another count of channels."""
        import numpy as np

        if self.apart == 1:
            return samples[:1] if len(samples) == 1 else self._mix(samples)
        rows = np.zeros((self.apart + 1, samples.shape[1]), np.float32)
        if len(samples) == self.apart:
            rows[:-1] = samples
        else:
            rows[-1] = _shares(samples) @ samples
        return rows

    def _resampled(self, frames: "list[av.AudioFrame]") -> "Iterator[Rows]":
        import av

        if not self._resamplers:
            self._resamplers = [
                av.AudioResampler(format="flt", layout=_layout(frame), rate=RATE) for frame in frames
            ]
        made = [each.resample(frame) for each, frame in zip(self._resamplers, frames, strict=True)]
        yield from _joined(made)


def _shares(samples: "Rows") -> "Rows":
    """Return equal shares of all channels, turned where one is the opposite of the loudest.

    Nobody has measured these samples, and a plain mean of opposite channels is silence.
    """
    import numpy as np

    powers = np.einsum("ij,ij->i", samples, samples)
    loudest = samples[int(powers.argmax())]
    opposite = samples @ loudest <= _OPPOSITE * np.sqrt(powers * powers.max())
    signs = np.where(opposite & (powers > 0), -1.0, 1.0)
    return np.asarray(signs / len(samples), np.float32)


def planes(frame: "av.AudioFrame") -> "Rows":
    """Return the samples of a frame, a row for each channel, in -1..1."""
    import av
    import numpy as np

    channels = frame.layout.nb_channels
    if not frame.format.is_planar:
        return _scaled(frame.to_ndarray().reshape(-1, channels).T)
    if channels < _POINTERS:
        return _scaled(frame.to_ndarray())
    # PyAV reads beyond the last of eight planes or more, so FFmpeg packs them first.
    packer = av.AudioResampler(format="flt", layout=frame.layout, rate=frame.sample_rate)
    packed = [*packer.resample(frame), *packer.resample(None)]
    return np.concatenate([_scaled(each.to_ndarray().reshape(-1, channels).T) for each in packed], axis=1)


def _scaled(found: Any) -> "Rows":
    """Return samples of any kind as floats in -1..1."""
    import numpy as np

    if found.dtype.kind == "f":
        return np.ascontiguousarray(found, np.float32)
    half = float(1 << (8 * found.dtype.itemsize - 1))
    middle = half if found.dtype.kind == "u" else 0.0
    return np.ascontiguousarray((found.astype(np.float32) - middle) / half)


def _frame(rows: "Rows", rate: int) -> "av.AudioFrame":
    import av
    import numpy as np

    packed = np.ascontiguousarray(rows.T).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, "flt", _LAYOUTS[len(rows)])
    frame.sample_rate = rate
    return frame


def _layout(frame: "av.AudioFrame") -> str:
    return _LAYOUTS[frame.layout.nb_channels]


def _joined(made: "list[list[av.AudioFrame]]") -> "Iterator[Rows]":
    """Yield the rows of all groups together: each group gives as many samples as the others."""
    import numpy as np

    for pieces in zip(*made, strict=True):
        yield np.concatenate([planes(piece) for piece in pieces])
