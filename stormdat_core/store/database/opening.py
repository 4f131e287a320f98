"""From a folder to a library that can be used: created, migrated, restored or refused, under one lock."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import select, update

from stormdat_core.errors import StoreUnusable
from stormdat_core.model import SweepState
from stormdat_core.paths import AppPaths, private_file, private_folder
from stormdat_core.store.database import backups, migrating
from stormdat_core.store.database.connections import Database, connect, explain
from stormdat_core.store.database.health import Condition, Health, examine
from stormdat_core.store.database.tables import SWEEPS
from stormdat_core.store.deletion import copies, erasing
from stormdat_core.store.owners import Owner, Presence, is_anybody_there
from stormdat_core.store.sweeps import reading

_log = logging.getLogger("stormdat.store")
_LOCK_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A library ready for use."""

    database: Database
    presence: Presence
    warnings: tuple[str, ...]
    """What a person should know about how it was opened, in sentences."""


@contextmanager
def locked(paths: AppPaths) -> Iterator[None]:
    """Hold the lock that keeps two processes from preparing, copying or purging at once.

    Raises:
        StoreUnusable: another process holds it for two minutes.
    """
    try:
        with FileLock(paths.lock, timeout=_LOCK_SECONDS, mode=0o600):
            yield
    except Timeout as exc:
        raise StoreUnusable(
            f"Another STORM DAT has been preparing the library {paths.store} for two minutes.",
            "Wait for it, or end it, and start again.",
        ) from exc


def open_library(paths: AppPaths, scripts: Path = migrating.SCRIPTS) -> Opened:
    """Open the library, creating, migrating or restoring it as its state requires.

    Raises:
        StoreUnusable: made by a newer version, not ours, in use by an older program, or not accessible.
        BadSettings: the folder cannot be made.
    """
    private_folder(paths.data)
    with _explained(paths, "could not be opened"), locked(paths):
        warnings = _prepare(paths, migrating.revisions(scripts), scripts)
        database = Database(paths.store)
        try:
            _mark_interrupted(database)
            _remove_strays(database, paths)
            if erasing.is_pending(paths):
                warnings += _finish_deletions(paths)
            return Opened(database, Presence(_notes(paths)), warnings)
        except BaseException:
            database.close()
            raise


def _prepare(paths: AppPaths, known: tuple[str, ...], scripts: Path) -> tuple[str, ...]:
    warnings: tuple[str, ...] = ()
    health = _look(paths, known)
    if health.condition in (Condition.NEWER, Condition.FOREIGN):
        raise _refusal(paths, health)
    if health.condition is Condition.ABSENT:
        warnings = _begun_anew(paths)
    if health.condition is Condition.DAMAGED:
        warnings = (_restore(paths, known),)
        health = examine(paths.store, known)
    if health.condition is Condition.OLDER:
        _back_up(paths)
    if health.condition is not Condition.CURRENT:
        _migrate(paths, scripts)
    return warnings


def _look(paths: AppPaths, known: tuple[str, ...]) -> Health:
    health = examine(paths.store, known)
    emptied = paths.store.exists() and paths.store.stat().st_size == 0 and backups.exist(paths)
    return Health(Condition.DAMAGED) if emptied else health


def _begun_anew(paths: AppPaths) -> tuple[str, ...]:
    """Return what is said of a new library where there should be an old one; nothing at a first start."""
    if paths.store.exists():
        return (f"The library {paths.store} was empty, so a new one was begun.",)
    if backups.exist(paths):
        return (
            f"The library {paths.store} was gone, so a new one was begun. Backups of the old one are in "
            f"{paths.backups}.",
        )
    return ()


def _refusal(paths: AppPaths, health: Health) -> StoreUnusable:
    if health.condition is Condition.NEWER:
        return StoreUnusable(
            f"The library {paths.store} was made by a newer version of STORM DAT. It was not touched.",
            "Start the newer version, or set STORMDAT_DATA_DIR to another folder.",
        )
    return StoreUnusable(
        f"The file {paths.store} is a database of another program. It was not touched.",
        "Move it away, or set STORMDAT_DATA_DIR to another folder.",
    )


def _restore(paths: AppPaths, known: tuple[str, ...]) -> str:
    _must_be_alone(paths, "is damaged")
    with _explained(paths, "is damaged and could not be restored"):
        used, aside = backups.restore(paths, known)
    _log.error("The library was damaged. Restored from %s; the damaged file is %s.", used, aside)
    kept = f"The damaged file is kept as {aside}."
    if used is None:
        return f"The library was damaged and there was no good backup, so a new one was begun. {kept}"
    when = f"{backups.made(used):%Y-%m-%d %H:%M} UTC"
    return f"The library was damaged and restored from the backup of {when}; later sweeps are missing. {kept}"


def _back_up(paths: AppPaths) -> None:
    _must_be_alone(paths, "has to be brought up to date")
    with _explained(paths, "could not be backed up before its update"):
        backups.copy(paths, backups.MIGRATION)


@contextmanager
def _explained(paths: AppPaths, what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as exc:
        raise (explain(exc, paths.store) or exc) from exc
    except OSError as exc:
        raise StoreUnusable(
            f"The library {paths.store} {what}: {exc.strerror or exc}.",
            "Check its disk and the space on it, then start again. Nothing was changed.",
        ) from exc


def _must_be_alone(paths: AppPaths, why: str) -> None:
    if is_anybody_there(_notes(paths)):
        raise StoreUnusable(
            f"The library {paths.store} {why}, and another STORM DAT has it open.",
            "Close every STORM DAT window and command, then start again.",
        )


def _migrate(paths: AppPaths, scripts: Path) -> None:
    with closing(connect(private_file(paths.store))) as plain:
        # Readers and a writer work side by side; the mode stays with the file.
        if plain.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
            raise StoreUnusable(
                f"The folder of the library {paths.store} does not allow a write-ahead log.",
                "Set STORMDAT_DATA_DIR to a folder on a local disk.",
            )
    database = Database(paths.store)
    try:
        with database.write() as connection:
            migrating.upgrade(connection, scripts)
    finally:
        database.close()


def _mark_interrupted(database: Database) -> None:
    """Say of sweeps whose process is gone that they were interrupted."""
    running = select(SWEEPS.c.id, SWEEPS.c.owner_pid, SWEEPS.c.owner_started).where(
        SWEEPS.c.state == SweepState.RUNNING
    )
    with database.read() as connection:
        dead = [row.id for row in connection.execute(running) if not Owner(*row[1:]).is_alive()]
    if dead:
        with database.write() as connection:
            states = update(SWEEPS).where(SWEEPS.c.id.in_(dead), SWEEPS.c.state == SweepState.RUNNING)
            connection.execute(states.values(state=SweepState.INTERRUPTED))


def _remove_strays(database: Database, paths: AppPaths) -> None:
    """Remove downloads of sweeps that are gone: a killed program may have been writing them meanwhile."""
    with database.read() as connection:
        known = reading.sweep_ids(connection)
    for folder in copies.stray(paths, known):
        copies.remove_folder(folder, paths.scratch)


def _finish_deletions(paths: AppPaths) -> tuple[str, ...]:
    done = erasing.erase_traces(paths)
    return () if done else (f"A deletion is not finished. {done.told}",)


def _notes(paths: AppPaths) -> Path:
    return paths.data / "open"
