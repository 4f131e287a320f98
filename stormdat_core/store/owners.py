"""Which processes have the library open, and whether the one that began a sweep still lives.

A process is known by its number and the time it began, because numbers are given again after a crash.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from stormdat_core.paths import private_folder

_TOLERANCE = 2.0
"""Seconds; the system computes a process's start anew each time, and its clock may be set in between."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process, as it can be written down."""

    pid: int
    started: float
    """Seconds since 1970."""

    @classmethod
    def current(cls) -> "Owner":
        return cls(os.getpid(), psutil.Process().create_time())

    def is_alive(self) -> bool:
        """Return whether that process, and not a later one of the same number, is running."""
        try:
            process = psutil.Process(self.pid)
            ours = abs(process.create_time() - self.started) <= _TOLERANCE
            return ours and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False
        except psutil.Error:
            return True  # It exists and may not be asked; better to wait for it than to disturb it.


class Presence:
    """A note in a folder that this process has the library open. Made and read under the library's lock."""

    def __init__(self, folder: Path) -> None:
        owner = Owner.current()
        self._note = private_folder(folder) / f"{owner.pid}-{owner.started}-{secrets.token_hex(4)}"
        self._note.touch(mode=0o600)

    def leave(self) -> None:
        with suppress(OSError):
            self._note.unlink(missing_ok=True)


def is_anybody_there(folder: Path) -> bool:
    """Return whether a living process has left a note; notes of the dead are removed."""
    found = False
    for note in folder.glob("*-*-*"):
        pid, started, _ = note.name.split("-", 2)
        if Owner(int(pid), float(started)).is_alive():
            found = True
        else:
            note.unlink(missing_ok=True)
    return found
