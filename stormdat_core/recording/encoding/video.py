"""Pictures to VP9 packets with the times they are of; an unchanged screen costs one byte, no encoding."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from stormdat_core.recording.capture.blocks import Picture
from stormdat_core.recording.encoding.marking_strip import strip, strip_height
from stormdat_core.recording.encoding.vp9 import show_again, slot_of
from stormdat_core.recording.files.container import PICTURE_BASE

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

KEY_S = 10.0
"""A still screen gets a key frame this often, so that a player need not go back further."""

_HZ = PICTURE_BASE.denominator


def framed(size: tuple[int, int], marking: str) -> tuple[int, int]:
    """Return the size of the video for a screen of that size: a strip above and below when it is marked."""
    return size[0], size[1] + 2 * strip_height(marking, size[1])


def fitted(size: tuple[int, int], frame: tuple[int, int]) -> tuple[int, int]:
    """Return the size, even and within the frame, that shows all of a picture in its own proportions.

    One that is smaller than the frame keeps its size: writing stays sharp.
    """
    scale = min(1.0, frame[0] / size[0], frame[1] / size[1])
    if size == frame:
        return frame
    width, height = (max(2, int(side * scale) // 2 * 2) for side in size)
    return width, height


class PictureEncoder:
    """Encodes the screen. Used by one thread."""

    def __init__(
        self, stream: "VideoStream", size: tuple[int, int], marking: str, mux: "Callable[[Packet[Any]], None]"
    ) -> None:
        """Take over a stream whose container was started. `size` is the screen's, without strips.

        Raises:
            RecordingBroken: the marking cannot be drawn.
        """
        self.frames = 0
        """Pictures in the file, repeated ones among them."""
        self.last = -1
        """Stamp of the newest picture, in 90,000ths of a second."""
        self._stream = stream
        self._size = size
        self._mux = mux
        self._convert = VideoReformatter()
        self._canvas: av.VideoFrame | None = None
        self._within = size
        self._board = _board(size, marking) if marking else None
        self._top = strip_height(marking, size[1])
        self._shown: av.VideoFrame | None = None
        self._slot: int | None = None
        self._key_at = 0

    @property
    def last_place(self) -> float:
        """Return the place of the newest picture in seconds."""
        return self.last / _HZ

    @property
    def started(self) -> bool:
        """Whether there was a picture."""
        return self._shown is not None

    def picture(self, place: float, picture: Picture) -> None:
        """Encode a picture that is seen from `place` (seconds) on."""
        size = picture.width, picture.height
        frame = self._converted(picture, fitted(size, self._size))
        self._shown = self._framed(frame if size == self._size else self._on_black(frame))
        self._encode(self._stamp(place), PictureType.NONE)

    def _converted(self, picture: Picture, size: tuple[int, int]) -> av.VideoFrame:
        """Return a picture as the encoder takes it, scaled to a size."""
        bgra = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)
        return self._convert.reformat(
            av.VideoFrame.from_numpy_buffer(bgra, "bgra"),
            *size,
            "yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )

    def _on_black(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return a frame in the middle of a black one of the recording's size."""
        if self._canvas is None or self._within != (frame.width, frame.height):
            self._canvas, self._within = _black(self._size), (frame.width, frame.height)
        left, top = ((self._size[0] - frame.width) // 4 * 2, (self._size[1] - frame.height) // 4 * 2)
        for number, (canvas, plane) in enumerate(zip(_planes(self._canvas), _planes(frame), strict=True)):
            x, y = (left, top) if number == 0 else (left // 2, top // 2)
            canvas[y : y + plane.shape[0], x : x + plane.shape[1]] = plane
        return self._canvas

    def repeat(self, place: float, *, last: bool = False) -> None:
        """Say that the screen still looks the same at `place`; the last time, the video ends there."""
        stamp = self._stamp(place)
        if stamp - self._key_at >= KEY_S * _HZ or self._slot is None:
            self._encode(stamp, PictureType.I)
            return
        packet = av.Packet(show_again(self._slot))
        packet.pts = packet.dts = stamp
        packet.time_base = PICTURE_BASE
        packet.duration = 1 if last else 0
        packet.stream = self._stream
        self._write(packet)

    def finish(self) -> None:
        """Empty the encoder."""
        for packet in self._stream.encode(None):
            self._write(packet)

    def _stamp(self, place: float) -> int:
        """Return the stamp of a place, later than the last; the first picture is seen from the beginning."""
        self.last = max(self.last + 1, round(place * _HZ)) if self.last >= 0 else 0
        return self.last

    def _encode(self, stamp: int, kind: PictureType) -> None:
        assert self._shown is not None
        self._shown.pts = stamp
        self._shown.time_base = PICTURE_BASE
        self._shown.pict_type = kind
        for packet in self._stream.encode(self._shown):
            self._slot = slot_of(bytes(memoryview(packet)[:4]))
            self._key_at = stamp if packet.is_keyframe else self._key_at
            self._write(packet)

    def _write(self, packet: "Packet[Any]") -> None:
        self.frames += 1
        self._mux(packet)

    def _framed(self, frame: av.VideoFrame) -> av.VideoFrame:
        if self._board is None:
            return frame
        top, height = self._top, self._size[1]
        for number, (board, plane) in enumerate(zip(_planes(self._board), _planes(frame), strict=True)):
            first, rows = (top, height) if number == 0 else (top // 2, (height + 1) // 2)
            board[first : first + rows] = plane[:rows]
        return self._board


def _black(size: tuple[int, int]) -> av.VideoFrame:
    """Return a black frame of limited range."""
    frame = av.VideoFrame(*size, "yuv420p")
    for plane, value in zip(_planes(frame), (16, 128, 128), strict=True):
        plane[:] = value
    return frame


def _board(size: tuple[int, int], marking: str) -> av.VideoFrame:
    """Return a frame with the strips drawn at top and bottom and room for the screen between."""
    width, height = framed(size, marking)
    board = av.VideoFrame(width, height, "yuv420p")
    for target, source in zip(_planes(board), _planes(strip(marking, *size)), strict=True):
        target[: len(source)] = source
        target[len(target) - len(source) :] = source
    return board


def _planes(frame: av.VideoFrame) -> "list[Pixels]":
    """Return the three planes of a yuv420p frame as arrays that share its memory."""
    planes = []
    for plane in frame.planes:
        rows: Pixels = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        planes.append(rows[: plane.height, : plane.width])
    return planes
