"""What state a library's file is in, found out without changing a byte of it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from stormdat_core.store.database.connections import BUSY_SECONDS, explain

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""A plain error too: this asks nothing that a sound file could refuse."""
ALWAYS_CHECKED = 128 * 1024 * 1024
"""Bytes. A larger library is checked when the last program was killed, and when it is copied."""


class Condition(Enum):
    ABSENT = auto()
    """No file, or one without tables."""
    CURRENT = auto()
    OLDER = auto()
    NEWER = auto()
    FOREIGN = auto()
    """A sound database of somebody else."""
    DAMAGED = auto()


@dataclass(frozen=True, slots=True)
class Health:
    condition: Condition
    revision: str = ""


def examine(file: Path, known: Sequence[str], *, thoroughly: bool | None = None) -> Health:
    """Return the health of a library.

    Args:
        file: the database.
        known: the revisions this program knows, the oldest first.
        thoroughly: whether to read every page; None decides by size and by what a kill left behind.

    Raises:
        StoreUnusable: the file cannot be opened.
    """
    try:
        if not file.exists() or file.stat().st_size == 0:
            return Health(Condition.ABSENT)
        with peek(file) as connection:
            if _wants_check(file) if thoroughly is None else thoroughly:
                check(connection)
            return _judge(connection, known)
    except sqlite3.Error as exc:
        # An error without a code comes from Python, which could not decode a name in the schema.
        if (getattr(exc, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF) in _DAMAGE:
            return Health(Condition.DAMAGED)
        raise (explain(exc, file) or exc) from exc


@contextmanager
def peek(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that cannot write. Without a log nobody has the file open, and it needs no locks."""
    mode = "mode=ro" if Path(f"{file}-wal").exists() else "immutable=1"
    with closing(sqlite3.connect(f"{file.as_uri()}?{mode}", uri=True, timeout=BUSY_SECONDS)) as connection:
        yield connection


def check(connection: sqlite3.Connection) -> None:
    """Read every page.

    Raises:
        sqlite3.DatabaseError: with the code for damage, when there is any.
    """
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != ("ok",):
        error = sqlite3.DatabaseError("quick_check found damage")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _wants_check(file: Path) -> bool:
    return file.stat().st_size <= ALWAYS_CHECKED or _log_size(file) > 0


def _log_size(file: Path) -> int:
    try:
        return Path(f"{file}-wal").stat().st_size
    except FileNotFoundError:
        return 0


def _judge(connection: sqlite3.Connection, known: Sequence[str]) -> Health:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return Health(Condition.ABSENT)
    if not {"alembic_version", "sweeps"} <= tables:
        return Health(Condition.FOREIGN)
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or row[0] not in known:
        return Health(Condition.NEWER, row[0] if row else "")
    return Health(Condition.CURRENT if row[0] == known[-1] else Condition.OLDER, row[0])
