"""Events for pages: one stream for each window, and the same by asking, when streams are short.

Each stream holds a thread of the server, so there are few; a reader that has left gives its thread back
within a second, which the server notices because it looks ahead for the next request.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import ServiceUnavailable

from stormdat_core.events import Event, EventLog
from webui.config import Config
from webui.context import context
from webui.requests import LARGEST, number
from webui.seats import Seats

bp = Blueprint("stream", __name__)

_MOST_POLLED = 500


class _Seated:
    """A stream in its seat. The server closes it whether or not a single event was ever asked of it."""

    def __init__(self, lines: Iterator[str], seats: Seats) -> None:
        self._lines = lines
        self._seats: Seats | None = seats
        self._lock = threading.Lock()

    def __iter__(self) -> "_Seated":
        return self

    def __next__(self) -> str:
        return next(self._lines)

    def close(self) -> None:
        with self._lock:
            seats, self._seats = self._seats, None
        if seats:
            seats.leave()


@bp.get("/events")
def events() -> Response:
    """Stream events after `Last-Event-ID`, or after the number in the address."""
    own = context()
    if not own.seats.take():
        raise ServiceUnavailable
    has_left = request.environ.get("waitress.client_disconnected", lambda: False)
    lines = _lines(own.services.events, _position(), own.config, lambda: own.seats.closed or has_left())
    response = Response(_Seated(lines, own.seats), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


@bp.get("/events.json")
def polled() -> Response:
    """Return the events after a number, for pages without a stream."""
    log, seq = context().services.events, _position()
    found = log.after(seq)[:_MOST_POLLED]
    last = found[-1].seq if found else log.last
    return jsonify(reset=log.has_missed(seq), last=last, events=[_data(event) for event in found])


def _position() -> int:
    told = request.headers.get("Last-Event-ID", "")
    return (
        int(told) if told.isascii() and told.isdigit() and len(told) < 19 else number("after", 0, 0, LARGEST)
    )


def _lines(log: EventLog, seq: int, config: Config, is_over: Callable[[], bool]) -> Iterator[str]:
    yield "retry: 2000\n\n"
    if log.has_missed(seq):
        yield _line("reset", {}, seq := log.last)
    spoken = time.monotonic()
    while not (log.closed or is_over()):
        for event in log.wait(seq, config.watch):
            seq = event.seq
            spoken = time.monotonic()
            yield _line("storm", _data(event), seq)
        if time.monotonic() - spoken >= config.heartbeat:
            spoken = time.monotonic()
            yield ": alive\n\n"


def _line(kind: str, data: dict[str, Any], seq: int) -> str:
    return f"event: {kind}\nid: {seq}\ndata: {json.dumps(data)}\n\n"


def _data(event: Event) -> dict[str, Any]:
    return {"seq": event.seq, "topic": event.topic, "kind": event.kind, "data": dict(event.data)}
