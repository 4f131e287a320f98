"""What is said when no window can open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import engine
from desktop.engine import NoWindow, complaint, require_display


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param({"QT_QPA_PLATFORM": "offscreen"}, id="offscreen"),
        pytest.param({"WAYLAND_DISPLAY": "wayland-0"}, id="wayland"),
        pytest.param({"DISPLAY": "elsewhere:10.0"}, id="another-machine"),
    ],
)
def test_a_screen_that_cannot_be_asked_is_believed(environ: dict[str, str]) -> None:
    require_display(environ)


@pytest.mark.parametrize(
    ("environ", "said"),
    [({}, "no screen"), ({"DISPLAY": ""}, "no screen"), ({"DISPLAY": ":9977"}, "“:9977” does not answer")],
)
def test_a_missing_screen_names_the_other_way(environ: dict[str, str], said: str) -> None:
    with pytest.raises(NoWindow) as caught:
        require_display(environ)
    assert said in str(caught.value)
    assert "stormdat serve" in caught.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="the Linux engine")
def test_a_missing_system_library_is_named() -> None:
    found = engine._lacking("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")
    assert "libxcb-cursor.so.0 is missing" in str(found)


@pytest.mark.parametrize(
    ("renderer", "version", "said"),
    [
        ("qtwebengine", "140.0.7339", ""),
        ("edgechromium", "", ""),
        ("edgechromium", "131.0.1", ""),
        ("edgechromium", "98.0.1", "98.0.1"),
        ("wkwebview", "14.2", ""),
        ("wkwebview", "11.7", "macOS 11.7"),
        ("mshtml", "", "WebView2 Runtime"),
        ("gtkwebkit2", "", "gtkwebkit2"),
    ],
)
def test_an_engine_is_judged_by_name_and_version(renderer: str, version: str, said: str) -> None:
    found = complaint(renderer, version)
    assert said in found
    assert bool(said) == bool(found)


@pytest.mark.skipif(sys.platform != "linux", reason="the Linux engine")
def test_without_a_screen_the_program_says_so_in_one_sentence(tmp_path: Path) -> None:
    gone = ("DISPLAY", "WAYLAND_DISPLAY")
    environ = {key: value for key, value in os.environ.items() if key not in gone}
    environ["STORMDAT_DATA_DIR"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "desktop"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "stormdat: STORM DAT found no screen to open its window on. "
        "“stormdat serve” shows the same pages in a browser."
    ]
