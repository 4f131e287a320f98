"""Shows a file in the system's file manager. No shell is involved, so a name is only ever a name."""

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from stormdat_core.errors import StormError

_log = logging.getLogger("stormdat.window")


class NothingToShow(StormError):
    """A file or folder that is gone, or no program to show it with."""


def show_in_file_manager(path: Path) -> None:
    """Open the folder of `path` with it selected, or the folder alone where that is all the system can do.

    Returns at once; the file manager lives its own life.

    Raises:
        NothingToShow: the path is gone, or there is no file manager.
    """
    path = path.absolute()
    if not path.exists():
        raise NothingToShow(
            f"{path.name} is no longer in {path.parent}.", "It may have been moved or deleted."
        )
    attempts = [line for line in command_lines(path, sys.platform, os.environ) if _there(line)]
    if not attempts:
        raise NothingToShow("This system has no file manager that STORM DAT knows.", f"The file is {path}.")
    threading.Thread(target=_run_first, args=(attempts,), name="stormdat-reveal", daemon=True).start()


def command_lines(path: Path, platform: str, environ: Mapping[str, str]) -> list[Sequence[str] | str]:
    """Return the command lines to try in turn on a platform."""
    if platform == "win32":
        # explorer reads its own command line, in which no Windows path can hold a quote.
        return [f'explorer /select,"{path}"']
    if platform == "darwin":
        return [("open", "-R", str(path))]
    folder = ("xdg-open", str(path if path.is_dir() else path.parent))
    return [_dbus(path), folder] if environ.get("DBUS_SESSION_BUS_ADDRESS") else [folder]


def _dbus(path: Path) -> Sequence[str]:
    """Return the call that selects a file in whichever file manager the desktop has."""
    # dbus-send splits arrays at commas; `quote` encodes them.
    uri = "file://" + quote(os.fsencode(path), safe="/")
    name = "org.freedesktop.FileManager1"
    call = ("/org/freedesktop/FileManager1", f"{name}.ShowItems", f"array:string:{uri}", "string:")
    return ("dbus-send", "--session", "--print-reply", "--reply-timeout=2000", f"--dest={name}", *call)


def _there(line: Sequence[str] | str) -> bool:
    return bool(shutil.which(line.split()[0] if isinstance(line, str) else line[0]))


def _run_first(attempts: Sequence[Sequence[str] | str]) -> None:
    """Run command lines until one succeeds or is still busy after a while. Runs in a thread of its own."""
    for line in attempts:
        try:
            done = subprocess.run(  # noqa: S603 - a list, or explorer's own line; never a shell
                line, env=outside(os.environ), stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
        except OSError as exc:
            _log.warning("A file manager could not be started.", exc_info=exc)
            continue
        if done.returncode == 0 or sys.platform == "win32":  # explorer answers 1 when all is well
            return


def outside(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for other people's programs: without the frozen program's own libraries."""
    found = {key: value for key, value in environ.items() if not key.startswith("QT")}
    if getattr(sys, "frozen", False):
        found.pop("LD_LIBRARY_PATH", None)
        if original := environ.get("LD_LIBRARY_PATH_ORIG"):
            found["LD_LIBRARY_PATH"] = original
    return found
