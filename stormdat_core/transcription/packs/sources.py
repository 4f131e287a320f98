"""Where a pack comes from: a folder or a zip archive, read without trusting either.

Only plain files directly in the folder, or in the one folder of the archive, are looked at. No more of a file
is read than its manifest promises, so an archive that unpacks to more than it says ends early.
"""

import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from stormdat_core.regular import open_regular
from stormdat_core.transcription.packs.manifest import LARGEST, MANIFEST, BadPack

_ENTRIES = 64
"""Entries of an archive; a pack has at most ten."""


class PackSource(Protocol):
    """Files by name."""

    origin: str
    """What to call it in a sentence."""

    def names(self) -> tuple[str, ...]:
        """Return the names of all its files."""
        ...

    def size(self, name: str) -> int:
        """Return the bytes a file claims to have."""
        ...

    def open(self, name: str) -> IO[bytes]: ...


class FolderSource:
    """A folder; a link or a folder in it is refused, not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.origin = folder, folder.name or str(folder)

    def names(self) -> tuple[str, ...]:
        found = sorted(os.scandir(self._folder), key=lambda entry: entry.name)
        for entry in found:
            if entry.is_symlink() or not entry.is_file(follow_symlinks=False):
                raise BadPack(f"“{entry.name}” in {self.origin} is not a plain file.")
        return tuple(entry.name for entry in found)

    def size(self, name: str) -> int:
        return (self._folder / name).lstat().st_size

    def open(self, name: str) -> IO[bytes]:
        return open_regular(self._folder / name, follow=False)


class ZipSource:
    """An archive whose files lie at its top, or all in one folder."""

    def __init__(self, archive: zipfile.ZipFile, origin: str) -> None:
        self._archive, self.origin = archive, origin
        self._entries = self._listed()

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._entries))

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._entries[name])

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        if len(self._archive.infolist()) > _ENTRIES:
            raise BadPack(f"{self.origin} holds far more files than a model pack.")
        places = [self._place(info) for info in infos]
        if len({place.parent for place in places}) > 1:
            raise BadPack(f"The files of {self.origin} lie in several folders; a pack has one.")
        if len({place.name for place in places}) < len(places):
            raise BadPack(f"{self.origin} holds a file twice.")
        return {place.name: info for place, info in zip(places, infos, strict=True)}

    def _place(self, info: zipfile.ZipInfo) -> PurePosixPath:
        place = PurePosixPath(info.filename)
        odd = "\\" in info.filename or ":" in info.filename or ".." in place.parts or place.is_absolute()
        if odd or len(place.parts) > 2:
            raise BadPack(f"{self.origin} holds a file outside its folder (“{info.filename[:80]}”).")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise BadPack(f"“{info.filename[:80]}” in {self.origin} is not a plain file.")
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadPack(f"{self.origin} is encrypted, or packed in a way that is not read here.")
        if info.file_size > LARGEST:
            raise BadPack(f"{self.origin} claims to be larger than any model, so it was not unpacked.")
        return place


@contextmanager
def open_source(path: Path) -> Iterator[PackSource]:
    """Yield what lies at `path`.

    Raises:
        BadPack: nothing is there, or it is neither a folder nor a zip archive, or it cannot be read.
    """
    try:
        if path.is_dir():
            yield FolderSource(path)
        else:
            with open_regular(path) as stream, zipfile.ZipFile(stream) as archive:
                yield cast("PackSource", ZipSource(archive, path.name))
    except zipfile.BadZipFile as exc:
        raise BadPack(f"{path.name} is not a model pack: it is no folder, and no whole zip archive.") from exc
    except (OSError, EOFError, NotImplementedError) as exc:
        reason = getattr(exc, "strerror", None) or "it is damaged"
        raise BadPack(
            f"{path.name} could not be read: {reason}.", "Check the drive, then try again."
        ) from exc
    except Exception as exc:
        if type(exc).__module__ == "zlib":  # what a damaged stream raises; importing it for its name is silly
            raise BadPack(f"{path.name} is damaged and could not be unpacked.") from exc
        raise


def manifest_of(source: PackSource) -> bytes:
    """Return the bytes of a pack's manifest, if it has one of bearable length.

    Raises:
        BadPack: it has not.
    """
    from stormdat_core.transcription.packs.manifest import LONGEST_MANIFEST

    if MANIFEST not in source.names():
        raise BadPack(f"{source.origin} is not a model pack: it has no {MANIFEST}.")
    with source.open(MANIFEST) as stream:
        text = stream.read(LONGEST_MANIFEST + 1)
    if len(text) > LONGEST_MANIFEST:
        raise BadPack(f"The manifest of {source.origin} is too long to be one.")
    return text
