"""Make what was deleted unfindable: not in free pages, not in the write-ahead log, not in a backup.

`secure_delete` overwrites deleted rows, but SQLite also moves rows between pages and may leave the old copy
in unused space, so the file is rebuilt from what lives. A deletion notes itself in the same transaction; a
kill before the traces are gone is made good at the next start.
"""

import logging
import sqlite3
from contextlib import closing

from stormdat_core.errors import BadSettings
from stormdat_core.paths import AppPaths
from stormdat_core.store import backups
from stormdat_core.store.engine import connect

_log = logging.getLogger("stormdat.store")
_IN_MEMORY = 256 * 1024 * 1024
"""Bytes up to which a library is rebuilt in memory; a larger one in an unlinked file of the system's."""


def is_pending(paths: AppPaths) -> bool:
    with closing(connect(paths.store)) as connection:
        return connection.execute("SELECT 1 FROM erasures LIMIT 1").fetchone() is not None


def erase_traces(paths: AppPaths) -> bool:
    """Rebuild library, log and backups without what was deleted. Called with the library's lock held.

    Returns:
        False when somebody still reads the library, or the disk is in the way; the next start tries again.
    """
    try:
        with closing(connect(paths.store)) as connection:
            _rebuild(connection, paths)
            done = _empty_log(connection)
            if done:
                backups.renew(paths)
                connection.execute("DELETE FROM erasures")
            return done
    except (sqlite3.Error, OSError, BadSettings):
        _log.exception("The traces of a deletion remain for now.")
        return False


def _rebuild(connection: sqlite3.Connection, paths: AppPaths) -> None:
    if paths.store.stat().st_size > _IN_MEMORY:
        connection.execute("PRAGMA temp_store = FILE")
    connection.execute("VACUUM")


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Write the log back and cut it to nothing; wait for readers, but not for ever."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
