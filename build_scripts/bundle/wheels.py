"""The packages of a lock as files: downloaded once, hashes checked, then installed without a network."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from debian import say

_GLIBC = 36  # Debian 12, the oldest system that an installer serves
_LINUX = ("manylinux1", "manylinux2010", "manylinux2014", *(f"manylinux_2_{n}" for n in range(5, _GLIBC + 1)))
_TAGS: dict[str, tuple[str, ...]] = {
    "linux-x86_64": tuple(f"{name}_x86_64" for name in _LINUX),
    "linux-aarch64": tuple(f"{name}_aarch64" for name in (*_LINUX, "manylinux_2_39")),
    "windows-x86_64": ("win_amd64",),
    "macos-arm64": tuple(f"macosx_{n}_0_{kind}" for n in range(11, 15) for kind in ("arm64", "universal2")),
    "macos-x86_64": (
        *(f"macosx_10_{n}_{kind}" for n in range(9, 16) for kind in ("x86_64", "universal2")),
        *(f"macosx_{n}_0_{kind}" for n in range(11, 15) for kind in ("x86_64", "universal2")),
    ),
}
"""For each platform with a lock, the tags its wheels may have."""
_SOURCE_ONLY = "proxy-tools"  # one Python file; no wheel of it exists


class NotHad(Exception):
    """Packages could not be downloaded. `str()` says of which lock."""


def download(source: Path, platform: str, target: Path, python: str = "3.11") -> Path:
    """Put every file of the lock `source` into `target`, each with its hash checked. Return `target`.

    Raises:
        NotHad: pip could not; its reason stands on standard error.
    """
    plain, alone = _split(source.read_text("utf-8"))
    target.mkdir(parents=True, exist_ok=True)
    say(f"Downloading the packages of {source.name}")
    tags = [word for tag in (*_TAGS[platform], "any") for word in ("--platform", tag)]
    chosen = ["--only-binary", ":all:", "--implementation", "cp", "--python-version", python]
    _pip(plain, target, [*chosen, *(word for abi in _abis(python) for word in ("--abi", abi)), *tags])
    if alone:
        _pip(alone, target, ["--no-binary", _SOURCE_ONLY])
    return target


def _abis(python: str) -> Sequence[str]:
    return (f"cp{python.replace('.', '')}", "abi3", "none")


def _split(text: str) -> tuple[str, str]:
    """Return a lock without and with only what has no wheel."""
    entries = text.replace("\\\n", " ").splitlines()
    wanted = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
    alone = [entry for entry in wanted if entry.startswith(f"{_SOURCE_ONLY}=")]
    return "\n".join(entry for entry in wanted if entry not in alone), "\n".join(alone)


def _pip(lock: str, target: Path, options: Sequence[str]) -> None:
    listed = target / ".lock.txt"
    listed.write_text(lock + "\n", "utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    where = ["--require-hashes", "--requirement", str(listed), "--dest", str(target)]
    code = subprocess.run([*command, *options, *where], stdout=sys.stderr, check=False).returncode
    listed.unlink()
    if code:
        raise NotHad(f"The packages could not be downloaded to {target}; the reason stands above.")
