"""The program as a user has it, in a place where everything it asks of a network is heard.

A home with nothing in it, none of the variables that a build server sets, and a network namespace with the
loopback and a name server on it. What the program does there is seen in three ways: names that were asked for,
addresses in the trace of its system calls, and files that appear in its home and its temporary folder.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests import creations
from tests.program import COMMAND, FOLDER, FROM_SOURCE

RESOLVER = Path(__file__).with_name("resolver.py")
TOOLS = ("unshare", "ip", "strace", "mount")
CALLS = f"trace=connect,sendto,sendmsg,sendmmsg,bind,{creations.CALLS}"

# Chromium asks the system for a route to a public address to learn whether there is IPv6. A connected datagram
# socket sends nothing by itself, and a test sees that nobody sends on it.
PROBE = "2001:4860:4860::8888"
_ADDRESS = re.compile(r'(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
# With -yy the trace says after each socket to whom it is connected: "9<UDPv6:[[::1]:40000->[::1]:443]>".
_PEER = re.compile(r"->\[?([0-9a-f.:]+?)\]?:\d+\]>")

_INSIDE = """
ip link set lo up
mount --bind "$1" "$(readlink -f /etc/resolv.conf)"
"$2" "$3" "$4" "$5" & resolver=$!
while [ ! -e "$5" ]; do sleep 0.05; done
trace=$6; shift 6
strace -f -yy -qq --seccomp-bpf -e "$SILENT_CALLS" -o "$trace" env -u SILENT_CALLS "$@"; rc=$?
kill $resolver
exit $rc
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a run."""

    returncode: int
    told: str
    """Output and errors."""
    names: tuple[str, ...]
    """That were looked up."""
    outside: tuple[str, ...]
    """System calls that named an address off the loopback."""
    left: tuple[str, ...]
    """Files in the home and the temporary folder, outside the program's own folders, and whatever the program
    made elsewhere on the machine."""
    trace: str


def outside(trace: str) -> list[str]:
    """Return the lines that name an address off the loopback, but for the one probe."""
    found = []
    for line in trace.splitlines():
        addresses = _ADDRESS.findall(line) + _PEER.findall(line)
        foreign = [one for one in addresses if not (one.startswith("127.") or one == "::1")]
        probe = foreign == [PROBE] and " connect(" in f" {line.split(maxsplit=1)[-1]}"
        if foreign and not probe:
            found.append(line)
    return found


@cache
def missing() -> str:
    """Return why a silent run is not possible here; empty when it is."""
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    if lacking:
        return f"needs {', '.join(lacking)}"
    done = subprocess.run([*_unshared(), "true"], capture_output=True, text=True, check=False)
    return f"no namespaces for this user: {done.stderr.strip()}" if done.returncode else ""


def _unshared() -> list[str]:
    """Return what makes the place: network and mounts of its own, and processes that all end with the first."""
    user = ["-r"] if os.geteuid() else []
    return ["unshare", *user, "-n", "-m", "-p", "-f", "--kill-child", "--mount-proc"]


needs_silence = pytest.mark.skipif(bool(missing()), reason=missing() or "possible")


def _harmless(path: Path) -> bool:
    """Return whether something that was made in the program's own folder holds nothing of anybody."""
    # Python keeps what it has compiled beside the source; in a bundle there is none to compile.
    compiled = FROM_SOURCE and "__pycache__" in path.parts
    # Chromium makes this folder beside its resources where it may, and leaves it empty.
    locales = path.parts[-2:] == ("resources", "locales") and path.is_dir() and not any(path.iterdir())
    return compiled or locales


class Silence:
    """One user in such a place; each run finds what the one before has left."""

    own = (".local/share/stormdat/", ".local/state/stormdat/", ".cache/stormdat/", ".config/stormdat/")
    """The program's own folders in a home."""
    others = (".config/pulse/cookie",)
    """What others make there when the program asks them for something: the sound server's library makes the key
    to the server, if the server, which comes first on a desktop, has not done so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.home, self.temporary = self.folder / "home", self.folder / "tmp"
        self.outputs: list[Path] = []
        """Folders that a run is asked to write into."""
        for each in (self.home, self.temporary):
            each.mkdir(parents=True)
        (self.folder / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        self._runs = 0

    @property
    def library(self) -> Path:
        return self.home / ".local/share/stormdat/library.sqlite3"

    def environ(self, variables: Mapping[str, str]) -> dict[str, str]:
        own = {"HOME": str(self.home), "TMPDIR": str(self.temporary), "PATH": os.environ["PATH"]}
        return {**own, "LANG": "C.UTF-8", "SILENT_CALLS": CALLS, **variables}

    def run(self, *arguments: object, timeout: float = 300, **variables: str) -> Heard:
        """Run `stormdat` with arguments and return what was heard."""
        return self.command([*COMMAND, *map(str, arguments)], timeout, **variables)

    def command(self, command: Sequence[str], timeout: float = 300, **variables: str) -> Heard:
        """Run any command there."""
        self._runs += 1
        asked, ready, trace = (self.folder / f"{name}{self._runs}" for name in ("asked", "ready", "trace"))
        told = [self.folder / "resolv.conf", sys.executable, RESOLVER, asked, ready, trace]
        done = subprocess.run(
            [*_unshared(), "sh", "-c", _INSIDE, "silent", *map(str, told), *command],
            cwd=FOLDER, env=self.environ(variables), capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip
        calls = trace.read_text("utf-8", "replace")
        return Heard(
            done.returncode,
            done.stdout + done.stderr,
            tuple(asked.read_text().split()),
            tuple(outside(calls)),
            (*self._left(), *self._elsewhere(calls)),
            calls,
        )

    def _elsewhere(self, trace: str) -> tuple[str, ...]:
        """Return what was made outside the place of this user and the folders for outputs."""
        allowed = (self.folder, *(path.resolve() for path in self.outputs))
        return tuple(str(path) for path in creations.left_outside(trace, allowed) if not _harmless(path))

    def _left(self) -> tuple[str, ...]:
        places = [(base, path) for base in (self.home, self.temporary) for path in base.rglob("*")]
        names = (path.relative_to(base).as_posix() for base, path in places if not path.is_dir())
        return tuple(sorted(name for name in names if not name.startswith((*self.own, *self.others))))
