"""Make the pictures of setup programs and applications from the program's drawing, by hand when it changes.

    python3 build_scripts/installers/icons.py      needs rsvg-convert (Debian: librsvg2-bin)

The files are in the repository, since no Windows or macOS machine that builds has to draw.
"""

import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRAWING = ROOT / "webui" / "static" / "img" / "icon.svg"
ICO = ROOT / "build_scripts" / "installers" / "windows" / "storm.ico"
SIDE = ICO.with_name("side.bmp")
"""What setup's first and last page show at their left."""
ICNS = ROOT / "build_scripts" / "installers" / "macos" / "storm.icns"

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_TYPES: Mapping[bytes, int] = {
    b"icp4": 16, b"icp5": 32, b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic13": 256, b"ic08": 256,
    b"ic14": 512, b"ic09": 512, b"ic10": 1024,
}  # fmt: skip
"""Kinds of pictures in an .icns file that hold PNG, and the width of each in pixels."""
_AS_PNG = 256
"""Pixels from which Windows wants PNG in an .ico; smaller ones are bitmaps, which all its parts read."""

_SIDE_SIZE = (164, 314)
_ON_SIDE = 128
_SIDE_COLOUR = (0x27, 0x42, 0x5F)
"""The drawing's own ground."""

Pixels = list[bytearray]
"""Rows of a picture: red, green, blue and alpha of each pixel."""


def main() -> int:
    """Write the files."""
    sizes = {*ICO_SIZES, *ICNS_TYPES.values()}
    pictures = {size: drawn(size) for size in sorted(sizes)}
    ICO.write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))
    ICNS.write_bytes(icns(pictures))
    SIDE.write_bytes(side(pixels(pictures[_ON_SIDE])))
    return 0


def drawn(size: int) -> bytes:
    """Return the drawing as PNG, so many pixels wide and high."""
    command = ["rsvg-convert", "--width", str(size), "--height", str(size), str(DRAWING)]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def ico(pictures: Mapping[int, bytes]) -> bytes:
    """Return an .ico file of PNG pictures by their width."""
    images = [(size, png if size >= _AS_PNG else _bitmap(pixels(png))) for size, png in pictures.items()]
    at = 6 + 16 * len(images)
    entries = bytearray(struct.pack("<HHH", 0, 1, len(images)))
    for size, image in images:
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), at)
        at += len(image)
    return bytes(entries) + b"".join(image for _, image in images)


def icns(pictures: Mapping[int, bytes]) -> bytes:
    """Return an .icns file of PNG pictures by their width."""
    parts = [(kind, pictures[size]) for kind, size in ICNS_TYPES.items()]
    body = b"".join(kind + struct.pack(">I", 8 + len(png)) + png for kind, png in parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def side(rows: Pixels) -> bytes:
    """Return a plain bitmap with a picture in it: the form that setup's pages take, without transparency."""
    width, height = _SIDE_SIZE
    line = bytes(reversed(_SIDE_COLOUR)) * width
    left, above = (width - len(rows)) // 2, (width - len(rows)) // 2
    lines = [line] * height
    for number, row in enumerate(rows):
        inner = b"".join(_over(row[at : at + 4]) for at in range(0, len(row), 4))
        lines[above + number] = line[: 3 * left] + inner + line[3 * left + len(inner) :]
    body = b"".join(text + bytes(-len(text) % 4) for text in reversed(lines))
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(body), 0, 0, 0, 0)
    return struct.pack("<2sIHHI", b"BM", 14 + len(head) + len(body), 0, 0, 14 + len(head)) + head + body


def _over(pixel: bytearray) -> bytes:
    """Return a pixel on the ground of the side: blue, green, red."""
    alpha = pixel[3]
    pairs = zip(pixel[:3], _SIDE_COLOUR, strict=True)
    mixed = [(own * alpha + ground * (255 - alpha)) // 255 for own, ground in pairs]
    return bytes(reversed(mixed))


def _bitmap(rows: Pixels) -> bytes:
    """Return rows as a bitmap of an icon: bottom row first, blue before red, a mask that hides nothing."""
    width, height = len(rows[0]) // 4, len(rows)
    head = struct.pack("<IiiHHIIiiII", 40, width, 2 * height, 1, 32, 0, 0, 0, 0, 0, 0)
    body = bytearray()
    for row in reversed(rows):
        turned = bytearray(row)
        turned[0::4], turned[2::4] = row[2::4], row[0::4]
        body += turned
    mask = bytes(-(-width // 32) * 4 * height)
    return head + bytes(body) + mask


def pixels(png: bytes) -> Pixels:
    """Return the rows of a PNG with 8 bits of red, green, blue and alpha, as rsvg-convert writes them.

    Raises:
        ValueError: it is of another kind.
    """
    chunks = list(_chunks(png))
    width, _, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if (depth, colour, interlaced) != (8, 6, 0):
        raise ValueError("not a PNG with 8 bits of red, green, blue and alpha")
    raw = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    before = bytearray(4 * width)
    rows: Pixels = []
    for start in range(0, len(raw), 4 * width + 1):
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + 4 * width], before)
        rows.append(before)
    return rows


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8 : at + 8 + size]
        at += 12 + size


def _unfiltered(kind: int, row: bytes, above: bytearray) -> bytearray:
    """Return a row of a PNG without its filter (PNG specification, 9.2); 4 bytes are a pixel."""
    out = bytearray(row)
    for index, value in enumerate(row):
        left = out[index - 4] if index >= 4 else 0
        corner = above[index - 4] if index >= 4 else 0
        guess = (0, left, above[index], (left + above[index]) // 2, _paeth(left, above[index], corner))[kind]
        out[index] = (value + guess) & 255
    return out


def _paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    return min((left, above, corner), key=lambda value: abs(estimate - value))


if __name__ == "__main__":
    sys.exit(main())
