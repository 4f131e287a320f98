"""The frozen program, and how soon the window is there. Started by hand: -m soak."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.selftest.checks import CHECKS
from tests.desktop.screen import Screen, needs_screen, new_screen, until

pytestmark = [pytest.mark.e2e, pytest.mark.soak, needs_screen, pytest.mark.xdist_group("window")]

ROOT = Path(__file__).parents[2]
RATIO = 1.5
"""How much longer than a bare window ours may take until it has loaded something to see."""

BARE = """
import os, sys, threading, wsgiref.simple_server as simple
os.environ.update(QT_API="pyside6", PYWEBVIEW_GUI="qt")
if os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
import webview
def page(environ, start):
    start("200 OK", [("Content-Type", "text/html")])
    return [b"<!doctype html><title>Bare</title><h1>Bare</h1>"]
class Quiet(simple.WSGIRequestHandler):
    def log_message(self, *words):
        pass
server = simple.make_server("127.0.0.1", 0, page, handler_class=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
window = webview.create_window("Bare", f"http://127.0.0.1:{server.server_port}/", text_select=True)
def watch():
    window.events.loaded.wait(60)
    print("loaded", flush=True)
    window.destroy()
webview.start(watch)
"""

OURS = """
import sys
from pathlib import Path
from desktop import app
from stormdat_core.paths import AppPaths
class Watched(app.Application):
    def _make_window(self, webview):
        window = super()._make_window(webview)
        window.events.loaded += lambda: print("loaded", flush=True)
        return window
    def _show(self, backend):
        super()._show(backend)
        self._end()
app.Application = Watched
app.open_window(AppPaths.below(Path(sys.argv[1])), ())
"""


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


@pytest.fixture(scope="module")
def frozen(screen: Screen) -> Path:
    """Freeze the program, which tries itself with a window, and return its folder."""
    done = subprocess.run(
        [sys.executable, "build_scripts/freeze.py", "--window"], cwd=ROOT, env=screen.environ,
        capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    report = json.loads(done.stdout)
    assert report["frozen"]
    assert [check["name"] for check in report["checks"]] == [*(name for name, _ in CHECKS), "window"]
    print(done.stderr)
    return ROOT / "dist" / "stormdat"


def test_the_frozen_program_is_whole_and_not_too_large(frozen: Path) -> None:
    files = [path for path in frozen.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files) / 1024**2
    print(f"{size:.0f} MiB in {len(files)} files")
    # The window's web engine is 300 MiB of it, the speech engine and its detector 200, the codecs 100.
    assert size < 800
    # These are under the GPL, and Python's optional modules would bring them.
    assert not [path.name for path in files if path.name.startswith(("libreadline", "libgdbm"))]


def test_the_frozen_program_sweeps_without_python(frozen: Path, tmp_path: Path) -> None:
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "STORMDAT_DATA_DIR": str(tmp_path / "data")}
    report = next((frozen / "_internal").rglob("sample/report.docx"))
    command = [frozen / "stormdat", "sweep", report, "--out", tmp_path / "out", "--fail-on", "never"]
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.annotated.docx").exists()


def test_the_frozen_window_opens_and_closes(frozen: Path, screen: Screen, tmp_path: Path) -> None:
    environ = {**screen.environ, "STORMDAT_DATA_DIR": str(tmp_path)}
    for name in ("PYTHONPATH", "VIRTUAL_ENV"):
        environ.pop(name, None)
    with subprocess.Popen([frozen / "stormdat"], env=environ, stderr=subprocess.DEVNULL) as process:
        window = screen.window()
        until((tmp_path / "data" / "library.sqlite3").exists, "the library")
        time.sleep(3)
        picture = screen.picture(tmp_path / "window.png")
        assert picture.stat().st_size > 10_000
        screen.close(window)
        assert process.wait(30) == 0


def seconds_to_load(screen: Screen, script: str, *arguments: Path) -> list[float]:
    """Return the seconds from the start of the process to each page being loaded."""
    begun = time.monotonic()
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(
        command, env=screen.environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        loaded = [time.monotonic() - begun for line in process.stdout if line == "loaded\n"]
        assert process.wait(30) == 0
    return loaded


def test_the_window_is_there_nearly_as_soon_as_a_bare_one(screen: Screen, tmp_path: Path) -> None:
    """The window with its splash is; the start page follows when the library is open."""
    seconds_to_load(screen, OURS, tmp_path)  # makes the library; what follows is what a person sees every day
    runs = [(seconds_to_load(screen, BARE), seconds_to_load(screen, OURS, tmp_path)) for _ in range(7)]
    bare = statistics.median(first for (first,), _ in runs)
    window = statistics.median(loaded[0] for _, loaded in runs)
    page = statistics.median(loaded[-1] for _, loaded in runs)
    print(
        f"bare {bare:.2f} s, window {window:.2f} s ({window / bare:.2f}), page {page:.2f} s ({page / bare:.2f})"
    )
    assert window / bare <= RATIO
