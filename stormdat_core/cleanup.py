"""Remove what no work needs any more: scratch, and unfinished outputs that a kill left behind.

Only two places are touched: the program's own scratch folder, and files named like our unfinished outputs
directly in folders that sweeps wrote to. Links are removed as links; nothing behind one is looked at.
Whoever writes to scratch must not carry over the times of other files: age is the time of last writing.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stormdat_core import atomic
from stormdat_core.paths import AppPaths

DAY = timedelta(hours=24)
_REPARSE_POINT = 0x400  # What Windows sets on junctions, which lead elsewhere like symbolic links.


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something to remove. `size` is in bytes, 0 for a folder or a link."""

    path: Path
    size: int
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class _Old:
    """Which times count as old, in seconds since 1970."""

    before: float
    after: float
    """A later time was written while the clock was wrong: it would not grow old for as long as that."""

    def holds(self, status: os.stat_result) -> bool:
        return not self.before <= status.st_mtime <= self.after


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What went, or would go, and what could not be removed and why."""

    removed: tuple[Leftover, ...]
    kept: tuple[tuple[Path, str], ...] = ()

    @property
    def size(self) -> int:
        """Return the bytes set free."""
        return sum(item.size for item in self.removed)


def clean(
    paths: AppPaths,
    output_folders: Iterable[Path] = (),
    *,
    age: timedelta = DAY,
    now: datetime | None = None,
    dry_run: bool = False,
) -> Cleaned:
    """Remove leftovers older than `age`; with `dry_run` only say what would go.

    Args:
        paths: the program's folders; only `paths.scratch` is emptied.
        output_folders: folders that sweeps wrote to (`Store.output_folders`).
        age: what was written later stays.
        now: the present time, UTC.
        dry_run: remove nothing.
    """
    present = now or datetime.now(UTC)
    old = _Old((present - age).timestamp(), (present + age).timestamp())
    found = [*_scratch(paths.scratch, old), *_unfinished(output_folders, old)]
    if dry_run:
        return Cleaned(tuple(found))
    return _remove(found)


def _scratch(folder: Path, old: _Old) -> Iterator[Leftover]:
    """Yield what is old in scratch, the inner before the outer. A folder goes only with all that is in it."""
    status = _status(folder)
    if status is not None and stat.S_ISDIR(status.st_mode) and not _leads_elsewhere(status):
        yield from _inside(folder, old)[0]


def _inside(folder: Path, old: _Old) -> tuple[list[Leftover], bool]:
    """Return the old things in a folder and whether the folder would then be empty."""
    found: list[Leftover] = []
    empty = True
    for path in _entries(folder):
        status = _status(path)
        if status is None:
            continue
        if stat.S_ISDIR(status.st_mode) and not _leads_elsewhere(status):
            inner, gone = _inside(path, old)
            found += inner
        else:
            gone = True
        gone = gone and old.holds(status)
        if gone:
            found.append(_leftover(path, status))
        empty = empty and gone
    return found, empty


def _unfinished(folders: Iterable[Path], old: _Old) -> Iterator[Leftover]:
    for folder in dict.fromkeys(folders):
        for path in _entries(folder):
            if atomic.is_unfinished(path):
                status = _status(path)
                if status is not None and stat.S_ISREG(status.st_mode) and old.holds(status):
                    yield _leftover(path, status)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []  # Gone, a disk that is not attached, or not ours to read.


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None


def _leads_elsewhere(status: os.stat_result) -> bool:
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_file_attributes", 0) & _REPARSE_POINT)


def _leftover(path: Path, status: os.stat_result) -> Leftover:
    size = status.st_size if stat.S_ISREG(status.st_mode) else 0
    return Leftover(path, size, stat.S_ISDIR(status.st_mode))


def _remove(found: Iterable[Leftover]) -> Cleaned:
    removed: list[Leftover] = []
    kept: list[tuple[Path, str]] = []
    for item in found:
        try:
            item.path.rmdir() if item.is_folder else item.path.unlink(missing_ok=True)
        except OSError as exc:
            kept.append((item.path, f"{item.path.name} could not be removed: {exc.strerror or exc}."))
        else:
            removed.append(item)
    return Cleaned(tuple(removed), tuple(kept))
