"""The recorder with a screen played by the test: disk, time limit, a screen that goes, two who stop at once."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.errors import DiskFull, SourceLost, WrongStep
from stormdat_core.model.media import RecorderState, RecordingRequest, Role, SourceList
from stormdat_core.recording.capture.base import Sounds
from stormdat_core.recording.flow import Picture
from stormdat_core.recording.recorder import Recorder
from stormdat_core.recording.sidecar import read_sidecar
from stormdat_core.recording.watching import PictureFeed

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
