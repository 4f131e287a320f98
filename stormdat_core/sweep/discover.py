"""Which files a sweep covers, and which it passed over and why."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from stormdat_core.documents import readable_suffixes
from stormdat_core.sweep.outputs import OFFICE_ENDINGS

OWN_OUTPUTS = (
    *(f".annotated{ending}" for ending in OFFICE_ENDINGS),
    *(f".fixed{ending}" for ending in OFFICE_ENDINGS),
    ".findings.xlsx",
    ".findings.html",
    ".findings.csv",
)
"""What a sweep wrote. A folder sweep passes over them, or it would sweep the last sweep."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something a folder held that was not checked."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files to check, in a stable order, and what was passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...] = ()


def discover(paths: Iterable[Path]) -> Discovery:
    """Return the files that `paths` name. Folders are searched; links in them to folders are not followed.

    A path that does not exist is returned as a file, so that the sweep reports it like any other failure.
    """
    files: dict[str, Path] = {}
    skipped: list[Skipped] = []
    for path in paths:
        for found in _walk(path, skipped) if path.is_dir() else [path]:
            files.setdefault(os.path.realpath(found), found)
    return Discovery(tuple(files.values()), tuple(skipped))


def _walk(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        skipped.append(Skipped(Path(error.filename or folder), f"could not be opened: {error.strerror}"))

    for root, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort(key=str.casefold)
        for name in sorted(names, key=str.casefold):
            path = Path(root, name)
            reason = _reason_to_skip(path)
            if reason is None:
                yield path
            elif reason:
                skipped.append(Skipped(path, reason))


def _reason_to_skip(path: Path) -> str | None:
    """Return None for a file to check, a reason worth telling, or "" for a file of another kind."""
    if path.suffix.casefold() not in readable_suffixes():
        return ""
    if path.name.startswith("~$"):
        return "is the lock of a document that is open in Word"
    if path.name.casefold().endswith(OWN_OUTPUTS):
        return "was written by a sweep"
    return None if path.is_file() else "is not a regular file"
