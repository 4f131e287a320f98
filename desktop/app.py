"""The window from start to end: splash at once, services and server behind it, then the pages.

The window's loop owns the main thread; everything else runs in threads of its own.
"""

import logging
import sys
import threading
import time
from pathlib import Path
from typing import Any

from desktop import ending, engine, mishaps, notices
from desktop.backend import Backend
from desktop.drop import DropBox
from desktop.handover import Instance
from desktop.place import Area, Place
from desktop.raising import raise_window
from desktop.shell import WindowShell
from stormdat_core import logs
from stormdat_core.paths import AppPaths

_log = logging.getLogger("stormdat.window")
_LEAST = (640, 480)
_NAMED = 3
"""Jobs that the question at closing names."""
_STARTING = 1.5
"""Seconds that what is still being started has to end in good order once the window is closed."""
_PATIENCE = 20.0
"""Seconds to wait for a page to load before going on to the next."""


def open_window(paths: AppPaths, files: tuple[Path, ...]) -> None:
    """Open the window, sweep `files` in it, and end the process when it has been closed.

    Where a window of this user is open already, it gets the files and comes to the front; this returns then.

    Raises:
        StormError: no window can open here, or the open one does not answer.
    """
    instance = Instance(paths)
    if not instance.claim():
        instance.hand_over(files)
        return
    try:
        logs.configure(paths)
        mishaps.install()
        engine.prepare()
        Application(paths, instance, files).run()
    finally:
        instance.release()
    ending.leave()


class Application:
    """One window and what stands behind it."""

    def __init__(self, paths: AppPaths, instance: Instance, files: tuple[Path, ...] = ()) -> None:
        self._paths, self._instance = paths, instance
        self._changed = threading.Condition()
        self._waiting = files
        self._started: Backend | None = None
        self._backend: Backend | None = None
        """What was started, once its pages may be shown."""
        self._may_close = False
        self._deadline = ending.Deadline()
        self._closed = threading.Event()
        self._filled = threading.Event()
        """Set once nothing is being started any more."""
        self._asking = threading.Lock()
        self._place = Place.load(paths)
        self._window: Any = None
        self._complaint = ""

    def run(self) -> None:
        """Show the window until it is closed. Main thread only."""
        import webview

        ending.on_signal(self._end)
        self._window = self._make_window(webview)
        drops = DropBox()
        drops.install(self._window)
        self._shell = WindowShell(self._window, drops)
        self._instance.listen(self._called)
        try:
            webview.start(self._fill, icon=_icon())
        finally:
            self._deadline.set()
            self._stop()
            self._filled.wait(_STARTING)

    def _make_window(self, webview: Any) -> Any:
        screens = [Area(one.x, one.y, one.width, one.height) for one in webview.screens]
        self._place = place = self._place.within(screens)
        window = webview.create_window(
            "STORM DAT", html=notices.splash(), width=place.width, height=place.height, x=place.x, y=place.y,
            maximized=place.maximized, min_size=_LEAST, text_select=True, zoomable=True,
            background_color="#f6f7f8",
        )  # fmt: skip
        window.events.initialized += self._engine_is_known
        window.events.before_show += self._harden
        window.events.closing += self._closing
        return window

    def _engine_is_known(self, renderer: str) -> None:
        """Hear which engine there is: an unfit one gets a page that says what to do."""
        self._complaint = engine.complaint(renderer, engine.version_of(renderer, self._window))

    def _harden(self) -> None:
        """Keep a drop that no page caught from replacing our page. Window's thread, before the first page."""
        if sys.platform != "linux":
            return
        from PySide6.QtWebEngineCore import QWebEngineSettings

        settings = self._window.native.webview.settings()
        settings.setAttribute(QWebEngineSettings.WebAttribute.NavigateOnDropEnabled, False)

    def _fill(self) -> None:
        """Start what stands behind the window and show the pages. Runs in a thread of its own."""
        backend = self._start()
        self._filled.set()
        if backend:
            self._show(backend)

    def _start(self) -> Backend | None:
        """Start what stands behind the window; None where the window says why not, or is closed already."""
        try:
            if self._complaint:
                self._window.load_html(notices.failure(self._complaint, "", self._paths.log))
                return None
            self._started = backend = Backend.start(self._paths, self._shell)
            if self._closed.is_set():  # while that took its time
                self._stop()
                return None
        except Exception as exc:
            logs.configure(self._paths)  # it was closed together with what had been started
            _log.exception("The program could not start.")
            self._window.load_html(notices.failure_of(exc, self._paths.log))
            return None
        return backend

    def _show(self, backend: Backend) -> None:
        """Lead the window in by the front door, then to the files it was started with."""
        # Each address is loaded after the one before, whose end is what `loaded` tells.
        self._wait_for_page()
        self._window.load_url(backend.launch_address())
        self._wait_for_page()
        with self._changed:
            self._backend = backend
            files, self._waiting = self._waiting, ()
        self._sweep(files)

    def _wait_for_page(self) -> None:
        """Return when the page is loaded, the window closed, or patience at its end."""
        until = time.monotonic() + _PATIENCE
        while not (self._window.events.loaded.wait(0.2) or self._closed.is_set()):
            if time.monotonic() > until:
                _log.warning("A page took longer than %g seconds to load.", _PATIENCE)
                return

    def _called(self, files: tuple[Path, ...]) -> None:
        """Take what a second start handed over."""
        raise_window(self._window)
        with self._changed:
            if self._backend is None:
                self._waiting += files
                return
        self._sweep(files)

    def _sweep(self, files: tuple[Path, ...]) -> None:
        """Check files that were named outside the window, and show how far it is."""
        backend = self._backend
        if backend and files:
            self._window.load_url(backend.sweep(files))

    def _closing(self) -> bool | None:
        """Let the window close, unless work is under way: then ask first. Window's thread."""
        running = self._backend.running() if self._backend else ()
        recording = self._backend.is_recording() if self._backend else False
        if self._may_close or not (running or recording):
            self._deadline.set()
            self._keep_place()
            return None
        # Not here: on some systems a question from the window's own thread waits for itself.
        question = _question(running, recording=recording)
        threading.Thread(target=self._ask, args=(question,), name="stormdat-question", daemon=True).start()
        return False

    def _ask(self, question: str) -> None:
        if not self._asking.acquire(blocking=False):
            return
        try:
            if self._window.create_confirmation_dialog("Close STORM DAT?", question):
                self._end()
        finally:
            self._asking.release()

    def _end(self) -> None:
        """Close the window without a question. Any thread may call it."""
        self._may_close = True
        self._deadline.set()
        if self._backend is None:  # it is still starting, and nobody has begun any work
            self._instance.release()
            ending.leave()
        threading.Thread(target=self._window.destroy, daemon=True).start()

    def _keep_place(self) -> None:
        native = self._window.native
        if hasattr(native, "isMaximized") and native.isMaximized():
            size = native.normalGeometry()
            place = Place(size.width(), size.height(), size.x(), size.y(), maximized=True)
        else:
            place = Place(self._window.width, self._window.height, self._window.x, self._window.y)
        place.save(self._paths)

    def _stop(self) -> None:
        """Stop what was started, once: after the window, or by whoever was still starting it."""
        self._closed.set()
        with self._changed:
            backend, self._started, self._backend = self._started, None, None
        if backend:
            backend.stop()


def _icon() -> str | None:
    """Return the window's icon where it is not part of the program file."""
    import webui

    return (
        str(Path(webui.__file__).parent / "static" / "img" / "icon.svg") if sys.platform == "linux" else None
    )


def _question(running: tuple[str, ...], *, recording: bool = False) -> str:
    goes_on = "A recording is under way. It goes on without the window; open STORM DAT again to stop it."
    if not running:
        return f"{goes_on}\n\nOK closes the window. Cancel keeps it open."
    names = ", ".join(running[:_NAMED]) + (", …" if len(running) > _NAMED else "")
    work = (
        f"Work is still under way: {names}.\n\n"
        "OK stops it and closes the window; what is finished is kept. Cancel lets it go on."
    )
    return f"{goes_on}\n\n{work}" if recording else work
