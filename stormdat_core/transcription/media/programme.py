"""MPEG programme streams: where the last pack ends. What stands behind it, FFmpeg passes over without a word.

Source: ISO/IEC 13818-1, 2.5.3.
"""

from typing import IO

_PACK = b"\0\0\1\xba"
_END = b"\0\0\1\xb9"
_PIECE = 1 << 20
_MOST_BACK = 1 << 30
"""Bytes from the end in which the last pack is sought."""
_MOST = 100_000
"""Packets of one pack."""


def end_of(stream: IO[bytes], at: int, size: int) -> int | None:
    """Return where the last pack ends of a programme stream that begins at a place; None for another file.

    Raises:
        OSError: the file cannot be read.
    """
    if _part(stream, at, 4) != _PACK:
        return None
    last = size
    while last > max(at, size - _MOST_BACK):
        first = max(at, last - _PIECE)
        found = _part(stream, first, last - first + len(_PACK) - 1).rfind(_PACK)
        if found >= 0:
            return _behind(stream, first + found, size)
        last = first
    return None


def _behind(stream: IO[bytes], at: int, size: int) -> int:
    """Return where the packets end that follow the head of a pack."""
    head = _part(stream, at, 14)
    at += 14 + (head[13] & 7) if len(head) == 14 and head[4] >> 6 == 1 else 12
    for _ in range(_MOST):
        head = _part(stream, at, 6)
        if head[:4] == _END:
            return at + 4
        if len(head) < 6 or head[:3] != b"\0\0\1" or head[3] < 0xBB:
            break
        at += 6 + int.from_bytes(head[4:6])
    return min(at, size)


def _part(stream: IO[bytes], first: int, count: int) -> bytes:
    stream.seek(first)
    return stream.read(count)
