"""Files of several parts: chained Ogg with odd links, transport streams whose packets get other numbers."""

import random
import shutil
import subprocess
import time
from pathlib import Path

import av
import numpy as np
import pytest

from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media import mpeg_ts
from stormdat_core.transcription.media.decoding import RATE, SoundReader, inspect
from stormdat_core.transcription.media.parts import parts_of
from tests.core.transcription.test_decoding import write
from tests.core.transcription.test_whole_files import joined, starts

TAG = b"ID3\x04\x00\x00\x00\x00\x00\x64" + bytes(100)


def ogg(path: Path, seconds: float = 4.0, tracks: int = 1, *, codec: str = "libopus") -> Path:
    if codec != "vorbis":
        return write(path, codec, seconds=seconds, tracks=tracks)
    plain = write(path.with_suffix(".wav"), "pcm_s16le", seconds=seconds)
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(plain), "-c:a", "libvorbis", str(path)]
    subprocess.run(command, check=True)
    return path


with_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg to write Vorbis with")


def pictures(path: Path) -> Path:
    """Write a link with nothing but two seconds of a picture."""
    import av

    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    return path


def chain(folder: Path, *parts: Path, before: bytes = b"") -> Path:
    path = folder / "chain.ogg"
    path.write_bytes(before + b"".join(each.read_bytes() for each in parts))
    return path


@pytest.mark.parametrize(
    "before", [TAG, TAG + TAG, b"\0" * 57, b"leading bytes that belong to nothing", bytes(70_000)]
)
def test_what_stands_before_the_first_page_hides_no_link(tmp_path: Path, before: bytes) -> None:
    parts = [ogg(tmp_path / f"{n}.ogg") for n in range(2)]
    path = chain(tmp_path, *parts, before=before)
    assert len(parts_of(path).windows) == 2
    found, length = starts(path)
    assert found == pytest.approx([2.0, 6.0], abs=0.05)
    assert length == pytest.approx(8.0, abs=0.05)
    assert inspect(path).duration_ms == pytest.approx(8000, abs=50)


def test_a_page_within_another_file_is_no_link(tmp_path: Path) -> None:
    """A picture in a tag, an attachment: Ogg within MP3 and Matroska stays what it is."""
    inner = ogg(tmp_path / "inner.ogg").read_bytes()
    tag = b"ID3\x04\x00\x00\x00" + bytes((len(inner) >> 14 & 127, len(inner) >> 7 & 127, len(inner) & 127))
    path = tmp_path / "a.mp3"
    path.write_bytes(tag + inner + write(tmp_path / "b.mp3", "libmp3lame").read_bytes())
    assert parts_of(path).windows == ((0, path.stat().st_size),)
    assert starts(path)[0] == pytest.approx([2.0], abs=0.06)
    film = tmp_path / "a.mkv"
    with av.open(str(film), "w") as container:
        container.add_attachment("inner.ogg", "audio/ogg", inner)
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 48_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert inner in film.read_bytes()
    assert parts_of(film).windows == ((0, film.stat().st_size),)


def test_a_first_link_with_pictures_alone_is_passed_over_at_its_length(tmp_path: Path) -> None:
    path = chain(tmp_path, pictures(tmp_path / "v.ogg"), ogg(tmp_path / "a.ogg"))
    assert [track.codec for track in inspect(path).tracks] == ["opus"]
    reader = SoundReader(path)
    sound = np.concatenate(list(reader.blocks()))
    assert np.flatnonzero(np.abs(sound) > 0.02)[0] / RATE == pytest.approx(4.0, abs=0.1)
    assert [(a / RATE, b / RATE) for a, b in reader.absent] == [(0.0, pytest.approx(2.0, abs=0.1))]
    assert not reader.holes


@pytest.mark.parametrize("codec", ["libopus", "flac", pytest.param("vorbis", marks=with_ffmpeg)])
@pytest.mark.parametrize("damage", ["head", "page", "heads", "mark"])
@pytest.mark.parametrize("where", [0, 1, 2])
def test_a_link_with_a_damaged_head_leaves_the_others_at_their_times(
    tmp_path: Path, codec: str, damage: str, where: int
) -> None:
    parts = [ogg(tmp_path / f"{n}.ogg", codec=codec) for n in range(3)]
    content = bytearray(parts[where].read_bytes())
    first, last = {"head": (26, 80), "page": (28, 300), "heads": (0, 400), "mark": (0, 28)}[damage]
    content[first:last] = b"\x55" * (last - first)
    parts[where].write_bytes(content)
    reader = SoundReader(chain(tmp_path, *parts))
    sound = np.concatenate(list(reader.blocks()))
    loud = np.flatnonzero(np.abs(sound) > 0.02) / RATE
    found = [float(loud[0]), *loud[1:][np.diff(loud) > 0.5].tolist()]
    wanted = [2.0 + 4 * n for n in range(3) if n != where]
    assert all(any(abs(each - beep) < 0.6 for beep in found) for each in wanted)
    if len(found) < 3:  # else the link could be read in spite of it
        start, end = next((a / RATE, b / RATE) for a, b in reader.holes if b > a)
        assert (start, end) == pytest.approx((4.0 * where, 4.0 * where + 4), abs=0.6)


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1), (1, 3)])
def test_links_may_have_more_or_fewer_streams(tmp_path: Path, first: int, second: int) -> None:
    path = chain(tmp_path, ogg(tmp_path / "1.ogg", tracks=first), ogg(tmp_path / "2.ogg", tracks=second))
    assert len(inspect(path).tracks) == max(first, second)
    for track in range(max(first, second)):
        wanted = [2.0] * (track < first) + [6.0] * (track < second)
        assert starts(path, track)[0] == pytest.approx(wanted, abs=0.06)


def test_a_chain_whose_links_are_all_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ogg"
    path.write_bytes((b"OggS" + b"\x55" * 60) * 20)
    with pytest.raises(UnreadableMedia):
        inspect(path)


def test_false_marks_cost_no_more_than_they_weigh(tmp_path: Path) -> None:
    path = tmp_path / "a.ogg"
    times = []
    for count in (20_000, 80_000):
        path.write_bytes(b"OggS\1" * count)
        begun = time.process_time()
        parts_of(path)
        times.append(time.process_time() - begun)
    assert times[1] < 8 * times[0] + 0.5


def ts(path: Path, pid: int, **more: object) -> Path:
    options = {"mpegts_start_pid": str(pid), **{k: str(v) for k, v in more.items()}}
    return write(path, "aac", seconds=4.0, options=options)


@pytest.mark.parametrize("more", [{}, {"mpegts_pmt_start_pid": 0x1100}, {"mpegts_service_id": 7}])
def test_a_programme_that_goes_on_under_other_numbers_goes_on_in_time(
    tmp_path: Path, more: dict[str, object]
) -> None:
    parts = [ts(tmp_path / f"{n}.ts", pid, **(more if n else {})) for n, pid in enumerate((256, 512, 256))]
    path = joined(tmp_path / "a.ts", *parts)
    assert len(inspect(path).tracks) == 1
    found, length = starts(path)
    assert found == pytest.approx([2.0, 6.0, 10.0], abs=0.2)
    assert length == pytest.approx(12.0, abs=0.3)


def test_the_same_numbers_are_one_part(tmp_path: Path) -> None:
    path = joined(tmp_path / "a.ts", ts(tmp_path / "1.ts", 256), ts(tmp_path / "2.ts", 256))
    assert parts_of(path).windows == ((0, path.stat().st_size),)
    two = write(tmp_path / "two.ts", "aac", tracks=2)
    assert parts_of(two).windows == ((0, two.stat().st_size),)
    assert len(inspect(two).tracks) == 2


def test_packets_with_time_codes_and_with_error_correction(tmp_path: Path) -> None:
    plain = joined(tmp_path / "a.ts", ts(tmp_path / "1.ts", 256), ts(tmp_path / "2.ts", 512)).read_bytes()
    packets = [plain[at : at + 188] for at in range(0, len(plain), 188)]
    for name, before, after in (("b.m2ts", b"\1\2\3\4", b""), ("c.ts", b"", bytes(16))):
        path = tmp_path / name
        path.write_bytes(b"".join(before + each + after for each in packets))
        assert len(parts_of(path).windows) == 2
        assert starts(path)[0] == pytest.approx([2.0, 6.0], abs=0.2)


def test_a_transport_stream_that_loses_its_step(tmp_path: Path) -> None:
    first, second = ts(tmp_path / "1.ts", 256), ts(tmp_path / "2.ts", 512)
    path = tmp_path / "a.ts"
    path.write_bytes(first.read_bytes()[:-50] + b"\x47junk" + second.read_bytes())
    assert len(parts_of(path).windows) == 2
    assert starts(path)[0] == pytest.approx([2.0, 6.0], abs=0.2)


def test_random_packets_are_read_once(tmp_path: Path) -> None:
    """Marks that are lost every few packets must not have the file read many times over."""
    draw = random.Random(1)
    good = ts(tmp_path / "1.ts", 256).read_bytes()[: 188 * 40]
    path = tmp_path / "a.ts"
    path.write_bytes(good + b"".join(good[:940] + draw.randbytes(7) for _ in range(4000)))
    begun = time.process_time()
    with path.open("rb") as stream:
        layout = mpeg_ts.layout_of(stream)
        assert layout is not None
        mpeg_ts.scan(stream, layout)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.wav", "pcm_s16le", None), ("a.wav", "pcm_u8", None), ("a.mp4", "aac", None),
        ("a.mp4", "aac", {"movflags": "faststart"}), ("a.mp4", "aac", {"movflags": "frag_keyframe+empty_moov"}),
    ],
)  # fmt: skip
def test_whole_files_in_a_row_are_all_read(
    tmp_path: Path, name: str, codec: str, options: dict[str, str] | None
) -> None:
    rates = (48_000, 44_100, 32_000)
    parts = [write(tmp_path / f"{n}{name}", codec, rate, options=options) for n, rate in enumerate(rates)]
    path = joined(tmp_path / name, *parts)
    assert starts(path)[0] == pytest.approx([2.0, 6.0, 10.0], abs=0.25)
    assert all(parts_of(part).windows == ((0, part.stat().st_size),) for part in parts)


@pytest.mark.parametrize("more", [b"\0" * 500, b"RIFF\4\0\0\0LIST", b"ID3\4"])
def test_what_is_no_file_behind_a_file_is_no_part(tmp_path: Path, more: bytes) -> None:
    path = write(tmp_path / "a.wav", "pcm_s16le")
    path.write_bytes(path.read_bytes() + more)
    assert len(parts_of(path).windows) == 1
    assert starts(path)[0] == pytest.approx([2.0], abs=0.05)


@with_ffmpeg
def test_a_track_that_begins_behind_all_that_is_looked_at_first(tmp_path: Path) -> None:
    """A programme stream has no list of what is in it."""
    path = tmp_path / "a.mpg"
    sound = write(tmp_path / "a.wav", "pcm_s16le")
    noise = "testsrc=size=320x240:rate=25:duration=70,noise=alls=60"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", noise, "-i", str(sound), "-itsoffset", "60"]
    tracks = ["-i", str(sound), "-map", "0", "-map", "1", "-map", "2", "-c:v", "mpeg1video", "-b:v", "2M"]
    subprocess.run([*command, *tracks, "-c:a", "mp2", "-f", "mpeg", str(path)], check=True)
    assert len(inspect(path).tracks) == 2
    assert starts(path, 1)[0] == pytest.approx([62.0], abs=0.2)
