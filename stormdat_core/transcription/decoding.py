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

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import InputContainer
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE = 16_000
BLOCK = 30 * RATE
"""Samples of a block; the last one of a track is shorter."""
_TOLERANCE = RATE // 5
"""Samples by which time stamps may be off before silence is put in: they are often rounded."""
_LONGEST_HOLE = 12 * 3600 * RATE
_DAMAGED = 50
"""Packets in a row that cannot be decoded before a track counts as ended."""


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
    with opened(path) as container:
        tracks = tuple(_track(index, stream) for index, stream in enumerate(container.streams.audio))
        if not tracks:
            raise UnreadableMedia(f"{path.name} has no sound, so there is nothing to transcribe.", "")
        duration = max(0, container.duration or 0) // 1000
        return Media(path, container.format.name, duration, tracks)


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
    holes: list[tuple[int, int]] = field(default_factory=list)
    _given: int = 0
    """Samples handed out or waiting."""
    _damaged: int = 0

    def blocks(self) -> "Iterator[Samples]":
        """Yield blocks of float samples in -1..1, each BLOCK long but the last.

        Raises:
            UnreadableMedia: the file cannot be opened, has no such track, or nothing of it can be decoded.
        """
        import numpy as np

        waiting: list[Samples] = []
        held = 0
        for piece in self._pieces():
            waiting.append(piece)
            held += len(piece)
            while held >= BLOCK:
                joined = np.concatenate(waiting)
                yield joined[:BLOCK]
                waiting, held = [joined[BLOCK:]], held - BLOCK
        if not self._given:
            raise UnreadableMedia(
                f"No sound of {self.path.name} could be decoded: it is damaged, empty, or in another file."
            )
        if held:
            yield np.concatenate(waiting)

    def _pieces(self) -> "Iterator[Samples]":
        """Yield decoded pieces, and silence where time stamps say that something is missing."""
        import av

        with opened(self.path) as container:
            try:
                stream = container.streams.audio[self.track]
            except IndexError:
                raise UnreadableMedia(f"{self.path.name} has no sound track {self.track + 1}.", "") from None
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            offset = (container.start_time or 0) / 1_000_000
            for frame in self._frames(container, stream):
                if frame is not None:
                    yield from self._silence_before(frame, offset)
                for made in resampler.resample(frame):
                    samples = made.to_ndarray()[0]
                    self._given += len(samples)
                    yield samples

    def _frames(self, container: "InputContainer", stream: Any) -> "Iterator[av.AudioFrame | None]":
        """Yield frames and, at the end, None, which empties the resampler."""
        import av

        try:
            for packet in container.demux(stream):
                yield from self._decoded(packet)
                if self._damaged > _DAMAGED:
                    break
        except (av.FFmpegError, EOFError):
            self._note_hole()  # cut in the middle: what came before is good
        yield None

    def _decoded(self, packet: Any) -> "Iterator[av.AudioFrame]":
        import av

        try:
            frames = packet.decode()
        except av.FFmpegError:
            self._damaged += 1
            self._note_hole()
            return
        if frames:
            self._damaged = 0
        yield from frames

    def _silence_before(self, frame: "av.AudioFrame", offset: float) -> "Iterator[Samples]":
        """Yield the silence that belongs before a frame, in blocks."""
        import numpy as np

        if frame.pts is None or frame.time_base is None:
            return
        missing = round((float(frame.pts * frame.time_base) - offset) * RATE) - self._given
        if not _TOLERANCE < missing < _LONGEST_HOLE:
            return
        if self.holes and self.holes[-1][1] == self.holes[-1][0] == self._given:
            self.holes[-1] = (self._given, self._given + missing)
        while missing > 0:
            silence = np.zeros(min(missing, BLOCK), np.float32)
            self._given += len(silence)
            missing -= len(silence)
            yield silence

    def _note_hole(self) -> None:
        if not self.holes or self.holes[-1][1] != self._given:
            self.holes.append((self._given, self._given))
