"""The MP4 around the streams: fragments while it grows, an ordinary file after a clean end."""

from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, Any

import av

from stormdat_core.errors import RecordingBroken
from stormdat_core.recording.files.fragments import DurableFile

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

FRAGMENT_S = 0.5
PICTURE_BASE = Fraction(1, 90_000)

_OPTIONS = {
    "movflags": "hybrid_fragmented",
    "frag_duration": str(int(FRAGMENT_S * 1_000_000)),
    "flush_packets": "1",
    # A packet waits this long for those of other streams: a still picture must not hold sound back.
    "max_interleave_delta": "100000",
}
_BUFFER = 1 << 20
_PICTURE = {
    "deadline": "realtime",
    "cpu-used": "8",
    "row-mt": "1",
    "lag-in-frames": "0",
    "auto-alt-ref": "0",
    "tune-content": "screen",
    "crf": "38",
}
_LEAST_FORMAT = 62
_BT709 = 1
_LIMITED = 1


def check_libraries() -> None:
    """Refuse libraries whose hybrid MP4 is not the one we rely on.

    Raises:
        RecordingBroken: libavformat is older than 62 (FFmpeg 8).
    """
    major = av.library_versions["libavformat"][0]
    if major < _LEAST_FORMAT:
        raise RecordingBroken(
            f"This copy of PyAV brings libavformat {major}; recordings that survive a crash need 62.",
            "Install the PyAV that STORM DAT was delivered with.",
        )


class Container:
    """The muxer of one recording. `mux` may be called from any thread."""

    def __init__(self, file: DurableFile) -> None:
        """Open the muxer on a file; add streams, then call `start`.

        Raises:
            RecordingBroken: the libraries are too old.
        """
        check_libraries()
        self.empty = True
        """Whether no packet was written yet."""
        self._lock = Lock()
        self._out: OutputContainer = av.open(
            file, "w", format="mp4", options=dict(_OPTIONS), buffer_size=_BUFFER
        )

    def add_picture(self, width: int, height: int, frame_rate: int, threads: int) -> "VideoStream":
        """Add the VP9 stream."""
        stream: VideoStream = self._out.add_stream("libvpx-vp9", rate=frame_rate)
        codec = stream.codec_context
        codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
        codec.time_base = PICTURE_BASE
        codec.bit_rate = 0
        codec.gop_size = 2 * frame_rate
        codec.thread_count = threads
        codec.options = dict(_PICTURE)
        codec.colorspace, codec.color_primaries = _BT709, _BT709
        codec.color_trc, codec.color_range = _BT709, _LIMITED
        stream.metadata["handler_name"] = "Screen"
        return stream

    def add_sound(self, name: str, channels: int, bit_rate: int, rate: int) -> "AudioStream":
        """Add an Opus stream; `name` is what players show."""
        stream: AudioStream = self._out.add_stream("libopus", rate=rate)
        stream.codec_context.layout = "mono" if channels == 1 else "stereo"
        stream.codec_context.format = "s16"
        stream.codec_context.bit_rate = bit_rate
        # Level 5 is half the work of 10 and sounds the same; the packets' 60 ms are `audio.FRAME`.
        stream.codec_context.options = {"compression_level": "5", "frame_duration": "60"}
        stream.metadata["handler_name"] = name
        return stream

    def start(self) -> None:
        """Open the encoders and write the head of the file."""
        self._out.start_encoding()

    def mux(self, packet: "Packet[Any]") -> None:
        """Write a packet.

        Raises:
            OSError: the disk is full or gone; see the file's `failure`.
        """
        with self._lock:
            self.empty = False
            self._out.mux_one(packet)

    def close(self) -> None:
        """Make the file an ordinary MP4. An empty one stays empty: ending it would crash libavformat 62.12.

        Raises:
            OSError: the disk is full or gone; the file stays as it is, in fragments.
        """
        with self._lock:
            if not self.empty:
                self._out.close()
