"""Looking at a real X11 screen: the same pixels by both ways, nothing twice, every change seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import RecordingRequest, Region
from stormdat_core.recording.capture.screen import Screen
from tests.moving import Root, write
from tests.rig import display, needs_display

pytestmark = [pytest.mark.engine, needs_display]


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Iterator[Root]:
    with display("320x240") as name:
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
        monkeypatch.setenv("DISPLAY", name)
        root = Root()
        write(root)
        yield root
        root.close()


@pytest.fixture(params=["shared", "plain"])
def screen(root: Root, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A screen with the pointer, looked at in the shared memory itself, and through mss alone."""
    screen = Screen(RecordingRequest(Path(), monitor=1))
    assert screen._shared is not None
    if request.param == "plain":
        screen._shared = None
    yield screen
    screen.close()


def pixel(screen: Screen, x: int, y: int) -> int:
    """Return the colour of a pixel of the next picture, which must be a new one."""
    picture = screen.grab()
    assert picture is not None
    at = (y * picture.width + x) * 4
    return int.from_bytes(picture.pixels[at : at + 3], "little")


def test_a_change_anywhere_is_seen_once(screen: Screen, root: Root) -> None:
    root.point(160, 120)
    assert screen.grab() is not None
    assert screen.grab() is None
    for x, y in ((0, 0), (319, 239), (161, 0), (5, 125), (319, 125)):
        root.fill(0x123456, x, y, 1, 1)
        root.show()
        assert pixel(screen, x, y) == 0x123456
        assert screen.grab() is None


def test_the_pointer_is_seen_and_what_lies_beneath_it(screen: Screen, root: Root) -> None:
    root.fill(0x00FF00, 100, 100, 60, 60)
    root.point(20, 20)
    root.show()
    assert pixel(screen, 130, 130) == 0x00FF00
    root.point(130, 130)
    root.show()
    assert pixel(screen, 130, 130) != 0x00FF00, "the pointer"
    assert screen.grab() is None
    root.fill(0x0000FF, 100, 100, 60, 60)
    root.show()
    assert pixel(screen, 155, 130) == 0x0000FF
    root.point(20, 20)
    root.show()
    assert pixel(screen, 130, 130) == 0x0000FF


def test_both_ways_give_the_same_pixels(root: Root) -> None:
    root.point(318, 1)  # partly off the screen
    root.show()
    one, other = Screen(RecordingRequest(Path(), monitor=0)), Screen(RecordingRequest(Path(), monitor=1))
    other._shared = None
    first, second = one.grab(), other.grab()
    assert first is not None
    assert second is not None
    assert bytes(first.pixels) == bytes(second.pixels)
    one.close()
    other.close()


def test_a_region_without_the_pointer(root: Root) -> None:
    root.point(30, 30)
    root.fill(0xABCDEF, 20, 20, 40, 40)
    root.show()
    screen = Screen(RecordingRequest(Path(), region=Region(20, 20, 40, 40), cursor=False))
    picture = screen.grab()
    assert picture is not None
    assert (picture.width, picture.height) == (40, 40)
    assert bytes(picture.pixels) == b"\xef\xcd\xab\x00" * 1600
    root.point(40, 40)
    root.show()
    assert screen.grab() is None
    screen.close()


def test_a_screen_that_goes_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with display("320x240") as name:
        monkeypatch.setenv("DISPLAY", name)
        screen = Screen(RecordingRequest(Path(), monitor=1))
        assert screen.grab() is not None
    with pytest.raises(SourceLost, match="cannot be read"):
        screen.grab()
    screen.close()
    with pytest.raises(SourceLost, match="cannot be read"):
        Screen(RecordingRequest(Path(), monitor=1))
