"""Where a media file ends by its own sizes, and what is read instead of a size that a file has wrong.

FFmpeg reads as far as a header says. Where a recorder never came to write the true size, sound stands behind
that: plain samples are read on, whatever their header says.

Sources: the RIFF, RF64 (EBU Tech 3306), Wave64, AIFF, Core Audio, AU, TTA, Matroska, ASF and ISO base media
file specifications.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from stormdat_core.transcription.media.encryption import Readable
from stormdat_core.transcription.media.signatures import kind_at, next_file
from stormdat_core.transcription.media.windows import Patch

_MOST = 200_000
"""Chunks or boxes that are looked at."""
_ENDLESS = 0x7FFF0000
"""Size from which on it says that nobody knew it: programs that write into a pipe put various ones there."""
Order = Literal["little", "big"]


@dataclass(frozen=True, slots=True)
class Field:
    """Where a size stands that may be too small."""

    at: int
    width: int
    order: Order
    base: int
    """Place from which it counts."""

    def reaching(self, end: int) -> Patch:
        """Return what must stand there for the file to reach a place."""
        return self.at, min(end - self.base, (1 << 8 * self.width) - 1).to_bytes(self.width, self.order)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a file goes."""

    end: int | None
    """Place behind it, beyond the file's end where something is missing; None when it does not say."""
    plain: Field | None = None
    """Size of its samples, where they are plain ones and may go on."""
    patches: tuple[Patch, ...] = ()
    timed: bool = False
    """Whether time stamps or a count tell how long what is missing was."""
    seconds: float = 0.0
    """That the header says the file has, where FFmpeg does not believe it; 0 otherwise."""


def extent(stream: Readable, kind: str, at: int, size: int) -> Extent:
    """Return how far the file of a known kind goes that begins at a place.

    Raises:
        OSError: the file cannot be read.
    """
    look = _KINDS.get(kind)
    return look(stream, at, size) if look else Extent(None)


def _part(stream: Readable, first: int, count: int) -> bytes:
    stream.seek(first)
    return stream.read(count)


def _wave(stream: Readable, at: int, size: int) -> Extent:
    order: Order = "big" if _part(stream, at, 4) == b"RIFX" else "little"
    long, plain = 0, False
    field: Field | None = None
    patches: list[Patch] = []
    end = at + 12
    for name, place, told in _chunks(stream, at + 12, size, order):
        wide = name == b"data" and told == 0xFFFFFFFF and long > 0
        length = long if wide else told
        if name == b"ds64":
            long = int.from_bytes(_part(stream, place + 8, 8), "little")
        elif name == b"fmt ":
            plain = int.from_bytes(_part(stream, place, 2), order) in _PLAIN_WAVE
        elif name == b"data":
            if length == 0 or (length >= _ENDLESS and place + length > size and not wide):
                return Extent(None)
            if field is None:
                field = Field(at + 28, 8, order, place) if wide else Field(place - 4, 4, order, place)
            elif plain:  # FFmpeg reads the first one alone
                patches = [field.reaching(place + length), (end, bytes(min(place - end, _MOST)))]
        end = place + length + (length & 1)
        if wide:
            return _after_long(stream, end, size, field if plain else None)
    return Extent(end, field if plain else None, tuple(patches))


def _after_long(stream: Readable, end: int, size: int, field: Field | None) -> Extent:
    """Return the same of a long file, whose sizes of 32 bits say nothing."""
    for _, place, length in _chunks(stream, end, size, "little"):
        end = place + length + (length & 1)
    return Extent(end, field)


def _chunks(stream: Readable, at: int, size: int, order: Order) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, first byte and length of each chunk, as long as what stands there can be one."""
    for _ in range(_MOST):
        head = _part(stream, at, 8)
        name, length = head[:4], int.from_bytes(head[4:8], order)
        known = name in (b"data", b"SSND")
        if len(head) < 8 or not _is_name(name) or kind_at(stream, at):
            return
        if at + 8 + length > size and not known:
            return
        yield name, at + 8, length
        at += 8 + length + (length & 1)


def _is_name(name: bytes) -> bool:
    return all(0x20 <= each < 0x7F for each in name)


_PLAIN_WAVE = (1, 3, 6, 7, 0xFFFE)
"""Samples as they are, floats, A-law, mu-law, and those whose kind stands elsewhere."""
_GUID_DATA = b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"


def _wave64(stream: Readable, at: int, size: int) -> Extent:
    place, plain = at + 40, False
    field: Field | None = None
    for _ in range(_MOST):
        head = _part(stream, place, 24)
        length = int.from_bytes(head[16:24], "little")
        if len(head) < 24 or not _is_name(head[:4]) or head[:4] == b"riff" or length < 24:
            break
        if head[:16] == _GUID_DATA:
            field = Field(place + 16, 8, "little", place)
        elif head[:4] == b"fmt ":
            plain = int.from_bytes(_part(stream, place + 24, 2), "little") in _PLAIN_WAVE
        elif place + length > size:
            break
        place += length + -length % 8
        if place > size:
            break
    return Extent(place, field if plain else None)


def _aiff(stream: Readable, at: int, size: int) -> Extent:
    compressed = _part(stream, at + 8, 4) == b"AIFC"
    field: Field | None = None
    end = at + 12
    for name, place, length in _chunks(stream, at + 12, size, "big"):
        if name == b"COMM" and compressed:
            compressed = _part(stream, place + 18, 4) not in _PLAIN_AIFF
        if name == b"SSND":
            field = Field(place - 4, 4, "big", place)
        end = place + length + (length & 1)
    return Extent(end, None if compressed else field)


_PLAIN_AIFF = (
    b"NONE", b"sowt", b"twos", b"raw ", b"fl32", b"FL32", b"fl64", b"FL64", b"in24", b"in32", b"ulaw",
    b"alaw", b"ULAW", b"ALAW",
)  # fmt: skip


def _core_audio(stream: Readable, at: int, size: int) -> Extent:
    place, plain = at + 8, False
    field: Field | None = None
    for _ in range(_MOST):
        head = _part(stream, place, 12)
        name, length = head[:4], int.from_bytes(head[4:12], signed=True)
        if len(head) < 12 or not _is_name(name) or kind_at(stream, place):
            break
        if name == b"data":
            if length < 0:
                return Extent(None)
            field = Field(place + 4, 8, "big", place + 12)
        elif place + 12 + length > size or length < 0:
            break
        elif name == b"desc":
            plain = _part(stream, place + 20, 4) in (b"lpcm", b"ulaw", b"alaw")
        place += 12 + length
    return Extent(place, field if plain else None)


def _au(stream: Readable, at: int, size: int) -> Extent:
    head = _part(stream, at, 12)
    first, length = at + int.from_bytes(head[4:8]), int.from_bytes(head[8:12])
    if length == 0 or length >= _ENDLESS:
        return Extent(None)
    return Extent(first + length, Field(at + 8, 4, "big", first))


def _voice(stream: Readable, at: int, size: int) -> Extent:
    place = at + int.from_bytes(_part(stream, at + 20, 2), "little")
    for _ in range(_MOST):
        head = _part(stream, place, 4)
        if len(head) < 4 or not 0 < head[0] < 10:
            return Extent(min(size, place + 1) if head[:1] == b"\0" else place)
        place += 4 + int.from_bytes(head[1:4], "little")
    return Extent(None)


def _true_audio(stream: Readable, at: int, size: int) -> Extent:
    head = _part(stream, at, 22)
    rate, samples = int.from_bytes(head[10:14], "little"), int.from_bytes(head[14:18], "little")
    count = -(-samples // max(1, 256 * rate // 245))
    if count > _MOST * 10:
        return Extent(None)
    table = _part(stream, at + 22, 4 * count)
    sizes = (int.from_bytes(table[n : n + 4], "little") for n in range(0, len(table), 4))
    return Extent(at + 22 + 4 * count + 4 + sum(sizes), timed=True)


def _matroska(stream: Readable, at: int, size: int) -> Extent:
    head = _part(stream, at + 4, 9)
    length, used = _vint(head)
    place = at + 4 + used + length
    for _ in range(_MOST):
        head = _part(stream, place, 12)
        if head[:1] == b"\xec" and len(head) > 1:  # Void
            length, used = _vint(head[1:])
            place += 1 + used + length
            continue
        if head[:4] != b"\x18\x53\x80\x67":
            break
        length, used = _vint(head[4:])
        unknown = length == (1 << 7 * used) - 1
        return Extent(None if unknown else place + 4 + used + length, timed=True)
    return Extent(None, timed=True)


def _vint(head: bytes) -> tuple[int, int]:
    """Return a number of variable length, and how many bytes it takes."""
    used = 9 - head[0].bit_length() if head and head[0] else 1
    return int.from_bytes(head[:used]) & ((1 << 7 * used) - 1), used


_ASF_OBJECTS = (
    bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),
    bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c"),
    bytes.fromhex("90080033b1e5cf1189f400a0c90349cb"),
    bytes.fromhex("d329e2d6da35d111903400a0c90349be"),
    bytes.fromhex("f803b1fead12644c840f2a1d2f7ad48c"),
    bytes.fromhex("d03fb73c4a0c0348953dedf7b6228f0c"),
)
"""Header, data, and the indexes that may follow."""


_ASF_EMPTY = 50
"""Bytes of the data without any packet, as a program leaves them that cannot go back."""


def _asf(stream: Readable, at: int, size: int) -> Extent:
    place, seconds = at, 0.0
    for _ in range(_MOST):
        head = _part(stream, place, 24)
        length = int.from_bytes(head[16:24], "little")
        known = head[:16] in _ASF_OBJECTS[1:] or (place == at and head[:16] == _ASF_OBJECTS[0])
        if not known:
            return Extent(place if place > at else None, timed=True, seconds=seconds)
        seconds = seconds or _asf_seconds(_part(stream, place, min(length, _MOST_HEAD)))
        empty = head[:16] == _ASF_OBJECTS[1] and length <= _ASF_EMPTY
        if length < 24 or length >= 1 << 62 or empty:
            return Extent(None, timed=True)
        place += length
    return Extent(None, timed=True)


def _asf_seconds(head: bytes) -> float:
    """Return how long a header says that the file plays; 0 where it does not."""
    at = head.find(_ASF_PROPERTIES)
    if at < 0 or len(head) < at + 92 or head[at + 88] & 1:  # broadcast: nothing is known yet
        return 0.0
    played, before = (int.from_bytes(head[at + n : at + n + 8], "little") for n in (64, 80))
    return max(0.0, played / 10_000_000 - before / 1000)


_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_MOST_HEAD = 1 << 16


def _avi(stream: Readable, at: int, size: int) -> Extent:
    place = at
    for _ in range(_MOST):
        head = _part(stream, place, 12)
        if head[:4] != b"RIFF" or (place > at and head[8:12] != b"AVIX"):
            break
        length = int.from_bytes(head[4:8], "little")
        if length == 0 or length >= _ENDLESS:
            return Extent(None, timed=True)
        place += 8 + length + (length & 1)
    return Extent(place, timed=True)


def _flash(stream: Readable, at: int, size: int) -> Extent:
    """Return how far the tags of an FLV file go by the last one: they are many, and each says its length."""
    last = int.from_bytes(_part(stream, size - 4, 4))
    head = _part(stream, max(at, size - 4 - last), 11)
    whole = 11 < last < size - at and int.from_bytes(head[1:4]) + 11 == last
    return Extent(None if whole else size + 1, timed=True)


def _film(stream: Readable, at: int, size: int) -> Extent:
    """Return where a film ends: where another one begins, once its tracks and its samples have come.

    Where no box follows another one although fragments do, what is between them is read as samples: each
    fragment says at what time it belongs.
    """
    place, before, seen, begins = at, at, set[bytes](), None
    patches: list[Patch] = []
    for _ in range(_MOST):
        length, kind = _box(stream, place)
        if length < 8 or place + length > size or not _is_box(kind):
            found = (
                _next_fragment(stream, before + 8, size)
                if b"moof" in seen and len(patches) < _MOST_BROKEN
                else None
            )
            if found is None:
                end = place + length if length >= 8 and _is_box(kind) else place
                return Extent(end, patches=tuple(patches), timed=True)
            patches.append((before, _box_head(found - before)))
            place = before = found
            continue
        if (kind == b"ftyp" and b"moov" in seen) or (kind == b"moov" and begins):
            return Extent(begins or place, patches=tuple(patches), timed=True)
        complete = {b"moov", b"mdat"} <= seen and b"moof" not in seen
        begins = (begins or place) if complete and (begins or kind in FIRST_BOXES) else None
        seen.add(kind)
        place, before = place + length, place
        if place == size:
            return Extent(place, patches=tuple(patches), timed=True)
    return Extent(None, patches=tuple(patches), timed=True)


def _box(stream: Readable, at: int) -> tuple[int, bytes]:
    """Return length and kind of a box; a length of 0 for none."""
    head = _part(stream, at, 16)
    length = int.from_bytes(head[:4])
    if length == 1:
        length = int.from_bytes(head[8:16])
    return (length, head[4:8]) if len(head) >= 8 else (0, b"")


def _box_head(length: int) -> bytes:
    """Return the head of a box of samples, which may be longer than the usual field can say."""
    if length < 1 << 32:
        return length.to_bytes(4) + b"mdat"
    return (1).to_bytes(4) + b"mdat" + length.to_bytes(8)


def _next_fragment(stream: Readable, at: int, size: int) -> int | None:
    """Return where a fragment begins, from a place on; None when another file begins before."""
    begins = at
    while at < size:
        piece = _part(stream, at, _PIECE)
        found = piece.find(_FRAGMENT)
        if found >= 4:
            at += found - 4
            return at if next_file(stream, begins, at) is None else None
        at += max(1, len(piece) - len(_FRAGMENT) - 4)
        if len(piece) < _PIECE:
            break
    return None


_MOST_BROKEN = 1000
"""Fragments that are broken off and gone on behind."""
_PIECE = 1 << 20
_FRAGMENT = b"moof\0\0\0\x10mfhd\0\0\0\0"


FIRST_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def _is_box(kind: bytes) -> bool:
    return all(0x20 <= each < 0x7F or each == 0xA9 for each in kind)


_KINDS: dict[str, Callable[[Readable, int, int], Extent]] = {
    "wave": _wave,
    "w64": _wave64,
    "aiff": _aiff,
    "caf": _core_audio,
    "au": _au,
    "voc": _voice,
    "tta": _true_audio,
    "matroska": _matroska,
    "asf": _asf,
    "avi": _avi,
    "flash": _flash,
    "film": _film,
}
