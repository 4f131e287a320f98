"""Who may come in: whoever holds the launch key once, and after that the cookie it was exchanged for.

Any process on this machine can reach the port, so an address alone opens nothing. The key is random, works
once and stands in no log and on no page. The cookie's name carries the port: browsers share cookies among
all ports of a host.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface

_VISIT = "visit"
_MOST_VISITS = 64
_MOST_KEYS = 16
KEY_MINUTES = 10
"""How long a launch key that nobody uses opens the pages."""


class Gate:
    """Launch keys that were given out and visits that were let in. Any thread may use it."""

    def __init__(self, launch_key: str | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._keys: dict[str, float] = {}
        """Unused keys with the second at which each was given out, the oldest first."""
        self._visits: list[str] = []
        if launch_key:
            self._keys[launch_key] = clock()

    def new_key(self) -> str:
        """Return a launch key that will open `/launch/KEY` once, within `KEY_MINUTES`."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old()
            while len(self._keys) >= _MOST_KEYS:
                del self._keys[next(iter(self._keys))]
            self._keys[key] = self._clock()
        return key

    def expects(self, key: str) -> bool:
        """Return whether `admit` would take a key."""
        with self._lock:
            self._forget_old()
            return any(_same(own, key) for own in self._keys)

    def admit(self, key: str) -> bool:
        """Exchange a launch key for a visit kept in the session cookie; False when it is not a valid key."""
        with self._lock:
            self._forget_old()
            known = [own for own in self._keys if _same(own, key)]
            if not known:
                return False
            del self._keys[known[0]]
            visit = secrets.token_urlsafe(32)
            self._visits = [*self._visits[-_MOST_VISITS + 1 :], visit]
        session.clear()
        session[_VISIT] = visit
        return True

    def _forget_old(self) -> None:
        """Drop keys that nobody used in time. Called with the lock held."""
        since = self._clock() - KEY_MINUTES * 60
        self._keys = {key: given for key, given in self._keys.items() if given >= since}

    def knows_visitor(self) -> bool:
        """Return whether the request carries the cookie of a visit that was let in."""
        visit = session.get(_VISIT)
        with self._lock:
            return isinstance(visit, str) and any(_same(own, visit) for own in self._visits)


class PortNamedCookie(SecureCookieSessionInterface):
    """Flask's signed session, under a name that no other server on this host uses."""

    def get_cookie_name(self, app: Flask) -> str:
        return f"stormdat-{server_port()}"


def server_port() -> str:
    """Return the port the current request came in by: the server's own word, not the client's."""
    return str(request.environ["SERVER_PORT"])


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
