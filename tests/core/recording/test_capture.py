"""What capture says without any device, and its small PNG writer."""

import struct
import zlib

import numpy as np
import pytest

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import Region
from stormdat_core.recording.capture.png import png
from stormdat_core.recording.capture.screen import _even, _inside, missing
from stormdat_core.recording.capture.systems import capture_of_this_system


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        pytest.param({"DISPLAY": ":0"}, "", id="X11"),
        pytest.param(
            {"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11", "WAYLAND_DISPLAY": "w"}, "", id="X11 named"
        ),
        pytest.param({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "Wayland", id="Wayland by session"),
        pytest.param({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "Wayland", id="Wayland by display"),
        pytest.param({}, "DISPLAY is not set", id="nothing"),
    ],
)
def test_why_a_screen_cannot_be_recorded(environ: dict[str, str], said: str) -> None:
    why = missing(environ)
    assert said in why if said else not why
    if said == "Wayland":
        assert "choose an X11 (Xorg) session" in why


def test_systems_that_are_not_served_say_so() -> None:
    with pytest.raises(SourceLost, match="cannot be recorded on this system"):
        capture_of_this_system("sunos5")
    problems = capture_of_this_system("darwin").sources().problems
    assert problems
    assert "macOS" in problems[0]


def test_a_region_is_cut_to_the_screen_and_to_even_sides() -> None:
    screen = Region(0, 0, 100, 80)
    assert _even(_inside(Region(-10, 70, 33, 50), screen)) == Region(0, 70, 22, 10)
    with pytest.raises(SourceLost, match="is not on the screen"):
        _inside(Region(200, 0, 10, 10), screen)


def test_a_png_holds_the_pixels() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (6, 5, 4), np.uint8)
    width, height, rows = unpacked(png(pixels.tobytes(), 5, 6))
    assert (width, height) == (5, 6)
    assert (rows[:, :, ::-1] == pixels[:, :, :3]).all()


def test_a_small_png_holds_means() -> None:
    pixels = np.zeros((4, 8, 4), np.uint8)
    pixels[:, ::2] = 200
    width, height, rows = unpacked(png(pixels.tobytes(), 8, 4, 4))
    assert (width, height) == (4, 2)
    assert (rows == 100).all()


def unpacked(data: bytes) -> tuple[int, int, "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"]:
    """Read a PNG of filter type 0 by the specification, checking every chunk's sum."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        (size,) = struct.unpack_from("!I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack_from("!I", data, at + 8 + size) == (zlib.crc32(kind + body),)
        chunks[kind], at = body, at + 12 + size
    width, height, depth, colour = struct.unpack_from("!IIBB", chunks[b"IHDR"])
    assert (depth, colour) == (8, 2)
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return width, height, rows[:, 1:].reshape(height, width, 3)
