"""Files that change on the way, that are several in one, or that are damaged: all there is, at its time."""

from pathlib import Path

import numpy as np
import pytest

from stormdat_core.transcription.media.decoding import RATE, SoundReader, inspect
from tests.core.transcription.test_decoding import beeps, write
from tests.speech import write_wav


def starts(path: Path, track: int = 0) -> tuple[list[float], float]:
    """Return where each beep of a file begins, and how long the file is, in seconds."""
    sound = np.concatenate(list(SoundReader(path, track).blocks()))
    loud = np.flatnonzero(np.abs(sound) > 0.02) / RATE
    first = [float(loud[0]), *loud[1:][np.diff(loud) > 0.5].tolist()]
    return first, len(sound) / RATE


def joined(path: Path, *parts: Path) -> Path:
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "first", "second"),
    [
        ("a.ts", "aac", (48_000, 2), (44_100, 1)),
        ("a.ts", "aac", (44_100, 1), (48_000, 6)),
        ("a.ts", "ac3", (48_000, 2), (32_000, 1)),
        ("a.aac", "aac", (48_000, 2), (22_050, 1)),
        ("a.mp3", "libmp3lame", (44_100, 2), (22_050, 1)),
        ("a.ts", "aac", (48_000, 2), (48_000, 2)),
        ("a.ogg", "libopus", (48_000, 1), (48_000, 2)),
        ("a.ogg", "libopus", (48_000, 1), (48_000, 1)),
        ("a.ogg", "flac", (44_100, 2), (16_000, 1)),
    ],
)
def test_rate_and_channels_may_change_on_the_way(
    tmp_path: Path, name: str, codec: str, first: tuple[int, int], second: tuple[int, int]
) -> None:
    form = {"aac": "adts"}.get(name[2:])
    parts = [
        write(tmp_path / f"{number}{name}", codec, rate, channels, form=form)
        for number, (rate, channels) in enumerate((first, second, first))
    ]
    found, length = starts(joined(tmp_path / name, *parts))
    lengths = [beeps(part)[2] for part in parts]
    wanted = [2.0, 2.0 + lengths[0], 2.0 + lengths[0] + lengths[1]]
    assert found == pytest.approx(wanted, abs=0.2)  # an encoder pads each part, by 0.07 s in MP3
    assert length == pytest.approx(sum(lengths), abs=0.3)


def test_a_chain_is_as_long_as_its_links(tmp_path: Path) -> None:
    parts = [write(tmp_path / f"{n}.ogg", "libopus", seconds=4.0 + n) for n in range(3)]
    path = joined(tmp_path / "chain.opus", *parts)
    assert inspect(path).duration_ms == pytest.approx(15_000, abs=50)
    found, length = starts(path)
    assert found == pytest.approx([2.0, 6.0, 11.0], abs=0.05)
    assert length == pytest.approx(15.0, abs=0.1)


def test_a_damaged_link_leaves_the_others_in_their_place(tmp_path: Path) -> None:
    parts = [write(tmp_path / f"{n}.ogg", "libopus") for n in range(3)]
    broken = bytearray(parts[1].read_bytes())
    broken[100 : len(broken) - 200] = b"\x55" * (len(broken) - 300)
    parts[1].write_bytes(broken)
    reader = SoundReader(joined(tmp_path / "chain.ogg", *parts))
    sound = np.concatenate(list(reader.blocks()))
    loud = np.flatnonzero(np.abs(sound) > 0.02) / RATE
    assert loud[0] == pytest.approx(2.0, abs=0.05)
    assert loud[-1] > 6.0
    assert reader.holes


def test_two_streams_side_by_side_are_no_chain(tmp_path: Path) -> None:
    path = write(tmp_path / "two.ogg", "libopus", tracks=2)
    assert len(inspect(path).tracks) == 2
    for track in range(2):
        assert starts(path, track)[0] == pytest.approx([2.0], abs=0.05)


@pytest.mark.parametrize(("channels", "speaks"), [(3, 0), (9, 0), (9, 8), (16, 7), (32, 31)])
def test_channels_without_a_layout_are_all_there(tmp_path: Path, channels: int, speaks: int) -> None:
    samples = np.zeros((22_050, channels), np.int16)
    samples[:, speaks] = 20_000 * np.sin(np.arange(22_050) / 8)
    path = write_wav(tmp_path / "many.wav", samples)
    assert inspect(path).tracks[0].channels == channels
    rows = np.concatenate(list(SoundReader(path, apart=channels).rows()), axis=1)
    assert rows.shape == (channels + 1, RATE)
    assert np.flatnonzero(np.abs(rows).max(axis=1) > 0.3).tolist() == [speaks]
    one = np.concatenate(list(SoundReader(path).blocks()))
    assert np.abs(one).max() == pytest.approx(0.61 / channels, rel=0.1)


def test_eight_planes_of_a_decoder_are_read(tmp_path: Path) -> None:
    """PyAV itself ends the process when it copies them."""
    path = write(tmp_path / "a.mp4", "aac", 48_000, 8)
    rows = np.concatenate(list(SoundReader(path, apart=8).rows()), axis=1)
    assert np.flatnonzero(np.abs(rows).max(axis=1) > 0.3).tolist() == [7]


def test_a_long_damaged_stretch_does_not_end_the_track(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", "aac", seconds=12.0)
    content = bytearray(path.read_bytes())
    third = len(content) // 3
    rng = np.random.default_rng(1)
    for at in range(third, 2 * third, 40):
        content[at : at + 4] = rng.bytes(4)
    path.write_bytes(content)
    reader = SoundReader(path)
    sound = np.concatenate(list(reader.blocks()))
    assert len(sound) / RATE == pytest.approx(12.0, abs=0.5)


def test_what_a_file_promises_and_does_not_hold_is_a_hole(tmp_path: Path) -> None:
    """An index at the front, and half of what it counts."""
    path = tmp_path / "a.mp4"
    write(path, "aac", seconds=20.0, options={"movflags": "faststart"})
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    reader = SoundReader(path)
    given = sum(map(len, reader.blocks()))
    assert 8.0 < given / RATE < 12.0
    assert reader.holes[-1] == (given, pytest.approx(20 * RATE, abs=RATE / 4))


@pytest.mark.parametrize("codec", ["pcm_u8", "pcm_s24le", "pcm_f32le", "pcm_f64le", "pcm_mulaw"])
def test_every_kind_of_sample_is_scaled_alike(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path / "a.wav", codec, 48_000, 2)
    rows = np.concatenate(list(SoundReader(path, apart=2).rows()), axis=1)
    assert np.abs(rows).max(axis=1) == pytest.approx([0.0, 0.5, 0.0], abs=0.03)
