"""Counts that rest on decisions, counted once for each state of them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from sqlalchemy import Connection, func, literal_column, select

from stormdat_core.store.database.tables import DECISIONS

_KEPT = 256
"""Counts that are remembered."""
Count = TypeVar("Count")

_STATE = select(
    func.count(),
    func.max(literal_column("rowid")),
    func.total(func.substr(DECISIONS.c.made, len("2026-01-01T00:00:") + 1)),
).select_from(DECISIONS)
"""How many decisions there are, the newest row, and the sum of their seconds.

Whoever decides, takes back, undoes or redoes anything changes one of them, in whatever process.
"""


State = tuple[object, ...]


def state_of(connection: Connection) -> State:
    """Return what tells one state of the decisions from every other."""
    return tuple(connection.execute(_STATE).one())


class CountedOnce:
    """Remembers counts as long as no decision changes: going through them is cheaper than joining."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, tuple[State, object]] = OrderedDict()
        self._lock = Lock()

    def get(self, state: State, key: Hashable, count: Callable[[], Count]) -> Count:
        """Return a count, anew where a decision has changed since.

        Args:
            state: of the decisions, read with the connection that counts, before it does.
            key: of what is counted; it must not change its meaning.
            count: counts.
        """
        with self._lock:
            held = self._held.get(key)
        if held is not None and held[0] == state:
            return held[1]  # type: ignore[return-value]
        made = count()
        with self._lock:
            self._held[key] = state, made
            self._held.move_to_end(key)
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return made
