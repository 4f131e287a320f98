"""A log on this machine that can be handed to a stranger: it names files, never what stands in them.

Everything is logged below the logger `stormdat` (`logging.getLogger("stormdat.jobs")`) and ends in one
rotating file. The messages of other people's exceptions may quote a document (a parser shows the line it
stumbled over, a database its parameters), so of those only the type and the places in the code are kept.
A `StormError` is ours and its sentence holds file names only.

Nothing that goes wrong while a line is written reaches whoever logged it: a folder that was removed is made
again, and where that fails too (full disk, closed stream) the line is lost and the work goes on.
"""

import io
import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from stormdat_core.errors import StormError
from stormdat_core.paths import AppPaths, private_folder, unusable

ROOT = "stormdat"
_BYTES = 1_000_000
_OLD_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(process)d %(threadName)s %(name)s: %(message)s"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def configure(paths: AppPaths, level: str = "INFO") -> None:
    """Send what is logged below `stormdat` from `level` on to the log file. A second call replaces the first.

    Raises:
        BadSettings: the folder for logs cannot be made, or the log file cannot be opened.
    """
    private_folder(paths.logs)
    try:
        handler = PrivateFile(paths.log, maxBytes=_BYTES, backupCount=_OLD_FILES, encoding="utf-8")
    except OSError as exc:
        raise unusable(paths.logs, exc) from exc
    handler.setFormatter(WithoutContent(_FORMAT))
    root = logging.getLogger(ROOT)
    close()
    root.addHandler(handler)
    root.setLevel(level)
    logging.lastResort = _LAST_RESORT


def close() -> None:
    """Let go of the log file."""
    root = logging.getLogger(ROOT)
    for handler in [handler for handler in root.handlers if isinstance(handler, PrivateFile)]:
        root.removeHandler(handler)
        handler.close()


class PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner may read, shared by the processes of one user."""

    def _open(self) -> io.TextIOWrapper:
        name = self.baseFilename
        try:
            return _append(name, self.encoding)
        except FileNotFoundError:  # the folder was removed while the program runs
            private_folder(Path(name).parent)
            return _append(name, self.encoding)

    def handle(self, record: logging.LogRecord) -> bool:
        """Write a record, or lose it; raise nothing."""
        with suppress(Exception):
            return bool(super().handle(record))
        return False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the base class named it)
        """Lose a record that cannot be written: the base class prints, to a stream that may be closed."""

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and _was_moved(self.stream, Path(self.baseFilename)):
            self._let_go()
        super().emit(record)

    def close(self) -> None:
        """Let go of the file; what a full disk did not take is lost."""
        with suppress(OSError, ValueError):
            super().close()

    def _let_go(self) -> None:
        stream, self.stream = self.stream, None  # opened again at the next line
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()

    def rotate(self, source: str, dest: str) -> None:
        """Rename the full file. Where another process keeps it open (Windows), it grows a little longer."""
        try:
            super().rotate(source, dest)
        except PermissionError:
            return


class _LastResort(logging.Handler):
    """Warnings on standard error where no log is open; a stream that is closed or full ends nobody's work."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):
            sys.stderr.write(self.format(record) + "\n")


_LAST_RESORT = _LastResort(logging.WARNING)


def _append(name: str, encoding: str | None) -> io.TextIOWrapper:
    return open(name, "a", encoding=encoding, errors="backslashreplace", opener=_private)


def _was_moved(stream: io.TextIOWrapper, path: Path) -> bool:
    """Return whether another process has rotated the file away under this one."""
    try:
        return not os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except OSError:
        return True


def _private(name: str, flags: int) -> int:
    # A FIFO in the place of the log would hold whoever logs for ever; without waiting it is an error.
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0), 0o600)


class WithoutContent(logging.Formatter):
    """Writes times in UTC, one line for each message, and exceptions without what others said in them."""

    converter = staticmethod(time.gmtime)
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        # A copy: a handler before this one may have cached the whole exception text in the record.
        own = logging.makeLogRecord(record.__dict__)
        own.exc_text = None
        own.msg, own.args = _one_line(_message(record)), None
        return super().format(own)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the base class named it)
        return "\n".join(_story(ei[1])) if ei[1] else ""


def _message(record: logging.LogRecord) -> str:
    """Return the message with exceptions among its arguments cut down to what may be told."""
    message, args = _told(record.msg), record.args
    if not args:
        return str(message)
    if isinstance(args, Mapping):
        return str(message) % {key: _told(value) for key, value in args.items()}
    return str(message) % tuple(_told(value) for value in args)


def _told(value: object) -> object:
    return _name(value) if isinstance(value, BaseException) else value


def _one_line(text: str) -> str:
    """Escape what could begin a line of its own: a file name may hold line breaks."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _story(error: BaseException) -> Iterator[str]:
    """Yield the lines of an exception and of those that led to it, the first cause first."""
    for one in reversed(_chain(error)):
        yield from "".join(traceback.format_tb(one.__traceback__)).splitlines()
        yield _name(one)
        if isinstance(one, BaseExceptionGroup):
            for inner in one.exceptions:
                yield from (f"    {line}" for line in _story(inner))


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and not any(current is known for known in chain):
        chain.append(current)
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
    return chain


def _name(error: BaseException) -> str:
    """Return our own sentence, or the type of another's error with its number, which quotes nothing."""
    kind = type(error)
    if isinstance(error, StormError):
        return f"{kind.__name__}: {_one_line(str(error))}"
    number = getattr(error, "errno", None) or getattr(error, "sqlite_errorname", None)
    return f"{kind.__module__}.{kind.__qualname__} ({number or 'message left out'})"
