"""`stormdat new`: what it writes works, passes its own tests, and is clean as it is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stormdat_core.errors import StormError
from stormdat_core.plugins.skeletons import KINDS, write_skeleton

ROOT = Path(__file__).parents[3]
NAMES = ("acme-words", "a", "a-name-as-long-as-it-may-be-12")


def run(folder: Path, *command: str) -> None:
    environment = {**os.environ, "MYPYPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_clean(tmp_path: Path, kind: str, name: str) -> None:
    write_skeleton(kind, name, tmp_path)
    run(tmp_path / name, "ruff", "check", "--no-cache", ".")
    run(tmp_path / name, "ruff", "format", "--no-cache", "--check", ".")
    for file in (tmp_path / name).rglob("*"):
        assert not file.is_file() or "@" not in file.read_text("utf-8").replace("@bp.get", "")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_passes_its_own_tests(tmp_path: Path, kind: str) -> None:
    write_skeleton(kind, NAMES[0], tmp_path)
    run(tmp_path / NAMES[0], "pytest", "-q", "-p", "no:cacheprovider", "-W", "error")


@pytest.mark.soak
def test_what_is_written_is_typed(tmp_path: Path) -> None:
    for kind in KINDS:  # one after the other: what mypy learns of the program itself serves all four
        (tmp_path / kind).mkdir()
        write_skeleton(kind, NAMES[0], tmp_path / kind)
        run(tmp_path / kind / NAMES[0], "mypy", "--cache-dir", str(tmp_path / "mypy"))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Acme",
        "../a",
        "a b",
        "class",
        "1a",
        "a--b",
        "a" * 31,
        "a\n",
    ],
)
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StormError, match="is no name for a package"):
        write_skeleton("rule", name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    with pytest.raises(StormError, match="is there already"):
        write_skeleton("rule", "acme", tmp_path)


@pytest.mark.parametrize("name", ["os", "stormdat", "stormdat-core", "webui", "pytest"])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StormError, match="is taken"):
        write_skeleton("rule", name, tmp_path)
