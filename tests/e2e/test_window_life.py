"""The real window from start to end: opened, kept in its place, closed, killed, started twice."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.desktop.screen import Screen, needs_screen, new_screen, running, until

pytestmark = [pytest.mark.e2e, needs_screen, pytest.mark.xdist_group("window")]


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "stormdat"


def test_a_new_user_sees_the_start_page_in_a_window(screen: Screen, data: Path) -> None:
    with running(screen, data) as program:
        with program.page() as page:
            assert page.get_by_role("heading", level=1).inner_text()
            assert page.title()
            assert page.evaluate("document.body.innerText").strip()
        assert screen.geometry(screen.window())[2:] == (1280, 800)
        assert program.end() == 0
    assert not (data / "data" / "window.address").exists()


def test_the_page_runs_under_the_strict_policy(screen: Screen, data: Path) -> None:
    inline = """() => { const s = document.createElement('script'); s.textContent = 'window.broken = 1';
        document.head.append(s); return window.broken === undefined; }"""
    evaluating = """async () => { const box = document.createElement('iframe'); const told = [];
        document.addEventListener('securitypolicyviolation', (e) => told.push(e.effectiveDirective));
        box.src = 'http://127.0.0.1:9/'; document.body.append(box);
        try { setTimeout('window.broken = 1', 0); } catch { /* refused at once is as good */ }
        await new Promise((done) => setTimeout(done, 300)); return [window.broken === undefined, told]; }"""
    with running(screen, data) as program, program.page() as page:
        assert page.evaluate(inline)
        untouched, refused = page.evaluate(evaluating)
        assert untouched
        assert "frame-src" in refused


def test_size_and_place_come_back(screen: Screen, data: Path) -> None:
    with running(screen, data) as program:
        with program.page():
            window = screen.window()
        screen.xdotool("windowmove", "--sync", window, 40, 50)
        screen.xdotool("windowsize", "--sync", window, 1000, 700)
        until(lambda: screen.geometry(window) == (40, 50, 1000, 700), "the new place")
        time.sleep(0.5)  # Qt hears of it a moment later
        screen.close(window)
        assert program.process.wait(60) == 0
    with running(screen, data) as program:
        window = screen.window()
        assert until(lambda: screen.geometry(window) == (40, 50, 1000, 700), "the kept place")


@pytest.mark.soak
def test_a_window_of_a_screen_that_is_gone_stands_in_the_middle(screen: Screen, data: Path) -> None:
    place = {"width": 1000, "height": 700, "x": 5000, "y": 50, "maximized": False}
    (data / "data").mkdir(parents=True)
    (data / "data" / "window.json").write_text(json.dumps(place))
    with running(screen, data) as program, program.page() as page:
        size = page.evaluate("[screen.availWidth, screen.availHeight]")
        x, y, width, height = screen.geometry(screen.window())
        assert (width, height) == (1000, 700)
        assert abs(x + width / 2 - size[0] / 2) < 60
        assert abs(y + height / 2 - size[1] / 2) < 60


def test_killing_the_program_leaves_nothing_behind(screen: Screen, data: Path) -> None:
    with running(screen, data) as program:
        with program.page():
            family = program.family()
        assert len(family) > 2, "the web engine has processes of its own"
        program.process.kill()
        _, alive = psutil.wait_procs(family, timeout=20)
        assert [one.name() for one in alive] == []
    with running(screen, data) as again, again.page() as page:
        assert page.get_by_role("heading", level=1).inner_text()


def test_closing_leaves_no_process_behind(screen: Screen, data: Path) -> None:
    with running(screen, data) as program:
        with program.page():
            family = program.family()
        screen.close(screen.window())
        assert program.process.wait(60) == 0
        _, alive = psutil.wait_procs(family, timeout=20)
        assert [one.name() for one in alive] == []


def test_a_window_closed_while_it_starts_ends_at_once(screen: Screen, data: Path) -> None:
    with running(screen, data) as program:
        screen.close(screen.window())
        assert program.process.wait(60) == 0
    assert "Traceback" not in program.log.read_text()


def test_settings_that_cannot_be_used_are_said_in_the_window(screen: Screen, data: Path) -> None:
    (data / "config").mkdir(parents=True)
    (data / "config" / "settings.toml").write_text('file-seconds = "soon"\n')
    with running(screen, data) as program:
        window = screen.window()
        log = data / "logs" / "stormdat.log"
        until(lambda: log.exists() and "could not start" in log.read_text(), "a line in the log")
        assert program.process.poll() is None, "the window stays, to say why"
        screen.close(window)
        assert program.process.wait(60) == 0


def test_the_address_of_the_window_is_private(screen: Screen, data: Path) -> None:
    with running(screen, data) as program, program.page():
        address = data / "data" / "window.address"
        assert address.stat().st_mode & 0o077 == 0
        assert set(json.loads(address.read_bytes())) == {"port", "key"}
        listening = [
            one.laddr.ip
            for process in program.family()
            for one in process.net_connections("inet")
            if one.status == psutil.CONN_LISTEN
        ]
        assert set(listening) == {"127.0.0.1"}


@pytest.mark.soak
def test_a_second_start_raises_the_window_and_leaves(screen: Screen, data: Path) -> None:
    with running(screen, data) as program, program.page():
        begun = time.monotonic()
        command = [sys.executable, "-m", "desktop"]
        environ = {**screen.environ, "STORMDAT_DATA_DIR": str(data)}
        second = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=30)
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        assert time.monotonic() - begun < 15
        assert program.process.poll() is None
        assert len(screen.windows("STORM DAT$")) == 1
