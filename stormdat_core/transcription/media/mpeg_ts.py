"""MPEG transport streams: where the programme goes on under other packet numbers, and what is scrambled.

FFmpeg gives each packet number a track of its own and begins all of them at the start of the file. So a
stream is read in windows: one begins where a programme's table names other sound than before.

Sources: ISO/IEC 13818-1, packets in 2.4.3, tables in 2.4.4; "MPEG-2 Stream Encryption Format for HTTP Live
Streaming" for the kinds of encrypted streams.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Packets = NDArray[np.uint8]

SYNC = 0x47
_PACKET = 188
_LAYOUTS = ((188, 0), (192, 4), (204, 0))
"""Distance of packets, and bytes before each: plain, with time codes, with error correction."""
_AGREE = 5
"""Packets in a row that begin with the mark."""
_HEAD = 1 << 16
_CHUNK = 40_000
"""Packets that are looked at at once."""
_FEW = 64
"""The same after the marks were lost: else a file that loses them often would be read many times over."""
_MOST = 10_000
"""Windows that are told apart; what follows belongs to the last one."""
_PICTURES = frozenset(
    (0x01, 0x02, 0x10, 0x1B, 0x1E, 0x1F, 0x20, 0x21, 0x24, 0x27, 0x32, 0x33, 0x42, 0xD1, 0xDB, 0xEA)
)
_NO_MEDIA = frozenset((0x05, 0x08, 0x0A, 0x0B, 0x0C, 0x0D, 0x14, 0x15, 0x16, 0x86))
_SOUNDS = frozenset(
    (0x03, 0x04, 0x0F, 0x11, 0x1C, 0x81, 0x82, 0x83, 0x84, 0x85, 0x87, 0xA1, 0xC1, 0xC2, 0xCF)
)
_SEALED = frozenset((0xC1, 0xC2, 0xCF))
"""AC-3, E-AC-3 and AAC whose samples are encrypted, as HTTP Live Streaming does it."""
_SOUND_MARKS = frozenset((0x6A, 0x7A, 0x7B, 0x7C, 0x81))
"""Descriptors that make private data sound: AC-3, enhanced AC-3, DTS, AAC, AC-3 again."""
_REGISTERED = (b"AC-3", b"EAC3", b"DTS1", b"DTS2", b"DTS3", b"Opus", b"BSSD")

Window = tuple[int, int]
Sound = tuple[int, int, bool]
"""Number of the packets, kind of stream, and whether it is known as sound."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How packets lie in a file."""

    first: int
    """Byte at which the first one begins."""
    distance: int

    @property
    def before(self) -> int:
        """Return the bytes before the mark of each."""
        return dict(_LAYOUTS)[self.distance]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a transport stream says of its sound."""

    windows: tuple[Window, ...]
    encrypted: frozenset[int]
    """Indexes of sound tracks that are encrypted or mostly scrambled."""
    end: int
    """Place behind the last packet."""


def layout_of(stream: IO[bytes]) -> Layout | None:
    """Return how packets lie in a file; None when it is no transport stream."""
    stream.seek(0)
    head = stream.read(_HEAD)
    found = _layout(head)
    if found is None:
        return None
    first = found.first + found.before
    rows = (head[at : at + _PACKET] for at in range(first, len(head) - _PACKET + 1, found.distance))
    return found if any(_pid(row) == 0 and _section(row)[:1] == b"\0" for row in rows) else None


def scan(stream: IO[bytes], layout: Layout) -> Scan:
    """Read the tables of a whole stream: linear in its size, most of it without looking at single packets."""
    import numpy as np

    tables = _Tables()
    seen, scrambled = np.zeros(1 << 13, np.int64), np.zeros(1 << 13, np.int64)
    end = 0
    for at, packets in _chunks(stream, layout):
        if len(packets) >= _AGREE or at == end:
            end = at + len(packets) * layout.distance
        pids = (packets[:, 1].astype(np.int64) & 0x1F) << 8 | packets[:, 2]
        seen += np.bincount(pids, minlength=1 << 13)
        scrambled += np.bincount(pids[packets[:, 3] & 0x80 != 0], minlength=1 << 13)
        begins = np.flatnonzero(packets[:, 1] & 0x40)
        for row in begins[np.isin(pids[begins], tables.watched(pids[begins], packets[begins]))]:
            tables.take(at + int(row) * layout.distance, int(pids[row]), packets[row].tobytes())
    size = stream.seek(0, 2)
    sealed = {pid for pid in range(1 << 13) if seen[pid] and scrambled[pid] * 2 > seen[pid]}
    return Scan(tables.windows(size), tables.encrypted(sealed), end)


def _layout(head: bytes) -> Layout | None:
    for distance, before in _LAYOUTS:
        for first in range(min(distance, len(head))):
            marks = head[first + before : first + before + distance * _AGREE : distance]
            if len(marks) == _AGREE and marks.count(SYNC) == _AGREE:
                return Layout(first, distance)
    return None


def _chunks(stream: IO[bytes], layout: Layout) -> "Iterator[tuple[int, Packets]]":
    """Yield packets in order with the place of the first one; marks that are lost are sought again."""
    import numpy as np

    before = layout.before
    at, many = layout.first, _CHUNK
    while True:
        stream.seek(at)
        content = stream.read(many * layout.distance)
        count = len(content) // layout.distance
        if not count:
            return
        rows = np.frombuffer(content, np.uint8, count * layout.distance).reshape(count, layout.distance)
        packets = rows[:, before : before + _PACKET]
        lost = np.flatnonzero(packets[:, 0] != SYNC)
        good = int(lost[0]) if len(lost) else count
        many = _FEW if len(lost) else min(_CHUNK, many * 2)
        if good:
            yield at, packets[:good]
            at += good * layout.distance
        else:
            at += _to_next(content, layout.distance, before)


def _to_next(content: bytes, distance: int, before: int) -> int:
    """Return how far it is to the next packets; to the end of what was read when there are none."""
    at = content.find(SYNC, before + 1)
    while at >= 0:
        marks = content[at : at + distance * _AGREE : distance]
        if marks.count(SYNC) == len(marks):
            return at - before
        at = content.find(SYNC, at + 1)
    return len(content)


@dataclass(slots=True)
class _Tables:
    """Follows the tables of a stream."""

    _listed: frozenset[int] = frozenset()
    """Packet numbers of the programmes' tables."""
    _awaited: set[int] = field(default_factory=set)
    """Of those, which were listed when the window began and have not come yet."""
    _sounds: dict[int, tuple[Sound, ...]] = field(default_factory=dict)
    """Of each programme, by its table's packet number."""
    _shape: frozenset[Sound] = frozenset()
    _last: int = 0
    """Place of the newest list of programmes."""
    _starts: list[int] = field(default_factory=lambda: [0])
    _ends: list[int] = field(default_factory=list)
    _orders: list[tuple[Sound, ...]] = field(default_factory=list)

    def watched(self, pids: "NDArray[np.int64]", packets: "Packets") -> list[int]:
        """Return the packet numbers that hold tables among some packets that begin something."""
        listed = set(self._listed)
        for row in packets[pids == 0]:
            listed |= _programmes(row.tobytes())
        return [0, *listed]

    def take(self, at: int, pid: int, packet: bytes) -> None:
        """Take a packet that may hold a table."""
        if pid == 0:
            self._list(at, _programmes(packet))
        elif (
            pid in self._listed
            and (body := _section(packet))[:1] == b"\x02"
            and len(body) > 12
            and body[5] & 1
        ):
            self._programme(at, pid, _sounds(body))

    def _list(self, at: int, listed: set[int]) -> None:
        if not listed:
            return
        self._last = at
        if not self._listed:
            self._awaited = set(listed)
        self._listed = frozenset(listed)
        self._sounds = {pid: each for pid, each in self._sounds.items() if pid in listed}

    def _programme(self, at: int, pid: int, sounds: tuple[Sound, ...]) -> None:
        if self._sounds.get(pid) == sounds:
            return
        self._sounds[pid] = sounds
        shape = frozenset(each for every in self._sounds.values() for each in every)
        if not self._shape or pid in self._awaited:
            self._awaited.discard(pid)
            self._keep(shape)
        elif shape and shape != self._shape and len(self._starts) < _MOST:
            self._starts.append(max(self._last, self._starts[-1] + 1))
            self._ends.append(at)
            self._awaited = set(self._listed) - set(self._sounds)
            self._keep(shape)

    def _keep(self, shape: frozenset[Sound]) -> None:
        self._shape = shape
        order = tuple(each for pid in sorted(self._sounds) for each in self._sounds[pid])
        self._orders[len(self._starts) - 1 :] = [order]

    def windows(self, size: int) -> tuple[Window, ...]:
        return tuple(zip(self._starts, [*self._ends, size], strict=True))

    def encrypted(self, scrambled: set[int]) -> frozenset[int]:
        """Return the indexes of the tracks that nobody can hear, of any window."""
        found: set[int] = set()
        for order in self._orders:
            known = [each for each in order if each[2]]
            found |= {n for n, (pid, kind, _) in enumerate(known) if kind in _SEALED or pid in scrambled}
        return frozenset(found)


def _pid(packet: bytes) -> int:
    return (packet[1] & 0x1F) << 8 | packet[2]


def _section(packet: bytes) -> bytes:
    """Return the table that begins in a packet, as far as the packet goes."""
    at = 4
    if packet[3] & 0x20:
        at += 1 + packet[4]
    if not packet[3] & 0x10 or at >= len(packet):
        return b""
    return packet[at + 1 + packet[at] :]


def _programmes(packet: bytes) -> set[int]:
    """Return the packet numbers of the programmes' tables that a list names."""
    body = _section(packet)
    if len(body) < 8 or body[0] or not body[5] & 1:
        return set()
    end = min(len(body), 3 + ((body[1] & 0x0F) << 8 | body[2]) - 4)
    entries = (body[at : at + 4] for at in range(8, end - 3, 4))
    return {(each[2] & 0x1F) << 8 | each[3] for each in entries if each[0] or each[1]}


def _sounds(body: bytes) -> tuple[Sound, ...]:
    """Return the streams of a programme that are neither pictures nor tables."""
    end = min(len(body), 3 + ((body[1] & 0x0F) << 8 | body[2]) - 4)
    at = 12 + ((body[10] & 0x0F) << 8 | body[11])
    found = []
    while at + 5 <= end:
        kind, pid = body[at], (body[at + 1] & 0x1F) << 8 | body[at + 2]
        length = (body[at + 3] & 0x0F) << 8 | body[at + 4]
        if kind not in _PICTURES and kind not in _NO_MEDIA:
            found.append((pid, kind, kind in _SOUNDS or _names_sound(body[at + 5 : at + 5 + length])))
        at += 5 + length
    return tuple(found)


def _names_sound(descriptors: bytes) -> bool:
    """Return whether the descriptors of private data say that it is sound; so do the registrations of it."""
    at = 0
    while at + 2 <= len(descriptors):
        mark, length = descriptors[at], descriptors[at + 1]
        body = descriptors[at + 2 : at + 2 + length]
        if mark in _SOUND_MARKS or (mark == 0x05 and body[:4] in _REGISTERED):
            return True
        at += 2 + length
    return False
