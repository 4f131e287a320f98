"""What happened to a recording: lines of JSON, each on the disk before anything relies on it."""

import json
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any


class Journal:
    """The journal of a recording that is under way. Its methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Start a journal.

        Raises:
            FileExistsError: there is one of that name.
            OSError: the folder cannot be written.
        """
        self._lock = Lock()
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self.broken = False
        """True when a line could not be written; the recording goes on without."""

    def write(self, event: str, **facts: object) -> None:
        """Append a line and wait until the disk has it. Never raises: the media file matters more."""
        line = json.dumps({"event": event, **facts}, default=str).encode("ascii") + b"\n"
        with self._lock:
            try:
                os.write(self._handle, line)
                os.fsync(self._handle)
            except OSError:
                self.broken = True

    def close(self) -> None:
        with self._lock, suppress(OSError):
            os.close(self._handle)
            self._handle = -1


def reopen(path: Path) -> Journal:
    """Return the journal of a recording whose recorder is gone, to be completed.

    Raises:
        OSError: it cannot be written.
    """
    journal = Journal.__new__(Journal)
    journal._lock = Lock()
    journal._handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    journal.broken = False
    if not _ends_whole(path):
        os.write(journal._handle, b"\n")
    return journal


def _ends_whole(path: Path) -> bool:
    data = path.read_bytes()
    return not data or data.endswith(b"\n")


def read_journal(path: Path) -> list[Mapping[str, Any]]:
    """Return the lines of a journal; a last line that was cut off by a kill is left out.

    Raises:
        OSError: there is none, or it cannot be read.
    """
    lines: list[Mapping[str, Any]] = []
    for line in path.read_bytes().splitlines():
        with suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict) and isinstance(value.get("event"), str):
                lines.append(value)
    return lines


def owner() -> dict[str, object]:
    """Return what tells a living recorder from a dead one: machine, process, and when that started."""
    import psutil

    me = psutil.Process()
    return {"host": platform.node(), "pid": me.pid, "process_started": me.create_time()}


def owner_lives(facts: Mapping[str, Any]) -> bool:
    """Tell whether the process that wrote `facts` runs, on this machine."""
    import psutil

    if facts.get("host") != platform.node():
        return False
    try:
        process = psutil.Process(int(facts["pid"]))
        same = abs(process.create_time() - float(facts["process_started"])) < 1
        return same and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, KeyError, TypeError, ValueError):
        return False
