"""What carries out the tasks of a sweep or an export: its shape, so that another one can be brought.

`sweep.pool.SupervisedPool` has this shape: children of this process, each watched. Whatever takes its place
has to keep the promise that a task's failure is that task's, and nobody else's.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol, TypeVar

from stormdat_core.plugins.guard import Running

Task = TypeVar("Task")
Result = TypeVar("Result")


class Failure(Enum):
    """Why a task has no result."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """What became of a task."""

    task: Task
    result: Result | None = None
    failure: Failure | None = None
    detail: str = ""
    """The type of the error, for the log; never its text, which may quote the document."""
    within: Running | None = None
    """What of a plug-in was running when it failed; None where it was ours."""


@dataclass(frozen=True, slots=True)
class TaskLimits:
    """Bounds on one task."""

    seconds: float = 300.0
    memory_mib: int = 2048


@dataclass(frozen=True, slots=True)
class Work(Generic[Task, Result]):
    """What is to be done for each task. Function, preparation and tasks can be pickled.

    `prepare(*arguments)` runs once in each process that does the work, before its first task, for what all
    tasks share.
    """

    function: Callable[[Task], Result]
    prepare: Callable[..., None]
    arguments: tuple[object, ...] = ()


class Executor(Protocol[Task, Result]):
    """Carries out one piece of work for many tasks. Made for one run."""

    @property
    def busy(self) -> tuple[Task, ...]:
        """Return the tasks that are being done, the one that began first in front."""

    def run(
        self, tasks: Iterable[Task], check: Callable[[], None] = lambda: None
    ) -> Iterator[Outcome[Task, Result]]:
        """Yield an outcome for each task, in the order they finish.

        Args:
            tasks: what is to be done; taken one by one as it can be begun, so that thousands never wait in
                memory.
            check: called several times a second; what it raises cancels the run. When that, or leaving the
                iteration, ends it, nothing works on any task any more.
        """


class StandingExecutor(Executor[Task, Result], Protocol[Task, Result]):
    """Carries out one piece of work in many runs; `close` ends what waits for the next one."""

    def close(self) -> None: ...


class Executors(Protocol):
    """Makes an executor for a piece of work."""

    def __call__(
        self, work: Work[Task, Result], workers: int, limits: TaskLimits
    ) -> Executor[Task, Result]: ...


class StandingExecutors(Protocol):
    """Makes an executor that stays."""

    def __call__(
        self, work: Work[Task, Result], workers: int, limits: TaskLimits
    ) -> StandingExecutor[Task, Result]: ...
