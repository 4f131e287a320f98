"""The package for Debian and its kin: the folder, and dependencies in place of Debian's own libraries."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bundle import elf
from bundle.root import Root

from installers.reasons import NotMade

from . import desktop

ALSO = ("libportaudio2", "libpulse0", "fontconfig", "fonts-dejavu-core | fonts-liberation", "xkb-data")
"""What no library names: sound is opened by name, text needs a font, the keyboard its layouts."""
RECOMMENDS = (
    "libasound2-plugins | pipewire-alsa"  # the way from PortAudio to a sound server; not every site has one
)
_FILES = Path(__file__).with_name("files")
_TOOLS = ("dpkg-dev", "libportaudio2", "libpulse0")
_PROGRAM = "usr/lib/stormdat"
BEST, FAST = 19, 3
"""Levels of zstd: for a release (ten minutes) and for a trial."""


class NotBuilt(NotMade):
    """The package could not be made. `str()` says at which step."""


def build(folder: Path, version: str, out: Path, epoch: int, root: Root, level: int = BEST) -> Path:
    """Write `stormdat_VERSION_amd64.deb` into `out` and return its path.

    `root` is the clean Debian that the folder was made in: its packages tell what to depend on. The same
    folder and `epoch` give the same bytes.

    Raises:
        NotBuilt: dpkg could not name the dependencies or not write the package.
    """
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        tree = Path(scratch, "tree")
        shutil.copytree(folder, tree / _PROGRAM, symlinks=True)
        (tree / "usr/bin").mkdir(parents=True)
        (tree / "usr/bin/stormdat").symlink_to("../lib/stormdat/stormdat")
        desktop.write(tree / "usr", version, epoch, tree / _PROGRAM / "stormdat")
        _documents(tree, version, epoch)
        _control(tree, version, dependencies(tree / _PROGRAM, root))
        _settle(tree, epoch)
        return _pack(tree, out / f"stormdat_{version}_amd64.deb", epoch, level)


def dependencies(program: Path, root: Root) -> str:
    """Return the `Depends` of a folder as Debian's own tool computes them from the libraries it asks for.

    Raises:
        NotBuilt: the tool failed, or a library is in no package of the root.
    """
    root.install(_TOOLS)
    inside = "/build/package"
    files = [f"{inside}/{file.path}" for file in elf.walk(program)]
    folders = {str(Path(file).parent) for file in files}
    _shell_control(root)
    command = (
        "dpkg-shlibdeps",
        "-O",
        "--ignore-missing-info",
        *(f"-l{name}" for name in sorted(folders)),
        *files,
    )
    done = root.run(("sh", "-c", 'cd /build/shlibdeps && exec "$@"', "sh", *command), binds={program: inside})
    told = done.stdout.strip().removeprefix("shlibs:Depends=")
    if done.returncode or not told:
        raise NotBuilt(
            "dpkg-shlibdeps could not name the packages that the program needs; the reason stands above."
        )
    # Debian's own Python extensions name the one libc they were built with; any newer one serves too.
    found = [each for each in told.split(", ") if not each.startswith(("libc6 (>>", "libc6 (<<"))]
    return ", ".join([*found, *ALSO])


def _shell_control(root: Root) -> None:
    """The tool wants to be run in a source package."""
    place = root.path / "build/shlibdeps/debian"
    place.mkdir(parents=True, exist_ok=True)
    (place / "control").write_text("Source: stormdat\n\nPackage: stormdat\nArchitecture: amd64\n", "utf-8")


def _documents(tree: Path, version: str, epoch: int) -> None:
    place = tree / "usr/share/doc/stormdat"
    place.mkdir(parents=True)
    shutil.copyfile(_FILES / "copyright", place / "copyright")
    (place / "licences").symlink_to("../../../lib/stormdat/licences")


def _control(tree: Path, version: str, depends: str) -> None:
    place = tree / "DEBIAN"
    place.mkdir()
    kilobytes = sum(path.lstat().st_size for path in (tree / "usr").rglob("*") if path.is_file()) // 1024
    values = {"VERSION": version, "SIZE": str(kilobytes), "DEPENDS": depends, "RECOMMENDS": RECOMMENDS}
    for name, mode in (("control", 0o644), ("preinst", 0o755), ("prerm", 0o755)):
        text = (_FILES / name).read_text("utf-8")
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        (place / name).write_text(text, "utf-8")
        (place / name).chmod(mode)


def _settle(tree: Path, epoch: int) -> None:
    """Give every file the modes of a package and one time, and write the sums of their bytes."""
    for path in sorted(tree.rglob("*")):
        if path.is_symlink():
            continue
        starts = path.is_dir() or os.access(path, os.X_OK)
        path.chmod(0o755 if starts else 0o644)
    listing = "find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum > DEBIAN/md5sums"
    subprocess.run(["sh", "-c", listing], cwd=tree, check=True)
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _pack(tree: Path, target: Path, epoch: int, level: int) -> Path:
    command: Sequence[str] = (
        "dpkg-deb",
        "--root-owner-group",
        "-Zzstd",
        f"-z{level}",
        "--build",
        str(tree),
        str(target),
    )
    known = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    if subprocess.run(command, env=known, stdout=subprocess.DEVNULL, check=False).returncode:
        raise NotBuilt(f"dpkg-deb could not write {target}; the reason stands above.")
    return target
