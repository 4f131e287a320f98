"""The inbox: files a person dropped, picked or uploaded, known to pages by an opaque token only.

A page never names a path. Whoever received the files from the person (the window's drop, a native dialog,
an upload) puts them here and hands the page a token; the page hands the token back to start work.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from stormdat_core.errors import StormError

_KEPT = 64
_SECONDS = 24 * 3600.0


class UnknownToken(StormError):
    """A token that was never given out, or has expired."""

    hint = "Choose the files again."

    def __init__(self) -> None:
        super().__init__("These files are no longer in the inbox.")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Files and folders that arrived together."""

    token: str
    paths: tuple[Path, ...]
    purpose: str = "documents"
    """`documents`, `list` or `profile`: what they were chosen for."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return what a page may show: base names."""
        return tuple(path.name or str(path) for path in self.paths)


class Inbox:
    """Deliveries by token. Any thread may use it; old deliveries are forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._deliveries: OrderedDict[str, tuple[float, Delivery]] = OrderedDict()

    def put(self, paths: Iterable[Path], purpose: str = "documents") -> Delivery:
        """Keep files and return the delivery with its token."""
        delivery = Delivery(secrets.token_urlsafe(18), tuple(paths), purpose)
        with self._lock:
            self._deliveries[delivery.token] = (self._clock(), delivery)
            while len(self._deliveries) > _KEPT:
                self._deliveries.popitem(last=False)
        return delivery

    def get(self, token: str) -> Delivery:
        """Return a delivery.

        Raises:
            UnknownToken: never given out, or expired.
        """
        with self._lock:
            found = self._deliveries.get(token)
        if found is None or self._clock() - found[0] > _SECONDS:
            raise UnknownToken
        return found[1]

    def forget(self, is_gone: Callable[[Path], bool]) -> None:
        """Forget deliveries of which a file was deleted with what was made of it."""
        with self._lock:
            gone = [key for key, (_, each) in self._deliveries.items() if any(map(is_gone, each.paths))]
            for key in gone:
                del self._deliveries[key]
