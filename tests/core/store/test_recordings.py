"""Recordings in the library come back as they went in, and go without a trace."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.model.media import Gap, Marker, Recording, Role, Track
from stormdat_core.paths import AppPaths
from stormdat_core.store import NotStored, Store


def recording(number: int = 1, **changes: object) -> Recording:
    values: dict[str, object] = {
        "id": f"{number:032x}",
        "path": Path(f"/recordings/caf\udce9 {number}.mp4"),
        "title": f"Review {number}",
        "started": datetime(2026, 3, number, 9, 30, tzinfo=UTC),
        "duration_ms": 61_500,
        "size": 3 * 2**40,
        "sha256": "ab" * 32,
        "marking": "CUI//SP-PRVCY",
        "width": 1920,
        "height": 1080,
        "tracks": (Track(Role.SCREEN, "vp9"), Track(Role.MICROPHONE, "opus", "Headset", 12.5)),
        "gaps": (Gap(Role.SYSTEM, 1000, 2500, "The device was unplugged."),),
        "markers": (Marker(4000, "Decision"), Marker(5000)),
        "frames": 900,
        "dropped": 3,
        "recovered": True,
    }
    return Recording(**(values | changes))  # type: ignore[arg-type]


def test_a_recording_comes_back_as_it_went_in(store: Store) -> None:
    for number in (1, 2):
        store.recordings.put(recording(number), stamp=2**62 + number)
    assert store.recordings.get(recording(1).id) == recording(1)
    assert store.recordings.stamps() == {recording(1).path: 2**62 + 1, recording(2).path: 2**62 + 2}


def test_the_newest_stands_first(store: Store) -> None:
    for number in (2, 3, 1):
        store.recordings.put(recording(number), stamp=0)
    page = store.recordings.page(limit=2)
    assert (page.total, [each.title for each in page.items]) == (3, ["Review 3", "Review 2"])
    assert [each.title for each in store.recordings.page(offset=2).items] == ["Review 1"]


def test_a_changed_sidecar_replaces_the_row(store: Store) -> None:
    store.recordings.put(recording(), stamp=1)
    store.recordings.put(recording(title="Design review"), stamp=2)
    assert store.recordings.get(recording().id).title == "Design review"
    assert store.recordings.page().total == 1


def test_what_is_deleted_is_nowhere_any_more(store: Store, tmp_path: Path) -> None:
    secret = "Merger with Contoso"
    store.recordings.put(recording(title=secret, markers=(Marker(1, secret),)), stamp=1)
    assert traces(tmp_path, secret)
    assert store.recordings.delete(recording().id)
    assert traces(tmp_path, secret) == []
    with pytest.raises(NotStored):
        store.recordings.get(recording().id)
    with pytest.raises(NotStored):
        store.recordings.delete(recording().id)


def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    with Store.open(AppPaths.below(tmp_path / "own")) as store:
        store.recordings.put(recording(), stamp=7)
    with Store.open(AppPaths.below(tmp_path / "own")) as store:
        assert store.recordings.get(recording().id) == recording()


def traces(folder: Path, text: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
