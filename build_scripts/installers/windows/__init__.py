"""The setup program for Windows, made by NSIS on any system from a folder that was frozen on Windows."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from installers.documents import read_suffixes
from installers.reasons import NotMade
from installers.windows.payload import read_payload
from installers.windows.script import write_parts

PARTS = Path(__file__).parent
SIGN = "STORMDAT_WINDOWS_SIGN"
"""Names a command that signs the file whose name is put behind it, such as osslsigncode's or signtool's."""
_HINT = "Debian's package nsis has it; NSIS's own download for Windows lacks the 64-bit parts needed."


class NotBuilt(NotMade):
    """The setup program could not be made. `str()` says why."""


def name_of(version: str) -> str:
    """Return the file name of the setup program of a version."""
    return f"stormdat-{version}-windows-x86_64.exe"


def build(folder: Path, version: str, out: Path) -> Path:
    """Make the setup program.

    Args:
        folder: what PyInstaller made on Windows, with `stormdat.exe` and `stormdat-window.exe`.
        version: such as 1.2.3.
        out: the folder that the setup program is written to.

    Raises:
        NotBuilt: NSIS is missing or refuses.
        Unfit: the folder cannot be installed on Windows.
        BadVersion: the version is none.
    """
    target = (out / name_of(version)).absolute()
    out.mkdir(parents=True, exist_ok=True)
    content = read_payload(folder.absolute())
    with tempfile.TemporaryDirectory(prefix="stormdat-setup-") as generated:
        write_parts(Path(generated), content, version, read_suffixes())
        _compile(content.root, Path(generated), target)
    return target


def _compile(root: Path, generated: Path, target: Path) -> None:
    makensis = shutil.which("makensis")
    if makensis is None:
        raise NotBuilt(f"makensis was not found. {_HINT}")
    pictures = {"ICON": PARTS / "storm.ico", "SIDE": PARTS / "side.bmp"}
    given = {"PAYLOAD": root, "GENERATED": generated, "PARTS": PARTS, "OUTFILE": target, **pictures}
    definitions = [f"-D{name}={value}" for name, value in given.items()]
    if os.environ.get(SIGN):
        definitions.append(f"-DSIGN={os.environ[SIGN]}")
    command = [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *definitions, str(PARTS / "setup.nsi")]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        told = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise NotBuilt(f"makensis ended with {done.returncode}. {_HINT}\n{told}")
