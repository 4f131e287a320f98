"""A screen of its own for a test, a hand on its mouse and keyboard, and the real program on it.

Every run has its own Xvfb, so that no test drags across another's window, or across a developer's.
"""

import ctypes
import ctypes.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from tests.program import COMMAND, FOLDER

T = TypeVar("T")

DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
TOOLS = ("Xvfb", "xdotool", "import")
needs_screen = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, TOOLS)), reason="needs Xvfb, xdotool and ImageMagick"
)
TITLE = "STORM DAT"


def until(look: Callable[[], T | None], what: str, seconds: float = 60.0) -> T:
    """Return what `look` finds, as soon as it finds something true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds:g} s: {what}")


class Screen:
    """An X display without a window manager."""

    def __init__(self, display: str) -> None:
        self.display = display
        self._source: subprocess.Popen[str] | None = None
        self.environ = {**os.environ, "DISPLAY": display}
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS"):
            self.environ.pop(name, None)

    def xdotool(self, *words: object, check: bool = True) -> str:
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, timeout=30)
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout.strip()

    def windows(self, title: str) -> list[str]:
        """Return the visible windows with a title (a regular expression)."""
        return self.xdotool("search", "--onlyvisible", "--name", title, check=False).split()

    def window(self, title: str = f"{TITLE}$", seconds: float = 60.0) -> str:
        """Return the first window with a title, as soon as there is one."""
        return until(lambda: self.windows(title), f"a window named {title}", seconds)[0]

    def geometry(self, window: str) -> tuple[int, int, int, int]:
        """Return x, y, width and height of a window."""
        lines = self.xdotool("getwindowgeometry", "--shell", window).splitlines()
        values = dict(line.split("=") for line in lines)
        return int(values["X"]), int(values["Y"]), int(values["WIDTH"]), int(values["HEIGHT"])

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", 15, text)

    def key(self, *keys: str) -> None:
        for key in keys:
            self.xdotool("key", key)
            time.sleep(0.1)

    def close(self, window: str) -> None:
        """Ask a window to close, as a window manager does when its cross is clicked."""
        _send_close(self.display, int(window))

    def picture(self, target: Path) -> Path:
        """Write what is on the screen as PNG."""
        subprocess.run(["import", "-window", "root", target], env=self.environ, check=True, timeout=30)
        return target

    def drag(self, files: Sequence[Path], x: int, y: int) -> None:
        """Drag files from the corner of the screen to a place on it, with a real mouse."""
        self.end_drag()
        command = [sys.executable, DRAG_SOURCE, *map(os.fsencode, files)]
        self._source = source = subprocess.Popen(command, env=self.environ, stdout=subprocess.PIPE, text=True)
        assert source.stdout
        assert source.stdout.readline() == "ready\n"
        self._move(60, 25, x, y)
        # It stays: whoever took the drop asks it for the names a moment later.
        assert source.stdout.readline() == "dropped\n"

    def end_drag(self) -> None:
        """Take the source of the last drag from the screen."""
        source, self._source = self._source, None
        if source:
            source.kill()
            source.communicate()

    def _move(self, from_x: int, from_y: int, x: int, y: int) -> None:
        self.xdotool("mousemove", from_x, from_y)
        time.sleep(0.2)
        self.xdotool("mousedown", 1)
        for step in range(1, 21):
            self.xdotool("mousemove", from_x + (x - from_x) * step // 20, from_y + (y - from_y) * step // 20)
            time.sleep(0.04)
        for step in range(6):
            self.xdotool("mousemove", x + step, y)
            time.sleep(0.04)
        self.xdotool("mouseup", 1)


@contextmanager
def new_screen(size: str = "1400x1000") -> Iterator[Screen]:
    """Yield a screen of a size, on a display number nobody uses."""
    ours, theirs = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(theirs),
        "-screen",
        "0",
        f"{size}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    server = subprocess.Popen(
        command,
        pass_fds=[theirs],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        screen = Screen(f":{number}")
        yield screen
        screen.end_drag()
    finally:
        server.terminate()
        server.wait(10)


class Program:
    """A running STORM DAT on a screen."""

    def __init__(self, screen: Screen, process: subprocess.Popen[bytes], data: Path, debug: int) -> None:
        self.screen, self.process, self.data = screen, process, data
        self.debug = debug

    @property
    def log(self) -> Path:
        return self.data.parent / f"{self.data.name}.out"

    def family(self) -> list[psutil.Process]:
        """Return the program's process and all below it."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    @contextmanager
    def page(self) -> Iterator[Any]:
        """Yield the page in the window, as Playwright sees it, once it is one of ours."""
        from playwright.sync_api import sync_playwright

        until(self.shows_ours, "a page of ours in the window", 60)
        with sync_playwright() as playwright:
            address = f"http://127.0.0.1:{self.debug}"
            # Without no_defaults the driver asks for things that only a whole browser has.
            browser = playwright.chromium.connect_over_cdp(address, no_defaults=True)
            yield browser.contexts[0].pages[0]
            browser.close()

    def shows_ours(self) -> bool:
        """Return whether the window has left its splash."""
        assert self.process.poll() is None, self.log.read_text()
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.debug}/json/list") as answer:
            return any(_is_ours(page["url"]) for page in json.load(answer))
        return False

    def end(self, seconds: float = 60.0) -> int:
        """Ask the program to end and return its exit code."""
        self.process.terminate()
        return self.process.wait(seconds)


def _is_ours(address: str) -> bool:
    return address.startswith("http://127.0.0.1:") and "/launch/" not in address


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running(
    screen: Screen, data: Path, *arguments: object, before: Sequence[str] = (), **variables: str
) -> Iterator[Program]:
    """Start the program with a data folder of its own; whatever is left of it afterwards is killed."""
    debug = free_port()
    environ = {
        **screen.environ,
        "STORMDAT_DATA_DIR": str(data),
        "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{debug}",
        **variables,
    }
    command = [*before, *COMMAND, *map(str, arguments)]
    data.parent.mkdir(parents=True, exist_ok=True)
    with (data.parent / f"{data.name}.out").open("wb") as out:
        process = subprocess.Popen(
            command,
            env=environ,
            cwd=FOLDER,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        yield Program(screen, process, data, debug)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its own session: start_new_session
        process.wait(10)


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent, padded to the size of XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 16),
    )


def _send_close(display: str, window: int) -> None:
    """Send WM_DELETE_WINDOW, for which this xdotool has no word."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    protocols, delete = (
        x11.XInternAtom(connection, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
    )
    event = _ClientMessage(type=33, window=window, message_type=protocols, format=32)
    event.data[0] = delete
    x11.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XCloseDisplay(connection)
