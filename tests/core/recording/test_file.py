"""What a recording holds after a clean end: tracks, times, pauses, the banner, what a live transcript reads."""

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from stormdat_core.errors import RecordingBroken
from stormdat_core.model.media import Role
from stormdat_core.recording.capture.blocks import Picture, Silence
from stormdat_core.recording.files import names
from stormdat_core.recording.files.journal import read_journal
from stormdat_core.recording.files.sidecar import read_sidecar, sha256_of
from stormdat_core.recording.unfinished.recovery import events_of, unfinished
from stormdat_core.recording.unfinished.remux import is_fragmented
from tests.core.recording.studio import Studio, beeps, level, pictures_of, plain, sound_of, starts, tone

DARK, LIGHT = plain(320, 180, 20), plain(320, 180, 235)
PACKET = 0.061
"""Seconds by which the last packet, decoded whole, may reach beyond the end."""
BOTH = {Role.MICROPHONE: tone(440), Role.SYSTEM: tone(1500)}


def flashing(seconds: float) -> Picture:
    return LIGHT if seconds % 1 < 0.2 and seconds >= 0.9 else DARK


def hears(samples: np.ndarray, hertz: float, begin: float, end: float) -> float:
    """Return how loud a tone is in a span."""
    part = samples[int(begin * 48_000) : int(end * 48_000)]
    turn = np.exp(-2j * np.pi * hertz * np.arange(len(part)) / 48_000)
    return float(2 * abs(part @ turn) / len(part))


def test_tracks_stand_in_order_and_hold_their_source(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.run(3.0, BOTH, flashing)
    recording = studio.file.finish()
    assert [track.role for track in recording.tracks] == [Role.SCREEN, Role.MIX, Role.MICROPHONE, Role.SYSTEM]
    with av.open(str(recording.path)) as media:
        assert [stream.codec_context.name for stream in media.streams] == ["libvpx-vp9", *["opus"] * 3] or [
            stream.type for stream in media.streams
        ] == ["video", *["audio"] * 3]
    mix, microphone, system = (sound_of(recording.path, number) for number in range(3))
    assert hears(mix, 440, 1, 2) == pytest.approx(0.3, abs=0.02)
    assert hears(mix, 1500, 1, 2) == pytest.approx(0.3, abs=0.02)
    assert hears(microphone, 440, 1, 2) == pytest.approx(0.3, abs=0.02)
    assert hears(microphone, 1500, 1, 2) < 0.003
    assert hears(system, 1500, 1, 2) == pytest.approx(0.3, abs=0.02)
    assert hears(system, 440, 1, 2) < 0.003
    assert recording.duration_ms == pytest.approx(3000, abs=1)
    assert len(mix) / 48_000 == pytest.approx(3.0, abs=PACKET)


def test_file_sidecar_and_journal_agree(tmp_path: Path) -> None:
    studio = Studio(tmp_path, marking="CUI")
    studio.run(1.5, BOTH, flashing)
    studio.file.marker(studio.clock.now, "Decision")
    studio.run(0.5, BOTH, flashing)
    recording = studio.file.finish()
    assert recording == read_sidecar(studio.file.files.sidecar)
    assert recording.sha256 == sha256_of(recording.path)
    assert recording.markers[0].at_ms == pytest.approx(1500, abs=1)
    assert recording.markers[0].note == "Decision"
    assert " CUI Review" in recording.path.name
    assert not is_fragmented(recording.path)
    events = [line["event"] for line in read_journal(studio.file.files.journal)]
    assert events == ["opened", "started", "marker", "stopped", "done"]
    assert unfinished(tmp_path) == []


def test_flash_and_beep_stay_together(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.run(6.0, {Role.MICROPHONE: beeps, Role.SYSTEM: beeps}, flashing, frame_rate=30)
    recording = studio.file.finish()
    heard = starts(sound_of(recording.path, 0))
    assert np.abs(heard - np.round(heard)).max() < 0.001
    bright = [(second, grey[90, 160] > 128) for second, grey in pictures_of(recording.path)]
    flashes = [second for (_, before), (second, now) in pairwise(bright) if now and not before]
    assert len(flashes) == len(heard) == 5
    assert np.abs(np.array(flashes) - heard).max() < 1 / 30 + 0.002


def test_pause_cuts_all_tracks_at_the_same_moment(tmp_path: Path) -> None:
    def secret(seconds: np.ndarray) -> np.ndarray:
        return np.where((seconds >= 2) & (seconds < 3), tone(3000)(seconds), tone(440)(seconds))

    sounds = {Role.MICROPHONE: secret, Role.SYSTEM: secret}
    studio = Studio(tmp_path, live=True)
    studio.run(2.0, sounds, lambda _: DARK)
    studio.file.pause(studio.clock.now)
    studio.run(1.0, sounds, lambda _: LIGHT)
    studio.file.resume(studio.clock.now)
    studio.run(2.0, sounds)
    recording = studio.file.finish()
    assert recording.duration_ms == pytest.approx(4000, abs=1)
    mix = sound_of(recording.path, 0)
    assert len(mix) / 48_000 == pytest.approx(4.0, abs=PACKET)
    assert max(hears(mix, 3000, begin, begin + 0.2) for begin in np.arange(0, 3.8, 0.1)) < 0.005
    shown = {round(second, 2): grey[90, 160] for second, grey in pictures_of(recording.path)}
    assert max(grey for second, grey in shown.items() if second < 1.99) < 60
    assert min(grey for second, grey in shown.items() if second > 2.3) > 200  # what changed meanwhile
    assert recording.gaps == ()
    assert studio.file.files.spool(Role.SYSTEM).stat().st_size == pytest.approx(4 * 32_000, abs=64)


def test_source_that_is_silent_at_first_is_filled_by_the_clock(tmp_path: Path) -> None:
    studio = Studio(tmp_path, size=None)
    studio.run(3.0, {Role.MICROPHONE: beeps})
    studio.run(3.0, {Role.MICROPHONE: beeps, Role.SYSTEM: beeps})
    recording = studio.file.finish()
    system = sound_of(recording.path, 2)
    assert len(system) / 48_000 == pytest.approx(6.0, abs=PACKET)
    assert level(system, 0, 2.9) < 1e-4
    assert starts(system) == pytest.approx([3, 4, 5], abs=0.001)
    (gap,) = recording.gaps
    assert (gap.role, gap.start_ms) == (Role.SYSTEM, 0)
    assert gap.end_ms == pytest.approx(2990, abs=12)


def test_source_that_goes_leaves_a_gap_and_comes_back_in_time(tmp_path: Path) -> None:
    studio = Studio(tmp_path, size=None, roles=[Role.MICROPHONE])
    studio.run(2.0, {Role.MICROPHONE: beeps})
    studio.file.sound(Role.MICROPHONE, Silence(studio.clock.now, "Headset is gone."))
    studio.run(2.0)
    studio.run(2.0, {Role.MICROPHONE: beeps})
    recording = studio.file.finish()
    assert starts(sound_of(recording.path, 1)) == pytest.approx([1, 4, 5], abs=0.001)
    (gap,) = recording.gaps
    assert gap.reason == "Headset is gone."
    assert gap.start_ms == pytest.approx(1990, abs=2)
    assert gap.end_ms == pytest.approx(3990, abs=12)


def test_sleep_of_the_machine_is_cut_out(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.run(2.0, BOTH, lambda _: DARK)
    studio.jump(3600.0)
    studio.run(2.0, BOTH, lambda _: LIGHT)
    recording = studio.file.finish()
    assert recording.duration_ms == pytest.approx(4000, abs=100)
    assert len(sound_of(recording.path, 0)) / 48_000 == pytest.approx(
        recording.duration_ms / 1000, abs=PACKET
    )
    jump = next(line for line in read_journal(studio.file.files.journal) if line["event"] == "jump")
    assert jump["seconds"] == pytest.approx(3600, abs=0.1)
    times = [second for second, _ in pictures_of(recording.path)]
    assert times == sorted(set(times))
    assert times[-1] < 4.2


def test_still_screen_is_said_to_be_still_without_encoding(tmp_path: Path) -> None:
    studio = Studio(tmp_path, speed=1.0)
    shown: list[Picture | None] = [DARK]
    studio.run(3.0, BOTH, lambda _: shown.pop() if shown else None)
    recording = studio.file.finish()
    with av.open(str(recording.path)) as media:
        packets = [packet for packet in media.demux(video=0) if packet.size]
    assert [packet.size for packet in packets[1:]] == [1] * (len(packets) - 1)
    times = [float(packet.pts * packet.time_base) for packet in packets]
    assert max(later - earlier for earlier, later in pairwise(times)) < 0.75
    assert times[-1] == pytest.approx(3.0, abs=0.01)
    assert len(list(pictures_of(recording.path))) == recording.frames == len(packets)


def test_live_sound_stands_where_it_is_heard(tmp_path: Path) -> None:
    studio = Studio(tmp_path, size=None, live=True)
    studio.run(4.0, {Role.MICROPHONE: beeps})
    studio.file.finish()
    raw = (
        np.frombuffer(studio.file.files.spool(Role.MICROPHONE).read_bytes(), "<i2").astype(np.float32) / 32768
    )
    assert len(raw) / 16_000 == pytest.approx(4.0, abs=0.001)
    assert starts(raw, 16_000) == pytest.approx([1, 2, 3], abs=0.001)
    other = np.frombuffer(studio.file.files.spool(Role.SYSTEM).read_bytes(), "<i2")
    assert len(other) == len(raw)
    assert not other.any()


@pytest.mark.parametrize("size", [(321, 181), (64, 48)], ids=["odd", "small"])
def test_any_size_of_screen_can_be_recorded(tmp_path: Path, size: tuple[int, int]) -> None:
    studio = Studio(tmp_path, size=size, roles=[], marking="SECRET//NOFORN")
    studio.run(1.0, picture=lambda seconds: plain(*size, round(50 + seconds * 100)))
    recording = studio.file.finish()
    last = list(pictures_of(recording.path))[-1][1]
    assert (recording.width, recording.height) == (last.shape[1], last.shape[0])
    assert last[last.shape[0] // 2, size[0] // 2] == pytest.approx(50 * 219 / 255 + 16 + 80, abs=12)


def test_screen_that_changes_its_size_keeps_the_videos_size(tmp_path: Path) -> None:
    studio = Studio(tmp_path, roles=[])
    studio.run(0.5, picture=lambda _: DARK)
    studio.run(0.5, picture=lambda _: plain(640, 200, 235))
    recording = studio.file.finish()
    assert {grey.shape for _, grey in pictures_of(recording.path)} == {(180, 320)}


def test_what_comes_after_the_stop_is_left_out(tmp_path: Path) -> None:
    studio = Studio(tmp_path, size=None)
    studio.run(2.0, BOTH)
    stopped = studio.clock.now
    studio.run(0.2, BOTH)
    recording = studio.file.finish(stopped)
    assert 2000 <= recording.duration_ms < 2200
    assert len(sound_of(recording.path, 0)) / 48_000 == pytest.approx(
        recording.duration_ms / 1000, abs=PACKET
    )


def test_abandoned_recording_leaves_nothing(tmp_path: Path) -> None:
    studio = Studio(tmp_path, live=True)
    studio.run(1.0, BOTH, flashing)
    studio.file.abandon()
    assert list(tmp_path.iterdir()) == []


def test_recording_stopped_before_anything_came_leaves_nothing(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    with pytest.raises(RecordingBroken, match="before anything came"):
        studio.file.finish()
    assert list(tmp_path.iterdir()) == []


def test_equal_names_are_numbered(tmp_path: Path) -> None:
    studios = [Studio(tmp_path, size=None), Studio(tmp_path, size=None)]
    for studio in studios:
        studio.run(0.2, BOTH)
    names = {studio.file.files.stem for studio in studios}
    for studio in studios:
        studio.file.finish()
    assert len(names) == 2


def test_marking_that_cannot_be_drawn_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RecordingBroken, match="机"):
        Studio(tmp_path, marking="机密")
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingBroken, match="absent"):
        Studio(tmp_path / "absent")


def test_sidecar_says_what_the_journal_said_of_the_start(tmp_path: Path) -> None:
    studio = Studio(tmp_path, marking="SECRET")
    studio.run(0.6, BOTH, flashing)
    recording = studio.file.finish()
    opened = json.loads(studio.file.files.journal.read_text().splitlines()[0])
    assert (opened["id"], opened["marking"]) == (recording.id, recording.marking) == (recording.id, "SECRET")
    assert (opened["width"], opened["height"]) == (recording.width, recording.height)


def test_names_that_another_recorder_takes_at_the_same_moment_stay_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Studio(tmp_path, size=None)
    taken = first.file.files
    answers = [taken]  # what a look at the folder said before the other one took the names
    monkeypatch.setattr(
        "stormdat_core.recording.files.writing.free_files",
        lambda *wanted: answers.pop() if answers else names.free_files(*wanted),
    )
    second = Studio(tmp_path, size=None)
    for studio in (first, second):
        studio.run(0.2, BOTH)
        studio.file.finish()
    assert second.file.files.stem == taken.stem + " (2)"
    assert taken.media.exists()


def test_what_happened_to_a_source_stands_in_sidecar_and_journal(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.run(1.0, BOTH, flashing)
    assert studio.file.happened(Role.SYSTEM, "Speakers went; Headphones are recorded.") == pytest.approx(
        1000, abs=1
    )
    studio.run(0.5, BOTH, flashing)
    studio.file.happened(Role.SCREEN, "The screen has another size.")
    studio.run(0.5, BOTH, flashing)
    recording = studio.file.finish()
    assert [(each.role, each.text) for each in recording.events] == [
        (Role.SYSTEM, "Speakers went; Headphones are recorded."),
        (Role.SCREEN, "The screen has another size."),
    ]
    assert recording == read_sidecar(studio.file.files.sidecar)
    assert recording.events == events_of(read_journal(studio.file.files.journal))
