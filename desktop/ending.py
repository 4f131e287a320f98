"""Ends the program in time: at a signal whatever its main thread does, and for certain once it is to end.

Qt's loop runs outside Python, so a Python signal handler waits there for its turn; and libraries have threads
that may wait for ever for a window that is gone. Whoever closes the program must not have to kill it.
"""

import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

import psutil

_log = logging.getLogger("stormdat.window")

SECONDS = 2.0
"""How long an orderly end may take. What is not stored by then is not acknowledged either."""
_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
_WEB_ENGINE = "QtWebEngine"


def on_signal(end: Callable[[], None]) -> None:
    """Call `end`, in a thread of its own, when the process is asked to end. Main thread only.

    What whoever started us has told us to ignore (`nohup`) stays ignored.
    """
    asked = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    asked = [each for each in asked if signal.getsignal(each) is not signal.SIG_IGN]
    theirs, ours = socket.socketpair()
    ours.setblocking(False)
    # The number is written when the signal comes, not when Python gets to run.
    signal.set_wakeup_fd(ours.fileno(), warn_on_full_buffer=False)
    for each in asked:
        signal.signal(each, _told_by_number)
    threading.Thread(
        target=_hear, args=(theirs, ours, set(asked), end), name="stormdat-signals", daemon=True
    ).start()


def _told_by_number(*_: object) -> None:
    """Do nothing: the number that was written is what counts."""


def _hear(theirs: socket.socket, ours: socket.socket, asked: set[int], end: Callable[[], None]) -> None:
    with theirs, ours:
        while numbers := theirs.recv(64):
            if asked & set(numbers):
                end()


class Deadline:
    """The last moment of the process, once it has been set. Any thread may set it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._set = threading.Lock()

    def set(self) -> None:
        """Let the process end with code 0 after its seconds, if it has not ended by itself."""
        if self._set.acquire(blocking=False):
            threading.Thread(target=self._wait, name="stormdat-deadline", daemon=True).start()

    def _wait(self) -> None:
        time.sleep(self._seconds)
        with suppress(Exception):
            _log.warning("The program did not end by itself and was ended.")
        leave()


def leave() -> NoReturn:
    """End the process now, with code 0, and what works for it; a recorder goes on.

    What is left of a process after its work, it leaves to the system: taking a web engine down in good order
    takes seconds, and one thread of a library that waits for a window that is gone keeps it for ever.
    """
    for child in multiprocessing.active_children():
        with suppress(Exception):
            child.kill()
    _end_web_engine()
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(0)


def _end_web_engine() -> None:
    """End the processes of Qt's web engine, which would notice a moment later that we are gone."""
    with suppress(psutil.Error):
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                if child.name().startswith(_WEB_ENGINE):
                    child.kill()
