"""The environment in `.venv`: made once, filled from the lock of this platform, and left alone after that.

uv installs when it can, because it is three times as fast; pip does where pip alone knows the way to the
packages. Both verify every file against the lock. See docs/decisions/0001-locked-dependencies.md.
"""

import hashlib
import os
import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from debian import say

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCKS = ROOT / "build_scripts" / "locks"
TOOLS = LOCKS / "tools.txt"
"""uv itself, in the version that the locks were made with."""

EXTRAS: tuple[str, ...] = ("window", "media")
"""Optional dependencies of the program that both commands install."""
GROUPS = {"run": (), "test": ("dev", "build"), "freeze": ("freeze",), "build": ("build",)}
"""For each command, the dependency groups it needs beside the program's own dependencies."""
COVERS = {
    "run": ("run",),
    "test": ("run", "test", "build"),
    "freeze": ("run", "freeze"),
    "build": ("run", "build"),
}
"""For each command, those that have all they need once it is prepared."""

PLATFORMS = {
    "linux-x86_64": "x86_64-manylinux_2_34",
    "linux-aarch64": "aarch64-manylinux_2_39",  # what Qt 6.12 is built for there
    "windows-x86_64": "x86_64-pc-windows-msvc",
    "macos-arm64": "aarch64-apple-darwin",
    "macos-x86_64": "x86_64-apple-darwin",
}
"""Platforms with a lock, and the name uv knows each by."""

_SYSTEMS = {"Linux": "linux", "Windows": "windows", "Darwin": "macos"}
_MACHINES = {"amd64": "x86_64"}
_OLDEST_PYTHON = "3.11"
_OLDEST_MACOS = "14.0"  # what PyAV's wheels are built for
# Nothing is compiled on a user's machine. pywebview's proxy-tools has no wheel and is one Python file.
_WHEELS_ONLY = ("--only-binary", ":all:", "--no-binary", "proxy-tools")
# Whoever tells pip one of these must not be bypassed by uv, which reads none of them.
_PIP_ALONE = re.compile(r"\.(index-url|no-index|proxy|client-cert|trusted-host)=")


class Unprepared(Exception):
    """The environment could not be made. `str()` is what to tell the person."""


def program(name: str) -> Path:
    """Return the path of a command inside the environment."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def variables() -> dict[str, str]:
    """Return the process variables under which the environment's own commands come first."""
    path = os.pathsep.join([str(program("python").parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def prepare(command: str) -> None:
    """Make the environment hold what `command` (of `GROUPS`) needs; at once when it already does.

    Raises:
        Unprepared: Python cannot make environments here, or the packages could not be had.
    """
    stamp = _stamp(command)
    if program("python").exists() and stamp.exists() and stamp.read_text("ascii") == state(command):
        return
    _make()
    # From here on the environment is nobody's: other versions come in, and it may end half way.
    for name in COVERS:
        _stamp(name).unlink(missing_ok=True)
    _install_packages(command)
    for name in COVERS[command]:
        _stamp(name).write_text(state(name), "ascii")


def state(command: str) -> str:
    """Return a digest of everything that the installation for `command` is made from."""
    sources = [ROOT / "pyproject.toml", VENV / "pyvenv.cfg", lock_file(command)]
    digest = hashlib.sha256(str(ROOT).encode())
    for source in sources:
        digest.update(source.read_bytes() if source and source.exists() else b"-")
    return digest.hexdigest()


def lock_file(command: str) -> Path | None:
    """Return the lock for this platform; None when we keep none for it."""
    machine = platform.machine().lower()
    name = f"{_SYSTEMS.get(platform.system(), 'other')}-{_MACHINES.get(machine, machine)}"
    return _lock_path(command, name) if name in PLATFORMS else None


def requirements(command: str) -> list[str]:
    """Return what pyproject.toml asks for, to build the program and to do what `command` does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted: list[str] = [*project["build-system"]["requires"], *project["project"].get("dependencies", ())]
    extras = project["project"].get("optional-dependencies", {})
    wanted += [line for extra in EXTRAS for line in extras.get(extra, ())]
    for group in GROUPS[command]:
        wanted += project["dependency-groups"][group]
    return wanted


def lock(options: Sequence[str]) -> None:
    """Make every lock again, keeping pins that still fit. `options` go to uv, such as `--upgrade`.

    Raises:
        Unprepared: uv is not to be had, or found no set of versions.
    """
    _make()
    if not _uv_ready():
        raise Unprepared("Locking needs uv, and pip could not install it; the reason stands above.")
    LOCKS.mkdir(exist_ok=True)
    _compile(TOOLS, ["uv"], ["--universal", *options])
    for name, target in PLATFORMS.items():
        chosen = ["--python-platform", target, *options]
        _compile(_lock_path("test", name), requirements("test"), chosen)
        # The program is tested with the very versions it runs with, and frozen with them.
        agree = ["--constraints", str(_lock_path("test", name))]
        for command in ("run", "freeze", "build"):
            _compile(_lock_path(command, name), requirements(command), [*chosen, *agree])


def _lock_path(command: str, name: str) -> Path:
    return LOCKS / f"{command}-{name}.txt"


def _stamp(command: str) -> Path:
    return VENV / f"{command}.stamp"


def _make() -> None:
    """Make an empty environment, unless there is one that works."""
    if _works():
        return
    say(f"Making the environment {VENV}")
    if not _run(sys.executable, "-m", "venv", "--clear", VENV):
        raise Unprepared(
            f"Python ({sys.executable}) could not make the environment {VENV}; the reason stands above.\n"
            "On Debian and Ubuntu the package python3-venv is needed for that."
        )


def _works() -> bool:
    """Return whether there is an environment whose Python starts, is not too old, and has pip of its own."""
    # A half-made one fails here, and one without pyvenv.cfg: there pip would install into the Python behind.
    # tomllib came with Python 3.11.
    probe = "import pip, sys, tomllib; sys.exit(sys.prefix == sys.base_prefix)"
    if not program("python").exists():
        return False
    return subprocess.run([program("python"), "-c", probe], capture_output=True, check=False).returncode == 0


def _install_packages(command: str) -> None:
    wanted = _wanted(command)
    installer = next((tool for tool in _installers() if _run(*tool, *wanted)), None)
    if installer is None:
        raise Unprepared(
            "The packages could not be installed; the reason stands above.\n"
            "Behind a site's own index, name it in pip.conf or PIP_INDEX_URL; without a network, name the\n"
            "folder of packages in PIP_FIND_LINKS and set PIP_NO_INDEX=1. If a locked version is not there,\n"
            "or in another build, DEV_UNLOCKED=1 takes what fits pyproject.toml, unverified."
        )
    if not _run(*installer, "--no-deps", "--no-build-isolation", "--editable", ROOT):
        raise Unprepared(f"STORM DAT itself could not be installed from {ROOT}; the reason stands above.")


def _wanted(command: str) -> list[str | Path]:
    """Return the installer's arguments: the lock, or the ranges of pyproject.toml where there is none."""
    locked = lock_file(command)
    if locked and not os.environ.get("DEV_UNLOCKED"):
        return ["--require-hashes", "--requirement", locked]
    say("Installing without a lock: versions within the ranges of pyproject.toml, files not verified.")
    return list(requirements(command))


def _installers() -> list[list[str | Path]]:
    """Return the commands to try in turn."""
    pip: list[str | Path] = [program("python"), "-m", "pip", "install", "--disable-pip-version-check"]
    if _pip_alone_knows() or not _uv_ready():
        return [pip]
    return [[program("uv"), "pip", "install", "--python", program("python")], pip]


def _pip_alone_knows() -> bool:
    """Return whether pip was told of an index or a proxy of this site."""
    listing = (program("python"), "-m", "pip", "config", "list")
    told = subprocess.run(listing, capture_output=True, text=True, check=False).stdout
    return bool(_PIP_ALONE.search(told))


def _uv_ready() -> bool:
    """Install uv by its own lock, or by name when there is no lock yet."""
    source = ["--require-hashes", "--requirement", TOOLS] if TOOLS.exists() else ["uv"]
    pip = (program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    return _run(*pip, *source)


def _compile(target: Path, wanted: Sequence[str], options: Sequence[str]) -> None:
    """Write one lock. It names versions and hashes, never the index they were found in."""
    form = ["--generate-hashes", "--no-annotate", "--no-emit-index-url", *_WHEELS_ONLY]
    command = [str(program("uv")), "pip", "compile", "--quiet", "--python-version", _OLDEST_PYTHON]
    where = ["--output-file", str(target), "-"]
    named = {
        **variables(),
        **_trust(),
        "UV_CUSTOM_COMPILE_COMMAND": "python3 build_scripts/dev.py lock",
        "MACOSX_DEPLOYMENT_TARGET": _OLDEST_MACOS,
    }
    done = subprocess.run(
        [*command, *form, *options, *where],
        input="\n".join(wanted),
        text=True,
        stdout=subprocess.DEVNULL,
        env=named,
        check=False,
    )
    if done.returncode:
        raise Unprepared(f"The lock {target.name} could not be made; the reason stands above.")


def _trust() -> dict[str, str]:
    """Make uv trust what the system trusts, as a site's own certificate stands only there."""
    return {"UV_SYSTEM_CERTS": "1"}


def _run(*command: str | Path) -> bool:
    """Run a command; what it prints goes to standard error. Return whether it succeeded."""
    named = {**os.environ, **_trust()}
    words = [str(word) for word in command]
    return (
        subprocess.run(words, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=named, check=False).returncode
        == 0
    )
