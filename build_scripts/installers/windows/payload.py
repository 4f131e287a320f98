"""The frozen folder as setup sees it: which files, in which order, and whether Windows can hold them."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from installers.reasons import NotMade

PROGRAMS = ("stormdat.exe", "stormdat-window.exe")
"""Command and window. They are put in place last and moved away first: without them nothing starts."""
OWN = ("installed-files.txt", "uninstall.exe")
"""What setup adds."""
LONGEST = 160
"""Characters of a path below the folder: with a long user name and setup's own folder, under Windows' 260."""

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*]|[ .](?:/|$)')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


class Unfit(NotMade):
    """The folder cannot be installed on Windows. `str()` says why."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What is installed: paths below the folder, with backslashes."""

    root: Path
    files: tuple[str, ...]
    """All files, the programs last."""
    folders: tuple[str, ...]
    """All folders, the deepest first."""
    size: int
    """Bytes of the files."""

    @property
    def listed(self) -> tuple[str, ...]:
        """Return all files that setup puts into the folder, its own among them, the programs last."""
        others = [name for name in self.files if name not in PROGRAMS]
        return (*others, *OWN, *(name for name in self.files if name in PROGRAMS))


def read_payload(folder: Path) -> Payload:
    """Return what a frozen folder holds.

    Raises:
        Unfit: a program is missing, or a name or a kind of file that Windows does not take.
    """
    paths = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())
    for path in paths:
        _check(path, path.relative_to(folder).as_posix())
    files = [_name(path, folder) for path in paths if path.is_file()]
    _check_all(files, folder)
    files.sort(key=lambda name: name in PROGRAMS)
    folders = sorted((_name(path, folder) for path in paths if path.is_dir()), key=_deepest_first)
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return Payload(folder, tuple(files), tuple(folders), size)


def _deepest_first(name: str) -> tuple[int, str]:
    return -name.count("\\"), name


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix().replace("/", "\\")


def _check(path: Path, name: str) -> None:
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        raise Unfit(f"“{name}” is a link or no plain file.")
    if _FORBIDDEN.search(name) or any(_RESERVED.match(part) for part in name.split("/")):
        raise Unfit(f"“{name}” is no name that Windows takes.")
    if len(name) > LONGEST:
        raise Unfit(f"“{name}” is longer than {LONGEST} characters.")


def _check_all(files: list[str], folder: Path) -> None:
    missing = [name for name in PROGRAMS if name not in files]
    if missing:
        raise Unfit(f"{folder}{os.sep}{missing[0]} is missing: this is no folder frozen on Windows.")
    added = [name for name in files if name.casefold() in OWN or name.casefold().startswith(".setup")]
    if added:
        raise Unfit(f"“{added[0]}” is a name that setup uses itself.")
    lower = [name.casefold() for name in files]
    twice = {name for name in lower if lower.count(name) > 1} if len(set(lower)) < len(lower) else set()
    if twice:
        raise Unfit(f"“{min(twice)}” is there twice, in other letters.")
