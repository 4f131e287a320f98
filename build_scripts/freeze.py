"""Make the folder that runs without Python, and let it try itself.

    python3 build_scripts/freeze.py [--window]   make dist/stormdat; --window opens a window in the trial

What the program itself prints goes to standard output: the report of its self-test, in JSON.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import environment
from debian import say
from environment import ROOT, program

SPEC = ROOT / "build_scripts" / "stormdat.spec"
DIST = ROOT / "dist"
MIB = 1024 * 1024
_SYSTEM_ONLY = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
"""What the trial sees of this machine: nothing of Python or the environment that froze the program."""


def main(arguments: Sequence[str]) -> int:
    """Freeze, drop what nothing needs, try. Return 0 when the frozen program is whole."""
    try:
        environment.prepare("freeze")
    except environment.Unprepared as reason:
        say(str(reason))
        return 1
    code = freeze(DIST)
    return code or trial(DIST / "stormdat", arguments)


def freeze(target: Path) -> int:
    """Make `target/stormdat` and return PyInstaller's exit code."""
    work = ROOT / "build" / "freeze"
    options = ("--noconfirm", "--clean", "--log-level", "WARN", "--distpath", target, "--workpath", work)
    command = [str(word) for word in (program("python"), "-m", "PyInstaller", *options, SPEC)]
    code = subprocess.run(command, cwd=ROOT, env=environment.variables(), check=False).returncode
    if code == 0 and sys.platform == "linux":
        dropped = drop_unreached(target / "stormdat" / "_internal")
        say(f"Dropped {len(dropped)} libraries that nothing reaches.")
    return code


def trial(folder: Path, options: Sequence[str] = ()) -> int:
    """Run the frozen program's self-test and say how large it is."""
    size = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_symlink())
    say(f"{folder}: {size / MIB:.0f} MiB")
    executable = folder / ("stormdat.exe" if os.name == "nt" else "stormdat")
    # On Windows a program without the system's own variables does not start at all.
    kept = ("DISPLAY", "XAUTHORITY", "HOME", "TMPDIR", "QT_QPA_PLATFORM")
    outside = {key: os.environ[key] for key in kept if key in os.environ}
    seen = dict(os.environ) if os.name == "nt" else {**_SYSTEM_ONLY, **outside}
    return subprocess.run([executable, "self-test", *options], env=seen, cwd=folder, check=False).returncode


def drop_unreached(internal: Path) -> list[Path]:
    """Remove shared libraries that neither an extension, a plugin nor the engine's process loads."""
    libraries = [path for path in internal.rglob("lib*.so*") if _is_plain_library(path, internal)]
    reached = _reached(internal, set(libraries))
    unreached = [path for path in libraries if path.resolve() not in reached]
    for path in unreached:
        path.unlink()
    for link in internal.rglob("*.so*"):
        if link.is_symlink() and not link.exists():
            link.unlink()
    return unreached


def _is_plain_library(path: Path, internal: Path) -> bool:
    """Return whether a file is a library that is only loaded because another names it."""
    # The engine loads the parts of its certificate store by name; Python's own library starts it all.
    by_name = (
        "libpython",
        "libnss",
        "libsoftokn3",
        "libfreebl",
        "libnssckbi",
        "libsqlite3",
        "libssl",
        "libcrypto",
    )
    where = path.parent.relative_to(internal).as_posix()
    return not path.is_symlink() and where in (".", "PySide6/Qt/lib") and not path.name.startswith(by_name)


def _reached(internal: Path, libraries: set[Path]) -> set[Path]:
    """Return every library that anything else loads, directly or through others."""
    roots = [
        path for path in internal.rglob("*") if path.is_file() and _loads(path) and path not in libraries
    ]
    paths = f"{internal}:{internal / 'PySide6/Qt/lib'}"
    found: set[Path] = set()
    for batch in _batches(roots, 50):
        listed = subprocess.run(
            ["ldd", *batch],
            env={**os.environ, "LD_LIBRARY_PATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )
        words = (line.partition("=>")[2].split() for line in listed.stdout.splitlines())
        found |= {Path(word[0]).resolve() for word in words if word and word[0].startswith(str(internal))}
    return found


def _loads(path: Path) -> bool:
    """Return whether a file is a program or a library of Linux."""
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def _batches(paths: Sequence[Path], size: int) -> Iterable[Sequence[Path]]:
    return (paths[start : start + size] for start in range(0, len(paths), size))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
