"""What each channel of each sound track holds, before any is chosen: level, clipping, speech, likeness.

All tracks are read side by side, 30 s at a time. Channels that carry the same sound are judged once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stormdat_core.model.transcripts import MediaTrack
from stormdat_core.transcription.cutting import BEGINS, ClipCutter
from stormdat_core.transcription.decoding import SoundReader
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.mixing import Mixer
from stormdat_core.transcription.voice import WINDOW, VoiceDetector, load_session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

SILENT = 3e-5
"""Peak below which a channel holds nothing: -90 dB, less than one step of 16 bits."""
QUIET = 0.02
"""Peak below which sound is raised before anybody listens: -34 dB."""
_RAISED = 0.3
_FULL = 0.999
_SAME = 0.98
"""Correlation from which two channels carry the same sound."""
_FLOOR = 1e-9


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

    @property
    def is_rest(self) -> bool:
        """Return whether this is what has another count of channels: it is heard with any of them."""
        return self.channel >= max(1, self.track.channels)

    @property
    def spoken(self) -> int:
        """Return the samples of speech."""
        return sum(end - start for start, end in self.speech)


@dataclass(slots=True)
class Survey:
    """The sources, and how alike they are while somebody speaks."""

    sources: list[Source]
    wave: Any
    """Correlation of the samples of each source with each other, -1..1."""
    loudness: Any
    """The same of their loudness from window to window: like for two microphones in one room."""


def survey(path: Path, tracks: Sequence[MediaTrack], tell: Any = lambda _: None) -> Survey:
    """Return what the channels of some tracks hold. `tell` hears how many samples were read.

    Raises:
        UnreadableMedia: nothing of any track can be decoded.
    """
    readers = [SoundReader(path, each.index, apart=max(1, each.channels)) for each in tracks]
    sources = [Source(each, channel) for each in tracks for channel in range(Mixer((), each.channels).height)]
    ears = _Ears(sources)
    at = 0
    for rows in _side_by_side(readers):
        ears.hear(rows)
        at += rows.shape[1]
        tell(at)
    if not at:
        raise UnreadableMedia(
            f"No sound of {path.name} could be decoded: it is damaged, empty, or in another file."
        )
    return ears.finish(at)


def _side_by_side(readers: "Sequence[SoundReader]") -> "Iterator[Rows]":
    """Yield the blocks of all tracks as one array; tracks that are shorter are silent at their end."""
    import numpy as np

    for blocks in zip_longest(*(_whole(each) for each in readers)):
        length = max(block.shape[1] for block in blocks if block is not None)
        made = []
        for reader, block in zip(readers, blocks, strict=True):
            height = Mixer((), reader.apart).height
            rows = np.zeros((height, 0), np.float32) if block is None else block
            made.append(np.pad(rows, ((0, 0), (0, length - rows.shape[1]))))
        yield np.concatenate(made)


def _whole(reader: SoundReader) -> "Iterator[Rows]":
    """Yield the blocks of a track; one that cannot be decoded has none."""
    try:
        yield from reader.rows()
    except UnreadableMedia:
        return


class _Ears:
    """Gathers the figures block by block."""

    def __init__(self, sources: list[Source]) -> None:
        import numpy as np

        count = len(sources)
        self._sources = sources
        self._session = load_session()
        self._detectors = [VoiceDetector(self._session) for _ in sources]
        self._cutters = [ClipCutter() for _ in sources]
        self._wave = np.zeros((count, count))
        self._cross = np.zeros((count, count))
        self._sum = np.zeros(count)
        self._windows = 0

    def hear(self, rows: "Rows") -> None:
        """Take a block of all sources."""
        import numpy as np

        rows = np.pad(rows, ((0, 0), (0, -rows.shape[1] % WINDOW)))
        peaks = np.abs(rows).max(axis=1)
        for source, peak, row in zip(self._sources, peaks, rows, strict=True):
            source.peak = max(source.peak, float(peak))
            source.clipped += int(np.count_nonzero(np.abs(row) >= _FULL)) if peak >= _FULL else 0
        judged = self._judged(rows, peaks)
        self._compare(rows, judged)
        powers = np.mean(rows.reshape(len(rows), -1, WINDOW) ** 2, axis=2)
        for number, cutter in enumerate(self._cutters):
            for clip in cutter.feed(judged[number], powers[number]):
                self._sources[number].speech += clip.speech

    def _judged(self, rows: "Rows", peaks: Any) -> "Rows":
        """Return the probability of speech in each window of each source."""
        import numpy as np

        found = np.zeros((len(rows), rows.shape[1] // WINDOW), np.float32)
        alike = _correlation(rows @ rows.T)
        for number, row in enumerate(rows):
            if peaks[number] < SILENT:
                continue
            same = next((n for n in range(number) if abs(alike[number, n]) >= _SAME), None)
            if same is None:
                raised = row * (_RAISED / peaks[number]) if peaks[number] < QUIET else row
                found[number] = self._detectors[number].feed(raised)[0]
            else:
                found[number] = found[same]
        return found

    def _compare(self, rows: "Rows", judged: "Rows") -> None:
        import numpy as np

        spoken = (judged >= BEGINS).any(axis=0)
        if not spoken.any():
            return
        chosen = rows.reshape(len(rows), -1, WINDOW)[:, spoken]
        loud = np.log10(np.mean(chosen.astype(np.float64) ** 2, axis=2) + _FLOOR)
        flat = chosen.reshape(len(rows), -1).astype(np.float64)
        self._wave += flat @ flat.T
        self._cross += loud @ loud.T
        self._sum += loud.sum(axis=1)
        self._windows += int(spoken.sum())

    def finish(self, length: int) -> Survey:
        """Return the figures of a file of `length` samples."""
        import numpy as np

        for source, cutter in zip(self._sources, self._cutters, strict=True):
            for clip in cutter.finish(length):
                source.speech += clip.speech
        count = max(1, self._windows)
        spread = self._cross / count - np.outer(self._sum, self._sum) / count**2
        return Survey(self._sources, _correlation(self._wave), _correlation(spread))


def _correlation(products: Any) -> Any:
    """Return products of rows as correlations; a row without any power is like no other."""
    import numpy as np

    size = np.sqrt(np.maximum(np.diagonal(products).astype(np.float64), 0))
    whole = np.outer(size, size)
    return np.divide(products, whole, out=np.zeros_like(whole), where=whole > _FLOOR)
