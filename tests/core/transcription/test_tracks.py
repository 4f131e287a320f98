"""Which tracks are heard and whose they are."""

import json
import os
import threading
from pathlib import Path

import pytest

from stormdat_core.model.media import Role
from stormdat_core.model.transcripts import MediaTrack, Speaker
from stormdat_core.transcription.file_job import of_recording
from stormdat_core.transcription.media.tracks import Origin, believed, origin_of, tracks_to_hear

THREE = tuple(MediaTrack(index) for index in range(3))
ROLES = (Role.MIX, Role.MICROPHONE, Role.SYSTEM)


def sidecar(media: Path, **changes: object) -> None:
    tracks = [{"role": role, "codec": "opus"} for role in ("screen", "mix", "microphone", "system")]
    body = {
        "format": 1,
        "id": "a" * 32,
        "path": media.name,
        "title": "Review",
        "marking": "CUI",
        "tracks": tracks,
    }
    media.with_name(f"{media.stem}.recording.json").write_text(json.dumps({**body, **changes}))


def test_a_recording_is_heard_by_its_two_speakers_and_not_twice(tmp_path: Path) -> None:
    sidecar(tmp_path / "m.mp4")
    origin = origin_of(tmp_path / "m.mp4")
    assert origin == Origin("a" * 32, "Review", "CUI", ROLES)
    heard = tracks_to_hear(THREE, origin)
    assert [(track.index, track.speaker) for track in heard] == [(1, Speaker.ME), (2, Speaker.OTHERS)]


def test_another_file_is_heard_in_its_first_track_or_the_chosen_ones() -> None:
    assert [track.index for track in tracks_to_hear(THREE, Origin())] == [0]
    assert [track.index for track in tracks_to_hear(THREE, Origin(), (2, 0))] == [0, 2]
    assert tracks_to_hear(THREE, Origin(), (7,)) == ()
    assert [track.speaker for track in tracks_to_hear(THREE, Origin(roles=ROLES), (1,))] == [Speaker.ME]


def test_a_recording_without_a_microphone_is_heard_in_what_it_has() -> None:
    two = tracks_to_hear(THREE[:2], Origin(roles=(Role.MIX, Role.SYSTEM)))
    assert [(track.index, track.speaker) for track in two] == [(1, Speaker.OTHERS)]


def test_a_file_that_has_other_tracks_than_its_sidecar_is_any_file() -> None:
    assert [track.speaker for track in tracks_to_hear(THREE[:1], Origin(roles=ROLES))] == [Speaker.UNKNOWN]


@pytest.mark.parametrize(
    "changes",
    [{"path": "other.mp4"}, {"tracks": "no list"}, {"tracks": [{"role": "alien"}]}, {"tracks": None}],
    ids=["another file's", "no tracks", "unknown role", "nothing"],
)
def test_a_sidecar_that_does_not_fit_says_nothing(tmp_path: Path, changes: dict[str, object]) -> None:
    sidecar(tmp_path / "m.mp4", **changes)
    assert origin_of(tmp_path / "m.mp4") == Origin()


def test_a_damaged_or_absent_sidecar_says_nothing(tmp_path: Path) -> None:
    assert origin_of(tmp_path / "m.mp4") == Origin()
    (tmp_path / "m.recording.json").write_bytes(b"\xff[")
    assert origin_of(tmp_path / "m.mp4") == Origin()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_where_the_sidecar_would_be_says_nothing_and_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "m.recording.json")
    found: list[Origin] = []
    asking = threading.Thread(target=lambda: found.append(origin_of(tmp_path / "m.mp4")), daemon=True)
    asking.start()
    asking.join(10)
    assert found == [Origin()]


GAPS = [{"role": "microphone", "start_ms": 1000, "end_ms": 2500, "reason": "The device was unplugged."},
        {"role": "screen", "start_ms": 0, "end_ms": 9000, "reason": "The screen was off."}]  # fmt: skip
EVENTS = [{"at_ms": 65_000, "role": "system", "text": "Headphones are recorded."},
          {"at_ms": 70_000, "role": "screen", "text": "The screen has another size."}]  # fmt: skip


@pytest.mark.parametrize(
    ("speakers", "gaps", "events"),
    [
        ({Speaker.ME, Speaker.OTHERS}, [(1000, 2500, Speaker.ME)], ["1:05: Headphones are recorded."]),
        ({Speaker.ME}, [(1000, 2500, Speaker.ME)], []),
        ({Speaker.OTHERS}, [], ["1:05: Headphones are recorded."]),
    ],
)
def test_what_a_recording_lacks_of_what_is_heard(
    tmp_path: Path, speakers: set[Speaker], gaps: list[tuple[int, int, Speaker]], events: list[str]
) -> None:
    """What happened to the picture concerns nobody who listens."""
    sidecar(tmp_path / "m.mp4", gaps=GAPS, events=EVENTS, sha256="ab")
    origin = origin_of(tmp_path / "m.mp4")
    assert origin.sha256 == "ab"
    lost, told = of_recording(origin, speakers)
    assert [(each.start_ms, each.end_ms, each.speaker) for each in lost] == gaps
    assert all(each.reason == "Nothing was recorded here: The device was unplugged." for each in lost)
    assert told == events


def test_another_file_lacks_nothing() -> None:
    assert of_recording(Origin(), {Speaker.UNKNOWN}) == ([], [])


def test_a_sidecar_of_another_file_is_not_believed(tmp_path: Path) -> None:
    sidecar(tmp_path / "m.mp4", gaps=GAPS, sha256="ab")
    origin = origin_of(tmp_path / "m.mp4")
    assert believed(origin, "ab") == origin
    assert believed(origin, "cd") == Origin()
    sidecar(tmp_path / "m.mp4", gaps=GAPS)  # of a recording that is not finished yet
    unfinished = origin_of(tmp_path / "m.mp4")
    assert believed(unfinished, "cd") == unfinished != Origin()
