"""Clean Debians for trials: a folder each, with what a desktop has and nothing of ours."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from bundle.root import NoRoot, Root, make

WORK = Path(os.environ.get("STORMDAT_INSTALLER_WORK", Path(__file__).parents[2] / "build" / "trials"))
DIST = Path(os.environ.get("STORMDAT_DIST", Path(__file__).parents[2] / "dist"))
SUITES = ("bookworm", "trixie")
USER = "tester"
X11 = Path("/tmp/.X11-unix")

HOME = f"/home/{USER}"


def built(pattern: str) -> Path:
    """Return what a build left in dist/; skip where nothing was built."""
    found = sorted(DIST.glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in {DIST}: python3 build_scripts/build.py linux")
    return found[-1]


def base(suite: str) -> Path:
    """Return the folder of a minimal Debian with a user, made once; skip where none can be made."""
    try:
        root = make(WORK / f"{suite}-base", suite)
    except NoRoot as reason:
        pytest.skip(str(reason))
    if not (root.path / HOME.lstrip("/")).exists():
        done = root.run(("useradd", "--create-home", "--shell", "/bin/sh", USER))
        assert done.returncode == 0
    return root.path


@contextmanager
def clean(suite: str, name: str) -> Iterator[Root]:
    """Yield a fresh copy of a minimal Debian, and delete it afterwards."""
    target = WORK / f"{suite}-{name}"
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", str(base(suite)), str(target)], check=True)
    try:
        yield Root(target, suite)
    finally:
        shutil.rmtree(target, ignore_errors=True)


def beside(suite: str, deb: Path) -> Path:
    """Return the folder of Debian's packages that a package needs beyond a minimal Debian, fetched once."""
    folder = WORK / f"{suite}-packages"
    if folder.exists() and any(folder.glob("*.deb")):
        return folder
    with clean(suite, "fetching") as root:
        shutil.copy(deb, root.path / "tmp")
        quiet = ("apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0")
        assert root.run((*quiet, "update"), network=True).returncode == 0
        wanted = (
            *quiet,
            "install",
            "--no-install-recommends",
            "--download-only",
            f"/tmp/{deb.name}",
            "libasound2-plugins",
        )
        assert root.run(wanted, network=True).returncode == 0
        folder.mkdir(parents=True, exist_ok=True)
        for package in (root.path / "var/cache/apt/archives").glob("*.deb"):
            shutil.copy(package, folder / package.name)
    return folder


def offline(root: Root, folder: Path, *packages: Path) -> "subprocess.CompletedProcess[str]":
    """Install packages and what lies in `folder` without a network, as an administrator does."""
    # As on a machine that never saw a mirror: apt would rather fetch a package it knows an address of.
    shutil.rmtree(root.path / "var/lib/apt/lists", ignore_errors=True)
    place = root.path / "var/offline"
    place.mkdir(exist_ok=True)
    for package in packages:
        shutil.copy(package, place / package.name)
    names = " ".join(f"/var/offline/{package.name}" for package in packages)
    line = f"DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root --allow-downgrades install {names} /packages/*.deb"
    return root.run(("sh", "-c", line), binds={folder: "/packages"})


def as_user(
    root: Root, *command: str, variables: Mapping[str, str], binds: Mapping[Path, str]
) -> "subprocess.CompletedProcess[str]":
    """Run a command as the user, without a network, in a home of its own."""
    known = {"HOME": HOME, "USER": USER, "XDG_RUNTIME_DIR": f"{HOME}/run", **variables}
    (root.path / HOME.lstrip("/") / "run").mkdir(exist_ok=True)
    shutil.chown(root.path / HOME.lstrip("/") / "run", 1000, 1000)
    return root.run(command, variables=known, user=USER, binds=binds)
