"""A pool of supervised children: one task at a time each, with limits on time and memory.

A child that exceeds a limit, or dies, is that task's failure; its fellows go on and a new child takes its
place. The parent's threads are not involved: everything happens in the thread that iterates.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, cast

import psutil

from stormdat_core.errors import StormError, place_of
from stormdat_core.plugins import guard
from stormdat_core.plugins.guard import Running
from stormdat_core.processes import MIB, limit_own_memory, spawn
from stormdat_core.sweep.executor import (
    Executor,
    Failure,
    Outcome,
    Result,
    StandingExecutor,
    Task,
    TaskLimits,
    Work,
)

_POLL = 0.1
"""Seconds between two looks at time and memory."""
_HEADROOM = 1.25
"""The child's own allocation limit over the watched one: the watcher's sentence is the better one."""
_STARTUP_SECONDS = 120.0


@dataclass(slots=True)
class _Child(Generic[Task]):
    process: BaseProcess
    connection: Connection
    watched: psutil.Process
    since: float
    ready: bool = False
    task: Task | None = None
    within: Running | None = None
    """What of a plug-in it is in; None in what is ours."""


class NoWorker(StormError):
    """A process for the work did not come up, so that no other would."""

    hint = "Close other programs and try again; the log says what the process said."

    def __init__(self) -> None:
        super().__init__("No process that checks files could be started.")


@dataclass(slots=True)
class SupervisedPool(Generic[Task, Result]):
    """Does the work for each task in children of this process. It has the shape of an `Executor`."""

    work: Work[Task, Result]
    workers: int = 1
    limits: TaskLimits = field(default_factory=TaskLimits)
    keeps: bool = False
    """Whether children with nothing to do wait for the next run; `close` ends them."""
    _children: list[_Child[Task]] = field(default_factory=list)

    @property
    def busy(self) -> tuple[Task, ...]:
        """Return the tasks that are being done, the one that began first in front."""
        at_work = sorted((child for child in self._children if child.task is not None), key=_since)
        return tuple(child.task for child in at_work if child.task is not None)

    def run(
        self, tasks: Iterable[Task], check: Callable[[], None] = lambda: None
    ) -> Iterator[Outcome[Task, Result]]:
        """Yield an outcome for each task, in the order they finish.

        Args:
            tasks: what is to be done; taken one by one as children become free, so it may be a generator.
            check: called several times a second; what it raises ends the run and every child.
        """
        coming = iter(tasks)
        waiting: deque[Task] = deque()
        try:
            while self._fetch(coming, waiting) or any(child.task is not None for child in self._children):
                check()
                self._staff(waiting)
                for outcome in self._finished():
                    if outcome is not None:
                        yield outcome
        finally:
            self._let_go(keep=self.keeps)

    def close(self) -> None:
        """End all children."""
        self._let_go(keep=False)

    def _let_go(self, *, keep: bool) -> None:
        """End the children, with `keep` those alone that are at work or not ready."""
        kept = [child for child in self._children if keep and child.ready and child.task is None]
        for child in self._children:
            if child not in kept:
                _end(child)
        self._children[:] = kept

    def _fetch(self, coming: Iterator[Task], waiting: deque[Task]) -> bool:
        """Hold one task ready for each child; return whether there is any."""
        waiting.extend(islice(coming, self.workers - len(waiting)))
        return bool(waiting)

    def _staff(self, waiting: deque[Task]) -> None:
        """Start children while there is work for them, and hand out tasks."""
        idle = sum(child.task is None for child in self._children)
        while len(self._children) < self.workers and idle < len(waiting):
            self._children.append(self._start())
            idle += 1
        for child in self._children:
            if waiting and child.ready and child.task is None:
                child.task, child.since = waiting.popleft(), time.monotonic()
                child.connection.send(child.task)

    def _start(self) -> _Child[Task]:
        memory = int(self.limits.memory_mib * _HEADROOM)
        work = self.work
        process, connection = spawn(
            _serve, work.function, work.prepare, work.arguments, memory, name="stormdat-sweep"
        )
        return _Child(process, connection, psutil.Process(process.pid), time.monotonic())

    def _finished(self) -> Iterator[Outcome[Task, Result] | None]:
        ready = wait([child.connection for child in self._children], timeout=_POLL)
        for child in list(self._children):
            if child.connection in ready:
                yield self._receive(child)
            elif failure := self._over_limit(child):
                yield self._fail(child, failure)

    def _receive(self, child: _Child[Task]) -> Outcome[Task, Result] | None:
        try:
            kind, value = child.connection.recv()
        except (EOFError, OSError):
            return self._fail(child, Failure.CRASH)
        if kind == "ready":
            child.ready = True
            return None
        if kind == "within":
            child.within = cast("Running | None", value)
            return None
        task, child.task = cast("Task", child.task), None
        if kind == "done":
            return Outcome(task, result=cast("Result", value))
        failure, detail, within = value
        return Outcome(task, failure=failure, detail=detail, within=within)

    def _over_limit(self, child: _Child[Task]) -> Failure | None:
        if child.task is None:
            late = not child.ready and time.monotonic() - child.since > _STARTUP_SECONDS
            return Failure.CRASH if late else None
        if time.monotonic() - child.since > self.limits.seconds:
            return Failure.TIME
        try:
            memory = child.watched.memory_info().rss
        except psutil.Error:
            return None  # it has just ended; its connection will say so
        return Failure.MEMORY if memory > self.limits.memory_mib * MIB else None

    def _fail(self, child: _Child[Task], failure: Failure) -> Outcome[Task, Result] | None:
        """Replace a child. One that never came up means that no child will: that is not a task's failure."""
        _end(child)
        self._children.remove(child)
        if child.task is None:
            if not child.ready:
                raise NoWorker
            return None
        return Outcome(child.task, failure=failure, within=child.within)


def supervised(work: Work[Task, Result], workers: int, limits: TaskLimits) -> Executor[Task, Result]:
    """Return a pool of children for a piece of work: the executor where no other one is brought."""
    return SupervisedPool(work, workers, limits)


def kept(work: Work[Task, Result], workers: int, limits: TaskLimits) -> StandingExecutor[Task, Result]:
    """Return a pool whose children wait for the next run: for work that a person waits for, bit by bit."""
    return SupervisedPool(work, workers, limits, keeps=True)


def _since(child: _Child[Task]) -> float:
    return child.since


def _end(child: _Child[Task]) -> None:
    child.process.kill()
    child.process.join()
    child.connection.close()


def _serve(
    connection: Connection,
    function: Callable[[object], object],
    prepare: Callable[..., None],
    arguments: tuple[object, ...],
    memory_mib: int,
) -> None:
    """Work off tasks until the parent goes. Runs in the child."""
    prepare(*arguments)
    limit_own_memory(memory_mib)
    guard.listen(lambda running: connection.send(("within", running)))
    try:
        connection.send(("ready", None))
        while True:
            connection.send(_attempt(function, connection.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _attempt(function: Callable[[object], object], task: object) -> tuple[str, object]:
    try:
        return "done", function(task)
    except MemoryError:
        return "failed", (Failure.MEMORY, "MemoryError", guard.last())
    except Exception as exc:  # the boundary: one file's fault must not end the others
        return "failed", (Failure.ERROR, place_of(exc), None)
