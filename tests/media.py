"""Media files made in code: VP9 and Opus in MP4, as the recorder writes them, with a counter in the picture."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

RATE = 48_000
CELL = 32
"""Pixels of a square of the counter: large enough to survive the encoder."""
BITS = 16
"""The counter stands in the top row, lowest bit first, a white square for a one."""


def picture(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """Return a picture (height, width, 3) in RGB that carries its number."""
    image = np.full((height, width, 3), 96, np.uint8)
    for bit in range(BITS):
        shade = 255 if number >> bit & 1 else 0
        image[:CELL, bit * CELL : (bit + 1) * CELL] = shade
    left = number * 7 % (width - 40)
    image[height // 2 : height // 2 + 40, left : left + 40] = (200, 60, 20)
    return image


def tone(seconds: float, frequency: float = 440.0) -> NDArray[np.float32]:
    """Return mono samples in -1..1 at `RATE`."""
    times = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    return (0.3 * np.sin(2 * np.pi * frequency * times)).astype(np.float32)


def write_media(
    path: Path, seconds: float = 4.0, *, rate: int = 15, width: int = 640, height: int = 360, sounds: int = 1
) -> Path:
    """Write a media file with a counted picture every 1/`rate` seconds and `sounds` tracks of tone.

    Args:
        path: where to; its ending decides nothing, it is always MP4.
        seconds: length.
        rate: pictures a second; 0 for none.
        width: of the picture.
        height: of the picture.
        sounds: Opus tracks.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format="mp4") as target:
        # Every stream is there before the first packet: it writes the header.
        pictures = _picture_stream(target, rate, width, height) if rate else None
        tracks = [target.add_stream("libopus", rate=RATE, layout="mono") for _ in range(sounds)]
        if pictures:
            for number in range(round(seconds * rate)):
                frame = av.VideoFrame.from_ndarray(picture(number, width, height), format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, rate)
                target.mux(pictures.encode(frame))
            target.mux(pictures.encode())
        for number, track in enumerate(tracks, 1):
            _sound(target, track, tone(seconds, 440.0 * number))
    return path


def _picture_stream(target: OutputContainer, rate: int, width: int, height: int) -> Any:
    stream: Any = target.add_stream(
        "libvpx-vp9", rate=rate, options={"deadline": "realtime", "cpu-used": "8"}
    )
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.codec_context.gop_size = 2 * rate
    return stream


def _sound(target: OutputContainer, track: Any, samples: NDArray[np.float32]) -> None:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate, frame.pts = RATE, 0
    target.mux(track.encode(frame))
    target.mux(track.encode())
