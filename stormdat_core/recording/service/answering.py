"""What the recorder's process answers: one thread for each caller, one table of what may be asked.

A question is `{"do": NAME, "with": {...}}`; the answer `{"ok": VALUE}` or
`{"error": KIND, "sentence": ..., "hint": ...}`. After "watch" the status comes by itself, at each change and
at most ten times a second, until the caller leaves.
"""

import base64
import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any, Protocol

from stormdat_core import records
from stormdat_core.errors import StormError
from stormdat_core.model.media import Marker, RecorderStatus, Recording, RecordingRequest, SourceList
from stormdat_core.recording.service import channel

_log = logging.getLogger("stormdat.recording")

_BEAT = 0.1
"""Seconds between two statuses to one who watches."""
_ALIVE = 1.0
"""Seconds after which he gets one although nothing has changed."""


class Desk(Protocol):
    """What can be asked of a recorder (`recorder.Recorder`)."""

    def sources(self) -> SourceList: ...
    def thumbnail(self, monitor: int, width: int) -> bytes: ...
    def arm(self, request: RecordingRequest) -> None: ...
    def disarm(self) -> None: ...
    def start(self, request: RecordingRequest | None) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def marker(self, note: str) -> Marker: ...
    def still(self) -> Path: ...
    def stop(self) -> Recording: ...
    def discard(self) -> None: ...
    def status(self) -> RecorderStatus: ...


Answer = Callable[[Desk, Mapping[str, Any]], object]


def _picture(desk: Desk, given: Mapping[str, Any]) -> str:
    return base64.b64encode(desk.thumbnail(int(given["monitor"]), int(given["width"]))).decode("ascii")


def _start(desk: Desk, given: Mapping[str, Any]) -> None:
    desk.start(records.as_value(RecordingRequest, given["request"]) if given.get("request") else None)


def _waiting(given: Mapping[str, Any]) -> tuple[Recording, ...]:
    from stormdat_core.recording.unfinished.values import waiting

    return waiting(Path(given["folder"]))


def _repair(given: Mapping[str, Any]) -> Recording:
    from stormdat_core.recording.unfinished.values import repair

    return repair(Path(given["folder"]), str(given["recording"]))


ANSWERS: Mapping[str, Answer] = {
    "sources": lambda desk, _: desk.sources(),
    "thumbnail": _picture,
    "arm": lambda desk, given: desk.arm(records.as_value(RecordingRequest, given["request"])),
    "disarm": lambda desk, _: desk.disarm(),
    "start": _start,
    "pause": lambda desk, _: desk.pause(),
    "resume": lambda desk, _: desk.resume(),
    "marker": lambda desk, given: desk.marker(str(given["note"])),
    "still": lambda desk, _: desk.still(),
    "stop": lambda desk, _: desk.stop(),
    "discard": lambda desk, _: desk.discard(),
    "status": lambda desk, _: desk.status(),
    "unfinished": lambda _, given: _waiting(given),
    "recover": lambda _, given: _repair(given),
}


class Control:
    """Answers callers until it is closed."""

    def __init__(self, desk: Desk, listener: Listener, key: bytes) -> None:
        self._desk = desk
        self._listener = listener
        self._key = key
        self._lock = threading.Lock()
        self._callers = 0
        self._left = self._asked = time.monotonic()
        self.ending = threading.Event()
        """Set when the process has been asked to end, or is ending."""

    def lonely_for(self) -> float:
        """Return for how many seconds nobody has asked or watched."""
        with self._lock:
            return 0.0 if self._callers else time.monotonic() - self._left

    def idle_for(self) -> float:
        """Return for how many seconds nobody has asked for anything but the status."""
        return time.monotonic() - self._asked

    def serve(self) -> None:
        """Accept callers until `ending` is set and one more has come, or the listener is closed."""
        while not self.ending.is_set():
            try:
                connection = self._listener.accept()
            except OSError:
                return
            threading.Thread(
                target=self._talk, args=(connection,), name="stormdat-caller", daemon=True
            ).start()

    def _talk(self, connection: Connection) -> None:
        with self._lock:
            self._callers += 1
        try:
            with connection:
                channel.welcome(connection, self._key)
                while not self.ending.is_set():
                    self._answer(connection)
        except (OSError, EOFError, ValueError) as exc:
            if not isinstance(exc, EOFError | ConnectionError):
                _log.warning("A caller of the recorder was sent away.", exc_info=exc)
        finally:
            with self._lock:
                self._callers -= 1
                self._left = time.monotonic()

    def _answer(self, connection: Connection) -> None:
        question = records.load(dict, connection.recv_bytes(channel.MOST))
        name, given = question.get("do"), question.get("with", {})
        if not (isinstance(name, str) and isinstance(given, dict)):
            raise ValueError("not a question")  # noqa: TRY004 (he is sent away like one who sends no JSON)
        if name not in ("watch", "status"):
            self._asked = time.monotonic()
        if name == "watch":
            self._watch(connection)
        elif name == "end":
            self.ending.set()
            connection.send_bytes(records.dump({"ok": None}))
        else:
            connection.send_bytes(records.dump(self._result(name, given)))

    def _result(self, name: str, given: Mapping[str, Any]) -> dict[str, object]:
        try:
            return {"ok": ANSWERS[name](self._desk, given)}
        except StormError as exc:
            return {"error": type(exc).__name__, "sentence": str(exc), "hint": exc.hint}
        except Exception as exc:
            _log.error("The recorder could not do “%s”.", name, exc_info=exc)
            sentence = "The recorder could not do that because of an error of its own; the log says more."
            return {"error": "StormError", "sentence": sentence, "hint": ""}

    def _watch(self, connection: Connection) -> None:
        """Send the status until the caller leaves, which shows when he becomes readable."""
        last, sent = b"", 0.0
        while not self.ending.is_set():
            status = records.dump(self._desk.status())
            now = time.monotonic()
            if status != last or now - sent > _ALIVE:
                connection.send_bytes(status)
                last, sent = status, now
            if connection.poll(_BEAT):
                raise EOFError

    def close(self) -> None:
        """Answer nobody any more."""
        self.ending.set()
        with suppress(OSError):
            self._listener.close()
