"""A program ends within three seconds when it is closed 0.1 s after its page has loaded, and leaves no process.

Of the source, or of the program that `STORMDAT_PROGRAM` names. Started by `-m installer`.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.desktop.screen import Program, Screen, needs_screen, new_screen, running, until
from tests.e2e.test_window_ending import SECONDS, close, seconds_to_end, told

pytestmark = [pytest.mark.installer, needs_screen, pytest.mark.xdist_group("window")]

TRIES = 10
DELAY = 0.1
"""Seconds after the load."""


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


def left(data: Path) -> list[str]:
    """Return the processes, whoever their parent is now, that were started with a data folder."""
    found = []
    for process in psutil.process_iter(["pid", "name"]):
        with suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get("STORMDAT_DATA_DIR") == str(data):
                found.append(f"{process.pid} {process.name()}")
    return found


def ended(screen: Screen, data: Path, end: Callable[[Program], None]) -> float:
    """Return the seconds from the order to end until every process was gone."""
    with running(screen, data) as program:
        screen.window()
        until(program.shows_ours, "a page of ours in the window", 120)
        assert left(data), "the search finds the program while it runs"
        time.sleep(DELAY)
        took = seconds_to_end(program, end)
        assert left(data) == []
        assert "Traceback" not in program.log.read_text()
    return took


@pytest.mark.parametrize("end", [close, told(signal.SIGTERM)], ids=["closed", "signalled"])
def test_ten_times(screen: Screen, tmp_path: Path, end: Callable[[Program], None]) -> None:
    took = [ended(screen, tmp_path / str(number), end) for number in range(TRIES)]
    print([round(each, 2) for each in took])
    assert max(took) < SECONDS, took
