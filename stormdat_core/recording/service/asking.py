"""A line to the recorder's process for one data folder: found by its address, started when it is missing."""

import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from stormdat_core import errors, records
from stormdat_core.errors import RecorderUnreachable, StormError
from stormdat_core.model.media import RecorderState, RecorderStatus
from stormdat_core.paths import AppPaths, private_folder
from stormdat_core.processes import start_alone
from stormdat_core.recording.service import channel
from stormdat_core.recording.service.states import RESTING

T = TypeVar("T")

_START = 30.0
"""Seconds that a recorder may take to answer after its start, or to end when asked to."""
_ANSWER = 1.0


class Link:
    """Asks the recorder of a data folder. Any thread may call any method."""

    def __init__(self, paths: AppPaths) -> None:
        self.paths = paths
        self._starting = threading.Lock()

    def ask(self, do: str, kind: type[T], *, start: bool = True, **given: object) -> T:
        """Ask a question and return its answer as a value of type `kind`; `start` a recorder if none runs.

        Raises:
            RecorderUnreachable: none runs, none can be started, or it ended before it answered.
            StormError: the recorder's own error.
        """
        question = records.dump({"do": do, "with": given})
        if start:
            self._dismiss_stranger()
        with self._connected(start=start) as connection:
            try:
                connection.send_bytes(question)
                answer = records.load(dict, connection.recv_bytes(channel.MOST))
            except (OSError, EOFError, ValueError) as exc:
                raise RecorderUnreachable("The recorder has ended unexpectedly.") from exc
        if "error" in answer:
            raise _error(answer)
        return records.as_value(kind, answer.get("ok"))

    def _connected(self, *, start: bool) -> Connection:
        connection = self.running()
        if connection is None and start:
            connection = self._started()
        if connection is None:
            raise RecorderUnreachable("No recorder is running.", "")
        return connection

    def _dismiss_stranger(self) -> None:
        """End a recorder that sees another screen or sound server than we do, unless it is at work.

        One that was started over the network, or before a new session on the desktop, would list nothing.
        """
        address = channel.Address.read(self.paths.data)
        if address is None or address.surroundings == channel.surroundings():
            return
        if self.state() in RESTING:
            self.end()
            until = time.monotonic() + _START
            while channel.Address.read(self.paths.data) == address and time.monotonic() < until:
                time.sleep(0.02)

    def state(self) -> RecorderState:
        """Return the recorder's state; idle where none runs."""
        try:
            return self.ask("status", RecorderStatus, start=False).state
        except RecorderUnreachable:
            return RecorderState.IDLE

    def running(self) -> Connection | None:
        """Return a connection to the recorder; None when none runs."""
        address = channel.Address.read(self.paths.data)
        try:
            return channel.call(address) if address else None
        except (OSError, EOFError, ValueError):
            return None

    def _started(self) -> Connection:
        with self._starting:
            connection = self.running()
            if connection is None:
                folder = private_folder(self.paths.data)
                private_folder(self.paths.logs)
                start_alone("recorder", str(folder), str(self.paths.log), output=_output(self.paths))
            return connection or self._waited_for()

    def _waited_for(self) -> Connection:
        until = time.monotonic() + _START
        while time.monotonic() < until:
            if connection := self.running():
                return connection
            time.sleep(0.02)
        raise RecorderUnreachable(
            f"The recorder did not start within {_START:g} s.", f"See {_output(self.paths)} for the reason."
        )

    def end(self) -> None:
        """Ask the recorder to end, whatever it does."""
        connection = self.running()
        if connection:
            with connection:
                connection.send_bytes(records.dump({"do": "end"}))
                connection.poll(_ANSWER)


def _error(answer: dict[str, Any]) -> StormError:
    """Return the recorder's error as one of ours."""
    kind = getattr(errors, str(answer["error"]), StormError)
    if not (isinstance(kind, type) and issubclass(kind, StormError)):
        kind = StormError
    error = kind.__new__(kind)
    StormError.__init__(error, str(answer["sentence"]), str(answer["hint"]))
    return error


def _output(paths: AppPaths) -> Path:
    return paths.logs / "recorder.out"
