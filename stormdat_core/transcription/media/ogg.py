"""Chained Ogg files: several recordings one after the other in one file, each a link with streams of its own.

FFmpeg reads the first link and often stops there, so each link is opened as a file of its own.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO

from stormdat_core.regular import open_regular
from stormdat_core.transcription.media.tags import behind_tags
from stormdat_core.transcription.media.windows import Window

_MARK = b"OggS"
_HEADER = 27
_FIRST = 2
"""Flag of the first page of a stream."""
_LAST = 4
"""Flag of the last one."""
_SHORT, _STEP = 1 << 8, 1 << 16
"""Bytes in which a mark is sought: few at first, else false marks would have all read many times over."""
_MOST = 10_000
"""Links that are told apart; no recorder makes as many."""
_JUMP = 8
"""Pages by which the number of a page may fall within a link."""
_LEADING = 1 << 20
"""Bytes before the first page, beside tags, within which it is sought."""
_CANDIDATES = 64
"""Marks whose check sum is worth a try there."""
_OTHERS = re.compile(
    rb"\x1a\x45\xdf\xa3|RIFF|RIFX|RF64|FORM|fLaC|FLV|caff|\.snd|OggS|MThd|PK|....(?:ftyp|moov|mdat|free|skip|wide)|"
    rb"\x30\x26\xb2\x75|\x00\x00\x01[\xb0-\xff]|\xff[\xe2-\xfe]|\x0b\x77|wvpk|MAC |TTA",
    re.DOTALL,
)
"""Heads of other files, which may carry anything within them."""
_OPUS_RATE = 48_000


def row(stream: IO[bytes], at: int, size: int) -> tuple[list[int], int]:
    """Return where the links of an Ogg file begin that begins at a place, and where its last page ends.

    The end lies beyond the file where its last page is not marked as the last one: there were more.

    There are none for any other file. Tags and other bytes before the first page belong to no link; pages
    before the first head are a link whose head is damaged.

    Raises:
        OSError: the file cannot be read.
    """
    first = _first_page(stream, at)
    if first is None:
        return [], size
    last = [first]
    starts = list(islice(_starts(stream, first, last), _MOST))
    if len(starts) == _MOST:
        return starts, size
    end, ends = _end_of(stream, last[0])
    return starts, end if ends or end < size else max(end, size + 1)


def _end_of(stream: IO[bytes], at: int) -> tuple[int, bool]:
    """Return where a page ends, and whether it is marked as the last one of its stream."""
    stream.seek(at)
    head = stream.read(_HEADER)
    if len(head) < _HEADER:
        return at, False
    return at + _HEADER + head[26] + sum(stream.read(head[26])), bool(head[5] & _LAST)


def seconds(path: Path, window: Window, rate: int) -> float:
    """Return how long a link is by its pages, when nothing else tells.

    Args:
        path: of the file.
        window: of the link.
        rate: samples a second where the link does not say.

    Raises:
        OSError: the file cannot be read.
    """
    ends: dict[bytes, list[int]] = {}
    with open_regular(path) as stream:
        stream.seek(window[0])
        told = _rate(stream.read(min(_STEP, window[1] - window[0]))) or rate
        for _, head in _pages(stream, *window):
            granule, serial = int.from_bytes(head[6:14], "little", signed=True), head[14:18]
            if granule > 0:
                ends.setdefault(serial, [granule, granule])[1] = granule
    lengths = (last - (0 if first < told * _EARLY else first) for first, last in ends.values())
    return min(max(lengths, default=0) / told, _LONGEST)


_EARLY = 60
"""Seconds by which the first page of a stream ends, unless it does not begin at nothing."""
_LONGEST = 48 * 3600.0
"""Seconds that are believed of a link that cannot be opened."""


def _rate(head: bytes) -> int:
    """Return the samples a second of a link by what is left of its heads; 0 when they do not say."""
    if b"OpusHead" in head or b"OpusTags" in head:
        return _OPUS_RATE
    for mark, place in ((b"\x01vorbis", 12), (b"Speex   ", 36)):
        if (at := head.find(mark)) >= 0:
            told = int.from_bytes(head[at + place : at + place + 4], "little")
            return told if 4_000 <= told <= 384_000 else 0
    return 0


def _first_page(stream: IO[bytes], begins: int) -> int | None:
    """Return where the first page of an Ogg file begins; None when it is another kind of file."""
    at = behind_tags(stream, begins)
    stream.seek(at)
    head = stream.read(_HEADER)
    if head[:4] == _MARK:
        return at
    if at == begins and _OTHERS.match(head):
        return None
    end = at + _LEADING
    for _ in range(_CANDIDATES):
        found = _next_mark(stream, at, end)
        if found is None or _is_whole(stream, found):
            return found
        at = found + 1
    return None


def _is_whole(stream: IO[bytes], at: int) -> bool:
    """Return whether a page is what it says, by its check sum."""
    stream.seek(at)
    head = stream.read(_HEADER)
    if len(head) < _HEADER or head[4]:
        return False
    sizes = stream.read(head[26])
    page = head[:22] + bytes(4) + head[26:] + sizes + stream.read(sum(sizes))
    return _checksum(page) == int.from_bytes(head[22:26], "little")


def _checksum(page: bytes) -> int:
    """Return the check sum of RFC 3533: CRC-32 with the polynomial 0x04C11DB7, nothing reflected."""
    found = 0
    for byte in page:
        found = (found << 8) & 0xFFFFFFFF ^ _table()[(found >> 24) ^ byte]
    return found


@cache
def _table() -> tuple[int, ...]:
    def entry(value: int) -> int:
        for _ in range(8):
            value = (value << 1) & 0xFFFFFFFF ^ (0x04C11DB7 if value & 0x80000000 else 0)
        return value

    return tuple(entry(number << 24) for number in range(256))


def _starts(stream: IO[bytes], begins: int, last: list[int]) -> Iterator[int]:
    """Yield where links begin: at a first page that follows other pages than first ones, or without one.

    A link whose first page is damaged is known by pages of a stream that nobody began. `last` then holds the
    place of the last page.
    """
    known: dict[bytes, int] = {}
    """Number of the last page of each stream of the link."""
    heads = False
    for at, head in _pages(stream, begins):
        last[0] = at
        serial, number = head[14:18], int.from_bytes(head[18:22], "little")
        first = bool(head[5] & _FIRST)
        strange = serial not in known or number + _JUMP < known[serial]
        if not known or (first and not heads) or (not first and strange and _is_whole(stream, at)):
            yield at
            known.clear()
        elif strange and not first:
            continue
        known[serial], heads = number, first


def _pages(stream: IO[bytes], at: int = 0, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Yield place and head of each page of a part; what is damaged between pages is passed over."""
    while end is None or at < end:
        stream.seek(at)
        head = stream.read(_HEADER)
        if len(head) < _HEADER:
            return
        ends = at + _HEADER + head[26] + sum(stream.read(head[26]))
        if head[:4] == _MARK and not head[4]:
            yield at, head
            if _follows(stream, ends):
                at = ends
                continue
        found = _next_mark(stream, at + 1)
        if found is None:
            return
        at = found


def _follows(stream: IO[bytes], at: int) -> bool:
    """Return whether another page or nothing follows: a damaged size may lead beyond whole pages."""
    stream.seek(at)
    return _MARK.startswith(stream.read(len(_MARK)))


def _next_mark(stream: IO[bytes], at: int, end: int | None = None) -> int | None:
    step = _SHORT
    while end is None or at < end:
        stream.seek(at)
        piece = stream.read(step)
        found = piece.find(_MARK)
        if found >= 0:
            return at + found
        if len(piece) < step:
            return None
        at += step - len(_MARK) + 1
        step = min(_STEP, step * 2)
    return None
