"""Sound out of any media file: 16 kHz, mono, in blocks, so that memory does not grow with the file.

Sample n of what comes out is heard n / 16 ms after the start of the file as a player shows it: where a track
begins late or has a hole, there is silence, and sound that comes twice is dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stormdat_core.model.transcripts import MediaTrack
from stormdat_core.transcription.containers import opened
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.mixing import RATE, Mixer
from stormdat_core.transcription.ogg import Window, links

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import InputContainer
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

__all__ = ["BLOCK", "RATE", "Media", "SoundReader", "inspect"]

BLOCK = 30 * RATE
"""Samples of a block; the last one of a track is shorter."""
_TOLERANCE = RATE // 5
"""Samples by which time stamps may be off before silence is put in: they are often rounded."""
_LONGEST_HOLE = 12 * 3600 * RATE
_BACK = RATE
"""Samples by which a time stamp may lie back before it counts as another clock's."""
_BEYOND = 10 * RATE
"""Samples behind the end of the file from which on a time stamp is not believed."""
_TRIES = 20
"""Failures in a row to read a packet after which a track has ended."""
_COUNTING = {"mov", "wav", "w64", "aiff", "au", "caf", "flac"}
"""Containers that count their samples; others guess their length by size and rate."""
_SEEKING = _COUNTING | {"matroska"}
"""Containers whose time stamps hold after a seek; others are read from their start."""
_LEAD = 2 * RATE
"""Samples before the one that is wanted, in which a decoder finds its feet."""


@dataclass(frozen=True, slots=True)
class Media:
    """What a media file holds."""

    path: Path
    format: str
    duration_ms: int
    """As the file says; 0 when it does not say."""
    tracks: tuple[MediaTrack, ...]


def inspect(path: Path) -> Media:
    """Return the sound tracks of a media file, whatever its name ends in.

    Raises:
        UnreadableMedia: nothing can be read, or there is no sound in it.
    """
    windows = links_of(path)
    with opened(path, windows[0] if len(windows) > 1 else None) as container:
        tracks = tuple(_track(index, stream) for index, stream in enumerate(container.streams.audio))
        if not tracks:
            raise UnreadableMedia(f"{path.name} has no sound, so there is nothing to transcribe.", "")
        duration = max(0, container.duration or 0) // 1000
        duration += sum(_length(path, window) for window in windows[1:])
        return Media(path, container.format.name, duration, tracks)


def _length(path: Path, window: Window) -> int:
    """Return the milliseconds of a link; one that cannot be read has none."""
    try:
        with opened(path, window) as container:
            return max(0, container.duration or 0) // 1000
    except UnreadableMedia:
        return 0


def _track(index: int, stream: Any) -> MediaTrack:
    context = stream.codec_context
    if context is None:
        return MediaTrack(index)
    return MediaTrack(
        index,
        context.name,
        int(getattr(context, "channels", 0) or 0),
        int(context.sample_rate or 0),
        str(stream.metadata.get("language", "")),
    )


@dataclass(slots=True)
class SoundReader:
    """Reads one track. `holes` then says where nothing could be decoded, as (start, end) in samples."""

    path: Path
    track: int = 0
    weights: tuple[float, ...] = ()
    """Share of each channel in what is heard; empty takes the mean of all."""
    apart: int = 0
    """Channels to be read apart by `rows`, as `Mixer` does; 0 reads one row."""
    start: int = 0
    """Sample that is wanted first: where the container can seek, reading begins shortly before it."""
    begins: int = 0
    """Sample of the file at which the first block begins; known once that is there."""
    holes: list[tuple[int, int]] = field(default_factory=list)
    _given: int = 0
    """Samples handed out or waiting."""
    _clock: "_Clock" = field(default_factory=lambda: _Clock())  # noqa: PLW0108 (it stands below)

    def blocks(self) -> "Iterator[Samples]":
        """Yield blocks of float samples in -1..1, each BLOCK long but the last.

        Raises:
            UnreadableMedia: the file cannot be opened, has no such track, or nothing of it can be decoded.
        """
        return (rows[0] for rows in self.rows())

    def rows(self) -> "Iterator[Samples]":
        """Yield the same blocks as rows, one for each channel that is read apart.

        Raises:
            UnreadableMedia: as `blocks`.
        """
        import numpy as np

        waiting: list[Samples] = []
        held = 0
        for piece in self._pieces():
            waiting.append(piece)
            held += piece.shape[1]
            while held >= BLOCK:
                joined = np.concatenate(waiting, axis=1)
                yield joined[:, :BLOCK]
                waiting, held = [joined[:, BLOCK:]], held - BLOCK
        if not self._given:
            raise UnreadableMedia(
                f"No sound of {self.path.name} could be decoded: it is damaged, empty, or in another file."
            )
        if held:
            yield np.concatenate(waiting, axis=1)

    def _pieces(self) -> "Iterator[Samples]":
        """Yield the pieces of every link, each at its time."""
        windows = links_of(self.path)
        begins = 0
        for number, window in enumerate(windows):
            try:
                with opened(self.path, window if len(windows) > 1 else None) as container:
                    self._clock = _Clock(max(begins, self._given), container)
                    yield from self._link(container)
                    begins = self._clock.begins + self._clock.length
            except UnreadableMedia:
                if not number:
                    raise
                self._note_hole()

    def _link(self, container: "InputContainer") -> "Iterator[Samples]":
        """Yield decoded pieces, and silence where time stamps say that something is missing."""
        try:
            stream = container.streams.audio[self.track]
        except IndexError:
            raise UnreadableMedia(f"{self.path.name} has no sound track {self.track + 1}.", "") from None
        mixer = Mixer(self.weights, self.apart)
        leapt = self._leap(container)
        for frame in self._frames(container, stream):
            if leapt:
                self._given = self.begins = self._clock.position(frame, self._given)
                leapt = False
            yield from self._counted(mixer.restart(frame))
            yield from self._silence_before(frame)
            yield from self._counted(mixer.feed(frame))
        yield from self._counted(mixer.finish())
        self._note_end(stream)

    def _leap(self, container: "InputContainer") -> bool:
        """Go to shortly before the sample that is wanted first, where that works; say whether it did."""
        import av

        seconds = self._clock.seconds(self.start - _LEAD)
        if self.start <= _LEAD or self._clock.begins or not _SEEKING & set(container.format.name.split(",")):
            return False
        try:
            container.seek(int(seconds * 1_000_000))
        except av.FFmpegError:
            return False
        return True

    def _counted(self, pieces: "Iterator[Samples]") -> "Iterator[Samples]":
        for piece in pieces:
            self._given += piece.shape[1]
            yield piece

    def _frames(self, container: "InputContainer", stream: Any) -> "Iterator[av.AudioFrame]":
        """Yield the frames of a track; what cannot be read is passed over as long as there is more."""
        import av

        failed = 0
        while failed < _TRIES:
            try:
                for packet in container.demux(stream):
                    failed = 0
                    yield from self._decoded(packet)
                break
            except EOFError:
                break
            except av.FFmpegError:
                failed += 1
                self._note_hole()

    def _decoded(self, packet: Any) -> "Iterator[av.AudioFrame]":
        import av

        try:
            yield from packet.decode()
        except av.FFmpegError:
            self._note_hole()

    def _silence_before(self, frame: "av.AudioFrame") -> "Iterator[Samples]":
        """Yield the silence that belongs before a frame, in blocks."""
        import numpy as np

        missing = self._clock.missing(frame, self._given)
        if missing and self.holes and self.holes[-1][1] == self.holes[-1][0] == self._given:
            self.holes[-1] = (self._given, self._given + missing)
        while missing > 0:
            silence = np.zeros((Mixer((), self.apart).height, min(missing, BLOCK)), np.float32)
            self._given += silence.shape[1]
            missing -= silence.shape[1]
            yield silence

    def _note_hole(self) -> None:
        if not self.holes or self.holes[-1][1] != self._given:
            self.holes.append((self._given, self._given))

    def _note_end(self, stream: Any) -> None:
        """Note what the file promises of a track and does not hold, where it counts and does not guess."""
        missing = self._clock.promised(stream) - self._given
        if missing > RATE:
            self.holes.append((self._given, self._given + missing))


class _Clock:
    """Where a frame belongs: its time stamp, from the beginning of its link, until stamps jump."""

    def __init__(self, begins: int = 0, container: "InputContainer | None" = None) -> None:
        self.begins = begins
        """Samples before the link."""
        self.length = round(max(0, (container and container.duration) or 0) * RATE / 1_000_000)
        """Samples of the link, as the file says."""
        self._zero = ((container and container.start_time) or 0) / 1_000_000
        self._counts = container is not None and bool(_COUNTING & set(container.format.name.split(",")))

    def missing(self, frame: "av.AudioFrame", given: int) -> int:
        """Return the samples of silence before a frame.

        Stamps that go back, or on beyond the end of the file, begin a new count: it is not the sound that
        jumps but its clock, as where two files were joined.
        """
        if frame.pts is None or frame.time_base is None:
            return 0
        at = float(frame.pts * frame.time_base)
        missing = self.begins + round((at - self._zero) * RATE) - given
        beyond = bool(self.length) and given + missing > self.begins + self.length + _BEYOND
        if missing < -_BACK or missing > _LONGEST_HOLE or (beyond and missing > _BEYOND):
            self._zero = at - (given - self.begins) / RATE
            return 0
        return missing if missing > _TOLERANCE else 0

    def seconds(self, sample: int) -> float:
        """Return the time stamp of a sample."""
        return self._zero + (sample - self.begins) / RATE

    def position(self, frame: "av.AudioFrame", given: int) -> int:
        """Return the sample at which a frame begins; `given` when it does not say."""
        if frame.pts is None or frame.time_base is None:
            return given
        return max(0, self.begins + round((float(frame.pts * frame.time_base) - self._zero) * RATE))

    def promised(self, stream: Any) -> int:
        """Return up to which sample the file says that a track goes; 0 when it does not count."""
        if not self._counts or not stream.duration:
            return 0
        start = float((stream.start_time or 0) * stream.time_base) - self._zero
        return self.begins + round((max(0.0, start) + float(stream.duration * stream.time_base)) * RATE)


def links_of(path: Path) -> tuple[Window, ...]:
    """Return the links of a file as windows of bytes.

    Raises:
        UnreadableMedia: the file cannot be read.
    """
    try:
        return links(path)
    except OSError as exc:
        raise UnreadableMedia(
            f"{path.name} could not be read: {exc.strerror or exc}.",
            "Check that the file is there and yours to read.",
        ) from exc
