"""Debian packages that the two commands need beside Python: installed as root, named otherwise."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

# What the wheels of Qt and its web engine load and do not bring along; found on a machine with only python3.
RUN = (
    "libegl1",
    "libgl1",
    "libgbm1",
    "libnss3",
    "libasound2",
    "libdbus-1-3",
    "libglib2.0-0",
    "libfontconfig1",
    "libxcomposite1",
    "libxdamage1",
    "libxrandr2",
    "libxtst6",
    "libxkbfile1",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxcb-dri3-0",
    "libxcb-sync1",
    "libxcb-randr0",
    "libxcb-xfixes0",
    "libxcb-shm0",
    # The same on Wayland.
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "fonts-dejavu-core",
    # The recorder: PortAudio, its way to the sound server, and what mss draws the cursor with.
    "libportaudio2",
    "libasound2-plugins",
    "libxcb-render0",
    "libxcb-render-util0",
)
"""What `stormdat` needs of the system."""

TEST = (
    # LibreOffice opens the documents we write; poppler reads what it prints.
    "libreoffice-calc-nogui",
    "libreoffice-writer-nogui",
    "poppler-utils",
    # A screen for the window, a hand on its mouse and keyboard, a picture of it.
    "xvfb",
    "xauth",
    # A screen with several monitors that move, grow and go.
    "xserver-xorg-core",
    "xserver-xorg-video-dummy",
    "x11-xserver-utils",
    "xdotool",
    "imagemagick",
    # The browser of `stormdat serve`; what talks to whom; network namespaces.
    "chromium",
    "strace",
    "iproute2",
    # A sound server with null sinks, speech for it, and an independent reader of what was recorded.
    "pulseaudio",
    "pulseaudio-utils",
    "espeak-ng",
    "ffmpeg",
    # What the driver of Playwright is linked with.
    "libatomic1",
    # Without a font of the right widths LibreOffice lays a page out differently.
    "fonts-liberation",
)
"""What the test suite needs of the system beyond RUN."""

_LISTS = Path("/var/lib/apt/lists")
_DAY = 24 * 60 * 60
_APT = (
    "apt-get",
    "-q",
    "-y",
    "--no-install-recommends",
    "-o",
    "DPkg::Lock::Timeout=300",
    "-o",
    "Dpkg::Use-Pty=0",
)


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output belongs to the program that is started."""
    print(sentence, file=sys.stderr, flush=True)


def venv_packages() -> tuple[str, ...]:
    """Return the package without which this Python cannot make an environment, if it is one of those.

    Debian splits `ensurepip` off its own Python; others, such as pyenv's, bring it along.
    """
    complete = importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")
    return () if complete else (f"python3.{sys.version_info.minor}-venv",)


def missing(packages: Sequence[str]) -> list[str]:
    """Return those of `packages` that dpkg does not have installed."""
    if not packages:
        return []
    query = ("dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *packages)
    lines = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    return [package for package in packages if f"{package} installed" not in lines]


def install_line(packages: Sequence[str]) -> str:
    """Return what a person with `sudo` types to install `packages`."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def provide(packages: Sequence[str]) -> None:
    """Install what is missing when that is in our power, else say what is missing; return either way."""
    if not packages:
        return
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        say(f"This system has no apt. If they are not there yet, install its own {', '.join(packages)}.")
        return
    wanted = missing(packages)
    if not wanted:
        return
    if os.geteuid() != 0:
        say(f"Some Debian packages are missing. Install them with:\n    {install_line(wanted)}")
    elif not _install(wanted):
        say(f"apt could not install {', '.join(wanted)}; the reason stands above. Going on without.")


def _install(packages: Sequence[str]) -> bool:
    """Install as root; a list that names a package version the mirror has dropped is renewed once."""
    say(f"Installing Debian packages: {', '.join(packages)}")
    if _lists_age() < _DAY and _apt("install", *packages):
        return True
    return _apt("update") and _apt("install", *packages)


def _lists_age() -> float:
    """Return the seconds since the package lists were fetched; infinite when there are none."""
    fetched = [path.stat().st_mtime for path in _LISTS.glob("*_Packages*")]
    return time.time() - _LISTS.stat().st_mtime if fetched else float("inf")


def _apt(*arguments: str) -> bool:
    """Run apt-get without questions; its output goes to standard error."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        (*_APT, *arguments), env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    )
    return done.returncode == 0
