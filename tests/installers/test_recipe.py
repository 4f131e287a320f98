"""Which programs PyInstaller's recipe makes on each system: the recipe runs, with PyInstaller's names kept."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.installers.rig import ROOT

from installers.macos import layout  # isort: skip
from installers.windows import payload  # isort: skip

RECIPE = ROOT / "build_scripts" / "stormdat.spec"


def programs(platform: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Run the recipe as on a system and return the programs it makes, with how each is to look."""
    made: dict[str, dict[str, Any]] = {}
    hooks = ModuleType("PyInstaller.utils.hooks")
    for name in ("collect_data_files", "collect_dynamic_libs", "collect_submodules", "copy_metadata"):
        setattr(hooks, name, lambda *_, **__: [])
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
    monkeypatch.setattr(sys, "platform", platform)
    kept = {
        "SPECPATH": str(RECIPE.parent),
        "workpath": str(place),
        "Analysis": lambda *_, **__: SimpleNamespace(binaries=[], datas=[], pure=[], scripts=[]),
        "PYZ": lambda *_: None,
        "EXE": lambda *_, name, **more: made.update({name: more}),
        "COLLECT": lambda *_, **__: None,
    }
    exec(compile(RECIPE.read_text("utf-8"), str(RECIPE), "exec"), kept)
    return made


def test_windows_has_a_command_and_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = programs("win32", tmp_path, monkeypatch)
    assert {f"{name}.exe" for name in made} == set(payload.PROGRAMS)
    assert {name: more["console"] for name, more in made.items()} == {
        "stormdat": True,
        "stormdat-window": False,
    }
    for name, more in made.items():
        assert Path(more["icon"]).read_bytes()[:4] == b"\0\0\1\0"
        assert f"{name}.exe" in Path(more["version"]).read_text("utf-8")


def test_a_mac_has_them_too_and_hears_which_documents_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = programs("darwin", tmp_path, monkeypatch)
    assert set(made) == set(layout.PROGRAMS)
    assert made["stormdat-window"]["argv_emulation"] is True
    assert "argv_emulation" not in made["stormdat"]


def test_linux_has_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert programs("linux", tmp_path, monkeypatch) == {
        "stormdat": {"exclude_binaries": True, "console": True, "upx": False}
    }
