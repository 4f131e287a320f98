"""Failures of the program's own folders and library: one sentence, and an exit code that means nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stormdat_core.cli import main
from stormdat_core.cli.main import OWN, exit_code
from stormdat_core.paths import AppPaths
from tests.word import paragraph, write_word


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppPaths:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "home"))
    return AppPaths.below(tmp_path / "home")


def swept(tmp_path: Path) -> Path:
    source = write_word(tmp_path / "a.docx", paragraph("Nothing to report here."))
    assert exit_code(["sweep", str(source), "--quiet"]) == 0
    return source


def test_a_damaged_library_without_a_backup_is_told(
    tmp_path: Path, paths: AppPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    swept(tmp_path)
    for backup in paths.backups.glob("*") if paths.backups.exists() else ():
        backup.unlink()
    paths.store.write_bytes(b"damaged" * 1000)
    assert exit_code(["history", "list", "--format", "json"]) == OWN
    said = capsys.readouterr()
    assert json.loads(said.out) == []
    assert "stormdat: The library was damaged and there was no good backup" in said.err


def test_an_emptied_or_missing_library_is_told(
    tmp_path: Path, paths: AppPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    source = swept(tmp_path)
    paths.store.write_bytes(b"")
    assert exit_code(["sweep", str(source), "--quiet"]) == 0, "the code of a sweep speaks of findings"
    assert "stormdat: The library" in capsys.readouterr().err
    paths.store.unlink()
    assert any(paths.backups.iterdir())
    assert exit_code(["history", "list"]) == OWN
    assert "was gone, so a new one was begun" in capsys.readouterr().err


def test_a_first_start_and_a_sound_library_say_nothing(
    tmp_path: Path, paths: AppPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["history", "list"]) == 0
    swept(tmp_path)
    capsys.readouterr()
    assert exit_code(["history", "list"]) == 0
    assert "stormdat:" not in capsys.readouterr().err


def test_a_mistake_in_the_program_is_no_finding(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret text")

    monkeypatch.setattr(main.LazyGroup, "main", fail)
    assert exit_code(["history", "list"]) == OWN
    said = capsys.readouterr().err
    assert said.startswith("stormdat: The command stopped because of a mistake in the program.")
    assert "ZeroDivisionError at fail:" in said
    assert "secret" not in said


_SCRIPT = """
mount -t tmpfs none "$1" || exit 99
export STORMDAT_DATA_DIR="$1/home"
"$2" -m stormdat_core.cli history list 2>/dev/null || exit 98
mount -o remount,ro "$1" || exit 99
"$2" -m stormdat_core.cli history list
echo "rc=$?" >&2
"$2" -m stormdat_core.cli sweep "$3"
echo "rc=$?" >&2
STORMDAT_DATA_DIR="$1/other" "$2" -m stormdat_core.cli models list
echo "rc=$?" >&2
"""


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a file system of its own")
def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    source = write_word(tmp_path / "a.docx", paragraph("Nothing to report here."))
    (tmp_path / "disk").mkdir()
    command = [
        "unshare",
        "-m",
        "sh",
        "-c",
        _SCRIPT,
        "sh",
        str(tmp_path / "disk"),
        sys.executable,
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode == 99:
        pytest.skip("may not mount here")
    lines = done.stderr.splitlines()
    assert [line for line in lines if line.startswith("rc=")] == ["rc=70"] * 3
    said = [line for line in lines if not line.startswith("rc=")]
    assert len(said) == 3
    assert all(line.startswith("stormdat: The ") and "Read-only file system" in line for line in said)
