"""Whole files of every make have nothing lost, and what only looks like damage is none."""

import io
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from stormdat_core.transcription.media.decoding import RATE, SoundReader, inspect
from stormdat_core.transcription.media.measurement import survey
from stormdat_core.transcription.media.parts import parts_of
from stormdat_core.transcription.media.track_choice import plan
from stormdat_core.transcription.media.windows import Part
from tests.core.transcription.test_decoding import write
from tests.damage import KINDS, SECONDS, content, frames, judge, tone, whole

soak = pytest.mark.soak


def few(*names: object, most: int) -> list[object]:
    """Return parameters of which only the first ones belong to the usual tests."""
    return [*names[:most], *(pytest.param(*_each(each), marks=soak) for each in names[most:])]


def _each(name: object) -> tuple[object, ...]:
    return name if isinstance(name, tuple) else (name,)


BY_NAME = {kind.name: kind for kind in KINDS}
ID3 = b"ID3\x04\0\0\0\0\x10\0" + b"TIT2\0\0\x0f\x70\0\0" + bytes(2038)
APE = b"APETAGEX\xd0\x07\0\0\x40\0\0\0\1\0\0\0\0\0\0\0" + bytes(8) + bytes(32)


def read(path: Path) -> SoundReader:
    reader = SoundReader(path)
    for _ in reader.blocks():
        pass
    return reader


def is_whole(path: Path) -> bool:
    reader = read(path)
    return not (reader.holes or reader.absent)


@pytest.mark.parametrize(
    "name", few("mp3-bare", "ac3", "mp3", "adts", "flac", "wav", "tta", "wavpack", "aiff", most=2)
)
@pytest.mark.parametrize(
    ("before", "behind"),
    [(ID3, b""), (b"", b"TAG" + bytes(125)), (b"", bytes(512)), (ID3, b"TAG" + b"x" * 125)],
)
def test_tags_and_filling_are_no_damage(tmp_path: Path, name: str, before: bytes, behind: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(before + content(BY_NAME[name]) + behind)
    found = judge(path, whole())
    assert found.right == SECONDS
    assert found.holes == ()
    assert len(parts_of(path).windows) == 1


@pytest.mark.parametrize("name", few("adts", "mp3", most=1))
def test_tags_between_files_are_no_damage(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    one, two = content(BY_NAME[name]), content(BY_NAME[name], SECONDS)
    path.write_bytes(ID3 + one + b"TAG" + b"x" * 125 + ID3 + two)
    found = judge(path, whole() | whole(SECONDS, SECONDS))
    assert found.right == 2 * SECONDS
    assert found.holes == ()


@pytest.mark.parametrize(
    ("name", "codec"),
    few(("a.mkv", "aac"), ("a.mp4", "aac"), ("a.avi", "libmp3lame"), ("a.flv", "aac"), ("a.ts", "aac"), ("a.mov", "pcm_s16le"), most=2),
)  # fmt: skip
def test_a_picture_that_goes_on_is_no_lost_sound(tmp_path: Path, name: str, codec: str) -> None:
    path = tmp_path / name
    with av.open(str(path), "w") as container:
        sound = container.add_stream(codec, rate=44_100, layout="mono")
        picture = container.add_stream("mpeg4" if name != "a.flv" else "flv1", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        for number in range(90):
            frame = av.VideoFrame(64, 64, "yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(picture.encode(frame))
        for piece in frames(tone(3, 44_100, 6), 44_100, "mono", sound):
            container.mux(sound.encode(piece))
        container.mux([*sound.encode(None), *picture.encode(None)])
    assert is_whole(path)


@pytest.mark.parametrize("form", few("webm", "ogg", "matroska", most=1))
def test_pauses_that_an_encoder_leaves_out_are_no_damage(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a"
    with av.open(str(path), "w", format=form) as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        stream.codec_context.options = {"dtx": "1", "application": "voip", "b": "16000"}
        sound = tone(10, 48_000)
        sound[3 * 48_000 : 8 * 48_000] = 0
        for at in range(0, len(sound), 960):
            frame = av.AudioFrame.from_ndarray(sound[None, at : at + 960], "flt", "mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, at, Fraction(1, 48_000)
            for packet in stream.encode(frame):
                if packet.size > 3 or form == "ogg":  # as recorders do that leave out what says nothing
                    container.mux(packet)
        container.mux(stream.encode(None))
    assert is_whole(path)


@pytest.mark.parametrize("drift", [0.99, 1.01])
def test_a_clock_that_runs_otherwise_loses_nothing(tmp_path: Path, drift: float) -> None:
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for at in range(0, 60 * 16_000, 1600):
            frame = av.AudioFrame.from_ndarray(np.full((1, 1600), 1000, np.int16), "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = 16_000, round(at * drift), Fraction(1, 16_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert is_whole(path)


@pytest.mark.parametrize(("name", "codec"), [("a.mkv", "aac"), ("a.webm", "libopus")])
def test_a_piece_of_a_longer_stream_lacks_nothing(tmp_path: Path, name: str, codec: str) -> None:
    """Its stamps, and the length that it says, are counted from a beginning that is not there."""
    assert is_whole(write(tmp_path / name, codec, start=10.0, options={"avoid_negative_ts": "disabled"}))


def test_a_piece_of_an_ogg_stream_lacks_nothing(tmp_path: Path) -> None:
    data = content(BY_NAME["opus-ogg"])
    places = [at for at in range(len(data)) if data[at : at + 4] == b"OggS"]
    path = tmp_path / "a.opus"
    path.write_bytes(data[: places[2]] + data[places[len(places) // 2] :])
    assert is_whole(path)


def test_time_that_is_left_out_is_listed_with_its_length(tmp_path: Path) -> None:
    reader = read(write(tmp_path / "a.mkv", "pcm_s16le", hole=5.0))
    ((start, end),) = reader.absent
    assert (start / RATE, end / RATE) == pytest.approx((1.0, 6.0), abs=0.05)
    assert not reader.holes


@pytest.mark.parametrize(
    ("first", "second"),
    few(
        ("wav", "mp3"), ("mp3", "wav"), ("mp4", "wav"), ("mp3", "mp4"), ("flac", "mp3"), ("opus-ogg", "wav"), ("webm", "flac"),
        ("aiff", "tta"), ("wavpack", "w64"), ("adts", "mp3"), ("caf", "au"), ("flv", "wma"), ("avi", "opus-ogg"), most=4),
)  # fmt: skip
def test_files_of_two_kinds_are_both_heard(tmp_path: Path, first: str, second: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(content(BY_NAME[first]) + content(BY_NAME[second], SECONDS))
    found = judge(path, whole() | whole(SECONDS, SECONDS))
    assert found.right == 2 * SECONDS
    assert not found.holes


def test_a_second_row_of_samples_is_read(tmp_path: Path) -> None:
    wave = content(BY_NAME["wav"])
    more = content(BY_NAME["wav"], SECONDS)
    path = tmp_path / "a.wav"
    path.write_bytes(wave + b"LIST\4\0\0\0INFO" + more[more.find(b"data") :])
    found = judge(path, whole() | whole(SECONDS, SECONDS))
    assert found.right == 2 * SECONDS


@pytest.mark.parametrize(
    "piece",
    few(b"\xff\xfb\x90\0", b"RIFF\x10\0\0\0WAVEfmt ", b"wvpk", b"00wb\0\0\0\0", b"fLaC\0\0\0\x22", most=1),
)
def test_marks_without_end_cost_no_more_than_they_weigh(tmp_path: Path, piece: bytes) -> None:
    times = []
    for count in (200_000, 1_600_000):
        path = tmp_path / str(count)
        path.write_bytes(content(BY_NAME["mp3"]) + piece * (count // len(piece)))
        begun = time.process_time()
        parts_of(path)
        times.append(time.process_time() - begun)
    assert times[1] < 16 * times[0] + 0.5


def test_what_is_read_instead_is_read_wherever_a_piece_begins() -> None:
    stream = io.BytesIO(bytes(range(100)))
    patches = ((12, b"abcd"), (30, b"xy"))
    wanted = bytearray(range(10, 60))
    wanted[2:6], wanted[20:22] = b"abcd", b"xy"
    for step in (1, 3, 7, 50):
        part = Part(stream, (10, 60), patches)
        assert b"".join(iter(lambda: part.read(step), b"")) == wanted  # noqa: B023


def test_time_that_a_track_leaves_out_that_is_not_heard_is_listed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", "pcm_s16le", tracks=2, hole=5.0)
    found = plan(survey(path, inspect(path).tracks), (), 0)
    assert found.tracks[0].index == 0
    ((start, end, reason),) = ((each.start_ms, each.end_ms, each.reason) for each in found.unread)
    assert (start, end) == pytest.approx((1000, 6000), abs=50)
    assert reason == "Track 2 holds no sound here."
