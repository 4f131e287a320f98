"""The application for macOS and its disk image, from a folder that was frozen on a Mac."""

import os
import platform
import plistlib
import shutil
import subprocess
from pathlib import Path

from installers.documents import read_suffixes
from installers.macos.contents import ICON, NAME, info
from installers.macos.layout import lay_out
from installers.reasons import NotMade

PARTS = Path(__file__).parent
IDENTITY = "STORMDAT_MACOS_IDENTITY"
"""Names the certificate; without it the application is sealed for the Mac that built it."""


class NotBuilt(NotMade):
    """A step of the build failed. `str()` says which."""


def name_of(version: str, machine: str) -> str:
    """Return the file name of the disk image of a version for a kind of processor."""
    return f"stormdat-{version}-macos-{machine}.dmg"


def build(folder: Path, version: str, out: Path) -> Path:
    """Make the application and, on a Mac, its disk image; return the image, elsewhere the application.

    Args:
        folder: what PyInstaller made on a Mac, with `stormdat`, `stormdat-window` and `_internal`.
        version: such as 1.2.3.
        out: the folder that is written to; an application that is there already is replaced.

    Raises:
        NotBuilt: signing or making the image failed.
        Unfit, UnknownType, BadVersion: the folder, a type of document or the version does not do.
    """
    app = application(folder, version, out)
    if platform.system() != "Darwin":
        return app
    image = out / name_of(version, platform.machine())
    if os.environ.get(IDENTITY):
        _run("sign.sh", "app", str(app))
    else:
        _sign_for_this_mac(app)
    _run("make_dmg.sh", str(app), str(image))
    if os.environ.get(IDENTITY):
        _run("sign.sh", "image", str(image))
    return image


def application(folder: Path, version: str, out: Path) -> Path:
    """Make the application, not signed. See `build`."""
    app = out / f"{NAME}.app"
    content = info(version, read_suffixes())
    if app.exists():
        shutil.rmtree(app)
    lay_out(folder, app)
    shutil.copy(PARTS / ICON, app / "Contents" / "Resources" / ICON)
    (app / "Contents" / "PkgInfo").write_bytes(b"APPL????")
    with (app / "Contents" / "Info.plist").open("wb") as stream:
        plistlib.dump(content, stream)
    return app


def _sign_for_this_mac(app: Path) -> None:
    """Seal the application without a certificate: an arm64 Mac starts no code without any signature."""
    command = ["codesign", "--force", "--deep", "--sign", "-", str(app)]
    if subprocess.run(command, check=False).returncode != 0:
        raise NotBuilt("codesign could not seal the application.")


def _run(script: str, *arguments: str) -> None:
    if subprocess.run([str(PARTS / script), *arguments], check=False).returncode != 0:
        raise NotBuilt(f"{script} {arguments[0]} failed; what it said stands above.")
