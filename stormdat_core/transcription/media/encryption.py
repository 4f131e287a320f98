"""Which sound tracks of a media file are encrypted, by what the container says of them.

FFmpeg opens such tracks and decodes what it cannot read to noise or to nothing, as if nobody spoke. Read
are only the boxes and elements that describe tracks, each at most once, never their content.

Sources: ISO/IEC 14496-12 and 23001-7 (sinf, tenc, senc), Matroska (ContentEncryption), Microsoft's ASF
specification (Content Encryption objects), Adobe's FLV specification (filtered tags).
"""

from collections.abc import Callable, Iterator
from typing import Protocol

ALL = frozenset(range(1 << 10))
"""Every track there may be."""
_MOST_BOXES = 20_000
_MOST_HEAD = 1 << 20
"""Bytes of a box or element that is read whole."""
_CONTAINERS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"))
_LEADING = frozenset((b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp"))
"""Boxes with which files begin."""
_MOST_LEADING = 100
_SEALED = frozenset((b"enca", b"encv", b"encs", b"drms", b"drmi", b"aavd"))
"""Sample entries of protected sound: common encryption, FairPlay, Audible."""
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_SEALS = tuple(
    bytes.fromhex(each)
    for each in (
        "fbb3112223bdd211b4b700a0c955fc6e",
        "14e68a292226174cb935dae07ee9289c",
        "7a079bb6daa4124ea5ca91d38dc11a8d",
    )
)
"""Content Encryption, Extended Content Encryption, Advanced Content Encryption."""


class Readable(Protocol):
    """A file, or a part of one."""

    def read(self, count: int = -1, /) -> bytes: ...

    def seek(self, to: int, whence: int = 0, /) -> int: ...


Box = tuple[bytes, int, int]
"""Kind, first byte of the content, end."""


def encrypted_tracks(stream: Readable, size: int) -> frozenset[int]:
    """Return the indexes of the encrypted sound tracks of a file; `ALL` where the file is sealed as a whole.

    Transport streams are looked at by `transport`, which reads them anyway.

    Raises:
        OSError: the file cannot be read.
    """
    head = _part(stream, 0, 64)
    look = next((look for fits, look in _KINDS if fits(head)), None)
    if look is None and _is_box_before_others(stream, head):
        look = _of_boxes
    return look(stream, size) if look else frozenset()


def _is_box_before_others(stream: Readable, head: bytes) -> bool:
    """Return whether a file begins with a box of no known kind, behind which a known one follows."""
    at = 0
    for _ in range(_MOST_LEADING):
        length, kind = int.from_bytes(head[:4]), head[4:8]
        if kind in _LEADING:
            return at > 0
        if length < 8 or not all(0x20 <= each < 0x7F for each in kind):
            return False
        at += length
        head = _part(stream, at, at + 8)
    return False


def _of_boxes(stream: Readable, size: int) -> frozenset[int]:
    """Return the encrypted tracks of an MP4 or QuickTime file."""
    found: set[int] = set()
    known: dict[bytes, int] = {}
    """Indexes of the sound tracks by their number."""
    number, index, sounds = b"", -1, False
    for kind, first, last in _boxes(stream, 0, size):
        if kind == b"tkhd":
            wide = _part(stream, first, first + 1) == b"\1"
            number = _part(stream, first + (20 if wide else 12), first + (24 if wide else 16))
            sounds = False
        elif kind == b"hdlr" and _part(stream, first + 4, first + 8) != b"dhlr":
            sounds = _part(stream, first + 8, first + 12) == b"soun"
            index += sounds
            known |= {number: index} if sounds else {}
        elif kind == b"tfhd":
            number = _part(stream, first + 4, first + 8)
            sounds = number in known
        elif sounds and _seals(stream, kind, first, last):
            found.add(known[number])
    return frozenset(found)


def _seals(stream: Readable, kind: bytes, first: int, last: int) -> bool:
    """Return whether a box of a track says that its samples are encrypted."""
    if kind == b"stsd":
        return _sealed_entries(_part(stream, first, min(last, first + _MOST_HEAD)))
    return kind == b"senc" and any(_part(stream, first + 4, first + 8))


def _boxes(stream: Readable, first: int, last: int) -> Iterator[Box]:
    """Yield the boxes of a file, those that describe tracks one level after the other, in their order."""
    open_until = [(first, last)]
    for _ in range(_MOST_BOXES):
        while open_until and open_until[-1][0] + 8 > open_until[-1][1]:
            open_until.pop()
        if not open_until:
            return
        at, end = open_until[-1]
        box = _box(stream, at, end)
        open_until[-1] = (box[2], end)
        if box[0] in _CONTAINERS:
            open_until.append(box[1:])
        yield box


def _box(stream: Readable, at: int, end: int) -> Box:
    head = _part(stream, at, at + 16)
    length, kind, start = int.from_bytes(head[:4]), head[4:8], at + 8
    if length == 1:
        length, start = int.from_bytes(head[8:16]), at + 16
    stop = end if length == 0 else at + length
    return kind, start, min(end, max(stop, start))


def _sealed_entries(body: bytes) -> bool:
    """Return whether a sample description has an entry that is protected."""
    at = 8
    while at + 8 <= len(body):
        length, kind = int.from_bytes(body[at : at + 4]), body[at + 4 : at + 8]
        entry = body[at : at + max(8, length)]
        if _is_sealed(kind, entry):
            return True
        at += max(8, length)
    return False


def _is_sealed(kind: bytes, entry: bytes) -> bool:
    """Return whether an entry is protected: it says so, unless its default is that samples are clear."""
    marks = entry.find(b"tenc")
    if marks >= 0 and b"sinf" in entry:
        return entry[marks + 10 : marks + 11] != b"\0"
    return kind in _SEALED or (b"sinf" in entry and b"schm" in entry)


def _of_elements(stream: Readable, size: int) -> frozenset[int]:
    """Return the encrypted tracks of a Matroska or WebM file."""
    found: set[int] = set()
    index = -1
    for track in _tracks(stream, size):
        fields = list(_elements(track))
        if dict(fields).get(_TRACK_TYPE, b"").lstrip(b"\0") != b"\x02":
            continue
        index += 1
        lists = (body for kind, body in fields if kind == _ENCODINGS)
        encodings = (body for each in lists for kind, body in _elements(each) if kind == _ENCODING)
        if any(kind == _ENCRYPTION for body in encodings for kind, _ in _elements(body)):
            found.add(index)
    return frozenset(found)


_SEGMENT, _TRACKS, _TRACK, _CLUSTER = 0x18538067, 0x1654AE6B, 0xAE, 0x1F43B675
_TRACK_TYPE, _ENCODINGS, _ENCODING, _ENCRYPTION = 0x83, 0x6D80, 0x6240, 0x5035


def _tracks(stream: Readable, size: int) -> Iterator[bytes]:
    """Yield the descriptions of the tracks: at the front, or behind all clusters, which are leapt over."""
    at = 0
    for _ in range(_MOST_BOXES):
        kind, start, stop = _element(_part(stream, at, at + 12), at, size)
        if not kind or at >= size:
            return
        if kind == _TRACKS:
            body = _part(stream, start, min(stop, start + _MOST_HEAD))
            yield from (inner for each, inner in _elements(body) if each == _TRACK)
            return
        at = start if kind == _SEGMENT else stop


def _elements(body: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(body):
        kind, start, stop = _element(body[at : at + 12], at, len(body))
        if not kind:
            return
        yield kind, body[start:stop]
        at = stop


def _element(head: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Return the id of an element, and where its content begins and ends; 0 for none."""
    if not head or not head[0]:
        return 0, end, end
    wide = 9 - head[0].bit_length()
    if len(head) <= wide or wide > 4 or not head[wide]:
        return 0, end, end
    long = 9 - head[wide].bit_length()
    length = int.from_bytes(head[wide : wide + long]) & ((1 << 7 * long) - 1)
    start = at + wide + long
    unknown = length == (1 << 7 * long) - 1
    return int.from_bytes(head[:wide]), start, end if unknown else min(end, start + length)


def _of_asf(stream: Readable, size: int) -> frozenset[int]:
    head = _part(stream, 0, min(size, _MOST_HEAD))
    length = min(len(head), int.from_bytes(head[16:24], "little"))
    return ALL if any(each in head[:length] for each in _ASF_SEALS) else frozenset()


def _of_flash(stream: Readable, size: int) -> frozenset[int]:
    """Return whether the first sound of an FLV file is filtered, which it is for nothing but encryption."""
    at = int.from_bytes(_part(stream, 5, 9)) + 4
    for _ in range(_MOST_BOXES):
        head = _part(stream, at, at + 11)
        if len(head) < 11 or at >= size:
            break
        if head[0] & 0x1F == 8:
            return ALL if head[0] & 0x20 else frozenset()
        at += 15 + int.from_bytes(head[1:4])
    return frozenset()


def _part(stream: Readable, first: int, last: int) -> bytes:
    stream.seek(first)
    return stream.read(max(0, last - first))


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[Readable, int], frozenset[int]]], ...] = (
    (
        lambda head: head[4:8] in _LEADING,
        _of_boxes,
    ),
    (lambda head: head.startswith(b"\x1a\x45\xdf\xa3"), _of_elements),
    (lambda head: head.startswith(_ASF), _of_asf),
    (lambda head: head.startswith(b"FLV\x01"), _of_flash),
)
