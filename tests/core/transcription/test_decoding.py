"""Any container, any rate, any name: the same sound at the same time, or a sentence."""

import tracemalloc
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.decoding import BLOCK, RATE, SoundReader, inspect

SECONDS = 4.0


def tone(seconds: float, rate: int, beep: float = 2.0) -> NDArray[np.float32]:
    """Return faint noise with a beep of half a second, which says where each sound of it is."""
    sound = np.random.default_rng(0).normal(0, 0.003, round(seconds * rate)).astype(np.float32)
    first, last = round(beep * rate), round((beep + 0.5) * rate)
    sound[first:last] = 0.5 * np.sin(2 * np.pi * 440 / rate * np.arange(last - first))
    return sound


def write(
    path: Path, codec: str, rate: int = 48_000, channels: int = 1, *, seconds: float = SECONDS,
    start: float = 0.0, form: str | None = None, tracks: int = 1, video: bool = False, hole: float = 0.0,
    options: dict[str, str] | None = None,
) -> Path:  # fmt: skip
    """Write a beep into the last channel of each track. A hole leaves time stamps out in the middle."""
    layout = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[channels]
    with av.open(str(path), "w", format=form, options=options or {}) as container:
        streams = [container.add_stream(codec, rate=rate, layout=layout) for _ in range(tracks)]
        picture = container.add_stream("mpeg4", rate=10) if video else None
        if picture is not None:
            picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
            for number in range(round(seconds * 10)):
                frame = av.VideoFrame(64, 64, "yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 10)
                container.mux(picture.encode(frame))
        for stream in streams:
            _encode(container, stream, tone(seconds, rate), rate, channels, start, hole)
        for stream in (*streams, *([picture] if picture is not None else [])):
            container.mux(stream.encode(None))
    return path


def _encode(container, stream, sound, rate: int, channels: int, start: float, hole: float) -> None:  # type: ignore[no-untyped-def]
    block = 1024 if stream.codec_context.frame_size in (0, 1024) else stream.codec_context.frame_size
    for at in range(0, len(sound), block):
        piece = np.zeros((len(sound[at : at + block]), channels), np.float32)
        piece[:, -1] = sound[at : at + block]
        frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), "flt", stream.layout.name)
        moment = start + at / rate + (hole if at / rate >= 1 else 0)
        frame.sample_rate, frame.pts, frame.time_base = rate, round(moment * rate), Fraction(1, rate)
        container.mux(stream.encode(frame))


def decoded(path: Path) -> list[NDArray[np.float32]]:
    """Look at a file and decode it, as a transcription does."""
    return list(SoundReader(path, inspect(path).tracks[0].index).blocks())


def beeps(path: Path, track: int = 0) -> tuple[float, float, float]:
    """Return where the beep begins and ends and how long the track is, in seconds."""
    sound = np.concatenate(list(SoundReader(path, track).blocks()))
    assert sound.dtype == np.float32
    loud = np.flatnonzero(np.abs(sound) > 0.02)
    return loud[0] / RATE, loud[-1] / RATE, len(sound) / RATE


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.wav", "pcm_s16le"), ("a.wav", "pcm_s24le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.ogg", "libopus"),
        ("a.m4a", "aac"), ("a.mp4", "libopus"), ("a.mkv", "flac"), ("a.webm", "libopus"), ("a.mov", "pcm_s16be"),
        ("a.ts", "aac"), ("a.aiff", "pcm_s16be"), ("a.avi", "libmp3lame"), ("a.au", "pcm_mulaw"), ("a.mka", "ac3"),
    ],
)  # fmt: skip
def test_every_container_gives_the_same_sound_at_the_same_time(tmp_path: Path, name: str, codec: str) -> None:
    path = write(tmp_path / name, codec)
    first, last, length = beeps(path)
    assert first == pytest.approx(2.0, abs=0.06)
    assert last == pytest.approx(2.5, abs=0.06)
    assert length == pytest.approx(SECONDS, abs=0.15)


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 44_100, 96_000, 192_000])
def test_every_rate(tmp_path: Path, rate: int) -> None:
    first, last, length = beeps(write(tmp_path / "a.wav", "pcm_s16le", rate))
    assert (first, last, length) == pytest.approx((2.0, 2.5, SECONDS), abs=0.02)


@pytest.mark.parametrize("channels", [2, 6, 8])
def test_a_voice_in_one_channel_of_many_is_heard(tmp_path: Path, channels: int) -> None:
    path = write(tmp_path / "a.wav", "pcm_s16le", 48_000, channels)
    assert inspect(path).tracks[0].channels == channels
    assert beeps(path)[0] == pytest.approx(2.0, abs=0.02)


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", "flac").rename(tmp_path / "report.docx")
    assert beeps(path)[0] == pytest.approx(2.0, abs=0.02)


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("a.wav"), "pcm_s16le").rename("concat:b.wav")
    assert beeps(Path("concat:b.wav"))[0] == pytest.approx(2.0, abs=0.02)


def test_tracks_and_pictures(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", "aac", tracks=3, video=True)
    media = inspect(path)
    assert [track.index for track in media.tracks] == [0, 1, 2]
    assert media.duration_ms == pytest.approx(4000, abs=100)
    for track in range(3):
        assert beeps(path, track)[0] == pytest.approx(2.0, abs=0.06)
    with pytest.raises(UnreadableMedia, match="no sound track 4"):
        beeps(path, 3)


def test_a_track_that_begins_late_is_late(tmp_path: Path) -> None:
    """Beside a picture that begins at once; alone, its own beginning is the file's."""
    path = write(tmp_path / "a.mkv", "flac", start=1.5, video=True)
    assert beeps(path)[0] == pytest.approx(3.5, abs=0.06)


def test_a_hole_in_the_time_stamps_is_silence(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", "flac", hole=40.0)
    first, _, length = beeps(path)
    assert first == pytest.approx(42.0, abs=0.1)
    assert length == pytest.approx(SECONDS + 40, abs=0.1)
    assert all(len(block) <= BLOCK for block in SoundReader(path).blocks())


def test_a_picture_alone_has_no_sound(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", "aac", tracks=0, video=True)
    with pytest.raises(UnreadableMedia, match=r"a\.mp4 has no sound"):
        inspect(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"This is a letter, not a recording.\n" * 50, "could not be opened", id="text"),
        pytest.param(bytes(range(256)) * 100, r"could not be (opened|decoded)", id="bytes"),
        pytest.param(b"RIFF\xff\xff\xff\xffWAVEfmt ", "could not be opened", id="a header alone"),
    ],
)
def test_what_is_no_media_gets_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "meeting.wav"
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia, match=sentence) as caught:
        decoded(path)
    assert "meeting.wav" in str(caught.value)


def test_what_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="could not be"):
        inspect(tmp_path / "absent.wav")
    with pytest.raises(UnreadableMedia, match="could not be"):
        inspect(tmp_path)


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.ogg", "libopus"), ("a.mkv", "aac"), ("a.wav", "pcm_s16le")])  # fmt: skip
def test_a_file_that_was_cut_gives_what_is_there(tmp_path: Path, name: str, codec: str) -> None:
    path = write(tmp_path / name, codec)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 3 // 4])
    first, _, length = beeps(path)
    assert first == pytest.approx(2.0, abs=0.06)
    assert 2.5 < length < 3.5


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp3", "libmp3lame"), ("a.ogg", "libopus"), ("a.mkv", "flac")]
)
def test_damage_in_the_middle_leaves_the_rest_in_its_place(tmp_path: Path, name: str, codec: str) -> None:
    path = write(tmp_path / name, codec, seconds=20.0)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 300] = b"\x55" * 300
    path.write_bytes(content)
    first, _, length = beeps(path)
    assert first == pytest.approx(2.0, abs=0.06)
    assert length == pytest.approx(20, abs=1.5)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for seconds in (65.0, 260.0):
        path = write(tmp_path / f"{seconds}.wav", "pcm_s16le", 16_000, seconds=seconds)
        tracemalloc.start()
        for block in SoundReader(path).blocks():
            assert len(block) <= BLOCK
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
