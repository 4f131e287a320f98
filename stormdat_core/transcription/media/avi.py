"""Where the chunks of an AVI file are broken: its sound has no time stamps, so nothing else tells.

Source: Microsoft's "AVI RIFF File Reference", and the OpenDML extensions to it.
"""

import re
from collections.abc import Iterator

from stormdat_core.transcription.media.encryption import Readable
from stormdat_core.transcription.media.windows import Lost

_CHUNK = re.compile(rb"\d\d(?:wb|dc|db|pc|tx|sb)|ix\d\d|idx1|JUNK|LIST|RIFF", re.DOTALL)
_HEADS = (b"LIST", b"RIFF")
_MOST = 2_000_000
"""Chunks that are looked at."""
_PIECE = 1 << 20
_LEAST = 64
"""Bytes between chunks that are worth a word."""


def broken(stream: Readable, at: int, size: int) -> tuple[Lost, ...]:
    """Return the bytes of a file that begins at a place which belong to none of its chunks.

    Raises:
        OSError: the file cannot be read.
    """
    return tuple(_broken(stream, at, size))


def _broken(stream: Readable, at: int, size: int) -> Iterator[Lost]:
    for _ in range(_MOST):
        head = _part(stream, at, 12)
        if len(head) < 8:
            return
        if _CHUNK.match(head):
            length = int.from_bytes(head[4:8], "little")
            inner = head[:4] in _HEADS and head[8:12] != b"hdrl"
            at += 12 if inner else 8 + length + (length & 1)
            continue
        found = _next(stream, at, size)
        if found - at >= _LEAST:
            yield Lost(at, found - at)
        at = found


def _next(stream: Readable, at: int, size: int) -> int:
    """Return where the next chunk begins behind which another one begins, or the file ends."""
    while at < size:
        piece = _part(stream, at, _PIECE)
        for found in _CHUNK.finditer(piece):
            place = at + found.start()
            length = int.from_bytes(_part(stream, place + 4, 4), "little")
            behind = place + 8 + length + (length & 1)
            if found[0] not in _HEADS and (behind == size or _CHUNK.match(_part(stream, behind, 4))):
                return place
        at += max(1, len(piece) - 8)
        if len(piece) < _PIECE:
            break
    return size


def _part(stream: Readable, first: int, count: int) -> bytes:
    stream.seek(first)
    return stream.read(count)
