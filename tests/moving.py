"""What moves on a test's screen, drawn straight onto it with Xlib: `python moving.py KIND`.

Kinds: `bars` (lines of writing and a block of moving colour bars, 30 times a second), `still` (the same,
standing), `flash:S` (a white square for 0.1 s at every multiple of S seconds of the monotonic clock; prints each
moment).
"""

import ctypes
import ctypes.util
import sys
import time

WIDTH, HEIGHT = 400, 300


class Root:
    """The background of the screen, to draw on."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        for name in ("XOpenDisplay", "XCreateGC", "XDefaultRootWindow"):
            getattr(self._x, name).restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        assert self._display, "no display"
        self._root = ctypes.c_void_p(self._x.XDefaultRootWindow(self._display))
        self._gc = ctypes.c_void_p(self._x.XCreateGC(self._display, self._root, ctypes.c_ulong(0), None))
        self._x.XSetSubwindowMode(self._display, self._gc, 1)
        self.width = self._x.XDisplayWidth(self._display, 0)
        self.height = self._x.XDisplayHeight(self._display, 0)

    def fill(self, colour: int, x: int, y: int, width: int, height: int) -> None:
        self._x.XSetForeground(self._display, self._gc, ctypes.c_ulong(colour))
        self._x.XFillRectangle(self._display, self._root, self._gc, x, y, width, height)

    def point(self, x: int, y: int) -> None:
        """Move the mouse pointer."""
        none = ctypes.c_ulong(0)
        self._x.XWarpPointer(self._display, none, self._root, 0, 0, 0, 0, x, y)

    def show(self) -> None:
        """Return when everything is on the screen."""
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)


def write(root: Root) -> None:
    """Draw what looks like a page of writing."""
    root.fill(0xF8F8F8, 0, 0, root.width, root.height)
    seed = 1
    for y in range(20, root.height - 20, 18):
        x = 20
        while x < root.width - 40:
            seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
            wide = 3 + seed % 9
            root.fill(0x202020, x, y, wide, 10)
            x += wide + 3
    root.show()


def bars(root: Root, step: int) -> None:
    left, top = root.width // 2 - WIDTH // 2, root.height // 2 - HEIGHT // 2
    for number in range(16):
        colour = (number * 0x112233 + step * 0x030507) & 0xFFFFFF
        x = (number * 25 + step * 7) % WIDTH
        root.fill(colour, left + x, top, min(25, WIDTH - x), HEIGHT)
    root.show()


def run(kind: str) -> None:
    root = Root()
    write(root)
    print("ready", flush=True)
    if kind.startswith("flash:"):
        flash(root, float(kind.partition(":")[2]))
    step, due = 0, time.monotonic()
    bars(root, step)
    while True:
        due += 1 / 30
        time.sleep(max(0.0, due - time.monotonic()))
        if kind == "bars":
            step += 1
            bars(root, step)


def flash(root: Root, period: float) -> None:
    root.fill(0, 0, 0, 400, 400)
    root.show()
    while True:
        time.sleep(period - time.monotonic() % period)
        before = time.monotonic()
        root.fill(0xFFFFFF, 0, 0, 400, 400)
        root.show()
        print(f"{before:.6f} {time.monotonic():.6f}", flush=True)
        time.sleep(0.1)
        root.fill(0, 0, 0, 400, 400)
        root.show()


if __name__ == "__main__":
    run(sys.argv[1])
