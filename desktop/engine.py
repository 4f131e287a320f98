"""Whether a window can open here, and what to do about it when it cannot.

Checked before Qt starts, because Qt ends the program without a word that helps.
"""

import ctypes
import importlib.util
import os
import platform
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from stormdat_core.errors import StormError
from stormdat_core.silence import keep_silent

_BROWSER = "“stormdat serve” shows the same pages in a browser."
OLDEST_CHROMIUM = 111
"""The first version with all that our pages use."""
_OLDEST_MACOS = 13


class NoWindow(StormError):
    """A window cannot open on this system as it is."""


def prepare() -> None:
    """Set what the engine reads from the environment, and make sure that a window can open.

    Raises:
        NoWindow: no display, or a part of the engine is missing.
    """
    keep_silent()
    if sys.platform != "linux":
        return
    # PySide6 may come with PyQt6 beside it on a developer's machine; that one's licence is not ours.
    os.environ["QT_API"] = "pyside6"
    os.environ["PYWEBVIEW_GUI"] = "qt"  # GTK gives no paths for dropped files
    if os.geteuid() == 0:
        # Chromium refuses its sandbox to root; as anybody else the sandbox stays.
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    require_display(os.environ)
    _require_qt()


def require_display(environ: Mapping[str, str]) -> None:
    """Make sure that there is a screen to draw on.

    Raises:
        NoWindow: there is none, or it does not answer.
    """
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal", "vnc"):
        return
    if environ.get("WAYLAND_DISPLAY"):
        return
    display = environ.get("DISPLAY", "")
    if not display:
        raise NoWindow("STORM DAT found no screen to open its window on.", _BROWSER)
    if not _answers(display):
        raise NoWindow(f"The screen “{display}” does not answer, so the window cannot open.", _BROWSER)


def _answers(display: str) -> bool:
    """Return whether an X server of this machine listens; one elsewhere is not asked."""
    number = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if not number:
        return True
    path = f"/tmp/.X11-unix/X{number[1]}"  # noqa: S108 - where every X server listens
    return any(_connects(address) for address in (path, "\0" + path))


def _connects(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


def _require_qt() -> None:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise NoWindow("The window's web engine (PySide6) is not installed.", _BROWSER)
    try:
        import PySide6.QtWebEngineWidgets  # noqa: F401
    except ImportError as exc:
        raise _lacking(str(exc)) from exc
    if os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        _require_x11_plugin(Path(next(iter(spec.submodule_search_locations))))


def _require_x11_plugin(qt: Path) -> None:
    """Load the plugin that Qt will load: when a library is missing, Qt aborts, and we can say which."""
    plugin = qt / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as exc:
        raise _lacking(str(exc)) from exc


def _lacking(message: str) -> NoWindow:
    found = re.search(r"(lib[\w.+-]+\.so[\w.]*)", message)
    what = f"the system's library {found[1]}" if found else "a part of PySide6"
    return NoWindow(
        f"The window's web engine cannot start: {what} is missing.",
        "Install it (docs/dependencies.md lists the Debian packages), or install STORM DAT again. "
        + _BROWSER,
    )


def complaint(renderer: str, version: str) -> str:
    """Return why an engine cannot show our pages, in sentences for a page of their own; empty if it can.

    Args:
        renderer: pywebview's name of the engine.
        version: of Chromium, or of macOS where WebKit comes with it; empty when unknown.
    """
    if renderer == "mshtml":
        return (
            "This computer lacks the Microsoft Edge WebView2 Runtime. Ask your administrator for its offline "
            "installer (“Evergreen Standalone Installer”), install it, and start STORM DAT again."
        )
    if renderer not in ("qtwebengine", "edgechromium", "wkwebview"):
        return f"STORM DAT cannot use the web engine “{renderer}”. Install STORM DAT again."
    least = _OLDEST_MACOS if renderer == "wkwebview" else OLDEST_CHROMIUM
    major = re.match(r"\d+", version)
    if major and int(major[0]) < least:
        what = f"macOS {version}" if renderer == "wkwebview" else f"a web engine of version {version}"
        return f"This computer has {what}; STORM DAT needs {least} or newer. Have it brought up to date."
    return ""


def version_of(renderer: str, window: object) -> str:
    """Return the version that `complaint` judges; empty when it cannot be told."""
    if renderer == "qtwebengine":
        from PySide6.QtWebEngineCore import qWebEngineChromiumVersion

        return str(qWebEngineChromiumVersion())
    if renderer == "wkwebview":
        return platform.mac_ver()[0]
    native = getattr(window, "native", None)
    core = getattr(getattr(native, "webview", None), "CoreWebView2", None)
    return str(getattr(getattr(core, "Environment", None), "BrowserVersionString", ""))
