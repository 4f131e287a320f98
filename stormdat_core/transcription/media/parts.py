"""What a media file is made of before FFmpeg opens it: parts in a row, and tracks that nobody can hear.

FFmpeg reads the first of several files in one and stops without a word, so each is opened as one of its own.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO

from stormdat_core.regular import open_regular
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media import avi, frame_streams, mpeg_ts, ogg, programme
from stormdat_core.transcription.media.encryption import encrypted_tracks
from stormdat_core.transcription.media.extents import FIRST_BOXES, Extent, extent
from stormdat_core.transcription.media.frame_streams import Run
from stormdat_core.transcription.media.noise import is_random
from stormdat_core.transcription.media.signatures import kind_at, next_file
from stormdat_core.transcription.media.tags import behind_tags
from stormdat_core.transcription.media.windows import Lost, Part, Patch, Window

_MOST = 10_000
"""Parts that are told apart; what follows belongs to the last one."""
_TRAILING = 4096
"""Bytes behind a file that are not worth a word."""
_FILLING = 1 << 14
_NOTABLE = 1.0
"""Seconds that bytes behind a row of frames must have held to be worth a word though they are few."""
_PIECE = 1 << 20
_BEHIND = 64
"""Bytes of a file in which no other one begins."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a file lie, each to be read as a file of its own."""

    windows: tuple[Window, ...]
    sealed: tuple[frozenset[int], ...] = ()
    """Of each part, the indexes of the sound tracks that are encrypted."""
    lost: tuple[Lost, ...] = ()
    """What no part holds, in the order of the file."""
    inner: tuple[Lost, ...] = ()
    """What is lost within parts whose sound has no time stamps."""
    patches: tuple[Patch, ...] = ()
    """What is read instead of sizes that the file has wrong."""
    timed: bool = False
    """Whether the last part tells how long what is missing at its end was."""
    seconds: float = 0.0
    """That it says it has; 0 where only FFmpeg reads that."""

    @property
    def encrypted(self) -> frozenset[int]:
        """Return the indexes of the sound tracks that are encrypted in every part."""
        return frozenset[int].intersection(*self.sealed) if self.sealed else frozenset()


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
            behind = size - found.end
            lost = (Lost(found.end, behind),) if behind > _TRAILING else ()
            return Parts(found.windows, (found.encrypted,) * len(found.windows), lost)
        row = _Row(stream, size)
        row.read()
        windows = tuple(row.windows) or ((0, size),)
        sealed = (encrypted_tracks(Part(stream, each), each[1] - each[0]) for each in windows)
        return Parts(
            windows,
            tuple(sealed),
            tuple(row.lost),
            tuple(row.inner),
            tuple(sorted(row.patches)),
            row.timed,
            row.seconds,
        )


@dataclass(slots=True)
class _Row:
    """Follows files one after the other in one."""

    stream: IO[bytes]
    size: int
    windows: list[Window] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    inner: list[Lost] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    timed: bool = False
    seconds: float = 0.0

    def read(self) -> None:
        """Find all parts."""
        at = 0
        while at < self.size and len(self.windows) < _MOST:
            at = self._part(at)

    def _part(self, at: int) -> int:
        """Take the part that begins at a place; return where the next one begins."""
        self.timed, self.seconds = False, 0.0
        begins = behind_tags(self.stream, at)
        kind = kind_at(self.stream, begins)
        if not kind and self._begins_film(begins):
            kind = "film"
        form, first = frame_streams.form_of(self.stream, self.size, at) if kind in _ROWS else ("", 0)
        if form:
            return self._frames(at, form, first)
        if kind in ("", "ogg"):
            return self._pages(at)
        return self._file(begins, extent(self.stream, kind, begins, self.size), kind)

    def _file(self, at: int, found: Extent, kind: str) -> int:
        self.patches += found.patches
        if kind == "avi":
            self.inner += avi.broken(self.stream, at, min(self.size, found.end or self.size))
        self.timed, self.seconds = found.timed, found.seconds
        if found.end is None or found.end > self.size:
            other = next_file(self.stream, at + _BEHIND, self.size)
            while other and found.end and kind in _HOLDING and kind_at(self.stream, other) != kind:
                other = next_file(self.stream, other + _BEHIND, self.size)
            if other is None and found.end is None:
                other = frame_streams.row_at_end(self.stream, at, self.size)
            if other is None and found.end is not None:
                self.lost.append(Lost(self.size, found.end - self.size))
            self.windows.append((at, other or self.size))
            return other or self.size
        return self._rest(at, found.end, found)

    def _rest(self, at: int, end: int, found: Extent) -> int:
        """Take a part that ends at a place by its own sizes; return where the next one begins behind it."""
        behind = behind_tags(self.stream, end)
        if behind >= self.size:
            self.windows.append((at, self.size))
            return self.size
        if self._begins(behind):
            self.windows.append((at, behind))
            return behind
        other = next_file(self.stream, behind, self.size) or self.size
        plain = found.plain is not None
        if not self._matters(behind, other) or (plain and not self._holds_sound(behind, other)):
            self.windows.append((at, other))
        elif found.plain is not None and not is_random(_head(self.stream, behind, 1 << 16)):
            self.patches.append(found.plain.reaching(other))
            self.windows.append((at, other))
        else:
            self.windows.append((at, behind))
            self.lost.append(Lost(behind, other - behind))
        return other

    def _begins(self, at: int) -> bool:
        """Return whether a part begins at a place."""
        known = kind_at(self.stream, at) or frame_streams.form_of(self.stream, self.size, at)[0]
        return bool(known) or self._begins_film(at)

    def _begins_film(self, at: int) -> bool:
        """Return whether a film begins that does not say so first, as old ones do."""
        head = _head(self.stream, at)
        return head[4:8] in FIRST_BOXES and 8 <= int.from_bytes(head[:4]) <= self.size - at

    def _matters(self, at: int, end: int) -> bool:
        """Return whether bytes between two parts may have been sound.

        Few zeros fill up a sector or a cluster; many are what a machine leaves behind that went off.
        """
        return end - at > _TRAILING and (end - at > _FILLING or self._holds_sound(at, end))

    def _holds_sound(self, at: int, end: int) -> bool:
        """Return whether there is anything but zeros in a stretch of bytes."""
        places = range(at, end, _PIECE)
        return any(_head(self.stream, place, min(_PIECE, end - place)).strip(b"\0") for place in places)

    def _frames(self, at: int, name: str, first: int) -> int:
        """Take a row of frames that begins at a place; return where another file begins behind it."""
        runs = list(frame_streams.runs(self.stream, self.size, name, first))
        if not runs:
            return self._pages(at)
        count = next((n for n, each in enumerate(runs[:-1], 1) if self._other(each, runs[n])), len(runs))
        runs = runs[:count]
        end, broken = self._behind(runs[-1])
        self.lost += frame_streams.losses(self.stream, runs, broken=broken)
        begins = first if name in ("ac3", "wavpack") else at  # FFmpeg knows no tags before these
        starts = [begins, *(self._marked(each, name) for each in runs[1:])]
        self.windows += zip(starts, (each.end for each in runs), strict=True)
        return self._unread(end, runs)

    def _other(self, run: Run, follower: Run) -> bool:
        """Return whether another file begins between two runs."""
        behind = frame_streams.behind_marks(self.stream, run.end)
        return behind < follower.first and next_file(self.stream, behind, follower.first) is not None

    def _marked(self, run: Run, name: str) -> int:
        """Return where a later part begins, with the mark before it that some kinds must have."""
        mark = frame_streams.MARKS.get(name, b"")
        self.patches += [(run.first - len(mark), mark)] if mark else []
        return run.first - len(mark)

    def _behind(self, last: Run) -> tuple[int, bool]:
        """Return where what follows a row of frames begins, and whether a frame is broken off there."""
        behind = frame_streams.behind_marks(self.stream, last.end)
        if behind >= self.size:
            return self.size, False
        if self._begins(behind):
            return behind, False
        other = next_file(self.stream, behind, self.size) or self.size
        seconds = (other - behind) * last.seconds / (last.end - last.first)
        notable = seconds > (_NOTABLE if self._holds_sound(behind, other) else 3 * _NOTABLE)
        if not notable and not self._matters(behind, other):
            return other, other == self.size
        return behind, False

    def _unread(self, at: int, runs: list[Run]) -> int:
        """Note what follows a row of frames; return where another file begins."""
        if at >= self.size or self._begins(at):
            return at
        other = next_file(self.stream, at, self.size) or self.size
        self.lost.append(Lost(at, other - at, (other - at) * frame_streams.pace(runs)))
        return other

    def _pages(self, at: int) -> int:
        """Take an Ogg file, or one of no known kind, which is left to FFmpeg."""
        links, end = ogg.row(self.stream, at, self.size)
        packs = programme.end_of(self.stream, at, self.size) if not links else None
        if packs is not None:
            return self._rest(at, packs, Extent(packs))
        if not links:
            self.windows.append((at, self.size))
            return self.size
        ends = [*links[1:], end]
        self.windows += zip(links[:-1], ends[:-1], strict=True)
        if end > self.size:
            self.timed = True
            self.lost.append(Lost(self.size, end - self.size))
            self.windows.append((links[-1], self.size))
            return self.size
        return self._rest(links[-1], end, Extent(end))


_HOLDING = ("matroska", "film")
"""Kinds that may hold whole files of other kinds."""
_ROWS = ("", "amr", "wavpack")
"""Kinds that may be rows of frames."""


def _head(stream: IO[bytes], at: int, count: int = 16) -> bytes:
    stream.seek(at)
    return stream.read(count)


def sealed(path: Path, track: int | None = None) -> UnreadableMedia:
    """Return what to raise of a file, or of one of its tracks, that is encrypted."""
    what = path.name if track is None else f"Sound track {track + 1} of {path.name}"
    return UnreadableMedia(
        f"{what} is encrypted, so nothing of it can be heard without its key.",
        "Save it without copy protection in the program that plays it, and try again.",
    )
