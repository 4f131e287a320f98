"""PyAV for the installers: over an FFmpeg under the LGPL and without network code. See av.toml and av.sh.

Built once a release and kept: the wheel's hash is committed, and one that differs is not taken.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from debian import say
from environment import LOCKS

from . import wheels
from .origins import sha256
from .root import Root, mirror

_HERE = Path(__file__).parent
_TOOLS = "av-build"
_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PLATFORM = "linux-x86_64"
RECIPE: dict[str, Any] = tomllib.loads((_HERE / "av.toml").read_text("utf-8"))
EPOCH = 1_782_000_000
"""The time that stands for now in the wheel: its own, so that a release of ours does not change its bytes."""


class NotBuilt(Exception):
    """The wheel is not there and could not be made, or is not the committed one. `str()` says which."""


def wheel(kept: Path, root: Root, sources: Sequence[Path] = (), *, new: bool = False) -> Path:
    """Return the wheel, from `kept` where it lies, else built in `root` and put there.

    `sources` are folders that may hold the two source files; what they lack is fetched. With `new` a wheel
    of other bytes is taken, and its hash said, for whoever commits a new recipe.

    Raises:
        NotBuilt: a source could not be had, the recipe failed, or the bytes are others.
    """
    told = RECIPE["wheel"][PLATFORM]
    place: Path = kept / told["file"]
    if not place.exists() or new:
        place = _build(root, kept, _sources(kept, sources))
    found = sha256(place)
    if new:
        say(f"{place.name}: sha256 {found}")
    elif found != told["sha256"]:
        raise NotBuilt(f"{place} has the SHA-256 {found}, and av.toml names {told['sha256']}.")
    return place


def _sources(kept: Path, folders: Sequence[Path]) -> list[Path]:
    """Return the two source files, their hashes checked."""
    kept.mkdir(parents=True, exist_ok=True)
    wanted = ((RECIPE["ffmpeg"], _fetch_ffmpeg), (RECIPE["av"], _fetch_av))
    return [_source(kept, folders, told, fetch) for told, fetch in wanted]


def _source(kept: Path, folders: Sequence[Path], told: dict[str, str], fetch: Any) -> Path:
    place = kept / told["file"]
    for folder in folders:
        if not place.exists() and (folder / told["file"]).exists():
            shutil.copy(folder / told["file"], place)
    if not place.exists():
        fetch(kept, told)
    if not place.exists():
        raise NotBuilt(f"{told['file']} could not be had. Put it into a folder and name that by --sources.")
    if sha256(place) != told["sha256"]:
        raise NotBuilt(f"{place} is not the file that av.toml names: its SHA-256 differs.")
    return place


def _fetch_ffmpeg(kept: Path, told: dict[str, str]) -> None:
    """Let apt fetch Debian's source package of that suite, with a configuration of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        listing = place / "sources.list"
        listing.write_text(f"deb-src [signed-by={_KEYRING}] {mirror()} {told['suite']} main\n", "utf-8")
        for folder in ("lists/partial", "cache/archives/partial"):
            (place / folder).mkdir(parents=True)
        own = (
            f"Dir::Etc::SourceList={listing}", "Dir::Etc::SourceParts=/dev/null",
            f"Dir::State::Lists={place}/lists", f"Dir::Cache={place}/cache", "APT::Sandbox::User=root",
        )  # fmt: skip
        options = [word for line in own for word in ("-o", line)]
        for command in (("update",), ("source", "--download-only", f"ffmpeg/{told['suite']}")):
            subprocess.run(["apt-get", "-q", *options, *command], cwd=place, stdout=sys.stderr, check=False)
        if (place / told["file"]).exists():
            shutil.move(place / told["file"], kept / told["file"])


def _fetch_av(kept: Path, told: dict[str, str]) -> None:
    """Let pip fetch the source. It asks the package for its needs, which asks for FFmpeg: say yes."""
    with tempfile.TemporaryDirectory() as scratch:
        asked = Path(scratch, "pkg-config")
        asked.write_text("#!/bin/sh\nexit 0\n", "ascii")
        asked.chmod(0o755)
        path = os.pathsep.join([scratch, os.environ.get("PATH", os.defpath)])
        command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "av",
                   "--dest", str(kept), f"av=={told['version']}")  # fmt: skip
        subprocess.run(command, env={**os.environ, "PATH": path}, stdout=sys.stderr, check=False)


def _build(root: Root, kept: Path, sources: Sequence[Path]) -> Path:
    """Run the recipe in the root; 20 minutes on two cores."""
    tools = kept / "tools"
    lock = LOCKS / f"{_TOOLS}.txt"
    wheels.download(lock, PLATFORM, tools)
    inside = {kept: "/build/kept", _HERE: "/build/recipe", LOCKS: "/build/locks"}
    files = [f"/build/kept/{path.name}" for path in sources]
    command = (
        "sh",
        "/build/recipe/av.sh",
        *files,
        f"/build/locks/{lock.name}",
        "/build/kept/tools",
        "/build/kept",
    )
    say("Building PyAV over an FFmpeg under the LGPL")
    done = root.run(command, variables={"SOURCE_DATE_EPOCH": str(EPOCH)}, binds=inside)
    (kept / "av.log").write_text(done.stdout, "utf-8")
    built = sorted(kept.glob("av-*.whl"))
    if done.returncode or not built:
        raise NotBuilt(f"The recipe av.sh failed; {kept / 'av.log'} holds what it printed.")
    return built[-1]
