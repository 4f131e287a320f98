"""Long work in the background: a few threads, a queue, and a record of every job.

Heavy work belongs in a child process; the job's function supervises it, reports through its `JobContext`
and stores what is finished. Everything here may be called from any thread.
"""

import logging
import math
import queue
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

from stormdat_core.errors import Cancelled, StormError, explained
from stormdat_core.progress import JobContext, Progress

__all__ = ["Job", "JobContext", "JobRunner", "JobState", "Progress"]

_log = logging.getLogger("stormdat.jobs")

Arguments = ParamSpec("Arguments")
T = TypeVar("T")


class JobState(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it was at one moment; `JobRunner.job` returns the latest."""

    id: str
    kind: str
    title: str
    state: JobState = JobState.QUEUED
    done: int = 0
    total: int | None = None
    note: str = ""
    eta: float | None = None
    error: str = ""
    """The sentence the user reads when the job failed."""
    hint: str = ""
    result: object = None
    """What the function returned: an id rather than the thing itself, since ended jobs are remembered."""

    def data(self) -> dict[str, Any]:
        """Return what a page shows of it, for JSON."""
        names = ("id", "kind", "title", "done", "total", "note", "error", "hint")
        eta = None if self.eta is None else math.ceil(self.eta)
        return {name: getattr(self, name) for name in names} | {"state": self.state.value, "eta": eta}


@dataclass(slots=True)
class _Work:
    """A job on its way: the latest snapshot, and what is needed to run and stop it."""

    job: Job
    context: JobContext = field(default_factory=JobContext)
    function: Callable[[JobContext], object] | None = None


_Lane = queue.SimpleQueue[_Work | None]


def _with(job: Job, progress: Progress) -> Job:
    return replace(job, done=progress.done, total=progress.total, note=progress.note, eta=progress.eta)


def _latest(work: _Work) -> Job:
    """Return a running job as of this moment, not as of its last report."""
    return _with(work.job, work.context.now) if work.job.state is JobState.RUNNING else work.job


class JobRunner:
    """A few threads that work off jobs in the order they came.

    Kinds of jobs that may take hours have lanes, threads of their own, so that they never keep a short one
    waiting: `JobRunner(lanes={"transcription": 1})`.

    The listener is called from those threads, and from the caller's for a job that never started, with
    each change of state and at most ten times a second with progress. The threads do not keep the program
    alive: whatever a job must not lose, it stores as it goes.
    """

    def __init__(
        self,
        listener: Callable[[Job], None] = lambda _: None,
        *,
        workers: int = 2,
        keep: int = 200,
        lanes: Mapping[str, int] | None = None,
    ) -> None:
        self._listener = listener
        self._keep = keep
        self._works: dict[str, _Work] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._waiting = self._open_lane("job", workers)
        self._lanes = {kind: self._open_lane(kind, count) for kind, count in (lanes or {}).items()}

    def _open_lane(self, name: str, workers: int) -> _Lane:
        """Return a new queue with threads that serve it."""
        lane: _Lane = queue.SimpleQueue()
        for number in range(workers):
            thread = threading.Thread(
                target=self._serve, args=(lane,), name=f"stormdat-{name}-{number}", daemon=True
            )
            self._threads.append(thread)
            thread.start()
        return lane

    def submit(
        self,
        kind: str,
        title: str,
        function: Callable[Concatenate[JobContext, Arguments], object],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Job:
        """Queue `function(context, *args, **kwargs)` and return the job.

        Raises:
            StormError: the runner was shut down.
        """
        work = _Work(Job(secrets.token_hex(8), kind, title))
        work.context = JobContext(lambda progress: self._progressed(work, progress))
        work.function = lambda context: function(context, *args, **kwargs)
        with self._changed:
            if self._closed:
                raise StormError("The program is closing, so no new work was started.")
            self._works[work.job.id] = work
            self._forget_old()
        self._tell(work.job)
        self._lanes.get(kind, self._waiting).put(work)
        return work.job

    def job(self, job_id: str) -> Job:
        """Return a job as it is now.

        Raises:
            KeyError: no such job, or one that ended long ago.
        """
        with self._changed:
            return _latest(self._works[job_id])

    def jobs(self) -> tuple[Job, ...]:
        """Return the known jobs, the newest first."""
        with self._changed:
            return tuple(_latest(work) for work in reversed(self._works.values()))

    def cancel(self, job_id: str) -> Job:
        """Ask a job to stop. One that waits is cancelled at once; one that has ended stays as it is.

        Raises:
            KeyError: no such job.
        """
        with self._changed:
            work = self._works[job_id]
        work.context.cancel()
        self._change(work, JobState.CANCELLED, only_from=JobState.QUEUED)
        return self.job(job_id)

    def wait(self, job_id: str, timeout: float | None = None) -> Job:
        """Return a job when it has ended, or as it is after `timeout` seconds.

        Raises:
            KeyError: no such job.
        """
        with self._changed:
            work = self._works[job_id]
            self._changed.wait_for(lambda: work.job.state.ended, timeout)
            return _latest(work)

    def unfinished(self, of: dict[str, T]) -> tuple[T, ...]:
        """Return what belongs to jobs that have not ended, and drop from `of` what belongs to the others."""
        with self._changed:
            going = {key for key, work in self._works.items() if not work.job.state.ended}
        for job_id in [each for each in list(of) if each not in going]:
            of.pop(job_id, None)
        return tuple(of.values())

    def forget(self, job_id: str, timeout: float = 5.0) -> None:
        """Stop a job, wait for its end, and drop what is known of it; one that goes on stays known."""
        try:
            self.cancel(job_id)
            ended = self.wait(job_id, timeout).state.ended
        except KeyError:
            return
        if ended:
            with self._changed:
                self._works.pop(job_id, None)

    def shutdown(self, timeout: float = 5.0) -> bool:
        """Cancel everything and return whether all work had ended within `timeout` seconds."""
        with self._changed:
            self._closed = True
            open_jobs = [job_id for job_id, work in self._works.items() if not work.job.state.ended]
        for job_id in open_jobs:
            self.cancel(job_id)
        for lane in (self._waiting, *self._lanes.values()):
            lane.put(None)
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _serve(self, lane: _Lane) -> None:
        while (work := lane.get()) is not None:
            if self._change(work, JobState.RUNNING, only_from=JobState.QUEUED):
                self._run(work)
            work.function = None  # It may hold a document.
        lane.put(None)  # for the next thread of this lane

    def _run(self, work: _Work) -> None:
        function = work.function
        assert function is not None
        try:
            result = function(work.context)
        except Cancelled:
            self._change(work, JobState.CANCELLED)
        except BaseException as exc:
            self._fail(work, exc)
        else:
            self._change(work, JobState.DONE, result=result)

    def _fail(self, work: _Work, error: BaseException) -> None:
        """Bring a job to its end; an error that cannot be logged or told in words ends no thread."""
        level = logging.WARNING if isinstance(error, StormError) else logging.ERROR
        with suppress(Exception):
            _log.log(level, "Job %s (%s) failed.", work.job.id, work.job.kind, exc_info=error)
        told, hint = "The work was broken off by an error that cannot be described.", ""
        with suppress(Exception):
            known = explained(error, f"“{work.job.title}”")
            told, hint = str(known), known.hint
        self._change(work, JobState.FAILED, error=told, hint=hint)

    def _progressed(self, work: _Work, progress: Progress) -> None:
        with self._changed:
            if work.job.state is not JobState.RUNNING:
                return
            work.job = job = _with(work.job, progress)
        self._tell(job)

    def _change(
        self, work: _Work, state: JobState, *, only_from: JobState = JobState.RUNNING, **values: Any
    ) -> bool:
        """Bring a job into a state and tell the listener, unless it is no longer where it should be."""
        with self._changed:
            if work.job.state is not only_from:
                return False
            job = _with(work.job, replace(work.context.now, eta=None))
            work.job = job = replace(job, state=state, **values)
            self._changed.notify_all()
        self._tell(job)
        return True

    def _tell(self, job: Job) -> None:
        try:
            self._listener(job)
        except Exception:
            with suppress(Exception):
                _log.exception("A listener failed; the job goes on.")

    def _forget_old(self) -> None:
        """Drop the oldest ended jobs beyond what is kept. Called with the lock held."""
        ended = [job_id for job_id, work in self._works.items() if work.job.state.ended]
        for job_id in ended[: max(0, len(self._works) - self._keep)]:
            del self._works[job_id]
