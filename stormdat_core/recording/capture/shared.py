"""X11's shared memory looked at where it is: nothing is copied unless something has changed.

mss copies every picture out of the memory that it shares with the X server. Most pictures of a desktop are
like the one before, so here the server fills the memory, it is compared in place, and only a picture that
differs is copied. The mouse pointer is drawn into the copy only; the rows beneath it are kept for comparing.
"""

import ctypes
from importlib import import_module
from typing import Any


class SharedScreen:
    """A rectangle of the screen through the shared memory of an mss instance.

    Raises:
        AttributeError, TypeError: mss has no shared memory here, or is another version than the one we know.
    """

    def __init__(self, shooter: Any, box: dict[str, int], *, cursor: bool) -> None:
        import numpy as np

        impl = shooter._impl
        self._impl, self._box, self._cursor = impl, box, cursor
        self._xcb: Any = import_module("mss.linux.xcb")
        self._planes = import_module("mss.linux.base").ALL_PLANES
        self._stride = box["width"] * 4
        self._size = self._stride * box["height"]
        if self._size > impl._bufsize:
            raise TypeError("the screen has grown")
        # The address stays good while mss keeps its memory; an array kept here would keep it from closing.
        self._address = int(np.frombuffer(impl._buf, np.uint8).ctypes.data)
        self._compare: Any = ctypes.CDLL(None).memcmp
        self._compare.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
        self._last = bytearray()
        self._rows = (0, 0)
        self._beneath = b""
        self._pointer: tuple[Any, ...] = ()

    def look(self) -> bytearray | None:
        """Return the pixels, BGRA; None when neither they nor the pointer have changed since the last."""
        self._fill()
        cursor = self._impl.cursor() if self._cursor else None
        pointer = (cursor.pos, cursor.size, bytes(cursor.raw)) if cursor is not None else ()
        if self._last and pointer == self._pointer and self._is_same():
            return None
        with memoryview(self._impl._buf) as memory:
            pixels = bytearray(memory[: self._size])
        self._last, self._pointer = pixels, pointer
        self._draw(pixels, cursor)
        return pixels

    def _fill(self) -> None:
        impl, box = self._impl, self._box
        self._xcb.shm_get_image(
            impl.conn, impl.drawable, box["left"], box["top"], box["width"], box["height"],
            self._planes, self._xcb.ImageFormat.ZPixmap, impl._shmseg, 0,
        )  # fmt: skip

    def _is_same(self) -> bool:
        first, last = self._rows
        start, end = first * self._stride, last * self._stride
        return (
            self._equal(start, self._last, start, end - start, self._beneath)
            and self._equal(0, self._last, 0, start)
            and self._equal(end, self._last, end, self._size - end)
        )

    def _equal(self, at: int, pixels: bytearray, start: int, size: int, other: bytes = b"") -> bool:
        """Tell whether the memory from `at` on equals `other`, or else the pixels from `start` on."""
        if not size:
            return True
        if other:
            return bool(self._compare(self._address + at, other, size) == 0)
        there = (ctypes.c_char * size).from_buffer(pixels, start)
        return bool(self._compare(self._address + at, ctypes.addressof(there), size) == 0)

    def _draw(self, pixels: bytearray, cursor: Any) -> None:
        """Draw the pointer, having kept the rows that it may change."""
        from mss import MSS, ScreenShot

        self._rows, self._beneath = (0, 0), b""
        if cursor is None:
            return
        first = min(max(cursor.top - self._box["top"], 0), self._box["height"])
        last = min(max(cursor.top + cursor.height - self._box["top"], first), self._box["height"])
        self._rows = (first, last)
        self._beneath = bytes(pixels[first * self._stride : last * self._stride])
        MSS._merge(ScreenShot(pixels, self._box), cursor)
