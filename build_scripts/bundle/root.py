"""A clean Debian in a folder, in which programs are built or tried: nothing of this machine gets in.

Needs Linux, the rights of root and `debootstrap`. Its packages come through the mirror that this machine's
own apt uses, so a site without a network builds from its own mirror.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from debian import say

_ETC = Path("/etc")
_DEBOOTSTRAP = Path("/usr/share/debootstrap/scripts")
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_URIS = re.compile(r"^URIs:\s*(\S+)", re.MULTILINE)
_ONE_LINE = re.compile(r"^deb\s+(?:\[[^]]*\]\s+)?(\S+)", re.MULTILINE)
_INSIDE = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}


class NoRoot(Exception):
    """A clean root cannot be made here. `str()` says what is missing."""


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian in a folder."""

    path: Path
    suite: str

    def run(
        self,
        command: Sequence[str],
        *,
        variables: Mapping[str, str] | None = None,
        network: bool = False,
        user: str = "",
        binds: Mapping[Path, str] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command inside, with `/proc` and `/dev` of its own; `user` is a name of the root's.

        `binds` shows folders of this machine inside, at absolute paths. Without `network` there is a loopback
        and nothing else. What the command prints on standard output is returned; its errors go to ours.
        """
        words = ["unshare", "--mount", *([] if network else ["--net"]), "--pid", "--fork", "sh", "-c"]
        script = _script(self.path, binds or {}, network, user)
        known = {**_INSIDE, **(variables or {})}
        return subprocess.run(
            [*words, script, "sh", *command], env=known, stdout=subprocess.PIPE, text=True, check=False
        )

    def install(self, packages: Sequence[str]) -> None:
        """Install packages of the root's own suite.

        Raises:
            NoRoot: apt could not; its reason stands on standard error.
        """
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        options = ("-q", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0")
        for command in (("update",), ("install", *packages)):
            done = self.run(("apt-get", *options, *command), variables=quiet, network=True)
            if done.returncode:
                raise NoRoot(f"apt could not install {', '.join(packages)} in {self.path}.")


def make(path: Path, suite: str, packages: Sequence[str] = ()) -> Root:
    """Return a root of `suite` with `packages`, made anew unless the very same one is there.

    Raises:
        NoRoot: not Linux, not root, no debootstrap, or the mirror did not have it.
    """
    root = Root(path, suite)
    stamp, wanted = path / "made", " ".join([suite, *sorted(packages)])
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return root
    _demand(suite)
    say(f"Making a clean Debian ({suite}) in {path}")
    remove(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    _debootstrap(path, suite)
    _share_sources(path, suite)
    if packages:
        root.install(packages)
    stamp.write_text(wanted, "utf-8")
    return root


def remove(root: Root) -> None:
    """Delete a root. Nothing of this machine is mounted in it between two runs, so only its own files go."""
    if root.path.exists():
        shutil.rmtree(root.path)


def mirror() -> str:
    """Return the address that this machine's apt has Debian from.

    Raises:
        NoRoot: apt is not configured by one of the usual files.
    """
    places = ((_ETC / "apt/sources.list.d/debian.sources", _URIS), (_ETC / "apt/sources.list", _ONE_LINE))
    for file, pattern in places:
        found = pattern.search(file.read_text("utf-8")) if file.exists() else None
        if found:
            return found[1]
    raise NoRoot("No mirror of Debian's: neither debian.sources nor sources.list names one.")


def _demand(suite: str) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        raise NoRoot(
            "Building for Linux needs Linux and the rights of root: a clean Debian is made in a folder."
        )
    if not shutil.which("debootstrap"):
        raise NoRoot("debootstrap is missing: apt-get install debootstrap")
    if not (_DEBOOTSTRAP / suite).exists():
        raise NoRoot(f"This debootstrap does not know {suite}.")


def _debootstrap(path: Path, suite: str) -> None:
    command = ("debootstrap", "--variant=minbase", f"--keyring={_KEYRING}", suite, str(path), mirror())
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise NoRoot(f"debootstrap could not make {suite} in {path}; the reason stands above.")


def _share_sources(path: Path, suite: str) -> None:
    """Let the root's apt reach what ours reaches, security updates too where it is our own suite."""
    sources = path / "etc/apt/sources.list"
    sources.write_text(f"deb {mirror()} {suite} main\n", "utf-8")
    own = _ETC / "apt/sources.list.d/debian.sources"
    if own.exists() and f"Suites: {suite}" in own.read_text("utf-8"):
        shutil.copy(own, path / "etc/apt/sources.list.d/debian.sources")
        sources.unlink()
    for name in ("resolv.conf", "hosts"):
        shutil.copy(_ETC / name, path / "etc" / name)
    for option in (_ETC / "apt/apt.conf.d").glob("*proxy*"):
        shutil.copy(option, path / "etc/apt/apt.conf.d" / option.name)


def _script(path: Path, binds: Mapping[Path, str], network: bool, user: str) -> str:
    """Return the shell lines that set the root up, in a mount namespace of its own, and go in."""
    lines = ["set -e", "mount --make-rprivate /", f"mount -t proc proc '{path}/proc'"]
    lines += [f"mount --rbind /dev '{path}/dev'"]
    lines += [f"mount -t tmpfs -o mode=1777 tmpfs '{path}/dev/shm'"]  # noqa: S108 (the root's own)
    for outside, inside in binds.items():
        place = f"{path}{inside}"
        lines += [f"mkdir -p '{place}'", f"mount --bind '{outside}' '{place}'"]
    lines += [] if network else ["ip link set lo up"]
    enter = f"chroot --userspec={user} '{path}'" if user else f"chroot '{path}'"
    return "\n".join([*lines, f'exec {enter} "$@"'])
