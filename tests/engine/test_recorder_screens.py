"""Monitors that move, grow, shrink, go and come back while they are recorded: nothing else is ever shown."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import Recording, RecordingRequest, Region, Role
from stormdat_core.recording.capture.linux import LinuxCapture
from stormdat_core.recording.recorder import Recorder
from tests.monitors import BLUE, GREEN, RED, Monitors, monitors, needs_monitors
from tests.rig import display, until

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]

pytestmark = [pytest.mark.engine, needs_monitors, pytest.mark.xdist_group("monitors")]

LEFT, RIGHT = (0, "1280x720", "0x0"), (1, "1280x720", "1280x0")


@pytest.fixture(scope="module")
def server() -> Iterator[Monitors]:
    with monitors() as found:
        yield found


@pytest.fixture
def screens(server: Monitors, monkeypatch: pytest.MonkeyPatch) -> Monitors:
    """The first monitor red, the second green, all else blue."""
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", server.display)
    server.arrange(LEFT, RIGHT)
    server.paint(BLUE, 0, 0, 4096, 2160)
    server.paint(RED, 0, 0, 1280, 720)
    server.paint(GREEN, 1280, 0, 1280, 720)
    return server


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder(LinuxCapture())
    yield recorder
    recorder.close()


def wait_for(recorder: Recorder, text: str) -> None:
    until(lambda: any(text in one.text for one in recorder.status().events), f"“{text}”", 5)


def recorded(recorder: Recorder, folder: Path, act: Callable[[], None], **what: object) -> Recording:
    """Record while something is done to the screens, and a moment longer."""
    values: dict[str, object] = {"monitor": 2, "cursor": False, "frame_rate": 15, **what}
    recorder.start(RecordingRequest(folder, **values))  # type: ignore[arg-type]
    until(lambda: recorder.status().frames > 3, "pictures")
    act()
    time.sleep(0.7)
    return recorder.stop()


def frames(recording: Recording) -> "list[Frame]":
    with av.open(str(recording.path)) as media:
        return [frame.to_ndarray(format="rgb24") for frame in media.decode(video=0)]


def share(frame: "Frame", colour: int) -> float:
    """Return how much of a picture has a colour."""
    wanted = np.array([colour >> 16, colour >> 8 & 255, colour & 255])
    return float((np.abs(frame.astype(int) - wanted).max(axis=2) < 60).mean())


def most(pictures: "list[Frame]", colour: int) -> float:
    return max(share(frame, colour) for frame in pictures)


def test_a_monitor_that_moves_is_followed(screens: Monitors, recorder: Recorder, tmp_path: Path) -> None:
    def grow_the_other() -> None:
        screens.paint(GREEN, 1920, 0, 1280, 720)
        screens.arrange((0, "1920x1080", "0x0"), (1, "1280x720", "1920x0"))
        screens.paint(RED, 0, 0, 1920, 1080)
        wait_for(recorder, "Screen 2 (DUMMY1) has moved")

    pictures = frames(recorded(recorder, tmp_path, grow_the_other))
    assert most(pictures, RED) == 0
    assert min(share(frame, GREEN) for frame in pictures) > 0.99


def test_a_monitor_that_stays_is_left_alone(screens: Monitors, recorder: Recorder, tmp_path: Path) -> None:
    """The near twin: only the other one changes, and goes."""

    def change_the_other() -> None:
        screens.arrange(LEFT, (1, "800x600", "1280x0"))
        time.sleep(0.5)
        screens.arrange(LEFT)

    recording = recorded(recorder, tmp_path, change_the_other, monitor=1)
    assert min(share(frame, RED) for frame in frames(recording)) > 0.99
    assert recorder.status().events == ()
    assert recording.gaps == ()


@pytest.mark.parametrize(
    ("mode", "how", "shown"),
    [
        pytest.param("1920x1080", "made smaller", 1.0, id="grown"),
        pytest.param("800x600", "in its own size", 800 * 600 / (1280 * 720), id="shrunk"),
    ],
)
def test_all_of_a_monitor_of_another_size_is_shown(
    screens: Monitors, recorder: Recorder, tmp_path: Path, mode: str, how: str, shown: float
) -> None:
    width, height = map(int, mode.split("x"))

    def resize() -> None:
        screens.arrange(LEFT, (1, mode, "1280x0"))
        screens.paint(GREEN, 1280, 0, width, height)
        screens.paint(RED, 1280 + width - 300, height - 200, 300, 200)
        wait_for(recorder, how)

    recording = recorded(recorder, tmp_path, resize)
    last = frames(recording)[-1]
    assert (last.shape[1], last.shape[0]) == (recording.width, recording.height) == (1280, 720)
    corner = 300 * 200 / (width * height) * shown
    assert share(last, RED) == pytest.approx(corner, rel=0.1), "the lower right corner is in the picture"
    assert share(last, GREEN) == pytest.approx(shown - corner, rel=0.05)
    assert share(last, 0) == pytest.approx(1 - shown, abs=0.02), "black around it"


@pytest.mark.parametrize("fixed", [True, False], ids=["the whole stays", "the whole grows"])
def test_a_monitor_that_is_off_stands_still_with_a_sentence(
    screens: Monitors, recorder: Recorder, tmp_path: Path, *, fixed: bool
) -> None:
    def off_and_on() -> None:
        screens.arrange(LEFT, fixed=fixed)
        wait_for(recorder, "Screen 2 (DUMMY1) is switched off or unplugged.")
        assert not recorder.status().sources[0].alive
        assert "no other screen is shown" in recorder.status().sources[0].trouble
        screens.paint(RED, 0, 0, 4096, 2160)
        time.sleep(1)
        screens.paint(GREEN, 1280, 0, 1280, 720)
        screens.arrange(LEFT, RIGHT, fixed=fixed)
        screens.paint(GREEN, 1280, 0, 1280, 720)
        wait_for(recorder, "is back")

    recording = recorded(recorder, tmp_path, off_and_on)
    pictures = frames(recording)
    assert most(pictures, RED) == 0
    assert share(pictures[-1], GREEN) > 0.99
    (gap,) = recording.gaps
    assert gap.role is Role.SCREEN
    assert "switched off or unplugged" in gap.reason
    assert gap.end_ms - gap.start_ms > 900


def test_a_monitor_that_takes_the_place_of_another_is_followed(
    screens: Monitors, recorder: Recorder, tmp_path: Path
) -> None:
    """A lid is closed: the first monitor goes, the chosen one moves to its place and becomes number 1."""

    def close_the_lid() -> None:
        screens.paint(GREEN, 0, 0, 1280, 720)
        screens.arrange((1, "1280x720", "0x0"))
        screens.paint(RED, 1280, 0, 1280, 720)
        wait_for(recorder, "has moved")

    pictures = frames(recorded(recorder, tmp_path, close_the_lid))
    assert most(pictures, RED) == 0
    assert share(pictures[-1], GREEN) > 0.99


def test_another_monitor_in_its_place_is_not_shown(
    screens: Monitors, recorder: Recorder, tmp_path: Path
) -> None:
    def swap() -> None:
        screens.arrange(LEFT, (2, "1280x720", "1280x0"))
        wait_for(recorder, "switched off or unplugged")
        screens.paint(RED, 1280, 0, 1280, 720)
        time.sleep(0.8)

    assert most(frames(recorded(recorder, tmp_path, swap)), RED) == 0


def test_all_screens_are_shown_whole_when_they_grow(
    screens: Monitors, recorder: Recorder, tmp_path: Path
) -> None:
    screens.arrange(LEFT, RIGHT, fixed=False)

    def grow() -> None:
        screens.arrange((0, "1920x1080", "0x0"), (1, "1280x720", "1920x0"), fixed=False)
        screens.paint(BLUE, 0, 0, 3200, 1080)
        screens.paint(RED, 0, 0, 1920, 1080)
        screens.paint(GREEN, 1920, 0, 1280, 720)
        wait_for(recorder, "3200 × 1080 pixels now")

    recording = recorded(recorder, tmp_path, grow, monitor=0)
    last = frames(recording)[-1]
    assert last.shape[:2] == (720, 2560)
    scale = (720 / 1080) ** 2 / (2560 * 720)
    assert share(last, RED) == pytest.approx(1920 * 1080 * scale, rel=0.05)
    assert share(last, GREEN) == pytest.approx(1280 * 720 * scale, rel=0.05)


def test_a_region_goes_with_the_monitor_that_holds_it(
    screens: Monitors, recorder: Recorder, tmp_path: Path
) -> None:
    def move() -> None:
        screens.paint(GREEN, 1920, 0, 1280, 720)
        screens.arrange((0, "1920x1080", "0x0"), (1, "1280x720", "1920x0"))
        screens.paint(RED, 0, 0, 1920, 1080)
        wait_for(recorder, "has moved")

    region = Region(1300, 100, 400, 300)
    pictures = frames(recorded(recorder, tmp_path, move, monitor=None, region=region))
    assert most(pictures, RED) == 0
    assert min(share(frame, GREEN) for frame in pictures) > 0.99


@pytest.mark.parametrize(
    ("depth", "red", "green"),
    [
        pytest.param(16, 0xF800, 0x07E0, id="16"),
        pytest.param(15, 0x7C00, 0x03E0, id="15"),
        pytest.param(30, 0x3FF00000, 0x000FFC00, id="30"),
        pytest.param(24, RED, GREEN, id="24"),
    ],
)
def test_a_screen_of_any_depth_has_its_colours(
    recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depth: int, red: int, green: int
) -> None:
    with display("322x240", depth=depth) as name:
        monkeypatch.setenv("DISPLAY", name)
        screens = Monitors(name, outputs=())
        screens.paint(red, 0, 0, 161, 240)
        screens.paint(green, 161, 0, 161, 240)
        assert recorder.thumbnail(1, 160).startswith(b"\x89PNG")
        last = frames(recorded(recorder, tmp_path, lambda: None, monitor=1, cursor=depth != 24))[-1]
    assert share(last[:, 4:150], RED) > 0.95
    assert share(last[:, 170:], GREEN) > 0.95


def test_a_depth_that_cannot_be_recorded_is_named(
    recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with display("320x240", depth=8) as name:
        monkeypatch.setenv("DISPLAY", name)
        (problem, *_) = recorder.sources().problems
        assert "a colour depth of 8 bits, which cannot be recorded. Set it to 24" in problem
        with pytest.raises(SourceLost, match="colour depth of 8 bits"):
            recorder.start(RecordingRequest(tmp_path, monitor=1))


def test_a_monitor_chosen_on_the_page_is_the_one_that_is_recorded(
    screens: Monitors, recorder: Recorder, tmp_path: Path
) -> None:
    """Between the list and the start the numbers change: what was number 2 is the only one now."""
    second = recorder.sources().monitors[1]
    assert second.id == "DUMMY1"
    screens.paint(GREEN, 0, 0, 1280, 720)
    screens.arrange((1, "1280x720", "0x0"))
    recording = recorded(recorder, tmp_path, lambda: None, monitor=2, monitor_id=second.id)
    assert share(frames(recording)[-1], GREEN) > 0.99
    screens.arrange((0, "1280x720", "0x0"))
    with pytest.raises(SourceLost, match=r"The chosen screen \(DUMMY1\) is switched off or unplugged"):
        recorder.start(RecordingRequest(tmp_path, monitor=1, monitor_id=second.id))
