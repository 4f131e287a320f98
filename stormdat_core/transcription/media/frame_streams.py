"""Rows of frames without a container: where they are whole, and what between them belongs to no frame.

FFmpeg reads such rows without a word past what is not a frame, and counts time by the frames that it met:
what comes after damage then comes too early. So a row is read in runs of whole frames, and what is lost
between two of them takes the time that so many bytes take elsewhere, or that a count in the file tells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import IO

from stormdat_core.transcription.media.frame_forms import FORMS, HEAD, Form, Frame
from stormdat_core.transcription.media.tags import behind_tags
from stormdat_core.transcription.media.windows import Lost

_PIECE = 1 << 20
_MOST_TRIES = 500_000
"""Places that are tried in a file for the beginning of a frame: it may be made of nothing else."""
_MOST_RUNS = 10_000
MARKS = {"amr": b"#!AMR\n", "amr-wb": b"#!AMR-WB\n"}
"""That stand before the first frame of a file."""
_COUNTED = (b"Xing", b"Info")
_COUNT_WITHIN = 192
_UNMARKED = ("adts", "mpeg", "ac3", "wavpack")
_TAIL = 1 << 16
"""Bytes at the end of a file in which such a row must be found."""
_WORTH = 0.5
"""Seconds by which a count must exceed what came."""


@dataclass(slots=True)
class Run:
    """Whole frames one after the other, of one rate."""

    first: int
    end: int
    rate: int
    samples: int = 0
    place: int = -1
    """Of the first sample, and of the one after the last, in the whole; -1 where frames do not say."""
    ends: int = -1
    promised: int = 0
    """Samples that a count in its first frame promises of the whole file; 0 without one."""

    @property
    def seconds(self) -> float:
        return self.samples / self.rate


def form_of(stream: IO[bytes], size: int, at: int = 0) -> tuple[str, int]:
    """Return the name of the frames that a file at a place is a row of, and where they begin.

    The name is empty for another file.
    """
    at = behind_tags(stream, at)
    stream.seek(at)
    head = stream.read(16)
    for name, mark in MARKS.items():
        if head.startswith(mark):
            return name, at + len(mark)
    row = _Row(stream, size)
    return next(((name, at) for name in _UNMARKED if row.agrees(FORMS[name], at)), ("", at))


def row_at_end(stream: IO[bytes], at: int, size: int) -> int | None:
    """Return where a row of frames begins with which a file of another kind ends; None when it does not.

    Args:
        stream: the file.
        at: where the part of another kind begins.
        size: of the file.
    """
    for name in _UNMARKED:
        row = _Row(stream, size)
        if row.next_start(FORMS[name], max(at + 1, size - _TAIL)) is not None:
            return row.next_start(FORMS[name], at + 1)
    return None


def runs(stream: IO[bytes], size: int, name: str, at: int) -> Iterator[Run]:
    """Yield the runs of a row of frames that begins at a place, in order.

    Raises:
        OSError: the file cannot be read.
    """
    row, form = _Row(stream, size), FORMS[name]
    for _ in range(_MOST_RUNS):
        run = row.run(form, at)
        if run.samples:
            run.promised = _promised(stream, run, name)
            yield run
        found = row.next_start(form, behind_marks(stream, run.end))
        if found is None:
            return
        at = found


def pace(runs: Sequence[Run]) -> float:
    """Return the seconds of a byte, in the mean."""
    return sum(run.seconds for run in runs) / max(1, sum(run.end - run.first for run in runs))


def losses(stream: IO[bytes], runs: Sequence[Run], *, broken: bool) -> list[Lost]:
    """Return what is lost between runs, and what the file promises and does not hold.

    Args:
        stream: the file.
        runs: in order.
        broken: whether a frame is broken off at the end.
    """
    found: list[Lost] = []
    for group in _files(runs):
        own = [_between(stream, *pair, pace(runs)) for pair in pairwise(group)]
        lacking = group[0].promised / group[0].rate - sum(run.seconds for run in group)
        lacking = lacking if group[0].promised else 0.0
        found += _told(own, lacking, group[-1], broken and group[-1] is runs[-1])
    return [each for each in found if each.size or each.seconds]


def _files(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield the runs of each file: one begins with a run that promises something."""
    starts = [0, *(n for n, run in enumerate(runs) if n and run.promised), len(runs)]
    yield from (list(runs[first : min(last + 1, len(runs))]) for first, last in pairwise(starts))


def _between(stream: IO[bytes], run: Run, follower: Run, pace: float) -> Lost:
    """Return what is lost between two runs; nothing where another file begins."""
    at = min(behind_marks(stream, run.end), follower.first)
    size = follower.first - at
    if follower.place > run.ends >= 0:
        return Lost(at, size, (follower.place - run.ends) / run.rate)
    return Lost(at, size, size * pace)


def _told(own: list[Lost], lacking: float, last: Run, broken: bool) -> list[Lost]:
    """Return losses with the time that a count in the file tells, or with another one at the end."""
    guessed = sum(each.seconds or 0 for each in own)
    if lacking < _WORTH:
        return own
    if guessed and not broken:
        return [replace(each, seconds=(each.seconds or 0) * lacking / guessed) for each in own]
    rest = lacking - guessed
    return [*own, Lost(last.end, 0, rest)] if rest >= _WORTH else own


@dataclass(slots=True)
class _Row:
    """Reads a row of frames piece by piece."""

    stream: IO[bytes]
    size: int
    tries: int = 0
    _first: int = 0
    _held: bytes = b""

    def _from(self, at: int) -> int:
        """Hold the bytes from a place on, unless enough of them are held; return where in them it is."""
        end = self._first + len(self._held)
        if not (self._first <= at <= end - HEAD or (self._first <= at <= end == self.size)):
            self.stream.seek(at)
            self._first, self._held = at, self.stream.read(_PIECE)
        return at - self._first

    def frame(self, form: Form, at: int) -> Frame | None:
        """Return the frame that begins at a place; None when there is none, or it goes beyond the file."""
        where = self._from(at)
        found = form.read(self._held, where) if at < self.size else None
        return found if found and at + found.length <= self.size else None

    def agrees(self, form: Form, at: int) -> bool:
        """Return whether a row of frames that say the same begins at a place, or goes on to the end."""
        rate = 0
        for _ in range(form.agree):
            frame = self.frame(form, at)
            if frame is None and rate:
                return behind_tags(self.stream, at) >= self.size
            if frame is None or (rate and frame.rate != rate):
                return False
            at, rate = at + frame.length, frame.rate
        return True

    def run(self, form: Form, at: int) -> Run:
        """Return the run that begins at a place: frames of one rate, whose places follow each other."""
        first = self.frame(form, at)
        run = Run(at, at, first.rate if first else 1, place=first.place if first else -1)
        run.ends = run.place
        while first and self._take(run, form):
            pass
        return run

    def _take(self, run: Run, form: Form) -> bool:
        """Add the frames that are held to a run; return whether there may be more."""
        where = self._from(run.end)
        held, read, rate, samples = self._held, form.read, run.rate, 0
        room = self.size - self._first
        whole = self._first + len(held) >= self.size
        last = len(held) - (1 if whole else HEAD)
        while where <= last:
            frame = read(held, where)
            if frame is None or frame[1] != rate or where + frame[0] > room or not _follows(run, frame):
                break
            where += frame[0]
            samples += frame[2]
        more = where > last and not whole
        run.end, run.samples = self._first + where, run.samples + samples
        return more

    def next_start(self, form: Form, at: int) -> int | None:
        """Return where the next row of frames begins, from a place on."""
        while at < self.size and self.tries < _MOST_TRIES:
            where = self._from(at)
            found = form.mark.search(self._held, where)
            if found is None:
                at = max(at + 1, self._first + len(self._held) - HEAD)
                if self._first + len(self._held) >= self.size:
                    return None
                continue
            self.tries += 1
            at = self._first + found.start()
            if self.agrees(form, at):
                return at
            at += 1
        return None


def _follows(run: Run, frame: Frame) -> bool:
    """Return whether a frame goes on where a run ends, and note where it ends."""
    if frame.place < 0:
        return True
    if frame.place != run.ends:
        return False
    run.ends += frame.samples
    return True


def behind_marks(stream: IO[bytes], at: int) -> int:
    """Return where a row goes on behind tags and the mark of another file of the kind."""
    at = behind_tags(stream, at)
    stream.seek(at)
    head = stream.read(16)
    return at + next((len(mark) for mark in MARKS.values() if head.startswith(mark)), 0)


def _promised(stream: IO[bytes], run: Run, name: str) -> int:
    """Return the samples that a count in the first frame promises of the whole file; 0 without one."""
    stream.seek(run.first)
    head = stream.read(_COUNT_WITHIN)
    if name == "wavpack":
        total = int.from_bytes(head[12:16], "little")
        return total if run.place == 0 and total != 0xFFFFFFFF else 0
    if name != "mpeg":
        return 0
    frame = FORMS[name].read(head, 0)
    samples = frame.samples if frame else 0
    for mark in _COUNTED:
        at = head.find(mark)
        if at >= 0 and head[at + 7] & 1:
            return (int.from_bytes(head[at + 8 : at + 12]) + 1) * samples
    return (int.from_bytes(head[50:54]) + 1) * samples if head[36:40] == b"VBRI" else 0
