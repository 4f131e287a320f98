"""Finish deletions, and make what was deleted unfindable: not in free pages, the write-ahead log or a backup.

`secure_delete` overwrites deleted rows, but SQLite also moves rows between pages and may leave the old copy
in unused space, so the file is rebuilt from what lives. A deletion notes itself in the same transaction; a
kill before all of it is gone is made good at the next start.
"""

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass

from stormdat_core.errors import BadSettings
from stormdat_core.paths import AppPaths
from stormdat_core.store.database import backups
from stormdat_core.store.database.connections import connect, explain
from stormdat_core.store.deletion import intents

_log = logging.getLogger("stormdat.store")
_IN_MEMORY = 256 * 1024 * 1024
"""Bytes up to which a library is rebuilt in memory; a larger one in an unlinked file of the system's."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What became of a deletion: true when no trace is left."""

    reason: str = ""
    """Why traces are left, in a sentence; empty when none are."""

    def __bool__(self) -> bool:
        return not self.reason

    def __and__(self, other: "Erasure") -> "Erasure":
        """Return both as one; the first reason stays."""
        return other if self else self

    @property
    def told(self) -> str:
        """Return what a person should read; empty when no trace is left."""
        return f"{self.reason} The last traces go at the next start." if self.reason else ""


def is_pending(paths: AppPaths) -> bool:
    with closing(connect(paths.store)) as connection:
        return intents.newest(connection) > 0


def erase_traces(paths: AppPaths) -> Erasure:
    """Carry out what deletions noted; rebuild library, log and backups. Called with the library's lock held.

    Returns:
        With a reason when somebody still reads the library, or the disk or a file is in the way; the next
        start, or the next deletion, tries again.
    """
    try:
        with closing(connect(paths.store)) as connection:
            return _erase(connection, paths)
    except (sqlite3.Error, OSError, BadSettings) as exc:
        _log.exception("The traces of a deletion remain for now.")
        return Erasure(_reason(exc, paths))


def _erase(connection: sqlite3.Connection, paths: AppPaths) -> Erasure:
    last = intents.newest(connection)  # Another process may note one more while this goes on.
    left = intents.carry_out(connection, paths)
    _rebuild(connection, paths)
    if not _empty_log(connection):
        return Erasure("Another STORM DAT was still reading the library.")
    backups.renew(paths)
    intents.settle(connection, last)
    return Erasure(left[0] if left else "")


def _rebuild(connection: sqlite3.Connection, paths: AppPaths) -> None:
    if paths.store.stat().st_size > _IN_MEMORY:
        connection.execute("PRAGMA temp_store = FILE")
    connection.execute("VACUUM")


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Write the log back and cut it to nothing; wait for readers, but not for ever."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _reason(error: sqlite3.Error | OSError | BadSettings, paths: AppPaths) -> str:
    if isinstance(error, sqlite3.Error):
        known = explain(error, paths.store)
        return str(known) if known else f"The library could not be rebuilt: {error}."
    if isinstance(error, OSError):
        return f"{error.filename or paths.backups}: {error.strerror or error}."
    return str(error)
