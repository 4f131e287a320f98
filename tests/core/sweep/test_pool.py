"""Each task in a supervised child: limits, crashes and mistakes are that task's, and the others go on."""

import os
import time
from pathlib import Path

import psutil
import pytest

from stormdat_core.errors import Cancelled
from stormdat_core.sweep.executor import Failure, TaskLimits, Work
from stormdat_core.sweep.pool import NoWorker, SupervisedPool


def prepare(value: int) -> None:
    global shared  # noqa: PLW0603 - as the sweep's own children keep their setup
    shared = value


shared = 0


def work(task: str) -> object:
    """Runs in the child."""
    kind, _, argument = task.partition(":")
    if kind == "add":
        return shared + int(argument)
    if kind == "sleep":
        time.sleep(float(argument))
    elif kind == "wait":
        while not Path(argument).exists():
            time.sleep(0.01)
    elif kind == "grow":
        blocks = []
        while True:
            blocks.append(bytearray(8 * 1024 * 1024))
            time.sleep(0.005)
    elif kind == "gulp":
        return len(bytearray(8 * 1024**3))
    elif kind == "die":
        os._exit(3)
    elif kind == "fail":
        raise ValueError("the document says: secret words")
    return None


def pool(**limits: float) -> SupervisedPool[str, object]:
    bounds = TaskLimits(limits.get("seconds", 60), int(limits.get("memory_mib", 1024)))
    return SupervisedPool(Work(work, prepare, (100,)), workers=2, limits=bounds)


def outcomes(tasks: list[str], **limits: float) -> dict[str, object]:
    return {o.task: o.result if o.failure is None else o.failure for o in pool(**limits).run(tasks)}


def test_every_task_has_an_outcome_and_shares_what_was_prepared() -> None:
    assert outcomes(["add:1", "add:2", "add:3"]) == {"add:1": 101, "add:2": 102, "add:3": 103}


def test_a_failure_is_one_tasks_and_the_others_go_on() -> None:
    tasks = ["die:", "add:1", "fail:", "add:2", "sleep:30", "add:3"]
    assert outcomes(tasks, seconds=1.5) == {
        "die:": Failure.CRASH,
        "add:1": 101,
        "fail:": Failure.ERROR,
        "add:2": 102,
        "sleep:30": Failure.TIME,
        "add:3": 103,
    }


def never_ready(_: int) -> None:
    os._exit(4)


def test_a_process_that_does_not_come_up_is_told() -> None:
    broken: SupervisedPool[str, object] = SupervisedPool(Work(work, never_ready, (1,)))
    with pytest.raises(NoWorker, match="No process that checks files could be started"):
        list(broken.run(["add:1"]))


def test_the_tasks_at_work_are_known(tmp_path: Path) -> None:
    here, go = pool(), tmp_path / "go"
    seen: set[int] = set()

    def look() -> None:
        seen.add(len(here.busy))
        if len(here.busy) == 2:
            go.touch()

    assert [one.failure for one in here.run([f"wait:{go}", f"wait:{go}"], look)] == [None, None]
    assert 2 in seen
    assert here.busy == ()


@pytest.mark.parametrize("task", ["grow:", "gulp:"])
def test_memory_is_bounded(task: str) -> None:
    found = outcomes([task, "add:1"], memory_mib=300)
    assert found == {task: Failure.MEMORY, "add:1": 101}


def test_the_detail_of_a_mistake_does_not_quote_the_document() -> None:
    (outcome,) = pool().run(["fail:"])
    assert outcome.detail.startswith("ValueError at work:")
    assert "secret" not in outcome.detail


def test_cancelling_ends_every_child_at_once() -> None:
    started = time.monotonic()

    def check() -> None:
        if time.monotonic() - started > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(pool().run(["sleep:60", "sleep:60"], check))
    assert time.monotonic() - started < 20
    assert not [
        child for child in psutil.Process().children() if "stormdat-sweep" in " ".join(child.cmdline())
    ]
