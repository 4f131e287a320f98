"""Whole files one after the other in one, as a recorder that is restarted or a careless copy leaves them.

FFmpeg reads the first WAV or MP4 file and stops without a word, so each is opened as a file of its own.
"""

from collections.abc import Iterator
from typing import IO

_MOST = 10_000
"""Files that are told apart; what follows belongs to the last one."""
_BOXES = 200_000
"""Boxes that are looked at."""
_WAVE = b"WAVE"
_ENDLESS = (0, 0xFFFFFFFF)
"""Sizes that a WAV file has which was never finished: it goes on to the end."""

Window = tuple[int, int]


def files(stream: IO[bytes], size: int) -> tuple[Window, ...]:
    """Return where each file of a row lies, as (first, last + 1) bytes; one window for any other file."""
    starts = [0]
    for at in _beginnings(stream, size):
        starts.append(at)
        if len(starts) == _MOST:
            break
    return tuple(zip(starts, [*starts[1:], size], strict=True))


def _beginnings(stream: IO[bytes], size: int) -> Iterator[int]:
    """Yield where files after the first one begin."""
    head = _head(stream, 0)
    if head[:4] == b"RIFF" and head[8:12] == _WAVE:
        yield from _waves(stream, size)
    elif head[4:8] == b"ftyp":
        yield from _films(stream, size)


def _waves(stream: IO[bytes], size: int) -> Iterator[int]:
    at = 0
    while True:
        length = int.from_bytes(_head(stream, at)[4:8], "little")
        at += 8 + length
        if length in _ENDLESS or at >= size:
            return
        found = next((at + pad for pad in (length & 1, 0) if _is_wave(stream, at + pad)), None)
        if found is None:
            return
        at = found
        yield at


def _is_wave(stream: IO[bytes], at: int) -> bool:
    head = _head(stream, at)
    return head[:4] == b"RIFF" and head[8:12] == _WAVE


def _films(stream: IO[bytes], size: int) -> Iterator[int]:
    """Yield where a file begins: at the mark of its kind, once the one before has described its tracks."""
    at, described = 0, False
    for _ in range(_BOXES):
        head = _head(stream, at)
        if len(head) < 8:
            return
        length, kind = int.from_bytes(head[:4]), head[4:8]
        if kind == b"ftyp" and described:
            yield at
            described = False
        described |= kind == b"moov"
        length = int.from_bytes(head[8:16]) if length == 1 else length
        if length < 8 or at + length >= size:
            return
        at += length


def _head(stream: IO[bytes], at: int) -> bytes:
    stream.seek(at)
    return stream.read(16)
