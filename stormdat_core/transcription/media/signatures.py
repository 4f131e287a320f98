"""What media files begin with: which kind a place in a file begins, and where the next file begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from stormdat_core.transcription.media.encryption import Readable

_STEP, _PIECE = 1 << 12, 1 << 20
"""Bytes that are looked at at once: few at first, else what begins often would be read many times over."""
_HEAD = 64
"""Bytes that are looked at to know a file by."""
_MOST_MARKS = 10_000
"""Marks that are looked at: a file may be made of nothing else."""


@dataclass(frozen=True, slots=True)
class Signature:
    """How files of a kind begin."""

    kind: str
    mark: bytes
    """That stands in all of them."""
    offset: int = 0
    """Bytes of the file before the mark."""
    pattern: re.Pattern[bytes] = re.compile(b"")
    """Of the whole beginning: a mark alone may stand anywhere."""


def _signature(kind: str, mark: bytes, pattern: bytes, offset: int = 0) -> Signature:
    return Signature(kind, mark, offset, re.compile(pattern, re.DOTALL))


SIGNATURES = (
    _signature("wave", b"WAVE", rb"(?:RIFF|RIFX|RF64|BW64)....WAVE[\x20-\x7e]{4}", 8),
    _signature("avi", b"AVI LIST", rb"RIFF....AVI LIST", 8),
    _signature("w64", b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb", rb"riff\x2e\x91\xcf\x11"),
    _signature("aiff", b"AIF", rb"FORM....AIF[FC][\x20-\x7e]{4}", 8),
    _signature("caf", b"caff\0\x01\0", rb"caff\0\x01\0.desc"),
    _signature("au", b".snd\0\0", rb"\.snd\0\0.{6}\0\0\0[\x01-\x1c]", 0),
    _signature("voc", b"Creative Voice File\x1a", rb"Creative Voice File\x1a"),
    _signature("flac", b"fLaC\0\0\0\x22", rb"fLaC\0\0\0\x22"),
    _signature("tta", b"TTA1\x01\0", rb"TTA1\x01\0.\0[\x08\x10\x18\x20]\0"),
    _signature("wavpack", b"wvpk", rb"wvpk...\0[\x02-\x10]\x04.{6}\0\0\0\0"),
    _signature("matroska", b"\x1a\x45\xdf\xa3", rb"\x1a\x45\xdf\xa3.{1,40}(?:matroska|webm)"),
    _signature("asf", b"\x30\x26\xb2\x75\x8e\x66", rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa"),
    _signature("flash", b"FLV\x01", rb"FLV\x01[\x01\x04\x05]\0\0\0\x09\0\0\0\0"),
    _signature("film", b"ftyp", rb"\0\0[\0-\x03].ftyp[\x20-\x7e\xa9]{4}", 4),
    _signature("ogg", b"OggS\0\x02\0\0\0\0", rb"OggS\0\x02\0{8}....\0\0\0\0.{4}"),
    _signature("amr", b"#!AMR", rb"#!AMR(?:-WB)?\n"),
)  # fmt: skip


def kind_at(stream: Readable, at: int) -> str:
    """Return the kind of media file that begins at a place; nothing for one that is not known."""
    stream.seek(at)
    head = stream.read(_HEAD)
    return next((each.kind for each in SIGNATURES if each.pattern.match(head)), "")


def next_file(stream: Readable, at: int, end: int) -> int | None:
    """Return where the next media file begins in a stretch of bytes; None when none does.

    Bytes that look like a beginning by chance are as good as ruled out: each signature has 7 bytes or more.
    """
    step, tries = _STEP, 0
    while at < end:
        stream.seek(at)
        piece = stream.read(min(step + _HEAD, end - at))
        for found in _marks(piece):
            tries += 1
            if found >= step or tries > _MOST_MARKS:
                break
            if kind_at(stream, at + found):
                return at + found
        if tries > _MOST_MARKS:
            return None
        at += step
        step = min(_PIECE, step * 2)
    return None


def _marks(piece: bytes) -> Iterator[int]:
    """Yield where files may begin in some bytes, in order, finding no more of them than are asked for."""
    yield from merge(*(_places(piece, each) for each in SIGNATURES))


def _places(piece: bytes, signature: Signature) -> Iterator[int]:
    place = piece.find(signature.mark)
    while place >= 0:
        if place >= signature.offset:
            yield place - signature.offset
        place = piece.find(signature.mark, place + 1)
