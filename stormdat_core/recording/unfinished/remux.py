"""A fragmented MP4 made an ordinary one: packets copied as they are, checked, then put in its place."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from stormdat_core.atomic import whole_file
from stormdat_core.errors import OutputRefused, RecordingBroken

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet


_SOUND = 2880
"""Samples in a packet of sound that does not say its length, as those of a fragment do not."""


@dataclass(slots=True)
class Contents:
    """What a media file holds."""

    duration_ms: int = 0
    width: int = 0
    height: int = 0
    frames: int = 0
    """Packets of the picture's track."""
    packets: dict[int, int] = field(default_factory=dict)
    """Number of packets by stream."""
    ends: dict[int, Fraction] = field(default_factory=dict)
    """End of the last packet by stream, in seconds."""


def is_fragmented(path: Path) -> bool:
    """Tell whether an MP4 still consists of fragments: true until its recorder or a repair has ended it.

    Raises:
        OSError: it cannot be read.
    """
    return any(kind == b"moof" for kind in _boxes(path)) or b"mdat" not in set(_boxes(path)[-2:])


def _boxes(path: Path) -> list[bytes]:
    """Return the kinds of the boxes at the top of a file."""
    kinds, at, end = [], 0, path.stat().st_size
    with path.open("rb") as stream:
        while at + 8 <= end:
            stream.seek(at)
            head = stream.read(16)
            kinds.append(head[4:8])
            size = int.from_bytes(head[:4], "big")
            at += max(8, int.from_bytes(head[8:16], "big") if size == 1 else size)
    return kinds


def survey(path: Path) -> Contents:
    """Return what a media file holds; empty contents when nothing in it can be read.

    Raises:
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        source = _opened(stream)
        if source is None:
            return Contents()
        with source:
            return _surveyed(source)


def make_ordinary(path: Path) -> Contents:
    """Replace a fragmented MP4 by an ordinary one with the same packets and times, and return what it holds.

    Raises:
        OutputRefused: the folder is read-only or has no room for a second copy; the file stays as it was.
        RecordingBroken: the copy does not hold what the file did; the file stays as it was.
    """
    before = survey(path)
    if not before.packets:
        return Contents()
    with whole_file(path) as target, path.open("rb") as stream:
        _copy(stream, target)
        target.flush()
        target.seek(0)
        after = _checked(target)
        if after.packets != before.packets:
            raise RecordingBroken(f"The repaired copy of {path.name} is not complete, so it was not used.")
    return after


def _checked(target: IO[bytes]) -> Contents:
    source = _opened(_Unclosed(target))
    if source is None:
        return Contents()
    with source:
        return _surveyed(source)


class _Unclosed:
    """A stream for a reader that would close it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.read, self.seek, self.tell = stream.read, stream.seek, stream.tell


def _opened(stream: object) -> "InputContainer | None":
    import av

    try:
        return av.open(stream, "r", format="mp4")
    except OSError as exc:  # an empty file makes the reader seek to before its beginning
        if exc.errno == errno.EIO:
            raise
        return None
    except av.error.FFmpegError:
        return None


def _packets(source: "InputContainer") -> "Iterator[Packet[Any]]":
    """Yield the whole packets; the end of a file that was cut off is not an error."""
    import av

    try:
        for packet in source.demux():
            if packet.dts is not None and packet.size and not packet.is_corrupt:
                yield packet
    except av.error.FFmpegError as exc:
        if exc.errno == errno.EIO:
            raise


def _surveyed(source: "InputContainer") -> Contents:
    contents = Contents()
    if source.streams.video:
        codec = source.streams.video[0].codec_context
        contents.width, contents.height = codec.width, codec.height
    for packet in _packets(source):
        index = packet.stream.index
        contents.packets[index] = contents.packets.get(index, 0) + 1
        contents.frames += packet.stream.type == "video"
        contents.ends[index] = _end(packet)
    contents.duration_ms = round(max(contents.ends.values(), default=Fraction(0)) * 1000)
    return contents


def _end(packet: "Packet[Any]") -> Fraction:
    """Return the second at which a packet's sound ends, or its picture begins: its end is not known."""
    assert packet.pts is not None
    assert packet.time_base is not None
    lasting = 0 if packet.stream.type == "video" else (packet.duration or _SOUND)
    return (packet.pts + lasting) * packet.time_base


def _copy(stream: IO[bytes], target: IO[bytes]) -> None:
    import av

    try:
        with av.open(stream, "r", format="mp4") as source, av.open(target, "w", format="mp4") as out:
            streams = {one.index: out.add_stream_from_template(one) for one in source.streams}
            for index, copy in streams.items():
                copy.metadata.update(source.streams[index].metadata)
            for packet in _packets(source):
                packet.stream = streams[packet.stream.index]
                out.mux_one(packet)
    except av.error.FFmpegError as exc:
        if isinstance(exc, OSError):
            raise
        raise OutputRefused(f"The recording could not be repaired: {exc}.") from exc
