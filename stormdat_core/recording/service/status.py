"""Following the recorder: its status as it changes, also when its process ends."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from stormdat_core import records
from stormdat_core.model.media import RecorderState, RecorderStatus
from stormdat_core.recording.service import channel
from stormdat_core.recording.service.asking import Link
from stormdat_core.recording.service.states import BUSY

_log = logging.getLogger("stormdat.recording")

_LOOK = 1.0
"""Seconds between looks for a recorder that somebody else may have started."""

Follow = Callable[[RecorderStatus], None]


class Follower:
    """Tells everybody who listens what the recorder's status is, from a thread of its own."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._closed = threading.Event()
        self._followers: list[Follow] = []
        self._thread: threading.Thread | None = None

    def add(self, hear: Follow) -> None:
        """Let somebody listen from now on; the first one starts the thread."""
        self._followers.append(hear)
        if self._thread is None:
            self._thread = threading.Thread(target=self._listen, name="stormdat-recorder-status", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop listening. The recorder goes on."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(2 * _LOOK)

    def _listen(self) -> None:
        last = RecorderStatus()
        while not self._closed.is_set():
            connection = self._link.running()
            if connection is not None:
                last = self._hear_from(connection)
            if not self._closed.is_set() and last.state is not RecorderState.IDLE:
                last = self._without_recorder(last)
            self._closed.wait(_LOOK)

    def _hear_from(self, connection: Connection) -> RecorderStatus:
        """Pass statuses on until the recorder ends or we do; return the last."""
        last = RecorderStatus()
        try:
            with connection:
                connection.send_bytes(records.dump({"do": "watch"}))
                while not self._closed.is_set():
                    if connection.poll(_LOOK):
                        status = records.load(RecorderStatus, connection.recv_bytes(channel.MOST))
                        last = self._tell(status) if status != last else last
        except (OSError, EOFError):
            pass
        except ValueError as exc:
            _log.warning("The recorder is of another version.", exc_info=exc)
        return last

    def _without_recorder(self, last: RecorderStatus) -> RecorderStatus:
        """Say what it means that the recorder has ended."""
        if last.state in BUSY:
            self._tell(_ended_early(last))
        else:
            self._tell(RecorderStatus())
        return RecorderStatus()

    def _tell(self, status: RecorderStatus) -> RecorderStatus:
        for hear in list(self._followers):
            try:
                hear(status)
            except Exception as exc:  # one who listens badly must not keep it from the others
                _log.error("A status of the recorder was not taken.", exc_info=exc)
        return status


def announce(publish: Callable[[str, str, dict[str, Any]], object]) -> Follow:
    """Return a follower that publishes events of topic `recorder` with the whole status as data.

    Their kind is "state" when something has changed that a person has to know, "progress" when only time,
    size, counts or levels have.
    """
    last: list[RecorderStatus] = [RecorderStatus()]

    def hear(status: RecorderStatus) -> None:
        kind = "progress" if _steady(status) == _steady(last[0]) else "state"
        last[0] = status
        publish("recorder", kind, records.plain(status))

    return hear


def _steady(status: RecorderStatus) -> RecorderStatus:
    """Return a status without what changes all the time."""
    sources = tuple(replace(one, level_db=0.0) for one in status.sources)
    return replace(status, elapsed_ms=0, size=0, frames=0, dropped=0, sources=sources, minutes_left=None)


def _ended_early(last: RecorderStatus) -> RecorderStatus:
    name = last.path.name if last.path else "The recording"
    kept = last.path is None or last.path.exists()
    what = "What was recorded is kept and can be repaired." if kept else "Its file is gone: nothing was kept."
    return RecorderStatus(
        RecorderState.FAILED,
        recording=last.recording,
        path=last.path,
        title=last.title,
        elapsed_ms=last.elapsed_ms,
        size=last.size,
        message=f"{name}: the recorder ended unexpectedly. {what}",
    )
