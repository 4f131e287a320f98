"""An executor that does the work in the process of the test: no child to start, no limits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from stormdat_core.sweep.executor import Executor, Outcome, Result, Task, TaskLimits, Work


@dataclass
class Here:
    """Does the work in this process, and notes how it was asked to."""

    made: int = 0
    done: int = 0

    def __call__(self, work: Work[Task, Result], workers: int, limits: TaskLimits) -> "_One[Task, Result]":
        self.made += 1
        return _One(work, self)


@dataclass
class _One(Executor[Task, Result]):
    work: Work[Task, Result]
    own: Here

    @property
    def busy(self) -> tuple[Task, ...]:
        return ()

    def close(self) -> None:
        """Nothing waits."""

    def run(
        self, tasks: Iterable[Task], check: Callable[[], None] = lambda: None
    ) -> Iterator[Outcome[Task, Result]]:
        self.work.prepare(*self.work.arguments)
        for task in tasks:
            check()
            yield Outcome(task, self.work.function(task))
            self.own.done += 1
