"""How much room is left for a recording: refused under 2 GB, stopped cleanly at 500 MB."""

import shutil
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from stormdat_core.errors import DiskFull

LEAST_TO_START = 2_000_000_000
LEAST_TO_GO_ON = 500_000_000

_WINDOW_S = 120.0
_SHORTEST_S = 5.0


def free_bytes(folder: Path) -> int:
    """Return what an ordinary user may still write where `folder` is.

    Raises:
        OSError: the folder is gone.
    """
    return shutil.disk_usage(folder).free


class DiskGuard:
    """Watches the disk of one recording. Asked about once a second, by one thread."""

    def __init__(self, folder: Path, free: Callable[[Path], int] = free_bytes) -> None:
        self.folder = folder
        """Where the recording is now; it may have been renamed."""
        self._free = free
        self._last_room = LEAST_TO_GO_ON
        self._sizes: deque[tuple[float, int]] = deque()

    def check_start(self) -> None:
        """Refuse to begin where there is too little room.

        Raises:
            DiskFull: less than 2 GB are free, or the folder cannot be reached.
        """
        try:
            free = self._free(self.folder)
        except OSError as exc:
            raise DiskFull(f"The folder {self.folder} cannot be reached: {exc.strerror or exc}.") from exc
        if free < LEAST_TO_START:
            raise DiskFull(
                f"Only {free / 1e9:.1f} GB are free where {self.folder} is; a recording needs 2 GB to begin."
            )

    def note(self, at: float, size: int) -> None:
        """Remember how large the recording's file was at a moment of the clock."""
        self._sizes.append((at, size))
        while self._sizes[0][0] < at - _WINDOW_S:
            self._sizes.popleft()

    def must_stop(self) -> bool:
        """Tell whether the recording has to be ended while there is room to end it well."""
        return self._room() <= 0

    def minutes_left(self) -> float | None:
        """Return how long the disk lasts at the rate of the last two minutes; None when not known yet."""
        if len(self._sizes) < 2:
            return None
        (first, before), (last, now) = self._sizes[0], self._sizes[-1]
        if last - first < _SHORTEST_S or now <= before:
            return None
        return max(0.0, self._room()) / (now - before) * (last - first) / 60

    def _room(self) -> int:
        """Return how much may still be written; a folder that is gone says nothing about the disk."""
        with suppress(OSError):
            self._last_room = self._free(self.folder) - LEAST_TO_GO_ON
        return self._last_room
