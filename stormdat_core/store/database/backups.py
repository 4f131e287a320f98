"""Copies of the library: made before it is migrated and once a day, and what is restored when it is damaged.

Which copy is newer is told by the number in its name, which rises with each, never by a clock: that may have
been years ahead or behind when one was made. Everything here is called with the library's lock held.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stormdat_core.paths import AppPaths, private_file, private_folder
from stormdat_core.store.database.connections import connect
from stormdat_core.store.database.health import Condition, check, examine, peek

DAILY, MIGRATION, _DAMAGED = "daily", "migration", "damaged"
_KEPT = 3
_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"(?:library|damaged)-(?:(\d{8,12})-)?(\d{8}T\d{12}Z)(?:-[a-z]+)?\.sqlite3")
"""Number and time of making. Copies of older versions of the program have no number: all others are newer."""
_RESTORING = "library.restoring"
_BESIDE = ("", "-wal", "-shm", "-journal")
_DAY = timedelta(hours=24)


def copy(paths: AppPaths, kind: str) -> Path:
    """Copy the library, prove the copy sound, and only then drop what is more than three of its kind.

    Raises:
        sqlite3.DatabaseError: the library is damaged; the backups stay as they are.
        OSError: the copy could not be written.
    """
    target = _copy(paths, kind)
    _prune(paths.backups, f"library-*-{kind}.sqlite3", _KEPT)
    return target


def is_due(paths: AppPaths, now: datetime) -> bool:
    """Return whether the newest copy is more than a day old, or there is none.

    One from the future was made while the clock was wrong, and says nothing of its age.
    """
    newest = next(_newest_first(paths), None)
    return newest is None or not timedelta(0) <= now - made(newest) <= _DAY


def made(backup: Path) -> datetime:
    """Return when a backup was made, UTC, as the clock then said."""
    match = _NAME.fullmatch(backup.name)
    assert match is not None
    return datetime.strptime(match[2], _STAMP).replace(tzinfo=UTC)


def restore(paths: AppPaths, known: Sequence[str]) -> tuple[Path | None, Path]:
    """Put the newest good backup in the place of a damaged library, or nothing when there is none.

    The damaged file is kept. A kill at any moment leaves either the damaged library, found again at the
    next start, or the restored one.

    Returns:
        The backup that was used, and where the damaged library is now.
    """
    aside = _set_aside(paths)
    good = next((file for file in _newest_first(paths) if _is_good(file, known)), None)
    fresh = paths.data / _RESTORING
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
    fresh = _copy(paths, DAILY, settled=True)
    (paths.data / _RESTORING).unlink(missing_ok=True)
    for file in [*paths.backups.glob("library*"), *paths.backups.glob(f"{_DAMAGED}*")]:
        if file != fresh:
            file.unlink(missing_ok=True)


def exist(paths: AppPaths) -> bool:
    return next(_newest_first(paths), None) is not None


def _copy(paths: AppPaths, kind: str, *, settled: bool = False) -> Path:
    """Return a proven copy; a settled one has no deletion to finish, should it ever be restored."""
    folder = private_folder(paths.backups)
    for abandoned in folder.glob("*.part"):
        abandoned.unlink(missing_ok=True)
    target = folder / f"library-{_next_number(folder):08}-{datetime.now(UTC):{_STAMP}}-{kind}.sqlite3"
    unfinished = folder / f"{target.name}.part"
    try:
        _copy_database(paths.store, unfinished, settled=settled)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _next_number(folder: Path) -> int:
    return 1 + max((_order(file)[0] for file in folder.glob("*.sqlite3")), default=0)


def _order(file: Path) -> tuple[int, str]:
    """Return what later copies have more of: a number, and for those without one their name."""
    match = _NAME.fullmatch(file.name)
    return int(match[1]) if match and match[1] else 0, file.name


def _newest_first(paths: AppPaths) -> Iterator[Path]:
    own = (file for file in paths.backups.glob("library-*.sqlite3") if _NAME.fullmatch(file.name))
    return iter(sorted(own, key=_order, reverse=True))


def _is_good(backup: Path, known: Sequence[str]) -> bool:
    health = examine(backup, known, thoroughly=True)
    return health.condition in (Condition.CURRENT, Condition.OLDER)


def _copy_database(source: Path, target: Path, *, settled: bool = False) -> None:
    private_file(target)
    with peek(source) as original, closing(connect(target)) as duplicate:
        # No journal beside the copy: an unfinished one is thrown away as a whole.
        duplicate.execute("PRAGMA journal_mode = OFF")
        original.backup(duplicate)
        if settled:
            duplicate.execute("DELETE FROM erasures WHERE work = '{}'")
        check(duplicate)
    with target.open("r+b") as stream:
        os.fsync(stream.fileno())


def _set_aside(paths: AppPaths) -> Path:
    folder = private_folder(paths.backups)
    aside = folder / f"{_DAMAGED}-{_next_number(folder):08}-{datetime.now(UTC):{_STAMP}}.sqlite3"
    for log in ("", "-wal"):
        if Path(f"{paths.store}{log}").exists():
            shutil.copyfile(f"{paths.store}{log}", private_file(Path(f"{aside}{log}")))
    _prune(folder, f"{_DAMAGED}-*.sqlite3", _KEPT)
    return aside


def _prune(folder: Path, pattern: str, kept: int) -> None:
    for file in sorted(folder.glob(pattern), key=_order, reverse=True)[kept:]:
        for ending in _BESIDE:
            Path(f"{file}{ending}").unlink(missing_ok=True)
