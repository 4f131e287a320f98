"""Parts of a media file that are read as files of their own, and what lies between them and is not read."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import IO

Window = tuple[int, int]
"""First byte of a part, and the one after its last."""
Patch = tuple[int, bytes]
"""Place in the file, and what is read there instead: a size that the file has wrong."""

_LONGEST = 1 << 18
"""Bytes of a patch at most."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Bytes of a file that no part holds, or that the file promises beyond its end."""

    at: int
    """Place in the file."""
    size: int
    seconds: float | None = None
    """Length of what they held; None for what so many bytes hold elsewhere in the file."""


@dataclass(slots=True)
class Part:
    """A window of a file as a file of its own."""

    stream: IO[bytes]
    window: Window
    patches: Sequence[Patch] = ()
    """In the order of the file."""
    _at: int = 0

    def read(self, count: int = -1) -> bytes:
        left = max(0, self.window[1] - self.window[0] - self._at)
        first = self.window[0] + self._at
        self.stream.seek(first)
        piece = self.stream.read(left if count < 0 else min(count, left))
        self._at += len(piece)
        return self._patched(piece, first) if self.patches else piece

    def _patched(self, piece: bytes, first: int) -> bytes:
        last = first + len(piece)
        ends = bisect_left(self.patches, last, key=itemgetter(0))
        begins = bisect_left(self.patches, first - _LONGEST, key=itemgetter(0))
        meeting = [each for each in self.patches[begins:ends] if each[0] + len(each[1]) > first]
        if not meeting:
            return piece
        made = bytearray(piece)
        for at, body in meeting:
            start, stop = max(at, first), min(at + len(body), last)
            made[start - first : stop - first] = body[start - at : stop - at]
        return bytes(made)

    def seek(self, to: int, whence: int = 0) -> int:
        base = {0: 0, 1: self._at, 2: self.window[1] - self.window[0]}[whence]
        self._at = max(0, base + to)
        return self._at

    def tell(self) -> int:
        return self._at
