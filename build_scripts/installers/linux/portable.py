"""The portable archive: a folder to unpack anywhere, its data beside it, and a script for one user."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from installers.reasons import NotMade

from . import desktop

MARKER = "stormdat.portable"
"""Beside the program: keep the data in `data` beside it, so that the folder can be carried."""
_FILES = Path(__file__).with_name("files")


class NotPacked(NotMade):
    """The archive could not be written. `str()` says why."""


def build(folder: Path, version: str, out: Path, epoch: int) -> Path:
    """Write `stormdat-VERSION-linux-x86_64.tar.zst` into `out` and return its path.

    The same folder and `epoch` give the same bytes: names in order, one time, no owner.

    Raises:
        NotPacked: tar or zstd could not.
    """
    name = f"stormdat-{version}-linux-x86_64"
    target = out / f"{name}.tar.zst"
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        tree = Path(scratch, name)
        shutil.copytree(folder, tree, symlinks=True)
        desktop.write(tree / "desktop", version, epoch, tree / "stormdat")
        (tree / MARKER).write_text((_FILES / "marker.txt").read_text("utf-8"), "utf-8")
        for script in ("install.sh",):
            shutil.copyfile(_FILES / script, tree / script)
            (tree / script).chmod(0o755)
        _pack(Path(scratch), name, target, epoch)
    return target


def _pack(scratch: Path, name: str, target: Path, epoch: int) -> None:
    tar = ("tar", "--sort=name", f"--mtime=@{epoch}", "--owner=0", "--group=0", "--numeric-owner",
           "--mode=u+rwX,go=rX", "--format=gnu", "--use-compress-program=zstd -q -10 -T1",
           "-cf", str(target), name)  # fmt: skip
    known = {**os.environ, "LC_ALL": "C"}
    if subprocess.run(tar, cwd=scratch, env=known, check=False).returncode:
        raise NotPacked(f"tar and zstd could not write {target}; the reason stands above.")
