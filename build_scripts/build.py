"""Make the installers from the commit that is checked out.

    python3 build_scripts/build.py linux [--sources FOLDER]   the .deb and the portable archive, in dist/
    python3 build_scripts/build.py bundle [--sources FOLDER]  only the two folders they are made from
    python3 build_scripts/build.py av [--new]                 only PyAV over an FFmpeg under the LGPL
    python3 build_scripts/build.py windows|macos [--folder F]  the setup program, the application

Linux needs root and debootstrap: everything is built in a clean Debian below build/. `--sources` names a
folder with the two source files of bundle/av.toml, for a site without a mirror that still has them.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (said in words, where an older Python gets this far)
    sys.exit(f"Building STORM DAT needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")

import argparse
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import environment
from debian import say
from environment import ROOT, program

BAD_USAGE = 64
FAILED = 1
WORK = ROOT / "build" / "linux"
DIST = ROOT / "dist"


def linux(options: argparse.Namespace) -> int:
    """Make the folders, then the package and the archive."""
    from bundle import making
    from installers.linux import deb, portable
    from installers.versions import ours

    epoch = commit_time()
    portable_folder, system_folder = making.folders(options.work, epoch, options.sources)
    version = ours()
    DIST.mkdir(exist_ok=True)
    level = deb.FAST if options.fast else deb.BEST
    made = [
        deb.build(system_folder.folder, version, DIST, epoch, making.clean_root(options.work), level),
        portable.build(portable_folder.folder, version, DIST, epoch),
    ]
    for path in made:
        say(f"{path}: {path.stat().st_size / 1e6:.0f} MB")
    return 0


def bundle(options: argparse.Namespace) -> int:
    """Make the two folders and say how large they are."""
    from bundle import making

    for made in making.folders(options.work, commit_time(), options.sources):
        say(f"{made.folder}: {made.size / 1e6:.0f} MB in {made.files} files")
    return 0


def av(options: argparse.Namespace) -> int:
    """Build PyAV; with --new say the hash of what came out, for whoever commits it."""
    from bundle import av as recipe
    from bundle import making

    root = making.clean_root(options.work)
    say(str(recipe.wheel(options.work / "av", root, options.sources, new=options.new)))
    return 0


def commit_time() -> int:
    """Return the time of the checked-out commit, which stands for now in everything that is built."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return int(told.stdout)


def windows(options: argparse.Namespace) -> int:
    """Make the setup program, from a folder that was frozen on Windows."""
    from installers import windows as setup

    return _from_frozen(options, setup.build)


def macos(options: argparse.Namespace) -> int:
    """Make the application, and on a Mac its disk image."""
    from installers import macos as application

    return _from_frozen(options, application.build)


def _from_frozen(options: argparse.Namespace, build: Callable[[Path, str, Path], Path]) -> int:
    """Freeze here, unless a folder that another machine froze is named, and make what `build` makes of it."""
    import freeze
    from installers.versions import ours

    environment.prepare("freeze")
    if options.folder is None and (code := freeze.freeze(DIST)):
        return code
    say(str(build(options.folder or DIST / "stormdat", ours(), DIST)))
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "linux": linux,
    "bundle": bundle,
    "av": av,
    "windows": windows,
    "macos": macos,
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line and return the exit code."""
    options = _options(arguments)
    try:
        environment.prepare("build")
        if Path(sys.prefix).resolve() != environment.VENV.resolve():
            # The accounting needs packages; they are in the environment, so go on in it.
            command = [str(program("python")), str(Path(__file__)), *arguments]
            return subprocess.run(command, env=environment.variables(), check=False).returncode
        return _carry_out(options)
    except environment.Unprepared as reason:
        say(str(reason))
        return FAILED


def _carry_out(options: argparse.Namespace) -> int:
    from bundle import reasons

    try:
        return COMMANDS[options.command](options)
    except reasons() as reason:
        say(str(reason))
        return FAILED


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--sources", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument(
        "--work", type=Path, default=WORK, metavar="FOLDER", help="where the clean root is made"
    )
    parser.add_argument("--new", action="store_true", help="take a PyAV of other bytes than those committed")
    parser.add_argument("--fast", action="store_true", help="pack loosely, for a trial")
    parser.add_argument("--folder", type=Path, help="a folder that was frozen on the system it is for")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
