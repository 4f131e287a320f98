"""Which files and folders a program made, from the trace of its system calls.

A trace tells it for the whole machine at once, and of this program alone, whatever else runs meanwhile.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

CALLS = (
    "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat"
)
_OPENED = re.compile(r"\b(?:open|openat|creat)\(.*\) += \d+<([^<>]+)>$")
_CREATES = re.compile(r"\bO_CREAT\b|\bcreat\(")
# Only of an absolute name, or of one behind the folder that -y tells for a descriptor.
_NAMED = re.compile(
    r"\b(?:mkdir|mkdirat|rename|renameat|renameat2|link|linkat|symlink|symlinkat|mknod|mknodat)\((.*)\) += 0$"
)
_LAST = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"(?:, [^"]*)?$')
_PLACELESS = ("/dev/", "/proc/", "/sys/", "anon_inode:", "memfd:", "pipe:", "socket:")
"""Where nothing stays when the computer is turned off, or nothing is a file."""


def created(trace: str) -> set[Path]:
    """Return the paths that were made, or opened to be made, and are absolute."""
    found: set[str] = set()
    for line in trace.splitlines():
        if opened := _OPENED.search(line):
            if _CREATES.search(line):
                found.add(opened[1].removesuffix(" (deleted)"))
        elif (named := _NAMED.search(line)) and (last := _LAST.search(named[1])):
            found.add(str(Path(last[1] or "") / last[2]))
    return {Path(os.path.normpath(path)) for path in found if _is_place(path)}


def left_outside(trace: str, allowed: Iterable[Path]) -> list[Path]:
    """Return what was made outside some folders and is still there."""
    folders = tuple(allowed)
    return sorted(
        path
        for path in created(trace)
        if os.path.lexists(path) and not any(path.is_relative_to(folder) for folder in folders)
    )


def _is_place(path: str) -> bool:
    return path.startswith("/") and not path.startswith(_PLACELESS)
