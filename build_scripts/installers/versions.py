"""Version numbers in the form that Windows and macOS take: numbers alone."""

import re
import tomllib
from pathlib import Path

from installers.reasons import NotMade

_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:a|b|rc|\.dev|\.post|\+|-).*)?")
_MOST = 65535
"""The largest number that fits into a part of a Windows version."""


_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


class BadVersion(NotMade):
    """A version that no installer can carry. `str()` says which."""


def ours() -> str:
    """Return the version that pyproject.toml states."""
    return str(tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["version"])


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return the four numbers of a version; a part that is missing is 0, a suffix such as `rc1` is left out.

    Raises:
        BadVersion: it has no numbers, or one that is too large.
    """
    found = _VERSION.fullmatch(version)
    if not found:
        raise BadVersion(f"“{version}” is no version such as 1.2.3.")
    major, minor, patch, build = (int(part or 0) for part in found.groups()[:4])
    if max(major, minor, patch, build) > _MOST:
        raise BadVersion(f"A part of “{version}” is larger than {_MOST}.")
    return major, minor, patch, build


def dotted(version: str, parts: int = 4) -> str:
    """Return the first numbers of a version, joined by dots."""
    return ".".join(map(str, numbers(version)[:parts]))
