"""The layout of an application from the frozen folder, as codesign and PyInstaller's start program want it.

Programs lie in Contents/MacOS, machine code in Contents/Frameworks, everything else in Contents/Resources.
Code finds its files relative to itself, so each of the two trees shows, by links, what lies in the other. In
Frameworks a folder with a dot in its name counts as a framework; ours get another name, with a link to it.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from installers.reasons import NotMade

PROGRAMS = ("stormdat", "stormdat-window")
_DOT = "__dot__"
_MAGIC = frozenset(
    bytes.fromhex(word)
    for word in ("feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe", "bebafeca", "cafebabf")
)


class Unfit(NotMade):
    """The folder cannot become an application. `str()` says why."""


def lay_out(folder: Path, app: Path) -> None:
    """Copy a frozen folder into a new application, without Info.plist and icon.

    Raises:
        Unfit: a program is missing, or something is no file, folder or link within the folder.
    """
    contents = app / "Contents"
    for name in ("MacOS", "Frameworks", "Resources"):
        (contents / name).mkdir(parents=True)
    for name in PROGRAMS:
        if not is_code(folder / name):
            raise Unfit(f"{folder / name} is missing or no program: this is no folder frozen on a Mac.")
        shutil.copy(folder / name, contents / "MacOS" / name)
    internal = folder / "_internal"
    _check(internal)
    _Trees(internal, contents / "Frameworks", contents / "Resources").lay(Path())


def is_code(path: Path) -> bool:
    """Return whether a file holds machine code of a Mac."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4) in _MAGIC


def _check(internal: Path) -> None:
    inside = internal.resolve()
    for path in internal.rglob("*"):
        if path.is_symlink():
            if path.readlink().is_absolute() or inside not in path.resolve().parents or not path.exists():
                raise Unfit(f"“{path.relative_to(internal)}” is a link that leads out or nowhere.")
        elif not (path.is_file() or path.is_dir()):
            raise Unfit(f"“{path.relative_to(internal)}” is neither a file nor a folder.")


class _Trees:
    """The two trees that a folder is laid out into."""

    def __init__(self, source: Path, code: Path, data: Path) -> None:
        self._source, self._code, self._data = source, code, data

    def lay(self, folder: Path) -> None:
        """Lay out what is in a folder that both trees have: the top one, or one of code and data."""
        for path in sorted((self._source / folder).iterdir()):
            self._lay_one(path, folder / path.name)

    def _lay_one(self, path: Path, at: Path) -> None:
        if path.is_symlink():
            # In both trees: its neighbour is in both too, as itself or as a link.
            for place in (self._code_path(at.parent) / at.name, self._data / at):
                place.symlink_to(path.readlink())
        elif path.is_file():
            self._file(path, at)
        elif _is_framework(path):
            self._whole(path, self._code_path(at.parent) / at.name, self._data / at)
        elif _kinds(path) == {True, False}:
            self._both(at)
        else:
            self._alike(path, at)

    def _file(self, path: Path, at: Path) -> None:
        places = [self._code_path(at.parent) / at.name, self._data / at]
        own, other = places if is_code(path) else reversed(places)
        shutil.copy(path, own)
        _link(other, own)

    def _both(self, at: Path) -> None:
        """Make a folder in both trees and lay out what is in it."""
        self._make_code_folder(at)
        (self._data / at).mkdir()
        self.lay(at)

    def _alike(self, path: Path, at: Path) -> None:
        """Copy a folder of code alone or of data alone into its tree, and link it from the other."""
        if _kinds(path) == {True}:
            self._make_code_folder(at)
            self._code_below(at)
            _link(self._data / at, self._code_path(at))
        else:
            shutil.copytree(path, self._data / at, symlinks=True)
            _link(self._code_path(at.parent) / at.name, self._data / at)

    def _code_below(self, at: Path) -> None:
        for path in sorted((self._source / at).iterdir()):
            place = self._code_path(at) / path.name
            if path.is_symlink():
                place.symlink_to(path.readlink())
            elif path.is_file():
                shutil.copy(path, place)
            elif _is_framework(path):
                shutil.copytree(path, place, symlinks=True)
            else:
                self._make_code_folder(at / path.name)
                self._code_below(at / path.name)

    def _whole(self, path: Path, own: Path, other: Path) -> None:
        shutil.copytree(path, own, symlinks=True)
        _link(other, own)

    def _make_code_folder(self, at: Path) -> None:
        """Make a folder among the code: under a name without dots, with a link of its own name to it."""
        real = self._code_path(at)
        real.mkdir()
        if real.name != at.name:
            (real.parent / at.name).symlink_to(real.name)

    def _code_path(self, at: Path) -> Path:
        return self._code.joinpath(*(part.replace(".", _DOT) for part in at.parts))


def _is_framework(path: Path) -> bool:
    return path.suffix == ".framework"


def _kinds(folder: Path) -> set[bool]:
    """Return which kinds of files are below a folder: code (True), data (False; so is an empty one)."""
    kinds = {_is_framework(path) or is_code(path) for path in _parts(folder)}
    return kinds or {False}


def _parts(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and not _is_framework(path):
            yield from _parts(path)
        elif not path.is_symlink():
            yield path


def _link(at: Path, target: Path) -> None:
    at.symlink_to(os.path.relpath(target, at.parent))
