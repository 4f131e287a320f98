"""The whole recipe of the program's folder for Linux: clean root, locked packages, freeze, trim, account.

<work>/root         Debian 12 with its own Python, patched as Debian patches it
<work>/wheelhouse   the locked packages, hashes checked, and PyAV of our own building
<work>/portable     the folder with what a machine without our Debian packages needs
<work>/system       the folder for the package for Debian: system libraries are left to Debian
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import debian
from debian import say
from environment import LOCKS, ROOT
from installers.versions import ours

from . import accounting, av, elf, licences, origins, sbom, trim, wheels
from .root import Root, make

SUITE = "bookworm"
PLATFORM = "linux-x86_64"
_HOME = "/build"
_SITE = "build/venv/lib/python3.11/site-packages"
_TOOLS = ("python3-venv", "binutils", "ca-certificates")
_OF_THE_BUILD = frozenset({"python3.11"})
"""Source packages of Debian's that the folder for Debian holds all the same: the Python that froze it."""


class NotMade(Exception):
    """The folder could not be made. `str()` says at which step."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished folder: its path, the form it has (`portable` or `system`), its bytes and its files."""

    folder: Path
    form: str
    size: int
    files: int


def folders(work: Path, epoch: int, sources: Sequence[Path] = ()) -> list[Made]:
    """Make both forms of the folder from the commit that is checked out. `epoch` stands for now, in seconds.

    Raises:
        NotMade, NoRoot, NotHad, NotBuilt, Unaccounted, Invalid: as they say.
    """
    root = clean_root(work)
    house = wheelhouse(work, root, sources)
    frozen = freeze(root, house, epoch)
    known = origins.by_hash(origins.of_wheels(root.path / _SITE), origins.of_debian(root.path))
    return [finish(frozen, work / form, form, known, root, epoch) for form in ("portable", "system")]


def clean_root(work: Path) -> Root:
    """Return the root that everything is built in."""
    packages = (*_TOOLS, *debian.RUN, *av.RECIPE["packages"]["debian"])
    return make(work / "root", SUITE, sorted(set(packages)))


def wheelhouse(work: Path, root: Root, sources: Sequence[Path]) -> Path:
    """Return the folder with every locked package, PyAV replaced by our own building."""
    house = wheels.download(LOCKS / f"freeze-{PLATFORM}.txt", PLATFORM, work / "wheelhouse")
    own = av.wheel(work / "av", root, sources)
    for other in house.glob("av-*"):
        other.unlink()
    shutil.copy(own, house / own.name)
    (house / "lock.txt").write_text(own_lock(), "utf-8")
    return house


def own_lock() -> str:
    """Return the lock with the hash of our own PyAV in place of those of the index."""
    text = (LOCKS / f"freeze-{PLATFORM}.txt").read_text("utf-8")
    entries = text.replace("\\\n", "").splitlines()
    kept = [entry for entry in entries if not entry.startswith(("av==", "#"))]
    told = av.RECIPE["wheel"][PLATFORM]
    return "\n".join([*kept, f"av=={av.RECIPE['av']['version']} --hash=sha256:{told['sha256']}"]) + "\n"


def freeze(root: Root, house: Path, epoch: int) -> Path:
    """Freeze the checked-out commit in the root and return the folder that PyInstaller made."""
    home = root.path / _HOME.lstrip("/")
    for name in ("source", "venv", "dist", "freezing"):
        shutil.rmtree(home / name, ignore_errors=True)
    (home / "source").mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "x", "-C", home / "source"], input=archive.stdout, check=True)
    say("Freezing in the clean root")
    variables = {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0"}
    done = root.run(("sh", f"{_HOME}/source/build_scripts/bundle/freeze.sh"), variables=variables,
                    binds={house: f"{_HOME}/wheelhouse"})  # fmt: skip
    if done.returncode:
        raise NotMade("The freeze failed; the reason stands above.")
    return home / "dist" / "stormdat"


def finish(
    frozen: Path, target: Path, form: str, known: dict[str, origins.Origin], root: Root, epoch: int
) -> Made:
    """Trim a copy of the frozen folder for one form, account for every file in it, add licences and bill."""
    trim.copy(frozen, target)
    parts = origins.parts(target, known)
    internal = target / "_internal"
    gone = trim.trim(internal, parts)
    if form == "system":
        gone += trim.leave_to_debian(internal, parts, _OF_THE_BUILD)
    trim.strip(internal)
    say(f"{form}: {len(gone)} files taken out")
    left = [part for part in parts if (target / part.path).exists()]
    account(target, left, root, epoch)
    return Made(target, form, *_measured(target))


def account(target: Path, parts: Sequence[origins.Part], root: Root, epoch: int) -> None:
    """Write the licences, the bill of materials and the list of files into `target/licences`."""
    table = accounting.load()
    programs = [f"_internal/{file.path}" for file in elf.walk(target / "_internal")]
    owners = accounting.components(parts, programs, table)
    now = [origins.renewed(part, target) for part in parts]
    place = target / "licences"
    licences.collect(place, set(owners.values()), table, root.path, root.path / _SITE)
    sbom.write(
        place / "stormdat.cdx.json", version=ours(), made=epoch, parts=now, owners=owners,
        within=table.within, brought=licences.bills(root.path / _SITE),
    )  # fmt: skip
    (place / "files.json").write_text(_listing(now, owners), "utf-8")


def _listing(parts: Sequence[origins.Part], owners: dict[str, accounting.Component]) -> str:
    rows = [
        {"path": part.path, "bytes": part.size, "sha256": part.sha256, **asdict(owners[part.path])}
        for part in parts
    ]
    return json.dumps(rows, indent=0, sort_keys=True) + "\n"


def _measured(folder: Path) -> tuple[int, int]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files), len(files)
