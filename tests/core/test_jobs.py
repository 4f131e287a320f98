import json
import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from stormdat_core.errors import Cancelled, StormError, UnreadableDocument
from stormdat_core.jobs import Job, JobContext, JobRunner, JobState
from stormdat_core.progress import Pace, Progress


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


class Told:
    """A listener that keeps what it was told."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, job: Job) -> None:
        self.jobs.append(job)

    def states(self, job: Job) -> list[JobState]:
        states = [told.state for told in self.jobs if told.id == job.id]
        return [state for n, state in enumerate(states) if n == 0 or state != states[n - 1]]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def runner(told: Told) -> Iterator[JobRunner]:
    runner = JobRunner(told, workers=2)
    yield runner
    assert runner.shutdown(timeout=10)


def test_a_job_runs_and_returns_its_result(runner: JobRunner, told: Told) -> None:
    def add(context: JobContext, left: int, *, right: int) -> int:
        context.progress(1, 2, "half")
        context.progress(2)
        return left + right

    job = runner.submit("sum", "Add numbers", add, 2, right=3)
    ended = runner.wait(job.id, timeout=10)
    assert (ended.state, ended.result, ended.done, ended.total, ended.note) == (
        JobState.DONE,
        5,
        2,
        2,
        "half",
    )
    assert told.states(job) == [JobState.QUEUED, JobState.RUNNING, JobState.DONE]
    assert runner.job(job.id) == ended


def test_a_job_can_be_shown_as_json(runner: JobRunner) -> None:
    job = runner.submit("sum", "Add", lambda context: object())
    shown = json.loads(json.dumps(runner.wait(job.id, timeout=10).data()))
    assert shown["state"] == "done"
    assert shown["id"] == job.id
    assert "result" not in shown


def test_an_explained_failure_is_shown_as_its_sentence(
    runner: JobRunner, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(context: JobContext) -> None:
        raise UnreadableDocument("a.docx is damaged.", "Open it in Word.")

    job = runner.submit("sweep", "Check a.docx", fail)
    ended = runner.wait(job.id, timeout=10)
    assert (ended.state, ended.error, ended.hint) == (
        JobState.FAILED,
        "a.docx is damaged.",
        "Open it in Word.",
    )
    assert caplog.records[-1].exc_info is not None


@pytest.mark.parametrize("kind", [ValueError, SystemExit])
def test_an_unexpected_failure_shows_nothing_of_the_document(
    runner: JobRunner, caplog: pytest.LogCaptureFixture, kind: type[BaseException]
) -> None:
    def fail(context: JobContext) -> None:
        raise kind("the secret paragraph")

    job = runner.submit("sweep", "Check a.docx", fail)
    ended = runner.wait(job.id, timeout=10)
    assert ended.state is JobState.FAILED
    assert "secret" not in ended.error + ended.hint
    assert "Check a.docx" in ended.error
    assert caplog.records[-1].levelno == logging.ERROR
    after = runner.submit("sweep", "Next", lambda context: 1)
    assert runner.wait(after.id, timeout=10).state is JobState.DONE


def test_a_running_job_stops_when_cancelled(runner: JobRunner, told: Told) -> None:
    started = threading.Event()

    def work(context: JobContext) -> None:
        for number in range(100_000):
            context.progress(number)
            started.set()
            time.sleep(0.001)

    job = runner.submit("sweep", "Long", work)
    assert started.wait(10)
    runner.cancel(job.id)
    assert runner.wait(job.id, timeout=10).state is JobState.CANCELLED
    assert told.states(job)[-1] is JobState.CANCELLED


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(runner: JobRunner) -> None:
    gate = threading.Event()
    ran: list[int] = []
    busy = [runner.submit("wait", "Wait", lambda context: gate.wait(30)) for _ in range(2)]
    third = runner.submit("work", "Work", lambda context: ran.append(1))
    assert runner.job(third.id).state is JobState.QUEUED
    assert runner.cancel(third.id).state is JobState.CANCELLED
    gate.set()
    assert all(runner.wait(job.id, timeout=10).state is JobState.DONE for job in busy)
    assert runner.wait(runner.submit("x", "x", lambda context: None).id, timeout=10).state is JobState.DONE
    assert ran == []


def test_at_most_so_many_jobs_run_at_once(runner: JobRunner) -> None:
    lock, running, most = threading.Lock(), [0], [0]

    def work(context: JobContext) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1

    jobs = [runner.submit("w", "w", work) for _ in range(8)]
    assert all(runner.wait(job.id, timeout=20).state is JobState.DONE for job in jobs)
    assert most == [2]


def test_cancelling_what_has_ended_changes_nothing(runner: JobRunner) -> None:
    job = runner.submit("x", "x", lambda context: None)
    runner.wait(job.id, timeout=10)
    assert runner.cancel(job.id).state is JobState.DONE


def test_an_unknown_job_is_a_key_error(runner: JobRunner) -> None:
    for ask in (runner.job, runner.cancel, runner.wait):
        with pytest.raises(KeyError):
            ask("nothing")


def test_a_failing_listener_does_not_stop_the_job(caplog: pytest.LogCaptureFixture) -> None:
    def listen(job: Job) -> None:
        raise OSError("page gone")

    runner = JobRunner(listen)
    job = runner.submit("x", "x", lambda context: 7)
    assert runner.wait(job.id, timeout=10).result == 7
    assert runner.shutdown(timeout=10)
    assert any(record.name == "stormdat.jobs" for record in caplog.records)


def test_old_jobs_are_forgotten_and_running_ones_are_not(told: Told) -> None:
    runner = JobRunner(told, workers=2, keep=3)
    gate = threading.Event()
    first = runner.submit("wait", "Wait", lambda context: gate.wait(30))
    for _ in range(6):
        runner.wait(runner.submit("x", "x", lambda context: None).id, timeout=10)
    assert len(runner.jobs()) <= 4
    assert runner.jobs()[-1].id == first.id
    gate.set()
    assert runner.shutdown(timeout=10)


def test_shutdown_cancels_and_refuses_more(told: Told) -> None:
    runner = JobRunner(told, workers=1)
    started = threading.Event()

    def work(context: JobContext) -> None:
        while True:
            started.set()
            context.check()
            time.sleep(0.001)

    running, waiting = runner.submit("a", "a", work), runner.submit("b", "b", work)
    assert started.wait(10)
    assert runner.shutdown(timeout=10)
    assert {runner.job(job.id).state for job in (running, waiting)} == {JobState.CANCELLED}
    with pytest.raises(StormError, match="closing"):
        runner.submit("c", "c", work)


def test_shutdown_does_not_wait_for_ever(told: Told) -> None:
    runner = JobRunner(told, workers=1)
    gate, started = threading.Event(), threading.Event()

    def deaf(context: JobContext) -> None:
        started.set()
        gate.wait(30)

    runner.submit("a", "a", deaf)
    assert started.wait(10)
    assert not runner.shutdown(timeout=0.05)
    gate.set()
    assert runner.shutdown(timeout=10)


def test_progress_is_told_at_most_ten_times_a_second() -> None:
    clock, told = Clock(), list[Progress]()
    context = JobContext(told.append, clock=clock)
    for number in range(1000):  # one second of work
        context.progress(number)
        clock.time += 0.001
    assert 9 <= len(told) <= 11
    assert context.now.done == 999


def test_what_was_held_back_is_told_by_the_next_check() -> None:
    clock, told = Clock(), list[Progress]()
    context = JobContext(told.append, clock=clock)
    context.progress(1, 5)
    context.progress(2)
    context.check()
    assert [progress.done for progress in told] == [1]
    clock.time += 0.2
    context.check()
    context.check()
    assert [progress.done for progress in told] == [1, 2]


def test_the_end_is_told_at_once() -> None:
    told = list[Progress]()
    context = JobContext(told.append, clock=Clock())
    for number in range(1, 4):
        context.progress(number, 3)
    assert [progress.done for progress in told] == [1, 3]


def test_total_and_note_stay_until_they_are_given_again() -> None:
    context = JobContext()
    context.progress(1, 9, "reading")
    context.progress(2)
    assert (context.now.total, context.now.note) == (9, "reading")
    context.progress(3, note="")
    assert context.now.note == ""


@pytest.mark.parametrize("say", [lambda c: c.check(), lambda c: c.progress(1)])
def test_a_context_without_a_runner_can_be_cancelled(say: object) -> None:
    context = JobContext()
    context.cancel()
    assert context.cancelled
    with pytest.raises(Cancelled):
        say(context)  # type: ignore[operator]


def pace(*steps: tuple[int, float]) -> Pace:
    """Return a pace after finishing (units, in so many seconds each) one by one."""
    now, done, it = 0.0, 0, Pace(0.0)
    for units, seconds in steps:
        for _ in range(units):
            now, done = now + seconds, done + 1
            it.update(done, now)
    return it


def test_a_steady_pace_is_told_exactly_and_counts_down_between_units() -> None:
    it = pace((10, 2.0))
    assert it.remaining(20, 20.0) == pytest.approx(20.0)
    assert it.remaining(20, 21.0) == pytest.approx(19.0)


def test_nothing_is_promised_at_the_very_beginning_or_without_a_total() -> None:
    assert pace((1, 0.1)).remaining(10, 0.1) is None
    assert Pace(0.0).remaining(10, 50.0) is None
    assert pace((10, 2.0)).remaining(None, 20.0) is None


def test_a_burst_of_cheap_units_promises_nothing_for_the_rest() -> None:
    it = pace((90, 0.001), (5, 4.0))
    assert it.remaining(190, 20.09) > 0.5 * 95 * 4.0  # type: ignore[operator]


def test_a_stall_makes_the_estimate_grow() -> None:
    it = pace((10, 1.0))
    waits = [it.remaining(20, 10.0 + wait) for wait in (5.0, 20.0, 60.0)]
    assert waits == sorted(waits, key=lambda value: value or 0.0)
    assert waits[0] > 9.0  # type: ignore[operator]


def test_work_that_begins_again_forgets_its_pace() -> None:
    it = pace((10, 1.0))
    it.update(0, 11.0)
    assert it.remaining(10, 13.0) is None


def test_a_kind_with_a_lane_never_keeps_the_others_waiting() -> None:
    free = threading.Event()
    with_lane = JobRunner(workers=1, lanes={"transcription": 1})
    hours = [with_lane.submit("transcription", "long", lambda _: free.wait(20)) for _ in range(3)]
    short = with_lane.submit("sweep", "short", lambda _: "done")
    try:
        assert with_lane.wait(short.id, 10).state is JobState.DONE
        assert [with_lane.job(job.id).state.ended for job in hours] == [False] * 3
        free.set()
        assert all(with_lane.wait(job.id, 10).state is JobState.DONE for job in hours)
    finally:
        free.set()
        assert with_lane.shutdown()


def test_a_job_that_is_forgotten_ends_and_is_unknown() -> None:
    begun = threading.Event()

    def work(context: JobContext) -> None:
        begun.set()
        while True:
            context.check()
            time.sleep(0.01)

    runner = JobRunner()
    job, other = runner.submit("export", "secret.docx", work), runner.submit("export", "b", lambda _: None)
    assert begun.wait(10)
    known = {job.id: "a", other.id: "b", "gone": "c"}
    runner.wait(other.id, 10)
    assert runner.unfinished(known) == ("a",)
    assert known == {job.id: "a"}
    runner.forget(job.id)
    runner.forget("unknown")
    assert [each.id for each in runner.jobs()] == [other.id]
    assert runner.unfinished(known) == ()
    assert runner.shutdown()


class Unspeakable(StormError):
    """An error that cannot even be put into words."""

    def __str__(self) -> str:
        raise ValueError


def fail(error: BaseException) -> Callable[[JobContext], None]:
    def work(context: JobContext) -> None:
        raise error

    return work


@pytest.fixture
def broken_log() -> Iterator[None]:
    """A log that raises whatever is logged, as another's handler may."""

    class Raising(logging.Handler):
        def handle(self, record: logging.LogRecord) -> bool:
            raise OSError("no such folder")

    log, handler = logging.getLogger("stormdat.jobs"), Raising()
    log.addHandler(handler)
    yield
    log.removeHandler(handler)


ERRORS = [StormError("known"), ValueError("unknown"), SystemExit(3), KeyboardInterrupt(), Unspeakable("x")]


@pytest.mark.usefixtures("broken_log")
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_failure_that_cannot_be_logged_ends_the_job_and_no_thread(
    runner: JobRunner, error: BaseException
) -> None:
    ended = [runner.wait(runner.submit("x", "Fails", fail(error)).id, timeout=10) for _ in range(4)]
    assert {job.state for job in ended} == {JobState.FAILED}
    assert all(job.error for job in ended)
    after = runner.submit("x", "Works", lambda context: 7)
    assert runner.wait(after.id, timeout=10).result == 7


@pytest.mark.usefixtures("broken_log")
def test_a_listener_that_fails_where_nothing_can_be_logged_ends_no_thread() -> None:
    def listener(job: Job) -> None:
        raise ValueError

    runner = JobRunner(listener, workers=1)
    jobs = [runner.submit("x", "Works", lambda context: 7) for _ in range(3)]
    assert [runner.wait(job.id, timeout=10).state for job in jobs] == [JobState.DONE] * 3
    assert runner.shutdown(timeout=10)
