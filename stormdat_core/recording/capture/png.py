"""Pictures of the screen as PNG, with nothing but zlib."""

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(pixels: bytes | bytearray | memoryview, width: int, height: int, widest: int = 0) -> bytes:
    """Return BGRA pixels as a PNG without alpha, no wider than `widest` (0: as it is)."""
    import numpy as np

    picture = np.frombuffer(pixels, np.uint8).reshape(height, width, 4)
    if 0 < widest < width:
        picture = _smaller(picture, -(-width // widest))
    height, width = picture.shape[:2]
    rows = np.zeros((height, 1 + width * 3), np.uint8)  # each row starts with filter type 0
    rows[:, 1:] = picture[:, :, 2::-1].reshape(height, width * 3)
    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows.tobytes(), 6)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _smaller(picture: "NDArray[np.uint8]", factor: int) -> "NDArray[np.uint8]":
    """Return the picture at 1/factor of its size, each pixel the mean of a square."""
    import numpy as np

    height, width = (size // factor * factor for size in picture.shape[:2])
    squares = picture[:height, :width].reshape(height // factor, factor, width // factor, factor, 4)
    mean: NDArray[np.uint8] = squares.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
    return mean


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
