"""Pictures of the screen through mss; on X11 through shared memory.

A grab is one copy out of the X server's shared memory; it is never converted here. The thread that opens a
screen is the one that looks at it.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import Monitor, RecordingRequest, Region
from stormdat_core.recording.capture.blocks import Clock, Picture
from stormdat_core.recording.capture.depths import OtherDepth
from stormdat_core.recording.capture.monitors import Seen, by_id, same, seen, watch
from stormdat_core.recording.capture.png import png
from stormdat_core.recording.capture.shared import SharedScreen

_LINUX = sys.platform.startswith("linux")
_ATTEMPTS = 4
"""How often a picture is taken again because the screens were rearranged meanwhile."""
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
    """A part of the screen that is looked at again and again (a `PictureSource`).

    What is recorded is a monitor, not a place: after each look the arrangement of the screens is asked for,
    and a picture that was taken while it changed is thrown away. `width` and `height` are those of the
    beginning; pictures may have others later.
    """

    def __init__(self, request: RecordingRequest, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._request = request
        self._eye: _Eye | None = None
        self._shared: SharedScreen | None = None
        self._last = bytearray()
        self._away = False
        with _Eye(cursor=False) as eye:
            self._aim = Aim(request, eye.seen(), eye.whole())
        self._open()
        self._shown = self._area
        self.width, self.height = self._area.width, self._area.height

    def _open(self) -> None:
        """Connect anew and find the place of what was chosen.

        Raises:
            SourceLost: it is switched off or unplugged, or the X server is gone.
        """
        self.close()
        eye = _Eye(cursor=self._request.cursor)
        try:
            self._now = watch(eye.impl, whole=self._aim.is_whole)
            with _lost_screen():
                self._arrangement = self._now()
            self._area = _even(self._aim.area(eye.seen(), eye.whole()))
            self._shared = eye.shared(self._area, cursor=self._request.cursor)
        except SourceLost:
            eye.close()
            raise
        self._eye, self._last = eye, bytearray()

    def grab(self) -> Picture | None:
        """Return what is there; None when not a bit has changed since the last call.

        Raises:
            SourceLost: the X server or the chosen monitor is gone.
        """
        for _ in range(_ATTEMPTS):
            if self._eye is None:
                self._reopen()
            before = self._clock()
            with suppress(SourceLost):  # the arrangement has changed, or the server is gone: opening tells
                pixels = self._look()
                if self._is_still_there():
                    return self._picture((before + self._clock()) / 2, pixels)
            self.close()
        raise SourceLost("The screens are being rearranged.", "")

    def _picture(self, at: float, pixels: bytearray | None) -> Picture | None:
        if pixels is None:
            return None
        news = _moved(self._aim.name, self._shown, self._area, (self.width, self.height), back=self._away)
        self._shown, self._away = self._area, False
        return Picture(at, pixels, self._area.width, self._area.height, news)

    def _reopen(self) -> None:
        try:
            self._open()
        except SourceLost:
            self._away = True
            raise

    def _is_still_there(self) -> bool:
        """Tell whether the screens are arranged as they were when this was opened."""
        with _lost_screen():
            return self._now() == self._arrangement

    def _look(self) -> bytearray | None:
        """Return the pixels; None when they are those of the last look."""
        if self._shared is not None:
            with _lost_screen():
                return self._shared.look()
        assert self._eye is not None
        pixels = self._eye.look(self._area)
        if pixels == self._last:
            return None
        self._last = pixels
        return pixels

    def close(self) -> None:
        eye, self._eye, self._shared = self._eye, None, None
        if eye is not None:
            eye.close()


class Aim:
    """What was chosen: all screens, a monitor, or a region, which belongs to the monitor that holds it all.

    Raises:
        SourceLost: there is no such monitor, or the region is on no screen.
    """

    def __init__(self, request: RecordingRequest, there: Sequence[Seen], whole: Region) -> None:
        self._region = request.region
        self._monitor: Seen | None = None
        if self._region is not None:
            inside = _inside(self._region, whole)
            self._region = inside
            self._monitor = next((one for one in there if _holds(one.area, inside)), None)
        elif request.monitor:
            self._monitor = _chosen(there, whole, request)
        self._from = self._monitor.area if self._monitor else whole

    @property
    def is_whole(self) -> bool:
        """Whether it is all screens together, or a region that no monitor holds."""
        return self._monitor is None

    @property
    def name(self) -> str:
        """Return what a person calls it."""
        if self._monitor is None:
            return "The screen"
        number, label = f"Screen {self._monitor.number}", self._monitor.label
        return f"{number} ({label})" if label else number

    def area(self, there: Sequence[Seen], whole: Region) -> Region:
        """Return where it is now.

        Raises:
            SourceLost: it is switched off or unplugged.
        """
        now = whole if self._monitor is None else self._place(there, whole)
        if self._region is None:
            return _inside(now, whole)
        left, top = now.left - self._from.left, now.top - self._from.top
        region = Region(
            self._region.left + left, self._region.top + top, self._region.width, self._region.height
        )
        return _inside(_inside(region, now), whole)

    def _place(self, there: Sequence[Seen], whole: Region) -> Region:
        assert self._monitor is not None
        found = same(self._monitor, there or (Seen(1, whole),))
        if found is None:
            raise SourceLost(
                f"{self.name} is switched off or unplugged.",
                "The picture stands still until it is back; no other screen is shown in its place.",
            )
        return found.area


def _chosen(there: Sequence[Seen], whole: Region, request: RecordingRequest) -> Seen:
    """Return the monitor of a request.

    Raises:
        SourceLost: it is not there.
    """
    if not request.monitor_id:
        return _numbered(there, whole, request.monitor or 0)
    if (found := by_id(request.monitor_id, there)) is None:
        raise SourceLost(
            f"The chosen screen ({request.monitor_id.partition(' ')[0]}) is switched off or unplugged.",
            "Switch it on, or choose another one.",
        )
    return found


def _numbered(there: Sequence[Seen], whole: Region, number: int) -> Seen:
    """Return the monitor of a number.

    Raises:
        SourceLost: there is none.
    """
    known = {one.number: one for one in there or (Seen(1, whole),)}
    if number not in known:
        numbers = ", ".join(map(str, known))
        raise SourceLost(f"There is no monitor {number}.", f"Choose one of: {numbers}; or 0 for all.")
    return known[number]


def _holds(area: Region, part: Region) -> bool:
    return (
        area.left <= part.left
        and area.top <= part.top
        and part.left + part.width <= area.left + area.width
        and part.top + part.height <= area.top + area.height
    )


def _moved(name: str, before: Region, now: Region, frame: tuple[int, int], *, back: bool) -> str:
    """Say what has become of what is recorded; "" when it is where it was."""
    said = [f"{name} is back."] if back else []
    if (now.left, now.top) != (before.left, before.top):
        said.append(f"{name} has moved; the recording has followed it.")
    if (now.width, now.height) != (before.width, before.height):
        fit = "" if (now.width, now.height) == frame else _fit(now, frame)
        said.append(f"{name} is {now.width} × {now.height} pixels now{fit}.")
    return " ".join(said)


def _fit(now: Region, frame: tuple[int, int]) -> str:
    how = "made smaller" if now.width > frame[0] or now.height > frame[1] else "in its own size"
    return f"; all of it is shown, {how}, on black in the recording's {frame[0]} × {frame[1]}"


class _Eye:
    """A connection to the X server."""

    def __init__(self, *, cursor: bool) -> None:
        if _LINUX and (why := missing()):
            raise SourceLost(why, "")
        from mss.exception import ScreenShotError

        try:
            self._mss = _shooter(cursor=cursor)
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
        known = self.seen() or (Seen(1, self.whole()),)
        return tuple(Monitor(one.number, one.name, one.area, one.id) for one in known)

    def seen(self) -> tuple[Seen, ...]:
        """Return the monitors with what tells each from the others."""
        with _lost_screen():
            return seen(self.impl)

    def whole(self) -> Region:
        """Return what all screens cover together."""
        with _lost_screen():
            return _region(self.impl.monitors()[0])

    @property
    def impl(self) -> Any:
        """Return mss's connection."""
        return self._mss._impl

    def area(self, monitor: int) -> Region:
        """Return the place of a monitor, 0 for all.

        Raises:
            SourceLost: there is no such monitor.
        """
        if monitor == 0:
            return self.whole()
        return _numbered(self.seen(), self.whole(), monitor).area

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


def _shooter(*, cursor: bool) -> Any:
    """Return mss's view of the screen; a stand-in for it on an X screen of a depth that mss refuses."""
    import mss
    from mss.exception import ScreenShotError

    if not _LINUX:
        return mss.MSS()
    try:
        return mss.MSS(with_cursor=cursor)
    except ScreenShotError as exc:
        if "depth" not in str(exc) and "BGRx" not in str(exc):
            raise
    return OtherDepth(cursor=cursor)


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
