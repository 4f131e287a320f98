"""Connections to the library: transactions that hold, deletions that overwrite, errors that explain."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from stormdat_core.errors import StoreUnusable
from stormdat_core.store.database.columns import text_of

Opened = Callable[[], AbstractContextManager[Connection]]
"""Opens a transaction: what the shelves of the library are handed."""
BUSY_SECONDS = 10.0
_WRITE = "stormdat_write"
_TROUBLE = {
    sqlite3.SQLITE_BUSY: ("is busy with another STORM DAT", "Wait for its work to end, then try again."),
    sqlite3.SQLITE_LOCKED: ("is busy with other work", "Wait for it to end, then try again."),
    sqlite3.SQLITE_FULL: ("cannot grow because its disk is full", "Free some space, then try again."),
    sqlite3.SQLITE_IOERR: ("could not be read or written on its disk", "Check the disk, then try again."),
    sqlite3.SQLITE_READONLY: ("may not be written", "Check who owns the file and its folder."),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "Check who owns the file and its folder."),
    sqlite3.SQLITE_PERM: ("may not be opened", "Check who owns the file and its folder."),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "Start STORM DAT again: it restores the newest good backup."),
    sqlite3.SQLITE_NOTADB: ("is damaged", "Start STORM DAT again: it restores the newest good backup."),
}


def connect(file: Path) -> sqlite3.Connection:
    """Return a connection without implied transactions, set up as every connection to the library is."""
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.executescript(
        "PRAGMA foreign_keys = ON;"
        "PRAGMA secure_delete = ON;"  # What is deleted is overwritten, not only unlinked.
        "PRAGMA synchronous = FULL;"  # A committed file of a sweep survives a power cut.
        "PRAGMA temp_store = MEMORY;"  # Sorting writes no text of documents into temporary files.
    )
    connection.create_function("stormdat_contains", -1, _contains, deterministic=True)
    return connection


class Database:
    """The library's file and a pool of connections. `read` and `write` may be used from any thread."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: connect(file),
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=24,
            hide_parameters=True,  # They are text of documents, and errors are logged.
        )
        self._writing = self._engine.execution_options(**{_WRITE: True})
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the library throughout.

        Raises:
            StoreUnusable: damaged, busy or not accessible.
        """
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection in the only writing transaction, which is committed if the block ends well.

        Raises:
            StoreUnusable: damaged, busy, full or not accessible.
        """
        with self._explained(), self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as exc:
            trouble = explain(exc.orig, self.file) if isinstance(exc.orig, sqlite3.Error) else None
            if trouble is None:
                raise
            raise trouble from exc


def explain(error: sqlite3.Error, file: Path) -> StoreUnusable | None:
    """Return the sentence for what SQLite complains about, None when it is no trouble of the file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _TROUBLE:
        return None
    what, cure = _TROUBLE[code]
    return StoreUnusable(f"The library {file} {what}.", cure)


def _begin(connection: Connection) -> None:
    # Python's own begin comes too late for reads and never for DDL; and a write that begins as a read
    # fails at once, without waiting, when another process wrote in between.
    immediate = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _contains(needle: str | bytes, *texts: str | bytes) -> bool:
    """Return whether a case-folded needle is in one of the texts; SQLite's own LIKE folds ASCII only."""
    wanted = text_of(needle)
    return any(wanted in text_of(text).casefold() for text in texts)
