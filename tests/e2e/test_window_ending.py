"""The program ends within three seconds, at whatever moment it is closed or told to.

The whole series: `pytest -m soak tests/e2e/test_window_ending.py`.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.desktop.screen import Program, Screen, needs_screen, new_screen, running, until

pytestmark = [pytest.mark.e2e, needs_screen, pytest.mark.xdist_group("window")]

SECONDS = 3.0
DELAYS = [0.05 + 0.45 * n / 19 for n in range(20)]
"""Seconds after a page has loaded."""


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


def close(program: Program) -> None:
    program.screen.close(program.screen.window())


def told(number: signal.Signals) -> Callable[[Program], None]:
    return lambda program: program.process.send_signal(number)


def seconds_to_end(program: Program, end: Callable[[Program], None]) -> float:
    """Return how long the program and all its processes took to be gone."""
    family = program.family()
    began = time.monotonic()
    end(program)
    assert program.process.wait(30) == 0
    _, alive = psutil.wait_procs(family, timeout=30)
    assert [one.name() for one in alive] == []
    return time.monotonic() - began


def ended_after(screen: Screen, data: Path, delay: float, end: Callable[[Program], None]) -> float:
    with running(screen, data) as program:
        screen.window()
        until(program.shows_ours, "a page of ours in the window")
        time.sleep(delay)
        took = seconds_to_end(program, end)
        assert "Traceback" not in program.log.read_text()
    return took


@pytest.mark.parametrize("delay", [0.1, 0.15])
def test_closing_soon_after_a_page_has_loaded(screen: Screen, tmp_path: Path, delay: float) -> None:
    assert ended_after(screen, tmp_path / "stormdat", delay, close) < SECONDS


@pytest.mark.parametrize(
    ("number", "delay"),
    [(signal.SIGTERM, 0.1), pytest.param(signal.SIGINT, 0.15, marks=pytest.mark.soak), (signal.SIGHUP, 0.2)],
)
def test_a_signal_ends_it(screen: Screen, tmp_path: Path, number: signal.Signals, delay: float) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("ignored here, as in the background or under nohup, and then by the program too")
    assert ended_after(screen, tmp_path / "stormdat", delay, told(number)) < SECONDS


@pytest.mark.parametrize("delay", [0.3, 1.0])
def test_a_signal_while_it_starts_ends_it(screen: Screen, tmp_path: Path, delay: float) -> None:
    with running(screen, tmp_path / "stormdat") as program:
        time.sleep(delay)
        family = program.family()
        program.process.terminate()
        began = time.monotonic()
        assert program.process.wait(30) in (0, -signal.SIGTERM)  # before it listens, the system ends it
        psutil.wait_procs(family, timeout=30)
        assert time.monotonic() - began < SECONDS


def test_a_signal_ends_a_check_with_its_processes(screen: Screen, tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{number}.txt").write_text("Two  spaces and an ABC.\n" * 500)
    with running(screen, tmp_path / "stormdat", tmp_path / "in") as program:
        until(lambda: _workers(program), "processes that read")
        assert seconds_to_end(program, told(signal.SIGTERM)) < SECONDS


def _workers(program: Program) -> bool:
    with suppress(psutil.Error):  # one that ends in this moment
        return any("spawn_main" in " ".join(each.cmdline()) for each in program.family()[1:])
    return False


@pytest.mark.soak
@pytest.mark.parametrize("end", [close, told(signal.SIGTERM)], ids=["closed", "signalled"])
def test_the_whole_series(screen: Screen, tmp_path: Path, end: Callable[[Program], None]) -> None:
    took = [ended_after(screen, tmp_path / str(n), delay, end) for n, delay in enumerate(DELAYS)]
    print([round(each, 2) for each in took])
    assert max(took) < SECONDS
