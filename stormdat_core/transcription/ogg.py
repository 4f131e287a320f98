"""Chained Ogg files: several recordings one after the other in one file, each a link with streams of its own.

FFmpeg reads the first link and often stops there, so each link is opened as a file of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from stormdat_core.regular import open_regular

_MARK = b"OggS"
_HEADER = 27
_FIRST = 2
"""Flag of the first page of a stream."""
_STEP = 1 << 16
_MOST = 10_000
"""Links that are told apart; no recorder makes as many."""

Window = tuple[int, int]


def links(path: Path) -> tuple[Window, ...]:
    """Return where each link of an Ogg file lies, as (first, last + 1) bytes; one window for any other file.

    Raises:
        OSError: the file cannot be read.
    """
    size = path.stat().st_size
    with open_regular(path) as stream:
        if stream.read(4) != _MARK:
            return ((0, size),)
        starts = list(_starts(stream))[:_MOST] or [0]
    starts[0] = 0
    return tuple(zip(starts, [*starts[1:], size], strict=True))


def _starts(stream: IO[bytes]) -> Iterator[int]:
    """Yield where links begin: at a first page that follows other pages than first ones."""
    within = True
    for at, flags in _pages(stream):
        first = bool(flags & _FIRST)
        if first and within:
            yield at
        within = not first


def _pages(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Yield place and flags of each page; what is damaged between pages is passed over."""
    at = 0
    while True:
        stream.seek(at)
        head = stream.read(_HEADER)
        if len(head) < _HEADER:
            return
        if head[:4] != _MARK or head[4]:
            found = _next_mark(stream, at + 1)
            if found is None:
                return
            at = found
            continue
        yield at, head[5]
        at += _HEADER + head[26] + sum(stream.read(head[26]))


def _next_mark(stream: IO[bytes], at: int) -> int | None:
    while True:
        stream.seek(at)
        piece = stream.read(_STEP)
        found = piece.find(_MARK)
        if found >= 0:
            return at + found
        if len(piece) < _STEP:
            return None
        at += _STEP - 3


@dataclass(slots=True)
class Part:
    """A window of a file as a file of its own."""

    stream: IO[bytes]
    window: Window
    _at: int = 0

    def read(self, count: int = -1) -> bytes:
        left = max(0, self.window[1] - self.window[0] - self._at)
        self.stream.seek(self.window[0] + self._at)
        piece = self.stream.read(left if count < 0 else min(count, left))
        self._at += len(piece)
        return piece

    def seek(self, to: int, whence: int = 0) -> int:
        base = {0: 0, 1: self._at, 2: self.window[1] - self.window[0]}[whence]
        self._at = max(0, base + to)
        return self._at

    def tell(self) -> int:
        return self._at
