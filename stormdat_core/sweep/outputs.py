"""Which outputs a sweep writes for which file, and under which names.

A file that already has an output's name is replaced only if it is an output of the same document and still,
byte for byte, what the program wrote there: its mark says so, or, for one without, the library. Whatever a
person has changed since, or put there, keeps its name and the output gets the next number.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from stormdat_core import reports
from stormdat_core.atomic import free_name
from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.file_kinds import COPIED
from stormdat_core.regular import open_regular
from stormdat_core.reports.base import ReportWriter
from stormdat_core.reports.mark import identity, intact_mark

Known = Callable[[Path], str]
"""Returns the SHA-256 of what was last written to a path, or an empty string."""


def writers(formats: tuple[str, ...]) -> tuple[ReportWriter, ...]:
    """Return the writers for the words of `--format`.

    Raises:
        StormError: a word that no writer answers to.
    """
    by_id = {writer.id: writer for writer in reports.writers()}
    unknown = [word for word in formats if word not in by_id]
    if unknown:
        known = ", ".join(by_id)
        raise StormError(f"There is no output format “{unknown[0]}”.", f"Use any of: {known}.")
    return tuple(by_id[word] for word in dict.fromkeys(formats))


class OutputPlan:
    """Names the outputs of one sweep. Equal stems are numbered in the order of the files."""

    def __init__(self, folder: Path, formats: tuple[str, ...], known: Known = lambda _: "") -> None:
        self._folder = folder.absolute()
        self._writers = writers(formats)
        self._known = known
        self._taken: set[str] = set()

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            OutputRefused: it cannot be made, or is not a folder.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise OutputRefused(
                f"The output folder {self._folder} could not be made: {exc.strerror or exc}.",
                "Choose another folder.",
            ) from exc

    def targets(self, file: Path, *, replace: bool = True) -> Mapping[str, Path]:
        """Return the path of each output of a file, by format.

        Args:
            file: the document.
            replace: whether what is written is newer than our last output of it.
        """
        return {writer.id: self._target(file, _suffix(writer, file), replace) for writer in self._writers}

    def _target(self, file: Path, suffix: str, replace: bool) -> Path:
        def is_foreign(path: Path) -> bool:
            return _is_there(path) and not (replace and self._is_own(path, file))

        first = free_name(self._folder, file.stem, suffix, self._taken, exists=is_foreign)
        self._taken.add(first.name.casefold())
        return first

    def _is_own(self, path: Path, file: Path) -> bool:
        """Return whether a path holds our own last output of a file."""
        if path.is_symlink() or not path.is_file():
            return False
        mark = intact_mark(path)
        if mark:
            return mark == identity(file)
        known = self._known(path)
        return bool(known) and digest(path) == known


def remove_stale(target: Path, original: Path) -> None:
    """Remove our own earlier output of a document where there is no new one: its name would tell a lie."""
    if not target.is_symlink() and intact_mark(target) == identity(original):
        with suppress(OSError):
            target.unlink()


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _suffix(writer: ReportWriter, file: Path) -> str:
    """Return what follows the stem: a copy keeps the ending of its original, for Office refuses another."""
    ending = file.suffix.casefold()
    if not writer.formats or ending not in COPIED:
        return writer.suffix
    return writer.suffix[: writer.suffix.rindex(".")] + ending


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, or an empty string when it cannot be read."""
    try:
        with open_regular(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
