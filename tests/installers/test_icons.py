"""The icons of Windows and macOS: every size is there, and shows the program's drawing."""

import shutil
import struct

import pytest

import tests.installers.rig  # noqa: F401 - lets the build scripts be imported

from installers import icons  # isort: skip

Colour = tuple[int, int, int, int]


def ico_images(data: bytes) -> dict[int, bytes]:
    """Return the pictures of an .ico file by their width."""
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    found: dict[int, bytes] = {}
    end = 6 + 16 * count
    for index in range(count):
        width, height, _, _, planes, bits, size, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * index)
        assert width == height
        assert (planes, bits) == (1, 32)
        assert at == end
        end = at + size
        found[width or 256] = data[at:end]
    assert end == len(data)
    return found


def icns_images(data: bytes) -> dict[bytes, bytes]:
    """Return the pictures of an .icns file by their kind."""
    assert struct.unpack_from(">4sI", data) == (b"icns", len(data))
    found, at = {}, 8
    while at < len(data):
        kind, size = struct.unpack_from(">4sI", data, at)
        found[kind] = data[at + 8 : at + size]
        at += size
    assert at == len(data)
    return found


def bitmap_pixel(image: bytes, x: int, y: int) -> Colour:
    """Return a pixel of a bitmap of an icon."""
    size, width, height, planes, bits, compression = struct.unpack_from("<IiiHHI", image)
    assert (size, planes, bits, compression) == (40, 1, 32, 0)
    assert height == 2 * width
    assert len(image) == 40 + 4 * width * width + -(-width // 32) * 4 * width
    blue, green, red, alpha = image[40 + 4 * ((width - 1 - y) * width + x) :][:4]
    return red, green, blue, alpha


def width_of_png(png: bytes) -> int:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack_from(">II", png, 16)
    assert width == height
    return int(width)


BLUE, WHITE = (0x27, 0x42, 0x5F, 255), (255, 255, 255, 255)


def test_windows_has_all_sizes() -> None:
    images = ico_images(icons.ICO.read_bytes())
    assert set(images) == {16, 20, 24, 32, 40, 48, 64, 128, 256}
    assert width_of_png(images.pop(256)) == 256
    for size, image in images.items():
        assert bitmap_pixel(image, size // 2, 1) == BLUE  # above the page
        assert bitmap_pixel(image, size * 5 // 16, size * 4 // 16)[3] == 255
        assert bitmap_pixel(image, 0, 0)[3] < 255  # outside the round corner
    # The page's blank corner at the lower left, and the fold at its upper right: neither turned nor mirrored.
    assert bitmap_pixel(images[64], 18, 50) == WHITE
    assert bitmap_pixel(images[64], 47, 13) == BLUE


def test_the_mac_has_all_sizes() -> None:
    images = icns_images(icons.ICNS.read_bytes())
    assert {kind: width_of_png(png) for kind, png in images.items()} == icons.ICNS_TYPES
    rows = icons.pixels(images[b"ic07"])
    assert tuple(rows[2][4 * 64 :][:4]) == BLUE
    assert tuple(rows[100][4 * 36 :][:4]) == WHITE


def test_the_files_are_those_of_the_drawing() -> None:
    if not shutil.which("rsvg-convert"):
        pytest.skip("rsvg-convert is missing (Debian: librsvg2-bin)")
    made = icons.pixels(icons.drawn(128))
    kept = icons.pixels(icns_images(icons.ICNS.read_bytes())[b"ic07"])
    far = [
        abs(a - b) for left, right in zip(made, kept, strict=True) for a, b in zip(left, right, strict=True)
    ]
    assert sum(far) / len(far) < 1  # another version of the drawing program smooths edges otherwise


def test_the_side_of_setups_pages_is_a_plain_bitmap() -> None:
    data = icons.SIDE.read_bytes()
    assert struct.unpack_from("<2sI", data) == (b"BM", len(data))
    _, width, height, planes, bits, compression = struct.unpack_from("<IiiHHI", data, 14)
    assert (width, height, planes, bits, compression) == (164, 314, 1, 24, 0)
    assert len(data) == 54 + 492 * 314
    assert data[54:57] == bytes((0x5F, 0x42, 0x27))
