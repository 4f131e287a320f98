"""Recordings whose recorder is gone: found, made ordinary, described; living and finished ones left alone."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from stormdat_core.atomic import PREFIX
from stormdat_core.errors import OutputRefused, RecordingBroken
from stormdat_core.model.media import Role
from stormdat_core.recording.files.journal import read_journal
from stormdat_core.recording.files.names import files_of
from stormdat_core.recording.files.sidecar import read_sidecar, sha256_of
from stormdat_core.recording.unfinished import remux
from stormdat_core.recording.unfinished.recovery import recover, recover_all, unfinished
from stormdat_core.recording.unfinished.remux import is_fragmented, survey
from tests.core.recording.studio import Studio, pictures_of, plain, sound_of, tone

SOUNDS = {Role.MICROPHONE: tone(440), Role.SYSTEM: tone(1500)}


def unfinished_copy(tmp_path: Path, seconds: float = 3.0) -> Path:
    """Return the media file of a recording as a kill would leave it: a copy taken while it grows, its owner dead."""
    growing = tmp_path / "growing"
    growing.mkdir()
    studio = Studio(growing)
    studio.run(seconds / 2, SOUNDS, lambda second: plain(320, 180, round(40 + 60 * second)))
    studio.file.marker(studio.clock.now, "Here")
    studio.file.checkpoint()
    studio.run(seconds / 2, SOUNDS, lambda second: plain(320, 180, round(40 + 60 * second)))
    studio.settle()
    copy = tmp_path / "killed"
    shutil.copytree(growing, copy)
    studio.file.abandon()
    media = next(copy.glob("*.mp4"))
    bury_owner(files_of(media).journal)
    return media


def bury_owner(journal: Path) -> None:
    """Say that the journal's owner began at another time, so that its number now belongs to somebody else."""
    first, *rest = journal.read_text().splitlines(keepends=True)
    facts = json.loads(first)
    facts["owner"]["process_started"] -= 1000
    journal.write_text(json.dumps(facts) + "\n" + "".join(rest))


def packets_of(path: Path) -> list[tuple[int, int | None, bytes]]:
    with av.open(str(path)) as media:
        return sorted(
            (packet.stream_index, packet.pts or 0, bytes(packet)) for packet in media.demux() if packet.size
        )


def test_repaired_file_has_every_packet_and_is_ordinary(tmp_path: Path) -> None:
    media = unfinished_copy(tmp_path)
    before = packets_of(media)
    assert is_fragmented(media)
    recording = recover(media)
    assert not is_fragmented(media)
    assert packets_of(media) == before
    assert recording.recovered
    assert recording.duration_ms > 1500
    assert 1000 < len(sound_of(media)) / 48 < recording.duration_ms + 61
    assert len(list(pictures_of(media))) == recording.frames


def test_sidecar_and_journal_are_completed(tmp_path: Path) -> None:
    media = unfinished_copy(tmp_path)
    (found,) = unfinished(media.parent)
    assert (found.path, found.title, found.size) == (media, "Review", media.stat().st_size)
    recording = recover(found.path)
    assert read_sidecar(files_of(media).sidecar) == recording
    assert recording.sha256 == sha256_of(media)
    assert recording.id == found.id
    assert [track.role for track in recording.tracks] == [Role.SCREEN, Role.MIX, *SOUNDS]
    assert [(round(marker.at_ms, -1), marker.note) for marker in recording.markers] == [(1500, "Here")]
    events = [line["event"] for line in read_journal(files_of(media).journal)]
    assert events[-4:] == ["recovering", "stopped", "recovered", "done"]
    assert unfinished(media.parent) == []
    assert recover(media) == recording  # a second time reads it
    assert not list(media.parent.glob(PREFIX + "*"))


def test_journal_that_was_cut_off_in_a_line_is_read_and_continued(tmp_path: Path) -> None:
    media = unfinished_copy(tmp_path)
    journal = files_of(media).journal
    journal.write_bytes(journal.read_bytes() + b'{"event": "mark')
    assert recover(media).recovered
    assert read_journal(journal)[-1]["event"] == "done"


@pytest.mark.parametrize("keep", [0.99, 0.7, 0.4])
def test_file_that_ends_anywhere_is_repaired(tmp_path: Path, keep: float) -> None:
    media = unfinished_copy(tmp_path)
    whole = survey(media).duration_ms
    data = media.read_bytes()
    media.write_bytes(data[: int(len(data) * keep)])
    recording = recover(media)
    assert 0 < recording.duration_ms <= whole
    assert sum(1 for _ in pictures_of(media)) == recording.frames
    assert len(sound_of(media)) > 0


def test_kill_between_index_and_head_of_the_file(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.run(2.0, SOUNDS, lambda second: plain(320, 180, round(40 + 60 * second)))
    recording = studio.file.finish()
    files = studio.file.files
    before = packets_of(files.media)
    data = bytearray(files.media.read_bytes())
    head = data.index(b"mdat") - 4
    data[head : head + 8] = (40).to_bytes(4, "big") + b"free"  # what stands there until the very last write
    files.media.write_bytes(data)
    lines = [line for line in files.journal.read_text().splitlines(keepends=True) if '"done"' not in line]
    files.journal.write_text("".join(lines))
    bury_owner(files.journal)
    files.sidecar.unlink()
    assert is_fragmented(files.media)
    again = recover(files.media)
    assert packets_of(files.media) == before
    assert again.duration_ms == pytest.approx(recording.duration_ms, abs=10)


def test_kill_before_the_sidecar_leaves_only_that_to_do(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.run(1.0, SOUNDS, lambda _: plain(320, 180, 90))
    recording = studio.file.finish()
    files = studio.file.files
    lines = [line for line in files.journal.read_text().splitlines(keepends=True) if '"done"' not in line]
    files.journal.write_text("".join(lines))
    bury_owner(files.journal)
    files.sidecar.unlink()
    assert recover(files.media).sha256 == recording.sha256


def test_recording_that_is_under_way_is_left_alone(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.run(1.0, SOUNDS, lambda _: plain(320, 180, 90))
    assert unfinished(tmp_path) == []
    with pytest.raises(RecordingBroken, match="still being recorded"):
        recover(studio.file.files.media)
    studio.file.finish()


def test_nothing_on_the_disk_is_said_once_and_not_offered_again(tmp_path: Path) -> None:
    media = unfinished_copy(tmp_path)
    media.write_bytes(b"")
    with pytest.raises(RecordingBroken, match="nothing to repair"):
        recover(media)
    assert unfinished(media.parent) == []
    assert media.exists()


def test_repair_without_room_leaves_the_damaged_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = unfinished_copy(tmp_path)
    data = media.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (error,) = recover_all(media.parent)
    monkeypatch.undo()
    assert isinstance(error, OutputRefused)
    assert media.read_bytes() == data
    assert [one.path for one in unfinished(media.parent)] == [media]
    assert recover(media).recovered


def test_other_files_in_the_folder_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "holiday.mp4").write_bytes(b"not ours")
    (tmp_path / "odd.journal.jsonl").write_bytes(b'["no journal"]\n')
    (tmp_path / "empty.journal.jsonl").write_bytes(b"")
    assert unfinished(tmp_path) == []
    with pytest.raises(RecordingBroken, match="no journal"):
        recover(tmp_path / "holiday.mp4")


@pytest.mark.skipif(os.name == "nt", reason="kills with a POSIX signal")
def test_killed_recorders_lose_little(tmp_path: Path) -> None:
    """Two of the kills of which tests/bench/test_recording_kills.py makes forty and says what they take."""
    chance = random.Random()
    recorders = []
    for kind in ("moving", "still"):
        command = [sys.executable, "-m", "tests.core.recording.writer", str(tmp_path), kind]
        recorders.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    begun = [json.loads(recorder.stdout.readline()) for recorder in recorders if recorder.stdout]
    killed = []
    for recorder, facts in zip(recorders, begun, strict=True):
        time.sleep(max(0.0, facts["origin"] + chance.uniform(2.0, 2.6) - time.monotonic()))
        killed.append(time.monotonic() - facts["origin"])
        recorder.kill()
        recorder.communicate()
    for elapsed, one in zip(killed, unfinished(tmp_path), strict=True):
        recording = recover(one.path)
        assert 0 < recording.duration_ms / 1000 <= elapsed  # how much is lost, a busy machine cannot tell
        assert not is_fragmented(one.path)
        assert len(sound_of(one.path, 2)) > 0


def test_copy_that_is_not_complete_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media = unfinished_copy(tmp_path)
    data, real, calls = media.read_bytes(), remux._packets, []

    def packets(source: av.container.InputContainer) -> list[av.Packet]:
        calls.append(source)
        found = list(real(source))
        return found[:-1] if len(calls) == 2 else found  # the second reading is the copy's

    monkeypatch.setattr(remux, "_packets", packets)
    with pytest.raises(RecordingBroken, match="not complete"):
        recover(media)
    assert media.read_bytes() == data


def test_a_repair_keeps_what_happened_to_the_sources(tmp_path: Path) -> None:
    media = unfinished_copy(tmp_path)
    journal = files_of(media).journal
    lines = [
        {"event": "source", "at_ms": 700, "role": "microphone", "text": "Another microphone is recorded."},
        {"event": "source", "at_ms": "soon", "role": "nobody"},
    ]
    journal.write_text(journal.read_text() + "".join(json.dumps(each) + "\n" for each in lines))
    (event,) = recover(media).events
    assert (event.at_ms, event.role, event.text) == (700, Role.MICROPHONE, "Another microphone is recorded.")
    assert read_sidecar(files_of(media).sidecar).events == (event,)
