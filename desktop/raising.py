"""Brings the window to the front, when a second start or a finished dialog asks for it."""

import logging
from typing import Any

_log = logging.getLogger("stormdat.window")


def raise_window(window: Any) -> None:
    """Show the window above others, as it was: a maximized one stays maximized. Any thread may call it."""
    native = window.native
    if native is None:
        return
    if hasattr(native, "raise_"):
        _raise_qt(native)
        return
    window.show()
    window.on_top = True
    window.on_top = False


def _raise_qt(native: Any) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, native, lambda: _in_its_thread(native))


def _in_its_thread(native: Any) -> None:
    if native.isMinimized():
        native.showNormal()
    native.raise_()
    native.activateWindow()
