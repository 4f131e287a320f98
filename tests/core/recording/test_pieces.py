"""Small parts of the recorder's file: names, disk, sidecar, journal, banner, repeated pictures, resampling."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from stormdat_core.errors import DiskFull, RecordingBroken
from stormdat_core.model.media import Gap, Marker, Recording, Role, Track
from stormdat_core.recording.encoding import marking_strip
from stormdat_core.recording.encoding.vp9 import show_again, slot_of
from stormdat_core.recording.files.disk_space import DiskGuard
from stormdat_core.recording.files.journal import Journal, owner, owner_lives, read_journal
from stormdat_core.recording.files.names import files_of, free_files
from stormdat_core.recording.files.sidecar import read_sidecar, write_sidecar
from stormdat_core.recording.sound.live_copy import Thirds
from stormdat_core.recording.sound.mixing import mixed
from stormdat_core.recording.sound.resampling import Stretcher
from tests.core.recording.studio import Studio, pictures_of, plain

STARTED = datetime(2026, 11, 20, 14, 2, 12, tzinfo=UTC)


# --- names


@pytest.mark.parametrize(
    ("marking", "title", "expected"),
    [
        ("", "", ""),
        ("CUI", "Design review", " CUI Design review"),
        ("SECRET//REL TO USA, GBR", "a/b\\c: <d>?", " SECRET-REL TO USA, GBR a-b-c d"),
        ("", "ends with dots...", " ends with dots"),
        ("", "x" * 300, " " + "x" * 80),
        ("", "語" * 80, " " + "語" * 33),
    ],
)
def test_stem(tmp_path: Path, marking: str, title: str, expected: str) -> None:
    files = free_files(tmp_path, STARTED, marking, title)
    assert files.stem == STARTED.astimezone().strftime("%Y-%m-%d %H%M%S") + expected
    files.journal.touch()
    assert free_files(tmp_path, STARTED, marking, title).stem == files.stem + " (2)"


def test_files_belong_together(tmp_path: Path) -> None:
    files = free_files(tmp_path, STARTED, "", "v1.2 of it")
    for path in (files.media, files.journal, files.sidecar):
        assert files_of(path) == files


# --- disk


def test_start_is_refused_under_two_gigabytes(tmp_path: Path) -> None:
    DiskGuard(tmp_path, lambda _: 2_000_000_000).check_start()
    with pytest.raises(DiskFull, match=r"1\.9 GB are free"):
        DiskGuard(tmp_path, lambda _: 1_900_000_000).check_start()
    with pytest.raises(DiskFull, match="cannot be reached"):
        DiskGuard(tmp_path / "absent").check_start()


def test_minutes_left_follow_the_measured_rate(tmp_path: Path) -> None:
    guard = DiskGuard(tmp_path, lambda _: 1_100_000_000)
    assert guard.minutes_left() is None
    for second in range(300):
        guard.note(second, second * (100_000 if second < 150 else 200_000))
    assert guard.minutes_left() == pytest.approx(600_000_000 / 200_000 / 60, rel=0.01)
    assert not guard.must_stop()


def test_recording_has_to_end_at_half_a_gigabyte(tmp_path: Path) -> None:
    assert not DiskGuard(tmp_path, lambda _: 500_000_001).must_stop()
    assert DiskGuard(tmp_path, lambda _: 500_000_000).must_stop()


def test_a_folder_that_is_gone_says_nothing_of_the_room_there_was(tmp_path: Path) -> None:
    guard = DiskGuard(tmp_path / "here")
    guard.folder.mkdir()
    assert not guard.must_stop()
    guard.folder.rmdir()
    assert not guard.must_stop()  # the recorder itself notices that its file is gone, and goes on elsewhere


# --- sidecar and journal


def test_sidecar_says_everything_of_a_recording(tmp_path: Path) -> None:
    recording = Recording(
        "0" * 32, tmp_path / "r.mp4", "Título “1”", STARTED, 61_000, 5, "ab", "CUI", 10, 20,
        (Track(Role.SCREEN, "vp9"), Track(Role.SYSTEM, "opus", "Speakers", -12.5)),
        (Gap(Role.SYSTEM, 1, 2, "Gone."),), (Marker(3, "note"),), 900, 4, True,
    )  # fmt: skip
    path = write_sidecar(recording)
    assert path.name == "r.recording.json"
    assert read_sidecar(path) == recording
    moved = path.rename(tmp_path / "elsewhere.recording.json")
    assert read_sidecar(moved).path.parent == tmp_path


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 2}', '{"format": 1, "id": 5}', "null"])
def test_sidecar_of_something_else_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.recording.json"
    path.write_text(text)
    with pytest.raises(RecordingBroken, match=r"r\.recording\.json"):
        read_sidecar(path)


def test_journal_is_there_before_its_writer_goes_on(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.write("opened", id="1")
    assert read_journal(tmp_path / "j") == [{"event": "opened", "id": "1"}]
    with pytest.raises(FileExistsError):
        Journal(tmp_path / "j")
    journal.close()
    journal.write("late")
    assert journal.broken


def test_owner_lives_only_as_the_same_process() -> None:
    me = owner()
    assert owner_lives(me)
    assert not owner_lives({**me, "process_started": 1.0})
    assert not owner_lives({**me, "host": "another"})
    assert not owner_lives({})


# --- banner


@pytest.mark.parametrize(
    "marking",
    [
        "UNCLASSIFIED",
        "CUI//SP-EXPT",
        "CONFIDENTIAL",
        "SECRET//NOFORN",
        "TOP SECRET",
        "TOP SECRET//SI",
        "OFFICIAL-SENSITIVE",
    ],
)
def test_letters_stand_out_from_their_paper(marking: str) -> None:
    paper = marking_strip.colour_of(marking)
    light, dark = sorted(
        (marking_strip.luminance(paper), marking_strip.luminance(marking_strip.ink_on(paper))), reverse=True
    )
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_banner_stands_above_and_below_and_covers_nothing(tmp_path: Path) -> None:
    studio = Studio(tmp_path, size=(640, 360), roles=[], marking="SECRET//NOFORN")
    studio.run(0.4, picture=lambda _: plain(640, 360, 128))
    recording = studio.file.finish()
    tall = marking_strip.strip_height("SECRET//NOFORN", 360)
    assert recording.height == 360 + 2 * tall
    _, grey = list(pictures_of(recording.path))[-1]
    middle = grey[tall + 2 : -tall - 2].astype(int)
    assert np.abs(middle - 126).max() < 12
    top, bottom = grey[:tall].astype(int), grey[-tall:].astype(int)
    assert np.abs(top - bottom).mean() < 6
    wanted = marking_strip.strip("SECRET//NOFORN", 640, 360).to_ndarray(format="gray").astype(int)
    assert np.corrcoef(top.ravel(), wanted.ravel())[0, 1] > 0.97


def test_long_marking_is_made_to_fit(tmp_path: Path) -> None:
    frame = marking_strip.strip("TOP SECRET//SI//ORCON/REL TO USA, AUS, CAN, GBR, NZL " * 3, 320, 180)
    grey = frame.to_ndarray(format="gray").astype(int)
    assert frame.width == 320
    assert np.ptp(grey[:, :2]) <= 1  # letters end before the edge
    assert np.ptp(grey) > 150


def test_accents_and_dashes_are_simplified_and_other_letters_refused() -> None:
    marking_strip.check_drawable("DIFFUSION RESTREINTE – Žluťoučký")
    with pytest.raises(RecordingBroken, match="секр"):
        marking_strip.check_drawable("секретно")


# --- the last picture again


def test_one_byte_shows_the_last_picture_again() -> None:
    encoder = av.CodecContext.create("libvpx-vp9", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.gop_size = 96, 64, "yuv420p", 12
    encoder.time_base = Fraction(1, 30)
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    decoder = av.CodecContext.create("vp9", "r")
    chance = np.random.default_rng(4)
    for number in range(40):
        picture = chance.integers(0, 255, (64, 96, 3), dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p")
        frame.pts = number
        (packet,) = encoder.encode(frame)
        slot = slot_of(bytes(packet)[:4])
        assert slot is not None
        (first,) = decoder.decode(packet)
        (again,) = decoder.decode(av.Packet(show_again(slot)))
        assert np.array_equal(first.to_ndarray(), again.to_ndarray())


@pytest.mark.parametrize(
    ("head", "slot"),
    [
        pytest.param(bytes([0b10000010, 0, 0, 0]), 0, id="key frame"),
        pytest.param(bytes([0b10000110, 0b00_000000, 0b11_000000, 0]), 0, id="kept in 0 and 1"),
        pytest.param(bytes([0b10000110, 0b00_000001, 0b00_000000, 0]), 2, id="kept in 2"),
        pytest.param(bytes([0b10000111, 0b00001000, 0, 0]), 3, id="resilient, kept in 3"),
        pytest.param(bytes([0b10000110, 0b00_000000, 0b00_111111, 0]), None, id="kept nowhere"),
        pytest.param(bytes([0b10000100, 0, 0, 0]), None, id="not shown"),
        pytest.param(bytes([0b10001000]), None, id="shows another"),
        pytest.param(bytes([0b10010110, 0xFF, 0xFF, 0]), None, id="another profile"),
    ],
)
def test_slot_of_a_packet(head: bytes, slot: int | None) -> None:
    assert slot_of(head) == slot


# --- sound


def test_stretched_tone_is_still_that_tone() -> None:
    seconds = np.arange(48_000 * 2) / 48_000
    stretcher = Stretcher(1)
    step = 1.0003
    out = np.concatenate(
        [
            stretcher.feed(np.sin(2 * np.pi * 3000 * block).astype(np.float32)[:, None], step)
            for block in np.split(seconds, 200)
        ]
    )[:, 0]
    wanted = np.sin(2 * np.pi * 3000 * np.arange(len(out)) * step / 48_000)
    noise = np.sqrt(np.mean((out - wanted)[100:-100] ** 2)) / np.sqrt(0.5)
    assert 20 * np.log10(noise) < -60
    assert len(out) == pytest.approx(len(seconds) / step, abs=12)


def test_third_of_the_samples_stands_at_the_same_times_without_images() -> None:
    seconds = np.arange(48_000) / 48_000
    thirds = Thirds()
    heard = (np.sin(2 * np.pi * 1000 * seconds) + np.sin(2 * np.pi * 9000 * seconds)).astype(np.float32)
    out = np.concatenate(
        [*(thirds.feed(block) for block in np.split(heard, [7, 500, 4801, 4802])), thirds.flush()]
    )
    assert len(out) == 16_000
    wanted = np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000)
    assert np.abs(out - wanted)[100:-100].max() < 0.005


def test_mix_is_the_sum_and_never_cut() -> None:
    one = np.full((4, 1), 0.3, np.float32)
    two = np.full((4, 2), 0.4, np.float32)
    assert mixed([one, two]) == pytest.approx(0.7)
    loud = mixed([np.full((4, 2), 0.9, np.float32)] * 2)
    assert 0.95 < float(loud.max()) < 1.0
    assert mixed([one]).shape == (4, 2)
