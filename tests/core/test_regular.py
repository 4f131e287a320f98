"""Pipes, devices and sockets under the names of files: an answer at once, never a wait."""

import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.errors import (
    BadList,
    BadProfile,
    BadSettings,
    SourceChanged,
    StormError,
    UnreadableDocument,
)
from stormdat_core.markings.vocabulary import read_codes
from stormdat_core.model import FileResult
from stormdat_core.paths import AppPaths
from stormdat_core.regular import NotRegular, open_regular
from stormdat_core.reports.docx.package.copying import opened
from stormdat_core.rules import profiles
from stormdat_core.settings import load as load_settings
from stormdat_core.sweep.outputs import digest
from stormdat_core.transcription.packs.manifest import BadPack
from stormdat_core.transcription.packs.sources import FolderSource, open_source

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="such files are made by POSIX systems")

SECONDS = 10.0


def at_once(call: Callable[[], object]) -> object:
    """Return what a call returns or raises, and fail if it waits."""
    answer: list[object] = []

    def run() -> None:
        try:
            answer.append(call())
        except Exception as exc:
            answer.append(exc)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert answer, "it waits"
    return answer[0]


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def device(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def sock(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(path.parent)
        made.bind(path.name)
    return path


KINDS = pytest.mark.parametrize("make", [pipe, device, sock])


@KINDS
@pytest.mark.parametrize(
    ("name", "call", "error"),
    [
        ("a.docx", documents.read, UnreadableDocument),
        ("a.txt", documents.read, UnreadableDocument),
        ("list.xlsx", load_list, BadList),
        ("list.csv", load_list, BadList),
        ("house.toml", lambda path: profiles.load(str(path)), BadProfile),
        ("words.csv", read_codes, BadProfile),
        ("a.docx", lambda path: opened(FileResult(path)), SourceChanged),
        ("pack.zip", lambda path: open_source(path).__enter__(), BadPack),
    ],
)
def test_what_is_no_file_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], Path], name: str, call: Callable[[Path], object], error: type[StormError],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    said = at_once(lambda: call(make(tmp_path / name)))
    assert isinstance(said, error)
    assert name in str(said)


@KINDS
def test_a_pack_file_a_settings_file_and_a_digest_do_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = make(tmp_path / "model.bin")
    assert isinstance(at_once(lambda: FolderSource(tmp_path).open("model.bin")), OSError)
    assert at_once(lambda: digest(made)) == ""
    paths = AppPaths.below(tmp_path / "data")
    paths.config.mkdir(parents=True)
    made.rename(paths.settings) if make is not sock else make(paths.settings)
    assert isinstance(at_once(lambda: load_settings(paths)), BadSettings)


def test_an_ordinary_file_and_a_link_to_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"text")
    (tmp_path / "b.txt").symlink_to("a.txt")
    for name in ("a.txt", "b.txt"):
        with open_regular(tmp_path / name) as stream:
            assert stream.read() == b"text"
    with pytest.raises(OSError, match="symbolic"):
        open_regular(tmp_path / "b.txt", follow=False)
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)
    with pytest.raises(NotRegular):
        open_regular(Path("/dev/zero"))
