"""Make the setup program of Windows or the application of macOS from a frozen folder.

    python3 build_scripts/installers/from_folder.py windows|macos FOLDER OUT

The folder may come from another machine: setup programs are made on Debian from what was frozen on Windows.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

BUILD_SCRIPTS = Path(__file__).resolve().parents[1]
BAD_USAGE = 64


def main(arguments: Sequence[str]) -> int:
    """Make what the arguments say, print its path and return the exit code."""
    sys.path[0] = str(BUILD_SCRIPTS)  # the folder of this file holds modules of ours, not packages
    from installers import macos, windows
    from installers.reasons import NotMade
    from installers.versions import ours

    builders = {"windows": windows.build, "macos": macos.build}
    if len(arguments) != 3 or arguments[0] not in builders:
        print(__doc__, file=sys.stderr)
        return BAD_USAGE
    try:
        print(builders[arguments[0]](Path(arguments[1]), ours(), Path(arguments[2])))
    except NotMade as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
