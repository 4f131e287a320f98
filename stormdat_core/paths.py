"""Where STORM DAT keeps its things: local to this machine and closed to other users.

`STORMDAT_DATA_DIR` moves everything below one folder, for a second library or a test; a portable copy keeps
it beside the program. Neither moves the folder of the site.
"""

import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stormdat_core.errors import BadSettings
from stormdat_core.site.folder import Site, system_site

VARIABLE = "STORMDAT_DATA_DIR"
PORTABLE_MARKER = "stormdat.portable"
"""A file of this name beside the frozen program makes it a portable copy; what it holds is not read."""
_APP = "stormdat"


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The program's own folders. None of them exists before `private_folder` has made it."""

    data: Path
    """The library and its backups. Never a roaming folder: SQLite needs a local disk."""
    logs: Path
    cache: Path
    scratch: Path
    """Files of work in progress; whatever is older than a day may be removed."""
    config: Path
    site: Site = field(default_factory=system_site)
    """What whoever looks after this computer has laid down; only read."""

    @classmethod
    def below(cls, base: Path, site: Site | None = None) -> "AppPaths":
        """Return paths that all lie below one folder.

        Args:
            base: the folder.
            site: another folder of the site than this computer's, for a test.
        """
        return cls(
            base / "data",
            base / "logs",
            base / "cache",
            base / "scratch",
            base / "config",
            site or system_site(),
        )

    @property
    def store(self) -> Path:
        return self.data / "library.sqlite3"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def recordings(self) -> Path:
        """Return the folder that recordings are made in: media files with what stands beside them."""
        return self.data / "recordings"

    @property
    def uploads(self) -> Path:
        """Return the folder for what a browser sends: a folder for each batch, in it one for each file."""
        return self.scratch / "uploads"

    @property
    def downloads(self) -> Path:
        """Return the folder for what a browser saves: a folder for each sweep."""
        return self.scratch / "downloads"

    @property
    def lock(self) -> Path:
        """Return the file whose lock is held while the library is prepared, copied or purged."""
        return self.data / "library.lock"

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    @property
    def log(self) -> Path:
        return self.logs / "stormdat.log"


def app_paths(environ: Mapping[str, str] = os.environ, program: Path | None = None) -> AppPaths:
    """Return the paths of this user on this machine.

    Args:
        environ: variables; `STORMDAT_DATA_DIR` goes before all else.
        program: folder of the program; the one that runs, if it is frozen.

    Raises:
        BadSettings: a portable copy cannot write beside itself.
    """
    base = environ.get(VARIABLE, "").strip()
    if base:
        return AppPaths.below(Path(base).expanduser().absolute())
    portable = portable_data(program or frozen_folder())
    return AppPaths.below(portable) if portable else _of_the_system()


def frozen_folder() -> Path | None:
    """Return the folder of the frozen program, None when Python runs it."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def portable_data(program: Path | None) -> Path | None:
    """Return the folder `data` beside a portable copy, made if it is missing; None for any other copy.

    Args:
        program: folder of the program; None for one that is not frozen.

    Raises:
        BadSettings: it cannot be written, as on a write-protected stick or a share.
    """
    if program is None or not (program / PORTABLE_MARKER).is_file():
        return None
    folder = program / "data"
    try:
        private_folder(folder)
        # Rights alone do not tell: a share or a stick can be write-protected as a whole.
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (BadSettings, OSError) as exc:
        cause = exc.__cause__ if isinstance(exc, BadSettings) else exc
        why = getattr(cause, "strerror", None) or cause
        raise BadSettings(
            f"This is a portable copy, which keeps its data in {folder}, and that cannot be written: {why}.",
            f"Copy the folder {program} to where you may write, or set {VARIABLE} to a folder of your own.",
        ) from exc


def _of_the_system() -> AppPaths:
    # Here, because a start with STORMDAT_DATA_DIR or `--help` does not need it.
    from platformdirs import PlatformDirs

    folders = PlatformDirs(_APP, appauthor=False, roaming=False)
    cache = folders.user_cache_path
    return AppPaths(
        data=folders.user_data_path,
        logs=folders.user_log_path,
        cache=cache,
        scratch=cache / "scratch",
        config=folders.user_config_path,
    )


def private_folder(folder: Path) -> Path:
    """Make `folder` if it is missing, closed to other users, and return it.

    Raises:
        BadSettings: the folder cannot be made or used.
    """
    try:
        _make(folder)
        _close_to_others(folder)
    except OSError as exc:
        raise unusable(folder, exc) from exc
    return folder


def unusable(folder: Path, error: OSError) -> BadSettings:
    """Return what a person reads about a folder of the program that cannot be written."""
    return BadSettings(
        f"The folder {folder} cannot be used: {error.strerror or error}.",
        f"Check who owns it and the space on its disk, or set {VARIABLE} to a folder of your own.",
    )


def private_file(file: Path) -> Path:
    """Make `file` if it is missing, closed to other users, and return it. Its content stays as it is."""
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    _close_to_others(file)
    return file


def _make(folder: Path) -> None:
    """Like `mkdir -p`, but the parents made on the way are private too."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        _make(folder.parent)
    # Another process may make it between the look and this line.
    folder.mkdir(mode=0o700, exist_ok=True)


def _close_to_others(path: Path) -> None:
    """Take away what group and others may do with something of ours, where the system has such bits."""
    if os.name != "posix":
        return
    status = path.stat()
    if status.st_mode & 0o077 and status.st_uid == os.geteuid():
        path.chmod(stat.S_IMODE(status.st_mode) & 0o700)
