"""The switches that keep libraries silent: all set, set first, and set whatever stood there before."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stormdat_core.silence import SWITCHES, keep_silent

FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
UNSHARE = shutil.which("unshare")

WATCH = """
import importlib.machinery, os, runpy, sys
OURS = {"desktop", "stormdat_core", "webui"}
class Watch:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in OURS or top in sys.stdlib_module_names or os.environ.get("ORT_DISABLE_TELEMETRY") == "1":
            return None
        if importlib.machinery.PathFinder.find_spec(top) is None:  # pickle asks for Jython's `org`
            return None
        print(name, "comes before the switches", file=sys.stderr, flush=True)
        os._exit(9)
sys.meta_path.insert(0, Watch())
module, *sys.argv[1:] = sys.argv[1:]
runpy.run_module(module, run_name="__main__")
"""


def user_environment(home: Path, **more: str) -> dict[str, str]:
    """Return what a user has who has set nothing, with an empty home and without what a build server sets."""
    home.mkdir(parents=True, exist_ok=True)
    data = str(home.parent / f"{home.name}-data")
    return {"HOME": str(home), "PATH": os.environ["PATH"], "STORMDAT_DATA_DIR": data, **more}


def test_what_somebody_set_does_not_switch_anything_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SWITCHES:
        monkeypatch.setenv(name, "0")
    monkeypatch.setenv(FLAGS, "--enable-logging --host-resolver-rules='MAP * 192.0.2.1'")
    monkeypatch.setenv("WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS", "")
    keep_silent()
    assert {name: os.environ[name] for name in SWITCHES} == dict(SWITCHES)
    told = os.environ[FLAGS]
    assert told.startswith("--enable-logging "), "what a person needs for other things stays"
    assert told.rindex("MAP * ~NOTFOUND") > told.index("192.0.2.1"), "the last one of two counts"


def test_setting_them_again_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SWITCHES, FLAGS, "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS"):
        monkeypatch.delenv(name, raising=False)
    keep_silent()
    once = dict(os.environ)
    keep_silent()
    assert dict(os.environ) == once


@pytest.mark.parametrize("entry", ["desktop", "stormdat_core.cli"])
@pytest.mark.parametrize("arguments", [("--version",), ("models", "list"), ("--worker", "none")])
def test_an_entry_point_sets_them_before_it_imports_any_library(
    entry: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    environ = user_environment(tmp_path / "home", ORT_DISABLE_TELEMETRY="0")
    done = subprocess.run(
        [sys.executable, "-c", WATCH, entry, *arguments], env=environ, capture_output=True, text=True
    )
    assert done.returncode == (64 if "--worker" in arguments else 0), done.stderr


def _namespaces_work() -> bool:
    return UNSHARE is not None and subprocess.run([UNSHARE, "-n", "true"]).returncode == 0


DETECTOR = "load_session(); import time; time.sleep(1)"
OPENED = {
    "ours": f"from stormdat_core.transcription.recognition.voice_activity import load_session; {DETECTOR}",
    "bare": f"from faster_whisper.vad import get_vad_model as load_session; {DETECTOR}",
}


@pytest.mark.engine
@pytest.mark.skipif(not _namespaces_work(), reason="no network namespaces for this user")
@pytest.mark.parametrize("opened", OPENED)
def test_the_speech_detector_leaves_nothing_in_the_home(opened: str, tmp_path: Path) -> None:
    """`bare` shows that the test would see it: there the library has no switch."""
    home = tmp_path / "home"
    done = subprocess.run(
        [str(UNSHARE), "-n", sys.executable, "-c", OPENED[opened]],
        env=user_environment(home), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    left = [path for path in home.rglob("*") if path.is_file()]
    assert bool(left) == (opened == "bare"), left
