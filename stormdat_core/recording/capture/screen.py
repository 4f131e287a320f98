"""Pictures of the screen through mss; on X11 through shared memory.

A grab is one copy out of the X server's shared memory; it is never converted here. The thread that opens a
screen is the one that looks at it.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import Monitor, RecordingRequest, Region
from stormdat_core.recording.capture.png import png
from stormdat_core.recording.capture.shared import SharedScreen
from stormdat_core.recording.flow import Clock, Picture

_LINUX = sys.platform.startswith("linux")
_X11 = "Log in again and choose an X11 (Xorg) session, then start STORM DAT."


def missing(environ: Mapping[str, str] = os.environ) -> str:
    """Return why no picture can be taken in this environment, with the cure; "" when it can be tried."""
    kind = environ.get("XDG_SESSION_TYPE", "").casefold()
    if kind == "wayland" or (environ.get("WAYLAND_DISPLAY") and kind != "x11"):
        return (
            "The screen cannot be recorded in a Wayland session: Wayland lets no program see the windows of "
            f"another. {_X11} Sound can be recorded here."
        )
    if not environ.get("DISPLAY"):
        return (
            "There is no screen to record: DISPLAY is not set. "
            "Start STORM DAT on the desktop, or set DISPLAY to the screen that is meant."
        )
    return ""


def monitors() -> tuple[Monitor, ...]:
    """Return the monitors, the number of each as mss counts them.

    Raises:
        SourceLost: the X server cannot be reached.
    """
    with _Eye(cursor=False) as eye:
        return eye.monitors()


def thumbnail(monitor: int, width: int) -> bytes:
    """See `Capture.thumbnail`."""
    with _Eye(cursor=False) as eye:
        area = eye.area(monitor)
        return png(eye.look(area), area.width, area.height, width)


class Screen:
    """A part of the screen that is looked at again and again (a `PictureSource`)."""

    def __init__(self, request: RecordingRequest, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._eye = _Eye(cursor=request.cursor)
        try:
            area = request.region or self._eye.area(request.monitor or 0)
            self._area = _even(_inside(area, self._eye.area(0)))
        except SourceLost:
            self._eye.close()
            raise
        self.width, self.height = self._area.width, self._area.height
        self._shared = self._eye.shared(self._area, cursor=request.cursor)
        self._last = bytearray()

    def grab(self) -> Picture | None:
        """Return what is there; None when not a bit has changed since the last call.

        Raises:
            SourceLost: the X server is gone, or the screen has become smaller than what is recorded.
        """
        before = self._clock()
        pixels = self._look()
        if pixels is None:
            return None
        return Picture((before + self._clock()) / 2, pixels, self.width, self.height)

    def _look(self) -> bytearray | None:
        """Return the pixels; None when they are those of the last look."""
        if self._shared is not None:
            with _lost_screen():
                return self._shared.look()
        pixels = self._eye.look(self._area)
        if pixels == self._last:
            return None
        self._last = pixels
        return pixels

    def close(self) -> None:
        self._eye.close()


class _Eye:
    """A connection to the X server."""

    def __init__(self, *, cursor: bool) -> None:
        if _LINUX and (why := missing()):
            raise SourceLost(why, "")
        import mss
        from mss.exception import ScreenShotError

        try:
            self._mss: Any = mss.MSS(with_cursor=cursor) if _LINUX else mss.MSS()
        except (ScreenShotError, OSError) as exc:
            display = os.environ.get("DISPLAY", "")
            raise SourceLost(
                f"The screen {display} cannot be read.",
                "Check that DISPLAY names your screen and that this user may use it (xhost, XAUTHORITY).",
            ) from exc

    def __enter__(self) -> "_Eye":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with suppress(Exception):  # a server that is gone cannot be left politely
            self._mss.close()

    def monitors(self) -> tuple[Monitor, ...]:
        """Return what there is; a single screen without RandR counts as monitor 1 too."""
        found = [_region(one) for one in self._mss.monitors]
        names = [str(one.get("name") or one.get("output") or "") for one in self._mss.monitors]
        numbered = enumerate(zip(found, names, strict=True))
        known = [
            Monitor(number, name or f"Screen {number}", area) for number, (area, name) in numbered if number
        ]
        return tuple(known) or (Monitor(1, "Screen 1", found[0]),)

    def area(self, monitor: int) -> Region:
        """Return the place of a monitor, 0 for all.

        Raises:
            SourceLost: there is no such monitor.
        """
        if monitor == 0:
            return _region(self._mss.monitors[0])
        known = {one.number: one.area for one in self.monitors()}
        if monitor not in known:
            numbers = ", ".join(map(str, known))
            raise SourceLost(f"There is no monitor {monitor}.", f"Choose one of: {numbers}; or 0 for all.")
        return known[monitor]

    def look(self, area: Region) -> bytearray:
        """Return the pixels of an area, BGRA."""
        with _lost_screen():
            pixels: bytearray = self._mss.grab(_box(area)).raw
        return pixels

    def shared(self, area: Region, *, cursor: bool) -> "SharedScreen | None":
        """Return a look at the shared memory itself; None where there is none."""
        if not _LINUX:
            return None
        self.look(area)  # mss finds out now whether memory can be shared
        with suppress(AttributeError, TypeError, ImportError):
            return SharedScreen(self._mss, _box(area), cursor=cursor)
        return None


@contextmanager
def _lost_screen() -> Iterator[None]:
    try:
        yield
    except Exception as exc:  # mss, XCB and ctypes each have errors of their own for a lost server
        raise SourceLost(
            "The screen can no longer be read: it was switched off, or its size has changed.",
            "Stop the recording and start another one; what was recorded is kept.",
        ) from exc


def _box(area: Region) -> dict[str, int]:
    return {"left": area.left, "top": area.top, "width": area.width, "height": area.height}


def _region(monitor: Mapping[str, Any]) -> Region:
    return Region(monitor["left"], monitor["top"], monitor["width"], monitor["height"])


def _inside(area: Region, whole: Region) -> Region:
    """Return the part of an area that is on the screen.

    Raises:
        SourceLost: there is none.
    """
    left, top = max(area.left, whole.left), max(area.top, whole.top)
    right = min(area.left + area.width, whole.left + whole.width)
    bottom = min(area.top + area.height, whole.top + whole.height)
    if right - left < 2 or bottom - top < 2:
        raise SourceLost(
            f"The region {area.left},{area.top} {area.width}x{area.height} is not on the screen.",
            f"The screen is {whole.width} pixels wide and {whole.height} high.",
        )
    return Region(left, top, right - left, bottom - top)


def _even(area: Region) -> Region:
    """Return the area with even sides, which every decoder of 4:2:0 pictures likes."""
    return Region(area.left, area.top, area.width // 2 * 2, area.height // 2 * 2)
