"""The recorder with a screen played by the test: disk, time limit, a screen that goes, two who stop at once."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.errors import DiskFull, OutputRefused, SourceLost, WrongStep
from stormdat_core.model.media import RecorderState, RecordingRequest, Role, SourceList
from stormdat_core.recording.capture.base import Sounds
from stormdat_core.recording.capture.blocks import Picture
from stormdat_core.recording.capture.pace import PictureFeed
from stormdat_core.recording.files.sidecar import read_sidecar
from stormdat_core.recording.recorder import Recorder

SIZE = (64, 48)


class Easel:
    """A screen whose picture changes at every look."""

    width, height = SIZE

    def __init__(self) -> None:
        self.gone = False
        self.slow = 0.0
        self.closed = False
        self._chance = np.random.default_rng(1)

    def grab(self) -> Picture | None:
        if self.gone:
            raise SourceLost("The screen is gone.", "Switch it on.")
        time.sleep(self.slow)
        pixels = self._chance.integers(0, 256, SIZE[0] * SIZE[1] * 4, np.uint8)
        return Picture(time.monotonic(), bytearray(pixels.tobytes()), *SIZE)

    def close(self) -> None:
        self.closed = True


class Studio:
    """A machine with that screen and no sound."""

    def __init__(self) -> None:
        self.easel = Easel()

    @property
    def sounds(self) -> Sounds:
        raise AssertionError("nobody asked for sound")

    def sources(self) -> SourceList:
        return SourceList()

    def picture(self, request: RecordingRequest) -> Easel:
        self.easel = Easel()
        return self.easel

    def thumbnail(self, monitor: int, width: int) -> bytes:
        return b""


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def make(studio: Studio) -> Iterator[Callable[..., Recorder]]:
    made: list[Recorder] = []

    def make(**options: object) -> Recorder:
        made.append(Recorder(studio, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for recorder in made:
        recorder.close()


def until(look: Callable[[], object], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_full_disk_is_refused_and_the_screen_closed(
    make: Callable[..., Recorder], studio: Studio, tmp_path: Path
) -> None:
    recorder = make(free=lambda _: 1_900_000_000)
    with pytest.raises(DiskFull, match=r"Only 1\.9 GB are free"):
        recorder.start(RecordingRequest(tmp_path, monitor=1))
    assert recorder.status().state is RecorderState.IDLE
    assert studio.easel.closed
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_ends_the_recording_well(make: Callable[..., Recorder], tmp_path: Path) -> None:
    room = [3_000_000_000]
    recorder = make(free=lambda _: room[0])
    recorder.start(RecordingRequest(tmp_path, monitor=1))
    until(lambda: recorder.status().frames > 3)
    room[0] = 400_000_000
    until(lambda: recorder.status().state is RecorderState.DONE)
    assert "because the disk is nearly full" in recorder.status().message
    (sidecar,) = tmp_path.glob("*.recording.json")
    assert read_sidecar(sidecar).sha256


def test_a_time_limit_is_kept_to_the_picture(make: Callable[..., Recorder], tmp_path: Path) -> None:
    recorder = make()
    recorder.start(RecordingRequest(tmp_path, monitor=1, seconds=0.8))
    until(lambda: recorder.status().state is RecorderState.DONE)
    (sidecar,) = tmp_path.glob("*.recording.json")
    assert read_sidecar(sidecar).duration_ms == pytest.approx(800, abs=70)


def test_a_screen_that_goes_and_comes_back(
    make: Callable[..., Recorder], studio: Studio, tmp_path: Path
) -> None:
    recorder = make()
    recorder.start(RecordingRequest(tmp_path, monitor=1))
    until(lambda: recorder.status().frames > 3)
    studio.easel.gone = True
    until(lambda: not recorder.status().sources[0].alive)
    assert recorder.status().sources[0].trouble == "The screen is gone. Switch it on."
    assert recorder.status().state is RecorderState.RECORDING
    time.sleep(2.2)
    studio.easel.gone = False
    until(lambda: recorder.status().sources[0].alive)
    recording = recorder.stop()
    (gap,) = recording.gaps
    assert gap.role is Role.SCREEN
    assert gap.end_ms - gap.start_ms > 2000


def test_two_who_stop_get_the_same_recording(make: Callable[..., Recorder], tmp_path: Path) -> None:
    recorder = make()
    recorder.start(RecordingRequest(tmp_path, monitor=1))
    until(lambda: recorder.status().frames > 3)
    found = []

    def stop() -> None:
        try:
            found.append(recorder.stop().id)
        except WrongStep:  # the other one was done before this one began
            found.append(recorder.status().recording)

    threads = [threading.Thread(target=stop) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1


def test_looks_that_come_too_late_are_counted(
    make: Callable[..., Recorder], studio: Studio, tmp_path: Path
) -> None:
    recorder = make()
    recorder.start(RecordingRequest(tmp_path, monitor=1, frame_rate=30))
    studio.easel.slow = 0.2
    until(lambda: recorder.status().dropped >= 10)
    recording = recorder.stop()
    assert recording.dropped >= 10
    assert read_sidecar(tmp_path / f"{recording.path.stem}.recording.json").dropped == recording.dropped


def test_a_pause_rests_the_screen(make: Callable[..., Recorder], tmp_path: Path) -> None:
    recorder = make()
    with pytest.raises(WrongStep, match="no sources were chosen"):
        recorder.start(None)
    recorder.start(RecordingRequest(tmp_path, monitor=1))
    until(lambda: recorder.status().frames > 3)
    recorder.pause()
    time.sleep(0.3)
    frames = recorder.status().frames
    time.sleep(0.5)
    assert recorder.status().frames <= frames + 1
    recorder.resume()
    until(lambda: recorder.status().frames > frames + 3)
    assert recorder.marker("after the pause").at_ms < 60_000


def test_an_even_pace_is_kept() -> None:
    easel, seen = Easel(), []
    feed = PictureFeed("Screen 1", easel, 50, lambda at, _: seen.append(at), lambda _: None)
    feed.look(on=True)
    time.sleep(1)
    feed.close()
    assert 40 <= len(seen) + feed.missed <= 52
    assert easel.closed


def test_the_journal_learns_early_what_a_repair_could_not_find(
    make: Callable[..., Recorder], tmp_path: Path
) -> None:
    """Skew and dropped pictures stand in no media file; the journal gets them from the first second on."""
    recorder = make()
    recorder.start(RecordingRequest(tmp_path, monitor=1))
    (journal,) = tmp_path.glob("*.journal.jsonl")
    until(lambda: '"event": "clock"' in journal.read_text("utf-8"))
    recorder.stop()


def running(recorder: Recorder, folder: Path, **more: object) -> Path:
    """Begin to record into a folder and return the media file once it has pictures."""
    recorder.start(RecordingRequest(folder, monitor=1, **more))  # type: ignore[arg-type]
    until(lambda: recorder.status().frames > 3)
    path = recorder.status().path
    assert path is not None
    return path


def said(recorder: Recorder, text: str) -> str:
    until(lambda: text in recorder.status().message, 5)
    return recorder.status().message


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_was_removed_is_said_at_once_and_a_fresh_file_begun(
    make: Callable[..., Recorder], tmp_path: Path, what: str
) -> None:
    folder = tmp_path / "Recordings"
    folder.mkdir()
    recorder = make()
    media = running(recorder, folder)
    before, began = recorder.status().recording, time.monotonic()
    shutil.rmtree(folder) if what == "folder" else media.unlink()
    message = said(recorder, "nothing of it could be kept")
    assert time.monotonic() - began < 1
    assert "kept;" not in message
    until(lambda: recorder.status().recording != before and recorder.status().frames > 3)
    recording = recorder.stop()
    assert recording.path.parent == folder
    assert recording.path.name in message
    assert read_sidecar(next(folder.glob("*.recording.json"))).sha256
    assert sorted(one.suffix for one in folder.iterdir()) == [".json", ".jsonl", ".mp4"]


def test_a_folder_that_cannot_be_made_again_ends_the_recording(
    make: Callable[..., Recorder], tmp_path: Path
) -> None:
    folder = tmp_path / "Recordings"
    folder.mkdir()
    recorder = make()
    running(recorder, folder)
    shutil.rmtree(folder)
    folder.write_text("a file in its place")
    until(lambda: recorder.status().state is RecorderState.FAILED, 5)
    message = recorder.status().message
    assert "nothing of it could be kept" in message
    assert "could not go on" in message
    assert folder.read_text() == "a file in its place"


def test_a_file_removed_just_before_the_end_is_not_called_kept(
    make: Callable[..., Recorder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stormdat_core.recording.recorder._PLACE", 1000.0)
    recorder = make()
    media = running(recorder, tmp_path)
    media.unlink()
    media.write_text("somebody else's")
    with pytest.raises(OutputRefused, match="nothing of it could be kept"):
        recorder.stop()
    assert recorder.status().state is RecorderState.FAILED
    assert media.read_text() == "somebody else's"


@pytest.mark.parametrize("what", ["folder", "file", "file without its ending"])
def test_what_was_renamed_is_followed(make: Callable[..., Recorder], tmp_path: Path, what: str) -> None:
    folder = tmp_path / "Recordings"
    folder.mkdir()
    recorder = make()
    media = running(recorder, folder)
    before = recorder.status().recording
    if what == "folder":
        folder.rename(tmp_path / "Other")
        now = tmp_path / "Other" / media.name
    else:
        now = media.rename(folder / ("renamed.mp4" if what == "file" else "old"))
        now = now if what == "file" else media
    if what != "file without its ending":
        said(recorder, f"it goes on as {now}")
    time.sleep(0.6)
    assert recorder.status().recording == before
    recording = recorder.stop()
    assert recording.path == now
    assert recording.duration_ms > 600
    files = sorted(one.name.removeprefix(now.stem) for one in now.parent.iterdir())
    assert files == [".journal.jsonl", ".mp4", ".recording.json"]


def test_a_file_that_stays_is_left_alone(make: Callable[..., Recorder], tmp_path: Path) -> None:
    """The near twin: other files come and go beside it."""
    recorder = make()
    running(recorder, tmp_path)
    (tmp_path / "other.mp4").write_text("x")
    (tmp_path / "other.mp4").rename(tmp_path / "more.mp4")
    (tmp_path / "more.mp4").unlink()
    time.sleep(0.6)
    assert recorder.status().message == ""


def test_a_time_limit_counts_what_was_removed(make: Callable[..., Recorder], tmp_path: Path) -> None:
    recorder = make()
    began = time.monotonic()
    media = running(recorder, tmp_path, seconds=3)
    media.unlink()
    until(lambda: recorder.status().state is RecorderState.DONE)
    assert time.monotonic() - began < 6
    (sidecar,) = tmp_path.glob("*.recording.json")
    assert read_sidecar(sidecar).duration_ms < 2900
