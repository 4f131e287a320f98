"""Native dialogs of the real window, answered with a real keyboard."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.screen import Screen, needs_screen, new_screen, until

pytestmark = [pytest.mark.e2e, needs_screen, pytest.mark.xdist_group("window")]

HOST = Path(__file__).parents[1] / "desktop" / "shell_host.py"
ROOT = Path(__file__).parents[2]


class Host:
    """The window with the shell, and a person at its keyboard."""

    def __init__(self, screen: Screen, process: subprocess.Popen[str]) -> None:
        self.screen, self._process, self._asked = screen, process, 0
        self.heard()

    def ask(self, kind: str, title: str, **more: Any) -> int:
        self._asked += 1
        question = {"id": self._asked, "kind": kind, "title": title, **more}
        assert self._process.stdin
        print(json.dumps(question), file=self._process.stdin, flush=True)
        return self._asked

    def heard(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def dialog(self, title: str) -> str:
        window = self.screen.window(f"^{title}$")
        self.screen.xdotool("windowfocus", "--sync", window)
        return window


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with new_screen() as screen:
        process = subprocess.Popen(
            [sys.executable, HOST], env=screen.environ, cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        with process:
            yield Host(screen, process)
            assert process.stdin
            process.stdin.close()
            assert process.wait(20) == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "two words"
    folder.mkdir()
    for name in ("a b.docx", "c.docx"):
        (folder / name).write_bytes(b"x")
    return folder


def test_a_typed_path_is_chosen(host: Host, folder: Path) -> None:
    asked = host.ask("files", "Choose documents", several=False)
    host.dialog("Choose documents")
    host.screen.type(str(folder / "a b.docx"))
    host.screen.key("Return")
    assert host.heard() == {"id": asked, "answer": [str(folder / "a b.docx")]}


def test_several_files_are_chosen(host: Host, folder: Path) -> None:
    first, second = folder / "a b.docx", folder / "c.docx"
    asked = host.ask("files", "Choose documents", several=True)
    host.dialog("Choose documents")
    host.screen.type(f'"{first}" "{second}"')
    host.screen.key("Return")
    assert host.heard() == {"id": asked, "answer": [str(first), str(second)]}


def test_a_folder_is_chosen(host: Host, folder: Path) -> None:
    asked = host.ask("folder", "Where to?")
    host.dialog("Where to\\?")
    host.screen.xdotool("key", "ctrl+a")
    host.screen.type(str(folder))
    host.screen.key("Return")
    assert host.heard() == {"id": asked, "answer": str(folder)}


def test_a_new_file_is_named(host: Host, folder: Path) -> None:
    asked = host.ask("target", "Save as")
    host.dialog("Save as")
    host.screen.xdotool("key", "ctrl+a")
    host.screen.type(str(folder / "new.html"))
    host.screen.key("Return")
    assert host.heard() == {"id": asked, "answer": str(folder / "new.html")}


@pytest.mark.parametrize(("kind", "nothing"), [("files", []), ("folder", None), ("target", None)])
def test_escape_chooses_nothing(host: Host, kind: str, nothing: object) -> None:
    asked = host.ask(kind, "Never mind", several=True)
    host.dialog("Never mind")
    host.screen.key("Escape")
    assert host.heard() == {"id": asked, "answer": nothing}


def test_a_second_dialog_is_refused_and_the_first_goes_on(host: Host, folder: Path) -> None:
    first = host.ask("folder", "First")
    host.dialog("First")
    second = host.ask("folder", "Second")
    assert host.heard() == {"id": second, "answer": "busy"}
    assert host.screen.windows("^Second$") == []
    host.dialog("First")
    host.screen.key("Escape")
    assert host.heard() == {"id": first, "answer": None}
    until(lambda: not host.screen.windows("^First$"), "the dialog to be gone")
