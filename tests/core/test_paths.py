import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stormdat_core.errors import BadSettings
from stormdat_core.paths import (
    PORTABLE_MARKER,
    AppPaths,
    app_paths,
    frozen_folder,
    portable_data,
    private_file,
    private_folder,
)

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


# A portable copy


def portable(folder: Path) -> Path:
    """Return the folder of a portable copy."""
    folder.mkdir(parents=True)
    (folder / PORTABLE_MARKER).touch()
    return folder


def test_a_portable_copy_keeps_its_data_beside_it(tmp_path: Path) -> None:
    program = portable(tmp_path / "stick" / "stormdat")
    paths = app_paths({}, program)
    assert paths == AppPaths.below(program / "data")
    assert paths.site == app_paths({}).site, "the site of the computer counts for a copy from elsewhere too"
    assert [item.name for item in (program / "data").iterdir()] == [], "the trial has left nothing"


def test_without_the_marker_or_frozen_program_the_system_decides(tmp_path: Path) -> None:
    assert portable_data(None) is None
    assert portable_data(tmp_path) is None
    (tmp_path / PORTABLE_MARKER).mkdir()
    assert portable_data(tmp_path) is None, "a folder of that name is no marker"
    assert app_paths({}, tmp_path) == app_paths({})
    assert not (tmp_path / "data").exists()


def test_the_variable_goes_before_the_marker(tmp_path: Path) -> None:
    program = portable(tmp_path / "stormdat")
    paths = app_paths({"STORMDAT_DATA_DIR": str(tmp_path / "own")}, program)
    assert paths == AppPaths.below(tmp_path / "own")
    assert not (program / "data").exists()


def test_the_frozen_folder_is_that_of_the_program_a_link_leads_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert frozen_folder() is None
    program = portable(tmp_path / "stormdat")
    (program / "stormdat").touch()
    (tmp_path / "link").symlink_to(program / "stormdat")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "link"))
    assert frozen_folder() == program
    assert app_paths({}).data == program / "data" / "data"


def test_a_portable_copy_that_cannot_write_beside_itself_says_so(tmp_path: Path) -> None:
    program = portable(tmp_path / "stormdat")
    (program / "data").write_text("no folder")
    with pytest.raises(BadSettings, match="portable copy") as caught:
        app_paths({}, program)
    assert str(program / "data") in str(caught.value)
    assert "STORMDAT_DATA_DIR" in caught.value.hint


def test_a_write_protected_stick_is_found_though_the_rights_allow_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    program = portable(tmp_path / "stormdat")
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(BadSettings, match="Read-only file system"):
        portable_data(program)


@posix_only
def test_the_data_of_a_portable_copy_are_closed_to_others(tmp_path: Path) -> None:
    program = portable(tmp_path / "stormdat")
    assert mode(app_paths({}, program).data.parent) == 0o700
