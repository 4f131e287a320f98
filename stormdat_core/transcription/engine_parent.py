"""The engine's parent: starts it, hears its reports, starts it anew after a crash, kills it to stop it.

Runs in the thread of a job. What the engine kept before it ended is in its journal; a new one goes on there.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, Protocol, Self, TypeVar

from stormdat_core.model.transcripts import Device, DeviceKind
from stormdat_core.processes import spawn
from stormdat_core.transcription.engine import Key, Report
from stormdat_core.transcription.errors import EngineFailed

_log = logging.getLogger("stormdat.transcription")

_NO_MORE_CARD = Device(
    DeviceKind.CPU, "The engine ended while it used the graphics card, so the processor did the work."
)
_POLL = 0.1
"""Seconds between two looks at whether the work should stop."""
_FAREWELL = 5.0
"""Seconds that an engine that is done gets to end by itself."""
_CRASHES = 2
"""Crashes at one stretch after which it is left out."""
_IDLE_CRASHES = 3
"""Crashes in a row without any stretch being kept after which there is no more trying."""


class EngineTask(Protocol):
    """What an engine can be given: a frozen dataclass that knows its broken stretches and its device."""

    @property
    def broken(self) -> frozenset[Key]: ...

    @property
    def device(self) -> Device: ...


Task = TypeVar("Task", bound=EngineTask)


@dataclass(slots=True)
class EngineRun(Generic[Task]):
    """One task until it is done, over as many engine processes as it takes."""

    task: Task
    serve: Callable[[Connection, Task], None]
    """What the engine process runs."""
    heard: Callable[[Report], None] = lambda _: None
    check: Callable[[], None] = lambda: None
    """Called several times a second; what it raises kills the engine."""
    _process: BaseProcess | None = None
    _connection: Connection | None = None
    _hearing: Key | None = None
    _crashes: Counter[Key | None] = field(default_factory=Counter)
    _idle: int = 0
    _on_card: bool = False
    _finished: bool = False

    def run(self) -> None:
        """Run the task.

        Raises:
            StormError: the model or the media cannot be used, or the engine ends again and again.
            Exception: what `check` and `heard` raise.
        """
        try:
            while not self._run_once():
                self._crashed()
        finally:
            self._end()

    def tell(self, message: str) -> None:
        """Send the engine a word; it may be between two processes, so say it again if it matters."""
        if self._connection is not None:
            try:
                self._connection.send(message)
            except OSError:
                _log.info("The engine did not hear “%s”.", message)

    def _run_once(self) -> bool:
        """Run one process; return whether the task is done."""
        self._end()
        self._hearing = None
        self._process, self._connection = spawn(self.serve, self.task, name="stormdat-engine")
        try:
            while True:
                self.check()
                if self._connection.poll(_POLL) and self._take(self._connection.recv()):
                    return True
        except (EOFError, ConnectionError):
            return False

    def _take(self, report: Report) -> bool:
        if report.kind == "error":
            raise report.value
        if report.kind == "device":
            self._on_card = report.value.kind is DeviceKind.CUDA
        if report.kind == "hearing":
            self._hearing = report.value
        if report.kind == "kept":
            self._hearing, self._idle = None, 0
        self.heard(report)
        self._finished = report.kind == "done"
        return self._finished

    def _crashed(self) -> None:
        """Note a crash, and what to leave out for it.

        Raises:
            EngineFailed: it ends again and again.
        """
        code = self._process.exitcode if self._process is not None else None
        _log.warning("The engine ended with code %s at %s.", code, self._hearing)
        if (
            self._on_card
        ):  # a card's libraries end the process where they cannot raise; no stretch is to blame
            self.task, self._on_card = _with(self.task, device=_NO_MORE_CARD), False
            return
        self._idle += 1
        self._crashes[self._hearing] += 1
        if self._hearing is not None and self._crashes[self._hearing] >= _CRASHES:
            self.task = _with(self.task, broken=self.task.broken | {self._hearing})
        elif self._idle >= _IDLE_CRASHES:
            raise EngineFailed("The speech engine ended again and again, so the transcription was stopped.")

    def _end(self) -> None:
        """Kill the process, if there is one: everything worth keeping is on disk."""
        if self._process is not None:
            self._process.join(_FAREWELL if self._finished else 0)
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()


def _with(task: Task, **changes: object) -> Task:
    return replace(task, **changes)  # type: ignore[type-var,unused-ignore]
