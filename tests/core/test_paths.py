import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stormdat_core.errors import BadSettings
from stormdat_core.paths import AppPaths, app_paths, private_file, private_folder

posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_variable_moves_everything_below_one_folder(tmp_path: Path) -> None:
    paths = app_paths({"STORMDAT_DATA_DIR": str(tmp_path)})
    everything = (
        paths.store,
        paths.backups,
        paths.lock,
        paths.settings,
        paths.log,
        paths.scratch,
        paths.cache,
    )
    assert all(tmp_path in path.parents for path in everything)
    assert paths == AppPaths.below(tmp_path)


def test_a_relative_or_tilde_folder_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert app_paths({"STORMDAT_DATA_DIR": "portable"}).data == tmp_path / "portable" / "data"
    assert app_paths({"STORMDAT_DATA_DIR": "~/x"}).data.is_absolute()


@pytest.mark.parametrize("value", ["", "  "])
def test_without_the_variable_the_system_decides(value: str) -> None:
    paths = app_paths({"STORMDAT_DATA_DIR": value})
    assert paths == app_paths({})
    assert "stormdat" in paths.data.parts
    assert paths.scratch.parent == paths.cache


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders")
def test_data_is_local_on_linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert app_paths({}).data == tmp_path / "share" / "stormdat"


@posix_only
def test_a_folder_and_its_new_parents_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert mode(folder) == mode(folder.parent) == 0o700


@posix_only
def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    private_folder(folder)
    assert mode(folder) == 0o700


@posix_only
def test_a_private_file_is_made_closed_or_closed_and_keeps_its_content(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    old.write_bytes(b"content")
    old.chmod(0o644)
    assert mode(private_file(new)) == mode(private_file(old)) == 0o600
    assert old.read_bytes() == b"content"


def test_a_file_in_the_way_is_explained(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(BadSettings, match="backups cannot be used") as caught:
        private_folder(tmp_path / "data" / "backups")
    assert "STORMDAT_DATA_DIR" in caught.value.hint


@pytest.mark.parametrize("module", ["jobs", "events", "paths", "logs", "cleanup"])
def test_the_light_modules_load_nothing_heavy(module: str) -> None:
    heavy = "{'pydantic', 'pydantic_settings', 'sqlalchemy', 'alembic', 'lxml', 'rich', 'platformdirs'}"
    code = f"import sys, stormdat_core.{module}; print(*({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
