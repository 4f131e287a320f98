"""Open files that somebody else named, and only if they are ordinary files.

A pipe that nobody writes to makes every open wait for ever, and a device such as /dev/zero never ends.
"""

import errno
import os
import stat
from functools import partial
from io import BufferedReader
from pathlib import Path


class NotRegular(OSError):
    """What bears the name is a pipe, a device or a socket, not an ordinary file."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EINVAL, "it is not an ordinary file", path)


def open_regular(path: Path, *, follow: bool = True) -> BufferedReader:
    """Return a file open for reading, at once, whatever bears its name.

    Args:
        path: which.
        follow: whether it may be a link; where the system can refuse one.

    Raises:
        NotRegular: a pipe, a device or a socket.
        OSError: as `open` raises it; a folder is an `IsADirectoryError`.
    """
    return open(path, "rb", opener=partial(_opened, 0 if follow else getattr(os, "O_NOFOLLOW", 0)))


def read_regular(path: Path, most: int) -> bytes:
    """Return the first bytes of a file, one more than `most` at the most. Raises as `open_regular` does."""
    with open_regular(path) as stream:
        return stream.read(most + 1)


def _opened(more: int, name: str, flags: int) -> int:
    handle = os.open(name, flags | more | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    try:
        _check(handle, name)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _check(handle: int, name: str) -> None:
    mode = os.fstat(handle).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    if not stat.S_ISREG(mode):
        raise NotRegular(name)
