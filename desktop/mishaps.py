"""Errors that nobody caught go to the log, which keeps where they happened and not what they say.

A window has no terminal to print on, and the words of an error may quote a document.
"""

import logging
import sys
import threading
from types import TracebackType

_log = logging.getLogger("stormdat.window")


def install() -> None:
    """Log what ends the program or one of its threads."""
    sys.excepthook = _ended_program
    threading.excepthook = _ended_thread


def _ended_program(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _log.critical("The program ended with an error.", exc_info=(kind, error, trace))
    if sys.stderr:
        sys.__excepthook__(kind, error, trace)


def _ended_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is None or issubclass(failure.exc_type, SystemExit):
        return
    told = (failure.exc_type, failure.exc_value, failure.exc_traceback)
    _log.error("A thread ended with an error.", exc_info=told)
