"""Media files whose every second is known by its pitch, and the ways in which files get damaged.

Each second holds 0.8 s of a tone that no other second has, so that what was decoded tells which seconds it
holds and at what time; what a reader lists as lost can be compared with what is missing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av
import numpy as np

from stormdat_core.transcription.media.decoding import RATE, SoundReader

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SECONDS = 16
"""Of one file."""
_LOWEST, _APART = 400.0, 70.0
"""Pitch of the first second, and of how much each next one is higher, in hertz."""
_WINDOW = RATE // 5
_NEAR = 0.5
"""Seconds by which sound may be off its time."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of file is written."""

    name: str
    codec: str
    form: str
    rate: int = 44_100
    layout: str = "mono"
    options: tuple[tuple[str, str], ...] = ()
    bit_rate: int = 0


KINDS = (
    Kind("mp3", "libmp3lame", "mp3"),
    Kind("mp3-bare", "libmp3lame", "mp3", options=(("write_xing", "0"), ("id3v2_version", "0"))),
    Kind("adts", "aac", "adts"),
    Kind("ac3", "ac3", "ac3", 48_000, bit_rate=96_000),
    Kind("eac3", "eac3", "eac3", 48_000, bit_rate=96_000),
    Kind("mp2", "mp2", "mp2", 48_000, bit_rate=96_000),
    Kind("flac", "flac", "flac"),
    Kind("vorbis-ogg", "vorbis", "ogg", layout="stereo"),
    Kind("opus-ogg", "libopus", "ogg", 48_000),
    Kind("flac-ogg", "flac", "ogg"),
    Kind("webm", "libopus", "webm", 48_000),
    Kind("mkv", "aac", "matroska"),
    Kind("mkv-pcm", "pcm_s16le", "matroska"),
    Kind("mp4", "aac", "mp4"),
    Kind("mp4-front", "aac", "mp4", options=(("movflags", "+faststart"),)),
    Kind(
        "mp4-fragments",
        "aac",
        "mp4",
        options=(("movflags", "frag_keyframe+empty_moov+default_base_moof"), ("frag_duration", "1000000")),
    ),
    Kind("mov", "pcm_s16be", "mov", options=(("movflags", "+faststart"),)),
    Kind("wav", "pcm_s16le", "wav"),
    Kind("rf64", "pcm_s16le", "wav", options=(("rf64", "always"),)),
    Kind("w64", "pcm_s16le", "w64"),
    Kind("aiff", "pcm_s16be", "aiff"),
    Kind("caf", "pcm_s16be", "caf"),
    Kind("au", "pcm_s16be", "au"),
    Kind("voc", "pcm_s16le", "voc"),
    Kind("wma", "wmav2", "asf", bit_rate=64_000),
    Kind("flv", "libmp3lame", "flv"),
    Kind("avi", "libmp3lame", "avi"),
    Kind("avi-pcm", "pcm_s16le", "avi"),
    Kind("tta", "tta", "tta"),
    Kind("wavpack", "wavpack", "wv"),
    Kind("ts", "aac", "mpegts"),
    Kind("ps", "mp2", "vob", 48_000),
    Kind("amr", "libopencore_amrnb", "amr", 8_000, bit_rate=12_200),
)
TELLS_END = frozenset(
    (
        "mp3", "flac", "webm", "mkv", "mkv-pcm", "mp4-front", "mov", "wav", "rf64", "w64", "aiff", "caf", "au",
        "wma", "flv", "avi", "avi-pcm", "tta", "wavpack",
    )
)  # fmt: skip
"""Kinds of file that say how long they are before their end."""
UNCOMPRESSED = frozenset(
    ("mkv-pcm", "mov", "wav", "rf64", "w64", "aiff", "caf", "au", "voc", "avi-pcm")
)  # fmt: skip


def tone(first: int, rate: int, seconds: int = SECONDS) -> "Samples":
    """Return seconds `first`, `first` + 1, ... with faint noise beneath."""
    sound = np.random.default_rng(first).normal(0, 0.003, seconds * rate).astype(np.float32)
    ramp = np.minimum(1, np.arange(round(0.8 * rate)) / (0.02 * rate))
    for number in range(seconds):
        at, count = round((number + 0.1) * rate), round(0.8 * rate)
        pitch = _LOWEST + _APART * (first + number)
        sound[at : at + count] += (
            0.4 * np.sin(2 * np.pi * pitch / rate * np.arange(count)) * ramp * ramp[::-1]
        )
    return sound


@cache
def content(kind: Kind, first: int = 0, rate: int = 0) -> bytes:
    """Return a whole file whose first second is number `first`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        rate = rate or kind.rate
        with av.open(str(path), "w", format=kind.form, options=dict(kind.options)) as container:
            stream = container.add_stream(kind.codec, rate=rate, layout=kind.layout)
            stream.codec_context.options = {"strict": "-2"}
            if kind.bit_rate:
                stream.bit_rate = kind.bit_rate
            for frame in frames(tone(first, rate), rate, kind.layout, stream):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path.read_bytes()


def frames(sound: "Samples", rate: int, layout: str, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    """Yield samples as the frames that an encoder takes."""
    if not stream.codec_context.is_open:
        stream.codec_context.open()
    size = stream.codec_context.frame_size or 1024
    channels = 2 if layout == "stereo" else 1
    for at in range(0, len(sound), size):
        piece = np.repeat(sound[at : at + size, None], channels, axis=1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece).reshape(1, -1), "flt", layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        yield frame


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the seconds of a file."""

    right: int
    listed: int
    moved: int
    """Heard at another time, which nothing says."""
    lost: tuple[int, ...]
    """Seconds that are neither heard nor listed."""
    holes: tuple[tuple[float, float], ...]
    refused: str = ""


def judge(path: Path, seconds: Mapping[int, float]) -> Result:
    """Return what a reader makes of a file that holds the numbered seconds at these times."""
    reader = SoundReader(path)
    try:
        sound = np.concatenate(list(reader.blocks()))
    except Exception as exc:  # what is refused is said to the person, whatever the kind
        return Result(0, 0, 0, (), (), f"{type(exc).__name__}: {exc}")
    holes = [(start / RATE, end / RATE) for start, end in (*reader.holes, *reader.absent)]
    heard = _heard(sound)
    right = listed = moved = 0
    lost = []
    for number, at in seconds.items():
        places = [at + 0.1 + 0.2 * step for step in range(4)]
        sounding = [any(abs(time - place) <= _NEAR for time in heard.get(number, ())) for place in places]
        holed = [any(a - _NEAR <= place + 0.1 <= b + _NEAR for a, b in holes) for place in places]
        if sum(sounding) >= 3:
            right += 1
        elif sum(a or b for a, b in zip(sounding, holed, strict=True)) >= 3:
            listed += 1
        elif len(heard.get(number, ())) >= 3:
            moved += 1
        else:
            lost.append(number)
    return Result(right, listed, moved, tuple(lost), tuple((round(a, 2), round(b, 2)) for a, b in holes))


def _heard(sound: "Samples") -> dict[int, list[float]]:
    """Return at which times each second is heard, by pieces of 0.1 s."""
    found: dict[int, list[float]] = {}
    step = _WINDOW // 2
    shape = np.hanning(_WINDOW)
    for at in range(0, len(sound) - _WINDOW + 1, step):
        power = np.abs(np.fft.rfft(sound[at : at + _WINDOW] * shape, 4 * _WINDOW)) ** 2
        top = int(power.argmax())
        near = power[max(0, top - 24) : top + 25].sum()
        pitch = top * RATE / (4 * _WINDOW)
        number = (pitch - _LOWEST) / _APART
        if (
            np.abs(sound[at : at + _WINDOW]).max() > 0.05
            and near > 0.5 * power.sum()
            and abs(number - round(number)) < 0.2
        ):
            found.setdefault(round(number), []).append(at / RATE)
    return found


Change = Callable[[bytes], bytes]


def _filled(first: float, last: float, *, random: bool) -> Change:
    """Return what overwrites a stretch of a file, of whole samples: half of one leaves nothing but noise."""

    def change(data: bytes) -> bytes:
        start, end = (round(len(data) * each) // 4 * 4 for each in (first, last))
        body = np.random.default_rng(5).bytes(end - start) if random else bytes(end - start)
        return data[:start] + body + data[end:]

    return change


def _speckled(*, random: bool) -> Change:
    def change(data: bytes) -> bytes:
        for place in (0.25, 0.4, 0.55, 0.7, 0.85):
            data = _filled(place, place + 4000 / len(data), random=random)(data)
        return data

    return change


def removed(data: bytes) -> bytes:
    first, last = round(len(data) * 0.4) // 4 * 4, round(len(data) * 0.6) // 4 * 4
    return data[:first] + data[last:]


DAMAGE: Mapping[str, Change] = {
    "removed": removed,
    "zeroed": _filled(0.4, 0.6, random=False),
    "random": _filled(0.4, 0.6, random=True),
    "cut": lambda data: data[: round(len(data) * 0.6)],
}
MORE_DAMAGE: Mapping[str, Change] = {
    "zeroed in front": _filled(0.1, 0.3, random=False),
    "random in front": _filled(0.1, 0.3, random=True),
    "zeroed near the end": _filled(0.8, 0.97, random=False),
    "random near the end": _filled(0.8, 0.97, random=True),
    "zeroed to the end": _filled(0.8, 1, random=False),
    "random to the end": _filled(0.8, 1, random=True),
    "zeroed in places": _speckled(random=False),
    "random in places": _speckled(random=True),
}


def scaled(data: bytes, form: str, factor: float) -> bytes | None:
    """Return a file whose header says another length; None where the header says none."""
    made = bytearray(data)
    for offset, width, order in _lengths(data, form):
        value = int.from_bytes(data[offset : offset + width], order)
        made[offset : offset + width] = int(value * factor).to_bytes(width, order)
        if form == "flac":
            made[offset] = made[offset] & 0x0F | data[offset] & 0xF0
    return bytes(made) if made != data else None


def _lengths(data: bytes, form: str) -> list[tuple[int, int, str]]:
    """Return place, width and order of the fields that say how much sound there is."""
    after = lambda mark, more, width, order: (data.find(mark) + len(mark) + more, width, order)  # noqa: E731
    match form:
        case "wav" if data[:4] == b"RF64":
            return [after(b"ds64", 12, 8, "little"), after(b"ds64", 20, 8, "little")]
        case "wav":
            return [after(b"data", 0, 4, "little")]
        case "w64":
            return [after(b"data\xf3\xac\xd3\x11\x8c\xd1\0\xc0O\x8e\xdb\x8a", 0, 8, "little")]
        case "aiff":
            return [after(b"SSND", 0, 4, "big"), after(b"COMM", 6, 4, "big")]
        case "caf":
            return [after(b"data", 0, 8, "big")]
        case "au":
            return [(8, 4, "big")]
        case "tta":
            return [(14, 4, "little")]
        case "wv":
            return [(12, 4, "little")]
        case "mp3":
            at = data.find(b"Info") if b"Info" in data[:4096] else data.find(b"Xing", 0, 4096)
            return [(at + 8, 4, "big")] if at >= 0 else []
        case _:
            return []


def whole(first: int = 0, at: float = 0.0) -> dict[int, float]:
    """Return the seconds of one file that begins at a time."""
    return {first + number: at + number for number in range(SECONDS)}
