"""What happens while the program runs, numbered, for pages that listen.

Any thread may publish, any number may wait. The log holds the last events in memory only; a listener
that was away too long learns from `has_missed` that it must load its page's state again.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

FORGOTTEN = "forgotten"
"""Kind of an event that was about something deleted since. It has no topic and no data."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `data` holds values that JSON can carry."""

    seq: int
    topic: str
    """What it is about, such as `job:4f2a`."""
    kind: str
    """What happened to it, such as `progress` or `done`."""
    data: Mapping[str, Any] = field(default_factory=dict)


class EventLog:
    """A bounded ring of events with rising sequence numbers, the first of which is 1."""

    def __init__(self, capacity: int = 4096) -> None:
        self._events: deque[Event] = deque(maxlen=capacity)
        self._last = 0
        self._closed = False
        self._changed = threading.Condition()

    @property
    def last(self) -> int:
        """Return the number of the newest event, 0 before the first."""
        return self._last

    @property
    def closed(self) -> bool:
        return self._closed

    def publish(self, topic: str, kind: str, data: Mapping[str, Any] | None = None) -> Event:
        """Add an event and wake everybody who waits. `data` is copied."""
        with self._changed:
            self._last += 1
            event = Event(self._last, topic, kind, dict(data or {}))
            self._events.append(event)
            self._changed.notify_all()
        return event

    def after(self, seq: int) -> tuple[Event, ...]:
        """Return the events that came after number `seq`, as far as they are still held."""
        with self._changed:
            return self._after(seq)

    def wait(self, seq: int, timeout: float) -> tuple[Event, ...]:
        """Return the events after `seq` as soon as there are any; none after `timeout` seconds or `close`."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._is_behind(seq), timeout)
            return self._after(seq)

    def has_missed(self, seq: int) -> bool:
        """Return whether events after `seq` have left the ring, or `seq` comes from an earlier run."""
        with self._changed:
            first_held = self._last - len(self._events) + 1
            return seq > self._last or seq + 1 < first_held

    def forget(self, is_about: Callable[[Event], bool]) -> None:
        """Empty the events about something that was deleted; their numbers stay, so nobody misses any."""
        with self._changed:
            kept = [Event(each.seq, "", FORGOTTEN) if is_about(each) else each for each in self._events]
            self._events = deque(kept, self._events.maxlen)

    def close(self) -> None:
        """Wake everybody who waits, for good. Events may still be published and read."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _is_behind(self, seq: int) -> bool:
        return seq != self._last and bool(self._events)

    def _after(self, seq: int) -> tuple[Event, ...]:
        if seq > self._last:
            seq = 0  # A number from before a restart: everything here is new to that listener.
        known = max(0, len(self._events) - (self._last - seq))
        return tuple(islice(self._events, known, None))
