"""Dialogs one at a time, file managers without a shell."""

import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from desktop import reveal
from desktop.drop import DropBox
from desktop.reveal import NothingToShow, command_lines, show_in_file_manager
from desktop.shell import WindowShell
from webui.shell import NativeShell, ShellBusy


class Window:
    """Answers dialogs as a pywebview window does, when it is told to. The real one is driven in tests/e2e."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.localization: dict[str, str] = {}
        self.titles: list[str] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def create_file_dialog(self, kind: int, **options: Any) -> Any:
        self.asked.append(options)
        assert self.may_answer.wait(10)
        return self.answer

    def set_title(self, title: str) -> None:
        self.titles.append(title)


def shell(window: Window) -> WindowShell:
    return WindowShell(window, DropBox())


def test_it_is_what_the_pages_ask_for() -> None:
    found: NativeShell = shell(Window())
    assert found.native


def test_chosen_files_are_paths_and_the_next_dialog_starts_there() -> None:
    window = Window(("/reports/a b.docx", "/reports/c.docx"))
    ours = shell(window)
    patterns = [("Word: documents", [".docx", ".docm"]), ("Nothing", [])]
    assert ours.pick_files("Choose", patterns, several=True) == (
        Path("/reports/a b.docx"),
        Path("/reports/c.docx"),
    )
    ours.pick_folder("Save where?")
    assert window.asked[0]["file_types"] == ("Word  documents (*.docx;*.docm)", "All files (*.*)")
    assert window.asked[1]["directory"] == "/reports"
    assert window.localization["linux.openFolder"] == "Save where?"


@pytest.mark.parametrize("answer", [None, (), ""])
def test_a_cancelled_dialog_is_nothing(answer: Any) -> None:
    ours = shell(Window(answer))
    assert ours.pick_files("Choose", [], several=False) == ()
    assert ours.pick_folder("Choose") is None
    assert ours.pick_target("Save", "report.html") is None


def test_a_path_given_as_plain_text_is_one_path() -> None:
    assert shell(Window("/out/report.html")).pick_target("Save", "x") == Path("/out/report.html")


def test_pywebview_accepts_the_patterns() -> None:
    from webview.util import parse_file_type

    window = Window()
    shell(window).pick_files("Choose", [("Lists (Excel)", [".xlsx"])], several=False)
    assert [parse_file_type(line)[1] for line in window.asked[0]["file_types"]] == ["*.xlsx", "*.*"]


def test_a_second_dialog_is_refused_and_drops_wait(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"x")
    window, drops = Window(("/a",)), DropBox()
    ours = WindowShell(window, drops)
    window.may_answer.clear()
    thread = threading.Thread(target=ours.pick_folder, args=("First",))
    thread.start()
    while not window.asked:
        time.sleep(0.01)
    with pytest.raises(ShellBusy):
        ours.pick_folder("Second")
    drops += [(file.name, str(file))]
    assert ours.take_drop([("a.docx", 1)]) == ()
    window.may_answer.set()
    thread.join(5)
    assert ours.pick_folder("Third") == Path("/a")
    assert ours.take_drop([("a.docx", 1)]) == (file,)


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Checking 3 of 9", "Checking 3 of 9 – STORM DAT"), ("", "STORM DAT"), ("a\nb", "a b – STORM DAT")],
)
def test_the_title_ends_in_the_program(title: str, shown: str) -> None:
    window = Window()
    shell(window).set_title(title)
    assert window.titles == [shown]


def test_a_file_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NothingToShow, match=r"gone\.docx is no longer in"):
        show_in_file_manager(tmp_path / "gone.docx")


ODD = Path("/reports/a, b; $(touch x) 'q' \"r\".docx")


def test_each_system_selects_the_file() -> None:
    assert command_lines(ODD, "darwin", {}) == [("open", "-R", str(ODD))]
    assert command_lines(ODD, "win32", {}) == [f'explorer /select,"{ODD}"']
    assert command_lines(ODD, "linux", {}) == [("xdg-open", "/reports")]
    bus, folder = command_lines(ODD, "linux", {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/x"})
    assert bus[0] == "dbus-send"
    assert "array:string:file:///reports/a%2C%20b%3B%20%24%28touch%20x%29%20%27q%27%20%22r%22.docx" in bus
    assert folder == ("xdg-open", "/reports")


def recorder(folder: Path, name: str, code: int) -> Path:
    """Put a program on the way that writes its arguments down and returns a code."""
    record = folder / f"{name}.txt"
    program = folder / name
    program.write_text(f'#!/bin/sh\nfor a in "$@"; do printf "%s\\n" "$a"; done > "{record}"\nexit {code}\n')
    program.chmod(0o755)
    return record


@pytest.mark.skipif(sys.platform != "linux", reason="the Linux way")
def test_without_a_file_manager_on_the_bus_the_folder_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = recorder(tmp_path, "xdg-open", 0)
    recorder(tmp_path, "dbus-send", 1)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    folder = tmp_path / "a $(touch x) b"
    folder.mkdir()
    (folder / "report.docx").write_bytes(b"x")
    show_in_file_manager(folder / "report.docx")
    until = time.monotonic() + 10
    while not (record.exists() and record.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    assert record.read_text() == f"{folder}\n"


def test_without_any_file_manager_the_place_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(NothingToShow) as caught:
        show_in_file_manager(tmp_path)
    assert str(tmp_path) in caught.value.advice


def test_others_do_not_get_the_frozen_programs_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = {
        "LD_LIBRARY_PATH": "/opt/stormdat",
        "LD_LIBRARY_PATH_ORIG": "/usr/site",
        "QT_API": "x",
        "HOME": "/h",
    }
    assert reveal.outside(inside)["LD_LIBRARY_PATH"] == "/opt/stormdat"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reveal.outside(inside)["LD_LIBRARY_PATH"] == "/usr/site"
    assert "QT_API" not in reveal.outside(inside)
    assert "LD_LIBRARY_PATH" not in reveal.outside({"LD_LIBRARY_PATH": "/opt/stormdat"})
