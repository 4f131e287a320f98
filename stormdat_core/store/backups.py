"""Copies of the library: made before it is migrated and once a day, and what is restored when it is damaged.

Everything here is called with the library's lock held.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stormdat_core.paths import AppPaths, private_file, private_folder
from stormdat_core.store.engine import connect
from stormdat_core.store.health import Condition, check, examine, peek

DAILY, MIGRATION, _DAMAGED = "daily", "migration", "damaged"
_KEPT = 3
_STAMP = "%Y%m%dT%H%M%S%fZ"


def copy(paths: AppPaths, kind: str) -> Path:
    """Copy the library, prove the copy sound, and only then drop what is more than three of its kind.

    Raises:
        sqlite3.DatabaseError: the library is damaged; the backups stay as they are.
        OSError: the copy could not be written.
    """
    folder = private_folder(paths.backups)
    for abandoned in folder.glob("*.part"):
        abandoned.unlink(missing_ok=True)
    target = folder / f"library-{datetime.now(UTC):{_STAMP}}-{kind}.sqlite3"
    unfinished = folder / f"{target.name}.part"
    try:
        _copy_database(paths.store, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    _prune(folder, f"library-*-{kind}.sqlite3", _KEPT)
    return target


def is_due(paths: AppPaths, now: datetime) -> bool:
    """Return whether the newest copy is more than a day old, or there is none."""
    newest = next(_newest_first(paths), None)
    return newest is None or now - made(newest) > timedelta(hours=24)


def made(backup: Path) -> datetime:
    """Return when a backup was made, UTC."""
    return datetime.strptime(backup.name.split("-")[1], _STAMP).replace(tzinfo=UTC)


def restore(paths: AppPaths, known: Sequence[str]) -> tuple[Path | None, Path]:
    """Put the newest good backup in the place of a damaged library, or nothing when there is none.

    The damaged file is kept. A kill at any moment leaves either the damaged library, found again at the
    next start, or the restored one.

    Returns:
        The backup that was used, and where the damaged library is now.
    """
    aside = _set_aside(paths)
    good = next((file for file in _newest_first(paths) if _is_good(file, known)), None)
    fresh = paths.data / "library.restoring"
    fresh.unlink(missing_ok=True)
    if good:
        _copy_database(good, fresh)
    else:
        private_file(fresh)
    for log in ("-wal", "-shm"):
        # The log of the damaged library must never be read into the restored one.
        Path(f"{paths.store}{log}").unlink(missing_ok=True)
    fresh.replace(paths.store)
    return good, aside


def renew(paths: AppPaths) -> None:
    """Replace all backups, and damaged libraries kept aside, by one copy of the library as it is now."""
    old = [*_newest_first(paths), *paths.backups.glob(f"{_DAMAGED}-*")]
    with closing(connect(copy(paths, DAILY))) as fresh:
        # Nothing is left to erase in it; a library restored from it must not begin with an erasure.
        fresh.execute("DELETE FROM erasures")
    for file in old:
        file.unlink(missing_ok=True)


def exist(paths: AppPaths) -> bool:
    return next(_newest_first(paths), None) is not None


def _newest_first(paths: AppPaths) -> Iterator[Path]:
    return iter(sorted(paths.backups.glob("library-*.sqlite3"), reverse=True))


def _is_good(backup: Path, known: Sequence[str]) -> bool:
    health = examine(backup, known, thoroughly=True)
    return health.condition in (Condition.CURRENT, Condition.OLDER)


def _copy_database(source: Path, target: Path) -> None:
    private_file(target)
    with peek(source) as original, closing(connect(target)) as duplicate:
        # No journal beside the copy: an unfinished one is thrown away as a whole.
        duplicate.execute("PRAGMA journal_mode = OFF")
        original.backup(duplicate)
        check(duplicate)
    with target.open("r+b") as stream:
        os.fsync(stream.fileno())


def _set_aside(paths: AppPaths) -> Path:
    folder = private_folder(paths.backups)
    aside = folder / f"{_DAMAGED}-{datetime.now(UTC):{_STAMP}}.sqlite3"
    for log in ("", "-wal"):
        if Path(f"{paths.store}{log}").exists():
            shutil.copyfile(f"{paths.store}{log}", private_file(Path(f"{aside}{log}")))
    _prune(folder, f"{_DAMAGED}-*.sqlite3", _KEPT)
    return aside


def _prune(folder: Path, pattern: str, kept: int) -> None:
    for file in sorted(folder.glob(pattern), reverse=True)[kept:]:
        file.unlink(missing_ok=True)
        Path(f"{file}-wal").unlink(missing_ok=True)
