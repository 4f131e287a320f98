"""Make the folder that runs without Python, and let it try itself.

    python3 build_scripts/freeze.py [--window]   make dist/stormdat; --window opens a window in the trial

What the program itself prints goes to standard output: the report of its self-test, in JSON.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
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
        environment.prepare("build")
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
        say(f"Took out {trim_alone(target / 'stormdat' / '_internal')} files that nothing reaches.")
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


def trim_alone(internal: Path) -> int:
    """Take out what is unused, in the environment's Python: reading libraries needs a package of it."""
    code = (
        "import sys, pathlib; from bundle import trim; print(len(trim.trim(pathlib.Path(sys.argv[1]), ())))"
    )
    command = [str(program("python")), "-c", code, str(internal)]
    where = {**environment.variables(), "PYTHONPATH": str(ROOT / "build_scripts")}
    return int(subprocess.run(command, env=where, stdout=subprocess.PIPE, check=True).stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
