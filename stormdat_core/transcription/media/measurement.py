"""What each channel of each sound track holds, before any is chosen: level, clipping, speech, likeness.

All tracks are read side by side, 30 s at a time. Channels that carry the same sound are judged once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stormdat_core.model.transcripts import MediaTrack
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.channel_mixing import Mixer
from stormdat_core.transcription.media.decoding import RATE, SoundReader
from stormdat_core.transcription.media.levelling import QUIET, SILENT, gains, levels, raised
from stormdat_core.transcription.media.likeness import LOUDER, PIECE, Likeness, Piece, correlation, is_echo
from stormdat_core.transcription.recognition.segmentation import BEGINS, ClipCutter, joined
from stormdat_core.transcription.recognition.voice_activity import WINDOW, VoiceDetector, load_session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

__all__ = ["QUIET", "SILENT", "Loss", "Source", "Survey", "survey"]

MOST = 40
"""Channels that are looked at one by one, all tracks together: each takes a detector and 2 MB a block."""
_FULL = 0.999
_SAME = 0.98
"""Correlation from which two channels may carry the same sound."""
_REST = 0.04
"""Share of the power of a window that may be left of a channel without what another one holds of it."""
_LATE = 10
"""Windows by which an echo may be late: 0.3 s."""
_ROOM = RATE // 2
"""Samples to each side of quiet speech that are raised with it."""


@dataclass(slots=True)
class Source:
    """One channel of one track."""

    track: MediaTrack
    channel: int
    """From 0; after the last one comes what the track holds where it has another count of channels."""
    peak: float = 0.0
    clipped: int = 0
    """Samples at full scale."""
    speech: list[tuple[int, int]] = field(default_factory=list)
    """In samples."""

    quiet: list[tuple[int, int]] = field(default_factory=list)
    """Where speech is so quiet that it must be raised, in samples, with some room."""

    @property
    def is_rest(self) -> bool:
        """Return whether this is what has another count of channels: it is heard with any of them."""
        return self.channel >= max(1, self.track.channels)

    @property
    def spoken(self) -> int:
        """Return the samples of speech."""
        return sum(end - start for start, end in self.speech)


@dataclass(frozen=True, slots=True)
class Loss:
    """What of a track nobody can hear, in samples."""

    track: MediaTrack
    start: int
    end: int
    reason: str = ""
    """Why nothing of the track can be heard; empty for a part of it."""
    absent: bool = False
    """Whether the file has no sound for this part, which is no damage that anybody could see."""


@dataclass(slots=True)
class Survey:
    """The sources, and how alike they are while somebody speaks."""

    sources: list[Source]
    wave: Any
    """Correlation of the samples of each source with each other, -1..1."""
    loudness: Any
    """The same of their loudness from window to window: like for two microphones in one room."""
    pieces: Sequence[Piece] = ()
    """The same from time to time."""
    losses: Sequence[Loss] = ()
    empty: Sequence[MediaTrack] = ()
    """Tracks without any sound in them."""
    folded: Sequence[MediaTrack] = ()
    """Tracks whose channels were looked at together."""

    def is_lost(self, track: MediaTrack) -> bool:
        """Return whether nothing of a track can be heard."""
        return track in self.empty or any(each.track == track and each.reason for each in self.losses)


def survey(path: Path, tracks: Sequence[MediaTrack], tell: Any = lambda _: None) -> Survey:
    """Return what the channels of some tracks hold. `tell` hears how many samples were read.

    Tracks that cannot be decoded are among the losses.

    Raises:
        UnreadableMedia: nothing of any track can be decoded.
    """
    readings, left_out = _readings(path, tracks)
    sources = [Source(each.track, channel) for each in readings for channel in range(each.height)]
    ears = _Ears(sources)
    at = 0
    for rows in _side_by_side(readings):
        ears.hear(rows)
        at += rows.shape[1]
        tell(at)
    if not at:
        raise readings[0].failure or UnreadableMedia(
            f"No sound of {path.name} could be decoded: it is damaged, empty, or in another file."
        )
    found = ears.finish(at)
    found.losses = [*(loss for each in readings for loss in each.losses(at)), *_not_looked_at(left_out, at)]
    found.empty = [each.track for each in readings if each.is_empty]
    found.folded = [each.track for each in readings if each.reader.apart < each.track.channels]
    return found


@dataclass(slots=True)
class _Reading:
    """A track as it is read."""

    track: MediaTrack
    reader: SoundReader
    failure: UnreadableMedia | None = None

    @property
    def height(self) -> int:
        return Mixer((), self.reader.apart).height

    @property
    def is_empty(self) -> bool:
        """Return whether the track holds nothing, which is no damage."""
        return self.failure is not None and self.reader.is_empty

    def blocks(self) -> "Iterator[Rows]":
        """Yield the blocks of the track; one that cannot be decoded has none."""
        try:
            yield from self.reader.rows()
        except UnreadableMedia as exc:
            self.failure = exc

    def losses(self, length: int) -> Iterator[Loss]:
        if self.failure is None:
            yield from (Loss(self.track, *hole) for hole in self.reader.holes)
            yield from (Loss(self.track, *part, absent=True) for part in self.reader.absent)
        elif not self.is_empty:
            yield Loss(self.track, 0, length, str(self.failure))


def _readings(path: Path, tracks: Sequence[MediaTrack]) -> tuple[list[_Reading], list[MediaTrack]]:
    """Return how each track is read, and the tracks that are too many.

    Channels beyond `MOST` are not read apart: memory and time would grow with what a file claims to have.
    """
    made: list[_Reading] = []
    room = MOST - len(tracks)
    for track in tracks[:MOST]:
        more = Mixer((), max(1, track.channels)).height - 1
        apart = max(1, track.channels) if more <= room else 1
        room -= more if apart > 1 else 0
        made.append(_Reading(track, SoundReader(path, track.index, apart=apart)))
    return made, list(tracks[MOST:])


def _not_looked_at(tracks: Sequence[MediaTrack], length: int) -> Iterator[Loss]:
    for track in tracks:
        yield Loss(track, 0, length, f"Only the first {MOST} sound tracks of a file are looked at.")


def _side_by_side(readings: "Sequence[_Reading]") -> "Iterator[Rows]":
    """Yield the blocks of all tracks as one array; tracks that are shorter are silent at their end."""
    import numpy as np

    for blocks in zip_longest(*(each.blocks() for each in readings)):
        length = max(block.shape[1] for block in blocks if block is not None)
        made = []
        for reading, block in zip(readings, blocks, strict=True):
            rows = np.zeros((reading.height, 0), np.float32) if block is None else block
            made.append(np.pad(rows, ((0, 0), (0, length - rows.shape[1]))))
        yield np.concatenate(made)


class _Ears:
    """Gathers the figures block by block."""

    def __init__(self, sources: list[Source]) -> None:
        import numpy as np

        self._sources = sources
        self._session = load_session()
        self._detectors = [VoiceDetector(self._session) for _ in sources]
        self._cutters = [ClipCutter() for _ in sources]
        self._likeness = Likeness(len(sources))
        self._rest = np.zeros((len(sources), 0), np.float32)
        self._at = 0

    def hear(self, rows: "Rows") -> None:
        """Take a block of all sources; what is left over of its last window waits for the next."""
        import numpy as np

        rows = np.concatenate([self._rest, rows], axis=1)
        count = rows.shape[1] // WINDOW * WINDOW
        self._rest = rows[:, count:].copy()
        if count:
            self._take(rows[:, :count])

    def _take(self, rows: "Rows") -> None:
        import numpy as np

        peaks = np.abs(rows).max(axis=1)
        for source, peak, row in zip(self._sources, peaks, rows, strict=True):
            source.peak = max(source.peak, float(peak))
            source.clipped += int(np.count_nonzero(np.abs(row) >= _FULL)) if peak >= _FULL else 0
        around = np.stack([levels(row) for row in rows])
        judged = self._judged(rows, peaks, around)
        self._drop_echoes(rows, judged, around)
        self._likeness.add(rows, (judged >= BEGINS).any(axis=0), self._at)
        powers = np.mean(rows.reshape(len(rows), -1, WINDOW) ** 2, axis=2)
        for number, cutter in enumerate(self._cutters):
            for clip in cutter.feed(judged[number], powers[number]):
                self._sources[number].speech += clip.speech
            self._note_quiet(number, (judged[number] >= BEGINS) & (gains(around[number]) > 1))
        self._at += rows.shape[1]

    def _judged(self, rows: "Rows", peaks: Any, around: Any) -> "Rows":
        """Return the probability of speech in each window of each source."""
        import numpy as np

        found = np.zeros((len(rows), rows.shape[1] // WINDOW), np.float32)
        alike = correlation(rows @ rows.T)
        for number, row in enumerate(rows):
            if peaks[number] < SILENT:
                continue
            same = (n for n in range(number) if abs(alike[number, n]) >= _SAME and _is_copy(row, rows[n]))
            first = next(same, None)
            if first is None:
                found[number] = self._detectors[number].feed(raised(row, gains(around[number])))[0]
            else:
                found[number] = found[first]
        return found

    def _drop_echoes(self, rows: "Rows", judged: "Rows", around: Any) -> None:
        """Leave out the quiet speech of a source that repeats what another one holds far louder."""
        for first in range(0, judged.shape[1], PIECE):
            part = slice(first, first + PIECE)
            early = max(0, first - _LATE)  # what an echo repeats may lie before the piece
            loudest = around[:, early : first + PIECE].max(axis=1)
            sound = rows[:, early * WINDOW : (first + PIECE) * WINDOW]
            for number in range(len(rows)):
                quiet = (judged[number, part] >= BEGINS) & (around[number, part] < QUIET)
                if not quiet.any():
                    continue
                level = LOUDER * around[number, part][quiet].max()
                if any(is_echo(sound[number], sound[n]) for n in range(len(rows)) if loudest[n] >= level):
                    judged[number, part][around[number, part] < QUIET] = 0

    def _note_quiet(self, number: int, quiet: Any) -> None:
        import numpy as np

        edges = np.flatnonzero(np.diff(quiet, prepend=False, append=False)) * WINDOW + self._at
        spans = [(max(0, int(a) - _ROOM), int(b) + _ROOM) for a, b in edges.reshape(-1, 2)]
        kept = self._sources[number].quiet
        kept[-1:] = joined([*kept[-1:], *spans])

    def finish(self, length: int) -> Survey:
        """Return the figures of a file of `length` samples."""
        import numpy as np

        if self._rest.shape[1]:
            self._take(np.pad(self._rest, ((0, 0), (0, WINDOW - self._rest.shape[1]))))
        for source, cutter in zip(self._sources, self._cutters, strict=True):
            for clip in cutter.finish(length):
                source.speech += clip.speech
        return Survey(self._sources, self._likeness.wave, self._likeness.loudness, self._likeness.pieces)


def _is_copy(row: "Rows", other: "Rows") -> bool:
    """Return whether a channel holds another one's sound, louder or quieter, and nothing else at any time."""
    import numpy as np

    power = float(other @ other)
    rest = row - (float(row @ other) / power) * other if power else row
    own, left = (np.mean(each.reshape(-1, WINDOW) ** 2, axis=1) for each in (row, rest))
    return bool((left <= np.maximum(_REST * own, SILENT**2)).all())
