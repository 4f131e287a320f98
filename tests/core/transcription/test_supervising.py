"""The engine's parent: what crashes is started again, and not for ever."""

import os
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

import psutil
import pytest

from stormdat_core.errors import Cancelled, StormError
from stormdat_core.model.transcripts import Device
from stormdat_core.transcription.engine import Key, Report
from stormdat_core.transcription.engine_parent import EngineRun
from stormdat_core.transcription.errors import EngineFailed


@dataclass(frozen=True)
class Task:
    broken: frozenset[Key] = frozenset()
    device: Device = field(default_factory=Device)


def dies_at_once(connection: Connection, task: Task) -> None:
    os._exit(3)


def dies_at_one_stretch(connection: Connection, task: Task) -> None:
    key = (0, 1, 2)
    connection.send(Report("hearing", key))
    if key not in task.broken:
        time.sleep(0.2)  # the report has to be out
        os._exit(3)
    connection.send(Report("kept", 2))
    connection.send(Report("done"))


def complains(connection: Connection, task: Task) -> None:
    connection.send(Report("error", StormError("The model is too large.", "Take another.")))
    time.sleep(30)


def works_for_ever(connection: Connection, task: Task) -> None:
    connection.send(Report("at", os.getpid()))
    time.sleep(600)


def test_an_engine_that_never_starts_is_given_up() -> None:
    with pytest.raises(EngineFailed, match="again and again"):
        EngineRun(Task(), dies_at_once).run()


def test_a_stretch_that_ends_it_twice_is_left_out() -> None:
    told: list[Report] = []
    run = EngineRun(Task(), dies_at_one_stretch, told.append)
    run.run()
    assert run.task.broken == {(0, 1, 2)}
    assert [report.kind for report in told] == ["hearing", "hearing", "hearing", "kept", "done"]


def test_what_it_explains_is_passed_on() -> None:
    with pytest.raises(StormError, match="too large") as caught:
        EngineRun(Task(), complains).run()
    assert caught.value.hint == "Take another."


def test_stopping_kills_it_at_once() -> None:
    pids: list[int] = []

    def check() -> None:
        if pids:
            raise Cancelled

    began = time.monotonic()
    with pytest.raises(Cancelled):
        EngineRun(Task(), works_for_ever, lambda report: pids.append(report.value), check).run()
    assert time.monotonic() - began < 60
    assert not psutil.pid_exists(pids[0])
