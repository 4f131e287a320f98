"""Headers of frames that stand one after the other without a container: MPEG sound, ADTS, AC-3, AMR, WavPack.

Sources: ISO/IEC 11172-3 and 13818-3 (MPEG sound), 13818-7 (ADTS), ETSI TS 102 366 (AC-3 and its extension),
RFC 4867 section 5 (AMR), "WavPack 4 & 5 Binary File / Block Format".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

HEAD = 28
"""Bytes of a frame in which its length stands, and a WavPack block's place."""


class Frame(NamedTuple):
    """What the header of a frame says."""

    length: int
    """In bytes, with the header."""
    rate: int
    """Samples a second."""
    samples: int
    """That it adds to the sound."""
    place: int = -1
    """Of its first sample in the whole; -1 where it does not say."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of frames."""

    mark: re.Pattern[bytes]
    """How every frame begins, as far as can be said without computing."""
    read: Callable[[bytes, int], Frame | None]
    """Return what a header says that begins at a place among bytes; None when it is none."""
    agree: int = 4
    """Frames in a row that must say the same before a row is believed."""


_LAYERS = {3: 0, 2: 1, 1: 2}
_BIT_RATES = (
    (
        (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
        (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
        (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    ),
    (
        (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
        (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
        (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    ),
)
"""Kilobits a second of layers I, II and III: of MPEG-1, and of its extensions to low rates."""
_known: dict[bytes, Frame | None] = {}
"""Of the two million beginnings of a frame of MPEG sound, the few that are met."""


def _mpeg(data: bytes, at: int) -> Frame | None:
    head = data[at : at + 3]
    if head not in _known:
        if len(head) < 3 or len(_known) > 1 << 16:
            return _mpeg_frame(head)
        _known[head] = _mpeg_frame(head)
    return _known[head]


def _mpeg_frame(head: bytes) -> Frame | None:
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, _LAYERS.get(head[1] >> 1 & 3)
    kind, speed = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer is None or not 0 < kind < 15 or speed == 3:
        return None
    low = version != 3
    rate = (44_100, 48_000, 32_000)[speed] >> (low + (version == 0))
    bits = _BIT_RATES[low][layer][kind - 1] * 1000
    padding = head[2] >> 1 & 1
    if layer == 0:
        return Frame((12 * bits // rate + padding) * 4, rate, 384)
    samples = 576 if low and layer == 2 else 1152
    return Frame(samples // 8 * bits // rate + padding, rate, samples)


_ADTS_RATES = (
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
)  # fmt: skip


def _adts(data: bytes, at: int) -> Frame | None:
    head = data[at : at + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    speed = head[2] >> 2 & 0xF
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if speed >= len(_ADTS_RATES) or length < 7:
        return None
    return Frame(length, _ADTS_RATES[speed], 1024 * ((head[6] & 3) + 1))


_AC3_RATES = (48_000, 44_100, 32_000)
_AC3_BITS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640)
_AC3_BLOCKS = (1, 2, 3, 6)


def _ac3(data: bytes, at: int) -> Frame | None:
    head = data[at : at + 6]
    if len(head) < 6 or head[:2] != b"\x0b\x77":
        return None
    version, speed = head[5] >> 3, head[4] >> 6
    if version > 16:
        return None
    if version > 10:
        return _extended(head, speed)
    size = head[4] & 0x3F
    if speed == 3 or size >= 2 * len(_AC3_BITS):
        return None
    rate, bits = _AC3_RATES[speed], _AC3_BITS[size >> 1] * 1000
    words = bits * 96 // rate + (size & 1 if rate == 44_100 else 0)
    return Frame(2 * words, rate >> max(0, version - 8), 1536)


def _extended(head: bytes, speed: int) -> Frame | None:
    length = 2 * (((head[2] & 7) << 8 | head[3]) + 1)
    kind, blocks = head[2] >> 6, head[4] >> 4 & 3
    if kind == 3 or (speed == 3 and blocks == 3):
        return None
    rate = _AC3_RATES[blocks] // 2 if speed == 3 else _AC3_RATES[speed]
    samples = 256 * (6 if speed == 3 else _AC3_BLOCKS[blocks])
    alone = kind != 1 and not head[2] >> 3 & 7
    return Frame(length, rate, samples if alone else 0)


_NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0)
_WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 5, 0, 0, 0, 0, 0)


def _amr(sizes: tuple[int, ...], rate: int) -> Callable[[bytes, int], Frame | None]:
    def read(data: bytes, at: int) -> Frame | None:
        """A frame without the mark of a good one (RFC 4867, 5.3) was damaged before it came here."""
        head = data[at] if at < len(data) else 0xFF
        if head & 0x87 != 0x04 or 8 + (rate > 8_000) < (kind := head >> 3 & 0xF) < 14:
            return None
        return Frame(1 + sizes[kind], rate, rate // 50)

    return read


_WAVPACK_RATES = (
    6_000, 8_000, 9_600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200,
    96_000, 192_000, 44_100,
)  # fmt: skip


def _wavpack(data: bytes, at: int) -> Frame | None:
    head = data[at : at + 28]
    if len(head) < 28 or head[:4] != b"wvpk" or head[9] != 4:
        return None
    flags = int.from_bytes(head[24:28], "little")
    initial = flags >> 11 & 1
    length, place = int.from_bytes(head[4:8], "little") + 8, int.from_bytes(head[16:20], "little")
    if not 32 <= length <= 1 << 24:
        return None
    samples = int.from_bytes(head[20:24], "little") if initial else 0
    return Frame(length, _WAVPACK_RATES[flags >> 23 & 0xF], samples, place if initial and samples else -1)


def _form(mark: bytes, read: Callable[[bytes, int], Frame | None], agree: int = 4) -> Form:
    return Form(re.compile(mark, re.DOTALL), read, agree)


FORMS = {
    "mpeg": _form(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff][\x10-\xef]", _mpeg),
    "adts": _form(rb"\xff[\xf0\xf1\xf8\xf9]", _adts),
    "ac3": _form(rb"\x0b\x77", _ac3, 3),
    "amr": _form(rb"[\x04\x0c\x14\x1c\x24\x2c\x34\x3c\x44\x7c]", _amr(_NARROW, 8_000)),
    "amr-wb": _form(rb"[\x04\x0c\x14\x1c\x24\x2c\x34\x3c\x44\x4c\x74\x7c]", _amr(_WIDE, 16_000)),
    "wavpack": _form(rb"wvpk", _wavpack, 1),
}
