"""The media file as the muxer's output: fragments are whole, soon on the disk, and kept when it is full.

`write` and `seek` are called by whichever thread muxes; a thread of its own brings each fragment to the disk,
so that a slow disk delays neither pictures nor sound.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from stormdat_core.errors import DiskFull, RecordingBroken, StormError
from stormdat_core.recording.files.moved import whereabouts

_HEADER = 16
"""Bytes of the longest box header: size, type, long size."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BoxWalker:
    """Follows a growing MP4 from box to box and knows where its last whole media data ends."""

    def __init__(self) -> None:
        self.whole = 0
        """Offset up to which the file is a readable MP4."""
        self._at = 0
        self._next = 0
        self._head = b""
        self._media = False

    def feed(self, data: bytes | memoryview) -> None:
        """Take what is appended to the file."""
        end = self._at + len(data)
        while self._next < end:
            take = data[self._next + len(self._head) - self._at :][: _HEADER - len(self._head)]
            head = self._head + bytes(take)
            size = _size(head)
            if size is None:
                self._head = head
                break
            self._enter(head, size)
        self._at = end
        if self._media and self._next == end:
            self.whole = end

    def _enter(self, head: bytes, size: int) -> None:
        if self._media:
            self.whole = self._next
        self._media = head[4:8] == b"mdat"
        self._next += size
        self._head = b""


def _size(head: bytes) -> int | None:
    """Return the size of the box that begins with `head`; None when more of it is needed."""
    if len(head) < 8:
        return None
    size = int.from_bytes(head[:4], "big")
    if size != 1:
        return max(size, 8)
    return int.from_bytes(head[8:16], "big") if len(head) >= _HEADER else None


class DurableFile:
    """A file the muxer writes to. It only grows until the muxer seeks back once, at the end."""

    def __init__(self, path: Path) -> None:
        """Create the file.

        Raises:
            OSError: it exists or cannot be created.
        """
        self.path = path
        self.failure: StormError | None = None
        """Why nothing more can be written; the file is kept up to its last whole fragment."""
        self.name = path.name
        self._file = path.open("xb", buffering=0)
        path.chmod(0o600)
        self._walker = BoxWalker()
        self._size = 0
        self._dirty = Event()
        self._closing = False
        self._syncer = Thread(target=self._sync, name="recording-disk", daemon=True)
        self._syncer.start()

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._size

    def write(self, data: bytes | memoryview) -> int:
        """Write all of `data`, or nothing that matters: the file then ends with its last whole fragment.

        Raises:
            OSError: the disk is full or gone, now or at an earlier call.
        """
        if self.failure is not None:
            raise OSError(errno.ENOSPC, str(self.failure))
        try:
            begin = self._file.tell()
            self._write_all(data)
        except OSError as exc:
            self._fail(exc)
            raise
        if begin == self._size:
            self._walker.feed(data)
        self._size = max(self._size, begin + len(data))
        self._dirty.set()
        return len(data)

    def _write_all(self, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def where(self) -> Path | None:
        """Return where the file is now; None when it was removed."""
        return self.path if self._file.closed else whereabouts(self._file.fileno(), self.path)

    def _fail(self, exc: OSError) -> None:
        name, folder = self.path.name, self.path.parent
        if exc.errno in _FULL:
            self.failure = DiskFull(
                f"The disk is full: {name} ends here and is kept up to its last half second in {folder}."
            )
        else:
            self.failure = RecordingBroken(
                f"{name} cannot be written any more in {folder}: {exc.strerror or exc}.",
                "It is kept until here. Look after the disk or network drive, or record to another folder.",
            )
        with suppress(OSError):
            self._file.truncate(self._walker.whole or self._size)
            self._size = min(self._size, self._walker.whole or self._size)

    def _sync(self) -> None:
        """Bring what was written to the disk, fragment by fragment; runs in its own thread."""
        while True:
            self._dirty.wait()
            self._dirty.clear()
            with suppress(OSError):
                os.fsync(self._file.fileno())
            if self._closing:
                return

    def finish(self) -> None:
        """Bring everything to the disk and close the file. May be called twice."""
        if self._file.closed:
            return
        self._closing = True
        self._dirty.set()
        self._syncer.join()
        with suppress(OSError):
            os.fsync(self._file.fileno())
        self._file.close()
