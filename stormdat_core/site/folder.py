"""The site's folder: where it lies, and whether its files can be believed.

Its place is fixed for each system and no variable moves it, or a lock would hold only for those who want it.
"""

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stormdat_core.regular import open_regular

ADMINISTRATOR = frozenset({0})
"""User ids whose files are believed, where the system has such ids."""
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site as it was read."""

    path: Path
    content: bytes
    doubt: str = ""
    """Why somebody else than the administrator may have written it; empty when nobody else can."""


@dataclass(frozen=True, slots=True)
class Site:
    """The folder of the site. It need not exist, and the program never writes to it."""

    folder: Path
    owners: frozenset[int] = ADMINISTRATOR

    @property
    def settings(self) -> Path:
        return self.folder / "settings.toml"

    @property
    def keys(self) -> Path:
        """Return the folder of public keys, `*.pub`."""
        return self.folder / "keys"

    @property
    def profiles(self) -> Path:
        return self.folder / "profiles"

    @property
    def lists(self) -> Path:
        return self.folder / "lists"

    def read(self, path: Path, most: int) -> SiteFile:
        """Return a file of the site, of its content one byte more than `most` at the most.

        Raises:
            OSError: as `open_regular` raises it.
        """
        with open_regular(path) as stream:
            status = os.fstat(stream.fileno())
            return SiteFile(path, stream.read(most + 1), self._doubt(path, status))

    def _doubt(self, path: Path, status: os.stat_result) -> str:
        """Return the first reason not to believe a file: its own owner and mode, then those of its folders.

        Who may write to a folder can put another file in the place of one that only root may write.
        """
        if os.name != "posix":  # there the installer sets the rights; see docs/site-settings.md
            return ""
        if told := self._writable(path, status):
            return told
        folders = ((folder, folder.stat()) for folder in path.resolve().parents)
        return next((told for each in folders if (told := self._writable(*each))), "")

    def _writable(self, path: Path, status: os.stat_result) -> str:
        if status.st_uid not in self.owners:
            return f"{path} belongs to user {status.st_uid}, not to the administrator (root)"
        # In a folder with the sticky bit nobody replaces what belongs to somebody else.
        sticky = stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX
        if status.st_mode & _WRITABLE_BY_OTHERS and not sticky:
            return f"others than its owner may write to {path} (mode {stat.S_IMODE(status.st_mode):o})"
        return ""


def files_in(folder: Path, endings: frozenset[str]) -> Iterator[Path]:
    """Yield the files of a folder with one of some endings, by name; none when there is no such folder."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    yield from (path for path in found if path.suffix.casefold() in endings and path.is_file())


def system_site() -> Site:
    """Return the site's folder on this computer."""
    return Site(_place())


def _place() -> Path:
    if sys.platform == "win32":
        return _program_data() / "stormdat"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/stormdat")
    return Path("/etc/stormdat")


if sys.platform == "win32":

    def _program_data() -> Path:
        """Return %ProgramData% as the system knows it: the variable of that name is anybody's to set."""
        import winreg

        where = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where) as key:
                return Path(str(winreg.QueryValueEx(key, "Common AppData")[0]))
        except OSError:
            return Path(r"C:\ProgramData")
