"""Which files a sweep covers, and which it passed over and why: all that was given is one of them."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stormdat_core.atomic import PREFIX
from stormdat_core.documents import readable_suffixes
from stormdat_core.file_kinds import COPIED, unread

OWN_OUTPUTS = (
    *(f".annotated{ending}" for ending in COPIED),
    *(f".fixed{ending}" for ending in COPIED),
    ".findings.xlsx",
    ".findings.html",
    ".findings.json",
    ".findings.csv",
    ".crm.xlsx",
    ".crm.docx",
)
"""What a sweep wrote. A folder sweep passes over them, or it would sweep the last sweep."""

_MOST = 100_000
"""Things passed over that are named; of others it is only told how many there are of each kind."""
_LONGEST_ENDING = 10
"""Characters with the dot. What stands behind the last dot of `Minutes of 12. November` is no ending."""
_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory"})
_NAME_IT = "To check it all the same, name the file itself."
_OWN = ("was written by a sweep", _NAME_IT)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was given, or that a folder held, and was not checked."""

    path: Path
    reason: str
    """What it is, to stand behind its name."""
    cure: str = ""
    """What a person can do, as a sentence."""
    name: str = ""
    """What it is called: its place below the folder that was given."""

    @property
    def told(self) -> str:
        """Return reason and cure, to stand behind the name: “is a picture (.png). Text in ...”"""
        return f"{self.reason}. {self.cure}" if self.cure else f"{self.reason}."


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files to check, in a stable order, and what was passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(slots=True)
class _Notes:
    """What is passed over, named up to a bound and counted beyond it."""

    named: list[Skipped] = field(default_factory=list)
    others: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, path: Path, given: Path, told: tuple[str, str]) -> None:
        if len(self.named) < _MOST:
            self.named.append(Skipped(path, *told, name=_shown(path, given)))
        else:
            self.others[told] += 1

    def all(self) -> tuple[Skipped, ...]:
        more = (Skipped(Path(), *told, name=f"{count:,} more") for told, count in self.others.items())
        return (*self.named, *more)


def discover(paths: Iterable[Path]) -> Discovery:
    """Return the files that `paths` name, and what else was given. Links to folders are not followed.

    A path that does not exist is returned as a file, so that the sweep reports it like any other failure.
    """
    files: dict[str, Path] = {}
    notes = _Notes()
    for path in paths:
        for found in _walk(path, notes) if path.is_dir() else [path]:
            known = files.setdefault(os.path.realpath(found), found)
            if _plain(known) != _plain(found):
                notes.add(found, path, (f"is the same file as {known.name}, which was taken", ""))
    return Discovery(tuple(files.values()), notes.all())


def _walk(given: Path, notes: _Notes) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        told = f"could not be opened: {error.strerror}", "Check who may read it."
        notes.add(Path(error.filename or given), given, told)

    for root, folders, names in os.walk(given, onerror=unreadable):
        folders.sort(key=str.casefold)
        if not folders and not names:
            notes.add(Path(root), given, ("is an empty folder", ""))
        for folder in folders:
            if _is_link(Path(root, folder)):
                link = "is a link to a folder, which is not followed", "Name the folder itself."
                notes.add(Path(root, folder), given, link)
        for name in sorted(names, key=str.casefold):
            path = Path(root, name)
            told = _reason_to_skip(path)
            if told is None:
                yield path
            else:
                notes.add(path, given, told)


def _plain(path: Path) -> str:
    """Return a path without its detours, links as they are: two spellings of one name are one."""
    return os.path.normcase(os.path.normpath(path.absolute()))


def _is_link(folder: Path) -> bool:
    """Return whether `os.walk` does not go into a folder: a link, or a junction of Windows."""
    is_junction = getattr(os.path, "isjunction", None)  # from Python 3.12 on
    return folder.is_symlink() or bool(is_junction and is_junction(folder))


def _reason_to_skip(path: Path) -> tuple[str, str] | None:
    """Return None for a file to check, or why it is not and what a person can do."""
    name = path.name.casefold()
    if name.startswith(("~$", ".~lock.")):
        program = "Word" if name.startswith("~") else "LibreOffice"
        return f"is the lock of a document that is open in {program}", "Check the document itself."
    if name.startswith(PREFIX):
        return "is an output that was never finished", "stormdat cleanup removes it."
    if name.endswith(OWN_OUTPUTS):
        return _OWN
    if name in _SYSTEM:
        return "is a file of the operating system", ""
    suffix = _ending(path)
    return _irregular(path) or (unread(suffix) if suffix not in readable_suffixes() else None)


def _ending(path: Path) -> str:
    """Return the ending of a name in lower case; empty when it has none, or one that cannot be meant."""
    suffix = path.suffix.casefold()
    return suffix if len(suffix) <= _LONGEST_ENDING and " " not in suffix else ""


def _irregular(path: Path) -> tuple[str, str] | None:
    try:
        mode = path.stat().st_mode
    except OSError as exc:
        broken = "is a link to nothing" if path.is_symlink() else f"could not be opened: {exc.strerror}"
        return broken, "Check that the file is still there and that you may read it."
    return None if stat.S_ISREG(mode) else ("is a pipe, a device or a socket, not a file", "")


def _shown(path: Path, given: Path) -> str:
    """Return what a person calls something: its place in the folder that was given."""
    if path != given and path.is_relative_to(given):
        return path.relative_to(given).as_posix()
    return given.name or Path(_plain(given)).name or str(given)
