"""The box that keeps one drop, and the private names of pywebview that it rests on."""

import os
import re
import threading
import time
import unicodedata
from importlib import import_module
from importlib.metadata import files
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from desktop.drop import DropBox


def dropped(*paths: Path) -> DropBox:
    """Return a box that the Qt engine has filled with paths."""
    box = DropBox()
    box += encoded(*paths)
    return box


def encoded(*paths: Path) -> list[tuple[str, str]]:
    return [(path.name, quote(os.fsencode(path))) for path in paths]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return made(tmp_path / "report.docx", 10)


def made(path: Path, size: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    return path


@pytest.mark.parametrize(
    "name",
    [
        b"plain.docx",
        b"a b (1) #2 100%.mp4",
        b'%25 # ? & " < \\.docx',
        b"line\nbreak.docx",
        "naïve 🙂.docx".encode(),
        unicodedata.normalize("NFD", "Zürich.docx").encode(),
        b"caf\xe9.docx",
    ],
)
def test_a_path_arrives_byte_for_byte(tmp_path: Path, name: bytes) -> None:
    path = made(tmp_path / os.fsdecode(name), 3)
    shown = unicodedata.normalize("NFC", name.decode("utf-8", "replace"))
    assert dropped(path).take([(shown, 3)], wait=0) == (path,)


def test_a_drop_is_given_out_once(report: Path) -> None:
    box = dropped(report)
    assert box.take([("report.docx", 10)], wait=0) == (report,)
    assert box.take([("report.docx", 10)], wait=0) == ()


def test_twins_from_two_folders_keep_their_order(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a" / "report.docx", 10), made(tmp_path / "b" / "report.docx", 20)
    box = dropped(first, second)
    assert box.take([("report.docx", 10), ("report (1).docx", 20)], wait=0) == (first, second)


def test_a_page_that_saw_something_else_gets_nothing_and_empties_the_box(report: Path) -> None:
    box = dropped(report)
    assert box.take([("other.docx", 11)], wait=0) == ()
    assert box.take([("report.docx", 10)], wait=0) == ()


def test_the_newest_drop_replaces_one_that_no_page_took(report: Path, tmp_path: Path) -> None:
    newer = made(tmp_path / "newer.docx", 5)
    box = dropped(report)
    box += encoded(newer)
    assert box.take([("newer.docx", 5)], wait=0) == (newer,)


def test_a_folder_is_known_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    assert dropped(folder).take([("reports", 4096)], wait=0) == (folder,)


def test_a_batch_that_comes_after_the_request_is_waited_for(report: Path) -> None:
    box = DropBox()
    threading.Timer(0.2, lambda: box.__iadd__(encoded(report))).start()
    assert box.take([("report.docx", 10)], wait=5) == (report,)


def test_an_old_batch_belongs_to_nobody(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = dropped(report)
    later = time.monotonic() + 31
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert box.take([("report.docx", 10)], wait=0) == ()


def test_no_files_take_no_drop(report: Path) -> None:
    assert dropped(report).take([], wait=0) == ()


def test_an_address_with_a_host_is_a_local_path(report: Path) -> None:
    box = DropBox()
    box += [(report.name, "localhost" + quote(str(report)))]
    assert box.take([("report.docx", 10)], wait=0) == (report,)


def test_engines_of_other_systems_hand_over_plain_paths(tmp_path: Path) -> None:
    path = made(tmp_path / "100%25.docx", 4)
    box = DropBox()
    box._engine_is_known("edgechromium")
    box += [(path.name, str(path))]
    assert box.take([("100%25.docx", 4)], wait=0) == (path,)


def test_pywebview_still_has_the_names_we_use(monkeypatch: pytest.MonkeyPatch) -> None:
    dom = import_module("webview.dom")
    monkeypatch.setattr(dom, "_dnd_state", {"num_listeners": 0, "paths": []})
    assert set(import_module("webview.dom.element")._dnd_state) == {"num_listeners", "paths"}
    heard: list[object] = []
    window = SimpleNamespace(events=SimpleNamespace(initialized=_Event(heard)))
    box = DropBox()
    box.install(window)
    assert dom._dnd_state == {"num_listeners": 1, "paths": box}
    assert heard == [box._engine_is_known]


class _Event:
    def __init__(self, heard: list[object]) -> None:
        self._heard = heard

    def __iadd__(self, function: object) -> "_Event":
        self._heard.append(function)
        return self


def test_every_engine_still_adds_a_whole_drop_at_once() -> None:
    sources = [path for path in files("pywebview") or () if path.match("webview/platforms/*.py")]
    adding = {
        path.stem
        for path in sources
        if re.search(r"_dnd_state\['paths'\] \+= files", Path(str(path.locate())).read_text("utf-8"))
    }
    assert adding == {"qt", "gtk", "edgechromium", "cocoa"}
