"""One track's sound to Opus packets: the timeline's sample n is heard at n / 48,000 s."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from stormdat_core.recording.capture.blocks import RATE

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet
    from numpy.typing import NDArray

FRAME = RATE * 60 // 1000
"""Samples of a packet. Each costs a turn with the interpreter, which are scarce on a busy machine."""
_BASE = Fraction(1, RATE)


class SoundEncoder:
    """Encodes one track. Used by one thread."""

    def __init__(self, stream: "AudioStream", channels: int, mux: "Callable[[Packet[Any]], None]") -> None:
        """Take over a stream whose container was started."""
        self._stream = stream
        self._layout = "mono" if channels == 1 else "stereo"
        self._mux = mux
        self._held: NDArray[np.int16] = np.zeros((0, channels), np.int16)
        # The decoder drops this many samples. Dropping the first ones here instead of shifting everything
        # keeps every stamp at 0 or above and the sound in step with the picture.
        self._at = self._drop = int.from_bytes((stream.codec_context.extradata or bytes(12))[10:12], "little")

    def feed(self, samples: "NDArray[np.float32]") -> None:
        """Take the next samples, shape (n, channels), in -1..1."""
        skip = min(self._drop, len(samples))
        self._drop -= skip
        whole = np.rint(np.clip(samples[skip:], -1, 1) * 32767).astype(np.int16)
        self._held = np.concatenate([self._held, whole])
        frames = len(self._held) // FRAME
        for number in range(frames):
            self._encode(self._held[number * FRAME : (number + 1) * FRAME])
        self._held = self._held[frames * FRAME :].copy()

    def finish(self) -> None:
        """Encode what is left and empty the encoder."""
        if len(self._held):
            self._encode(self._held)
            self._held = self._held[:0]
        for packet in self._stream.encode(None):
            self._mux(packet)

    def _encode(self, samples: "NDArray[np.int16]") -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), "s16", self._layout)
        frame.sample_rate = RATE
        frame.pts = self._at
        frame.time_base = _BASE
        self._at += len(samples)
        for packet in self._stream.encode(frame):
            self._mux(packet)
