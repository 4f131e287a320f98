"""What a Linux desktop asks of a program: menu entry, icons, description, manual pages, completion.

One tree below a prefix, for `/usr` in the package and for `~/.local` by the installing script of the archive.
"""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from environment import ROOT

from installers.reasons import NotMade

from . import man

FILES = Path(__file__).with_name("files")
ICON = ROOT / "webui" / "static" / "img" / "icon.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
"""Widths of the icon in pixels."""
_APP = "org.stormdat.StormDat"
_COMPLETIONS = {
    "bash": "share/bash-completion/completions/stormdat",
    "zsh": "share/zsh/vendor-completions/_stormdat",
    "fish": "share/fish/vendor_completions.d/stormdat.fish",
}


class NotDrawn(NotMade):
    """A part could not be made by the tool it needs. `str()` says which."""


def write(prefix: Path, version: str, epoch: int, program: Path | None = None) -> None:
    """Write everything below `prefix`; `program`, if given, is asked for the completions of its commands.

    Raises:
        NotDrawn: rsvg-convert is missing, or the program does not answer.
    """
    _fill(FILES / "stormdat.desktop", prefix / "share/applications/stormdat.desktop", version, epoch)
    metainfo = f"share/metainfo/{_APP}.metainfo.xml"
    _fill(FILES / "metainfo.xml", prefix / metainfo, version, epoch)
    _icons(prefix / "share/icons/hicolor")
    _man(prefix / "share/man/man1", version, epoch)
    for shell, place in _COMPLETIONS.items() if program else ():
        _completion(program, shell, prefix / place)


def _fill(template: Path, target: Path, version: str, epoch: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    date = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    text = template.read_text("utf-8").replace("@VERSION@", version).replace("@DATE@", date)
    target.write_text(text, "utf-8")


def _icons(folder: Path) -> None:
    scalable = folder / "scalable/apps/stormdat.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(ICON.read_bytes())
    for size in SIZES:
        target = folder / f"{size}x{size}/apps/stormdat.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        command = ("rsvg-convert", "-w", str(size), "-h", str(size), "-o", str(target), str(ICON))
        try:
            subprocess.run(command, check=True)
        except (OSError, subprocess.CalledProcessError) as fault:
            raise NotDrawn(f"The icon needs rsvg-convert (Debian: librsvg2-bin): {fault}") from fault


def _man(folder: Path, version: str, epoch: int) -> None:
    from desktop.cli import group

    man.write(group(), "stormdat", version, folder, epoch)


def _completion(program: Path | None, shell: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "_STORMDAT_COMPLETE": f"{shell}_source"}
    done = subprocess.run([str(program)], env=environment, stdout=subprocess.PIPE, check=False)
    if b"stormdat" not in done.stdout:
        raise NotDrawn(f"{program} gave no completion for {shell}.")
    target.write_bytes(done.stdout)
