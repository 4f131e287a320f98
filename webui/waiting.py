"""Where connections wait until the head of their first request has come.

Any process of this machine can open connections by the thousand and say nothing on them, or a byte now and
then. Here each costs a socket and the bytes it sent, in a thread of its own; only with a whole head does it
reach the server. Few may wait, and not for long: the one that is here longest makes way for the next, so
whoever asks at once, as our pages do, is let in at once.
"""

import logging
import queue
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

_log = logging.getLogger("stormdat.server")

MOST = 2048
"""Connections that wait at once, where the system lets us have the files for them."""
_FEW = 256
"""The same elsewhere; the `select` of Windows can watch 512."""
_FILES = 4 * MOST
"""Open files that we ask the system for."""
SECONDS = 10.0
"""How long one may wait."""
_AT_ONCE = 64
"""Connections accepted between two looks at those that wait."""
_BLOCK = 8192
_END = b"\r\n\r\n"
_PAUSE = 0.05


def most_waiting() -> int:
    """Return how many connections may wait at once; raise this process's limit on open files for them."""
    if sys.platform == "win32":
        return min(MOST, _FEW)
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST if files >= _FILES else min(MOST, _FEW)


@dataclass(slots=True, eq=False)
class Guest:
    """A connection with what it has said so far."""

    link: socket.socket
    address: tuple[str, int]
    until: float
    """The second of the monotonic clock at which it has to leave."""
    said: bytearray = field(default_factory=bytearray)


class WaitingRoom:
    """Accepts connections in a thread of its own and passes on those that ask for something."""

    def __init__(self, listener: socket.socket, let_in: Callable[[Guest], None], head_bytes: int) -> None:
        """Prepare; nothing is accepted before `start`.

        Args:
            listener: a listening socket that does not block. It stays the caller's.
            let_in: called with each guest that has said a whole head, or more than `head_bytes`. May wait.
            head_bytes: the size of the largest head.
        """
        self._listener, self._let_in, self._head_bytes = listener, let_in, head_bytes
        self._most = most_waiting()
        self._guests: dict[Guest, None] = {}
        """Those that wait, who came first first."""
        self._wake, self._woken = socket.socketpair()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="stormdat-waiting", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Send everybody away who still waits."""
        self._stopping = True
        with suppress(OSError):
            self._wake.send(b"x")
        if self._thread.is_alive():
            self._thread.join(2.0)
        for each in (self._wake, self._woken):
            each.close()

    def _run(self) -> None:
        with selectors.DefaultSelector() as self._selector:
            self._selector.register(self._woken, selectors.EVENT_READ)
            self._selector.register(self._listener, selectors.EVENT_READ)
            while not self._stopping:
                try:
                    self._turn()
                except Exception:  # such as no more files to be had
                    _log.exception("A connection could not be accepted.")
                    self._make_room(len(self._guests) // 2)
                    time.sleep(_PAUSE)
            self._make_room(0)

    def _turn(self) -> None:
        """Look once at all that wait, and wait up to a second for something to happen."""
        for key, _ in self._selector.select(1.0):
            if key.fileobj is self._listener:
                self._accept()
            elif isinstance(key.data, Guest) and key.data in self._guests:
                self._hear(key.data)
        now = time.monotonic()
        while self._guests and (first := next(iter(self._guests))).until <= now:
            self._send_away(first)

    def _accept(self) -> None:
        for _ in range(_AT_ONCE):
            try:
                link, address = self._listener.accept()
            except (BlockingIOError, ConnectionError):
                break
            link.setblocking(False)
            guest = Guest(link, address, time.monotonic() + SECONDS)
            self._guests[guest] = None
            self._selector.register(link, selectors.EVENT_READ, guest)
            self._hear(guest)  # what our pages ask for is there already
        self._make_room(self._most)

    def _hear(self, guest: Guest) -> None:
        before = max(0, len(guest.said) - len(_END))
        try:
            heard = guest.link.recv(_BLOCK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            heard = b""
        guest.said += heard
        if not heard:
            self._send_away(guest)
        elif guest.said.find(_END, before) >= 0 or len(guest.said) > self._head_bytes:
            self._forget(guest)
            self._pass_on(guest)

    def _pass_on(self, guest: Guest) -> None:
        try:
            self._let_in(guest)
        except queue.Full:
            guest.link.close()

    def _make_room(self, most: int) -> None:
        """Send away whoever is here longest until only so many are left."""
        while len(self._guests) > most:
            self._send_away(next(iter(self._guests)))

    def _send_away(self, guest: Guest) -> None:
        self._forget(guest)
        guest.link.close()

    def _forget(self, guest: Guest) -> None:
        del self._guests[guest]
        self._selector.unregister(guest.link)
