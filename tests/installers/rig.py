"""Windows as Wine has it, for tests of the setup program: a prefix, a screen, and a program that stands in."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "build_scripts"))  # as Python itself does when it starts build_scripts/build.py

STANDIN = Path(__file__).with_name("standin.nsi")
UNKEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\stormdat"
_WINE = "/usr/lib/wine/wine64"


def need_makensis() -> None:
    """Skip where NSIS with its 64-bit parts is missing."""
    if not Path("/usr/share/nsis/Stubs/zlib-amd64-unicode").exists() or not shutil.which("makensis"):
        pytest.skip("NSIS with 64-bit parts is missing (Debian: nsis)")


def need_wine() -> str:
    """Return the path of Wine for 64-bit programs; skip where it is missing."""
    need_makensis()
    wine = shutil.which("wine64") or (_WINE if Path(_WINE).exists() else "")
    if not wine or not shutil.which("Xvfb"):
        pytest.skip("Wine or Xvfb is missing (Debian: wine64, xvfb)")
    return wine


def standin(target: Path, mark: str) -> Path:
    """Build the program that stands in, with a mark by which two builds differ."""
    command = ["makensis", "-V1", f"-DOUTFILE={target}", f"-DMARK={mark}", str(STANDIN)]
    subprocess.run(command, check=True)
    return target


def frozen(folder: Path, mark: str, files: Mapping[str, str], program: Path) -> Path:
    """Lay a folder out like the frozen one, with other files below `_internal`."""
    for name, text in files.items():
        file = folder / "_internal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    for name in ("stormdat.exe", "stormdat-window.exe"):
        shutil.copy(program, folder / name)
    (folder / "_internal" / "mark.txt").write_text(mark, "utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Return when something has become true.

    Raises:
        AssertionError: it has not, in time.
    """
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not become true"
        time.sleep(0.1)


@dataclass(frozen=True)
class Wine:
    """A Windows of its own for one test."""

    program: str
    prefix: Path
    display: str = ""

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    @property
    def person(self) -> Path:
        """Return the profile of the one person."""
        return next(path for path in (self.drive / "users").iterdir() if path.name != "Public")

    @property
    def local(self) -> Path:
        return self.person / "AppData" / "Local"

    @property
    def own(self) -> Path:
        """Return where the program is installed for one person."""
        return self.local / "Programs" / "STORM DAT"

    @property
    def common(self) -> Path:
        """Return where the program is installed for everybody."""
        return self.drive / "Program Files" / "STORM DAT"

    def environment(self, **more: str) -> dict[str, str]:
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "DISPLAY": self.display}
        return {**os.environ, "WINEPREFIX": str(self.prefix), **quiet, **more}

    def windows(self, path: Path) -> str:
        """Return the Windows name of a file on drive C."""
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    def run(self, *command: str | Path, **more: str) -> int:
        """Run a program to its end and return its exit code, which Windows programs have up to 255 here."""
        return self.told(*command, **more).returncode

    def told(self, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end and return what it printed too."""
        words = [self.windows(word) if isinstance(word, Path) else word for word in command]
        return subprocess.run(
            [self.program, *words], env=self.environment(**more), timeout=120, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    @contextmanager
    def running(self, *command: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """Start a program and make sure that it is gone at the end."""
        words = [self.windows(word) if isinstance(word, Path) else word for word in command]
        process = subprocess.Popen(
            [self.program, *words], env=self.environment(), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def value(self, key: str, name: str) -> str:
        """Return a value of the registry; empty where there is none."""
        lines = self.told("reg", "query", key, "/v", name).stdout.splitlines()
        found = [line.split(None, 2) for line in lines if line.startswith("    ")]
        return found[0][2].strip() if found and len(found[0]) > 2 else ""

    def has_key(self, key: str) -> bool:
        """Tell whether a key of the registry is there."""
        return self.run("reg", "query", key) == 0

    def set(self, key: str, name: str, value: str) -> None:
        """Set a value of the registry."""
        assert self.run("reg", "add", key, "/v", name, "/d", value, "/f") == 0

    def end(self) -> None:
        """End all that runs in this Windows."""
        subprocess.run([_server(), "-k"], env=self.environment(), check=False)


def _server() -> str:
    return shutil.which("wineserver") or "/usr/lib/wine/wineserver"


def new_prefix(program: str, prefix: Path) -> Wine:
    """Make a Windows 10."""
    wine = Wine(program, prefix)
    assert wine.run("wineboot", "-i") == 0
    wine.set(r"HKCU\Software\Wine", "Version", "win10")
    subprocess.run([_server(), "-w"], env=wine.environment(), check=True, timeout=60)
    return wine


def copied(base: Wine, prefix: Path, display: str) -> Wine:
    """Return a Windows like another that is at rest. The 700 MB of Wine's own files are not copied."""
    prefix.mkdir()
    for path in base.prefix.iterdir():
        if path.name != "drive_c":
            copy = shutil.copy if path.is_file() else shutil.copytree
            copy(path, prefix / path.name, **({} if path.is_file() else {"symlinks": True}))  # type: ignore[operator]
    shutil.copytree(base.drive, prefix / "drive_c", symlinks=True, ignore=shutil.ignore_patterns("windows"))
    (prefix / "drive_c" / "windows").symlink_to(base.drive / "windows")
    return Wine(base.program, prefix, display)


@contextmanager
def screen() -> Iterator[str]:
    """A screen without a monitor; its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield ":" + told.readline().strip()
    finally:
        server.terminate()
        server.wait()
