"""What a media file is made of before FFmpeg opens it: parts in a row, and tracks that nobody can hear."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stormdat_core.regular import open_regular
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media import mpeg_ts, ogg, sample_rows
from stormdat_core.transcription.media.encryption import encrypted_tracks
from stormdat_core.transcription.media.ogg import Part, Window


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a file lie, each to be read as a file of its own."""

    windows: tuple[Window, ...]
    encrypted: frozenset[int] = frozenset()
    """Indexes of the sound tracks that are encrypted."""


def parts_of(path: Path) -> Parts:
    """Return the parts of a file: links of a chained Ogg file, of a transport stream, whole files, or one.

    Raises:
        UnreadableMedia: the file cannot be read.
    """
    try:
        status = path.stat()
        return _parts_of(path, status.st_size, status.st_mtime_ns)
    except OSError as exc:
        raise UnreadableMedia(
            f"{path.name} could not be read: {exc.strerror or exc}.",
            "Check that the file is there and yours to read.",
        ) from exc


@lru_cache(maxsize=8)
def _parts_of(path: Path, size: int, _changed: int) -> Parts:
    """Return the same of a file of this size and time: each reader asks, and it may take long."""
    with open_regular(path) as stream:
        layout = mpeg_ts.layout_of(stream)
        if layout is not None:
            found = mpeg_ts.scan(stream, layout)
            return Parts(found.windows, found.encrypted)
        row = sample_rows.files(stream, size)
        sealed = frozenset[int]().union(
            *(encrypted_tracks(Part(stream, each), each[1] - each[0]) for each in row)
        )
    return Parts(row if len(row) > 1 else ogg.links(path), sealed)


def sealed(path: Path, track: int | None = None) -> UnreadableMedia:
    """Return what to raise of a file, or of one of its tracks, that is encrypted."""
    what = path.name if track is None else f"Sound track {track + 1} of {path.name}"
    return UnreadableMedia(
        f"{what} is encrypted, so nothing of it can be heard without its key.",
        "Save it without copy protection in the program that plays it, and try again.",
    )
