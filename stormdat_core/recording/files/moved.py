"""Where an open file is now: still at its path, renamed with its folder, or removed."""

import os
from contextlib import suppress
from pathlib import Path

_HANDLES = Path("/proc/self/fd")
_KEPT_BY_NFS = ".nfs"
"""A network drive keeps a removed file under such a name until it is closed."""


def whereabouts(handle: int, path: Path) -> Path | None:
    """Return the path of an open file; None when it was removed, or can no longer be found.

    A disk that gives no answer is no proof: the path stays the one that is known.

    Args:
        handle: of the open file.
        path: where it was last.
    """
    here = os.fstat(handle)
    try:
        if _is(path, here):
            return path
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError:
        return path
    return None if here.st_nlink == 0 else _by_handle(handle, here)


def _is(path: Path, here: os.stat_result) -> bool:
    there = path.stat()
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


def _by_handle(handle: int, here: os.stat_result) -> Path | None:
    """Ask the system for the path of a handle: only Linux tells; Windows renames nothing that is open."""
    with suppress(OSError):
        found = (_HANDLES / str(handle)).readlink()
        if _is(found, here) and not found.name.startswith(_KEPT_BY_NFS):
            return found
    return None
