"""Outputs are whole or absent: written under a temporary name, flushed to the disk, then renamed."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from stormdat_core.errors import OutputRefused

PREFIX = ".stormdat-"
"""Unfinished files start with this; `cleanup` removes those that a kill left behind."""

_UNFINISHED = re.compile(re.escape(PREFIX) + r"[0-9a-f]{16}\.(part|undone)")
"""The second ending is what a writer makes beside its unfinished file to check it."""

_LONGEST = 255
"""Bytes in a file name on the systems we serve."""


@contextmanager
def whole_file(target: Path, *, like: Path | None = None, private: bool = False) -> Iterator[IO[bytes]]:
    """Open `target` for binary writing; it appears under its name only if the block ends without an error.

    Args:
        target: the file, replaced if it is there.
        like: a file whose content goes into it: nobody may read it who may not read that one. One that is
            gone closes it to everyone but its owner.
        private: closed to everyone but its owner.

    Raises:
        OutputRefused: the folder cannot be written, the disk is full, or the target is held by a program.
    """
    temporary: Path | None = None
    try:
        temporary = target.parent / f"{PREFIX}{secrets.token_hex(8)}.part"
        mode = _mode_like(like) if like else 0o600 if private else 0o666
        with open(temporary, "x+b", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            _claim(stream.fileno())
            if like:
                _join_group(stream.fileno(), like)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as exc:
        raise OutputRefused(
            f"{target.name} could not be written in {target.parent}: {exc.strerror or exc}.",
            "Choose another folder, free some space, or close the program that has the file open.",
        ) from exc
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def is_unfinished(path: Path) -> bool:
    """Return whether a file has the name of an output that is being written, or was when its writer ended."""
    return _UNFINISHED.fullmatch(path.name) is not None


def is_abandoned(path: Path) -> bool:
    """Return whether an unfinished output is there that no living process writes any more."""
    if not is_unfinished(path) or path.is_symlink():
        return False
    main = path.with_suffix(".part")
    try:
        handle = os.open(main if main.exists() else path, os.O_RDWR)
    except OSError:
        return False
    try:
        return _claim(handle)
    finally:
        os.close(handle)


def _claim(handle: int) -> bool:
    """Lock a file while it is open here; False when its writer has it. Windows keeps open files anyway."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _mode_like(original: Path) -> int:
    """Return the mode, before the umask, of a copy: to others it is what the original is."""
    try:
        return 0o600 | (original.stat().st_mode & 0o066)
    except OSError:
        return 0o600


def _join_group(handle: int, original: Path) -> None:
    """Give a copy the original's group; where that is refused, its own group gets what everyone gets."""
    if os.name != "posix":
        return
    made = os.fstat(handle)
    try:
        group = original.stat().st_gid
        if made.st_gid != group:
            os.fchown(handle, -1, group)
    except OSError:
        everyone = made.st_mode & 0o007
        os.fchmod(handle, (made.st_mode & 0o600) | everyone << 3 | everyone)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def free_name(
    folder: Path,
    stem: str,
    suffix: str,
    taken: set[str] | None = None,
    exists: Callable[[Path], bool] = lambda path: path.exists() or path.is_symlink(),
) -> Path:
    """Return a path in `folder` that is free, numbering equal stems: "report (2).html".

    Args:
        folder: where.
        stem: the name wanted; cut so that the whole name stays within 255 bytes.
        suffix: what follows the stem and its number.
        taken: names, case folded, that are promised to others and not yet written.
        exists: tells whether a path is not to be used.
    """
    taken = taken if taken is not None else set()
    number = 1
    while True:
        tail = (f" ({number})" if number > 1 else "") + suffix
        name = _cut(stem, _LONGEST - len(os.fsencode(tail))) + tail
        if name.casefold() not in taken and not exists(folder / name):
            return folder / name
        number += 1


def _cut(stem: str, most: int) -> str:
    raw = os.fsencode(stem)
    return stem if len(raw) <= most else os.fsdecode(raw[:most].decode("utf-8", "ignore").encode())
