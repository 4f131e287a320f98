"""A bound on event streams: each holds a thread of the server."""

import threading


class Seats:
    """How many streams may be open at once."""

    def __init__(self, count: int) -> None:
        self._free = threading.BoundedSemaphore(count)
        self.closed = False

    def take(self) -> bool:
        return self._free.acquire(blocking=False)

    def leave(self) -> None:
        self._free.release()

    def close(self) -> None:
        """Ask every stream to end; the server is stopping."""
        self.closed = True
