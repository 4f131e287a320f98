"""What the program keeps of documents and media outside the library's file, and how it is removed.

Uploads lie at `uploads/BATCH/NUMBER/NAME` of scratch, what a browser saves at `downloads/SWEEP/RANDOM/NAME`.
"""

import os
import re
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from stormdat_core import atomic
from stormdat_core.paths import AppPaths

_BATCH = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"[0-9]{5,}")
_ATTEMPTS = 5
_PAUSE = 0.05
"""Seconds between attempts to remove a folder that somebody still writes into."""


def uploads_of(paths: AppPaths, given: Iterable[Path], needed: Collection[Path]) -> tuple[Path, ...]:
    """Return the folders of what a browser sent of `given` that nothing of `needed` lies in.

    Each file has a folder of its own, so other files of the same batch, which may wait for their turn, stay.
    Files that were not uploaded are a person's own and are not among them.
    """
    still = {_upload(paths, path) for path in needed}
    found = {_upload(paths, path) for path in given}
    return tuple(sorted(folder for folder in found - still if folder is not None))


def downloads_of(paths: AppPaths, sweep_id: int) -> Path:
    """Return the folder of what a browser saved of a sweep."""
    return paths.downloads / str(sweep_id)


def stray(paths: AppPaths, sweeps: Collection[int]) -> tuple[Path, ...]:
    """Return the folders of downloads whose sweep is not among `sweeps`."""
    kept = {str(sweep_id) for sweep_id in sweeps}
    return tuple(folder for folder in _inside(paths.downloads) if folder.name not in kept)


def of_journal(journal: Path) -> tuple[Path, ...]:
    """Return the files of a transcript's journal: itself, its lock, those of stretches heard again."""
    own = (f"{journal.stem}.", f"{journal.stem}-")
    return tuple(path for path in _inside(journal.parent) if path.name.startswith(own))


def unfinished(folder: Path) -> tuple[Path, ...]:
    """Return the outputs in a folder that a kill left unfinished; those being written are not among them."""
    return tuple(path for path in _inside(folder) if atomic.is_abandoned(path))


def remove_file(file: Path) -> str:
    """Remove a file, and say in a sentence why it could not be; one that is gone is no failure."""
    try:
        file.unlink(missing_ok=True)
    except OSError as exc:
        return f"{file.name} could not be removed: {exc.strerror or exc}."
    return ""


def remove_folder(folder: Path, scratch: Path) -> str:
    """Remove a folder of scratch with all that is in it, and what is empty then above it.

    Returns:
        Why it could not be removed, in a sentence; empty when it is gone.
    """
    if scratch not in folder.parents or ".." in folder.parts:
        return ""
    for attempt in range(_ATTEMPTS):
        failure = _try_to_remove(folder)
        if not failure:
            _remove_empty(folder.parent, scratch)
            return ""
        if attempt + 1 < _ATTEMPTS:
            time.sleep(_PAUSE)
    return failure


def _upload(paths: AppPaths, path: Path) -> Path | None:
    parts = path.relative_to(paths.uploads).parts if path.is_relative_to(paths.uploads) else ()
    if len(parts) < 3 or not _BATCH.fullmatch(parts[0]) or not _NUMBER.fullmatch(parts[1]):
        return None
    return paths.uploads / parts[0] / parts[1]


def _inside(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir())
    except OSError:
        return  # Never made, gone, or on a disk that is not attached.


def _try_to_remove(folder: Path) -> str:
    try:
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as exc:
        if not os.path.lexists(folder):
            return ""
        name = Path(os.fsdecode(exc.filename)).name if exc.filename else folder.name
        return f"{name} could not be removed: {exc.strerror or exc}."
    return ""


def _remove_empty(folder: Path, scratch: Path) -> None:
    """Remove the folder of a batch, or of a sweep, when nothing is left in it."""
    if folder.parent.parent == scratch:
        try:
            folder.rmdir()
        except OSError:
            return  # Something is in it still.
