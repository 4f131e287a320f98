"""The installed packs: each in a folder of its own name below one folder of the program's."""

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from stormdat_core.atomic import PREFIX
from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import ModelPack
from stormdat_core.paths import private_folder
from stormdat_core.transcription.packs.checking import check, read_manifest, transfer, verified
from stormdat_core.transcription.packs.manifest import MANIFEST, BadPack, Manifest
from stormdat_core.transcription.packs.sources import PackSource, manifest_of, open_source

_SPARE = 64 * 1024 * 1024
"""Bytes that must stay free on the disk."""


def _go_on() -> None:
    """Nobody wants to stop."""


class PackLibrary:
    """Model packs by name. Reads the disk at each call, so that several programs may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def installed(self) -> tuple[ModelPack, ...]:
        """Return what is installed and complete by its sizes, by name; `verify` compares the bytes."""
        return tuple(pack for pack in map(self._peek, self._folders()) if pack is not None)

    def get(self, name: str) -> ModelPack:
        """Return a pack by name.

        Raises:
            BadPack: it is not installed, or not complete.
        """
        for folder in self._folders():
            if folder.name == name:
                with open_source(folder) as source:
                    return read_manifest(source).pack(folder)
        raise BadPack(
            f"No model pack named “{name}” is installed.", "See “stormdat models list”, or import one."
        )

    def verify(self, name: str, check_stop: Callable[[], None] = _go_on) -> ModelPack:
        """Return a pack after comparing every byte with its manifest.

        Raises:
            BadPack: it is not installed, incomplete or altered.
        """
        return verified(self.get(name).folder, check_stop)

    def install(self, path: Path, check_stop: Callable[[], None] = _go_on) -> ModelPack:
        """Install the pack in a folder or zip archive: checked before and after the copy, whole or not.

        Args:
            path: the folder or the archive; it is only read.
            check_stop: called often; what it raises ends the copy.

        Raises:
            BadPack: it is not a whole pack, its name is taken by another one, or there is no space.
        """
        with open_source(path) as source:
            manifest = read_manifest(source)
            if (held := self._held(manifest)) is not None:
                return held
            self._make_room(manifest)
            check(source, manifest, check_stop)
            return self._copy(source, manifest, check_stop)

    def remove(self, name: str) -> None:
        """Remove a pack from the disk. One that is in use stays usable until its work ends.

        Raises:
            BadPack: there is no such pack, or the system does not let it go.
        """
        folder = next((each for each in self._folders() if each.name == name), None)
        if folder is None:
            raise BadPack(f"No model pack named “{name}” is installed.", "See “stormdat models list”.")
        going = self._folder / f"{PREFIX}{secrets.token_hex(8)}.gone"
        try:
            folder.rename(going)
            shutil.rmtree(going)
        except OSError as exc:
            raise BadPack(
                f"The model pack “{name}” could not be removed: {exc.strerror or exc}.",
                "End the transcription that uses it, then try again.",
            ) from exc

    def _folders(self) -> list[Path]:
        try:
            found = sorted(self._folder.iterdir())
        except OSError:
            return []
        return [each for each in found if not each.name.startswith(PREFIX) and not each.is_symlink()]

    def _peek(self, folder: Path) -> ModelPack | None:
        with suppress(StormError), open_source(folder) as source:
            manifest = read_manifest(source)
            return manifest.pack(folder) if manifest.name == folder.name else None
        return None

    def _held(self, manifest: Manifest) -> ModelPack | None:
        """Return the same pack if it is installed and sound; refuse another one of its name."""
        folder = self._folder / manifest.name
        if not folder.exists():
            return None
        with suppress(BadPack):
            held = verified(folder)
            if held.sha256 == manifest.sha256:
                return held
        raise BadPack(
            f"Another model pack named “{manifest.name}” is installed.", "Remove that one first, then import."
        )

    def _make_room(self, manifest: Manifest) -> None:
        private_folder(self._folder)
        free = shutil.disk_usage(self._folder).free
        if free < manifest.size + _SPARE:
            raise BadPack(
                f"The model pack “{manifest.name}” needs {manifest.size / 1e6:,.0f} MB, and the disk has "
                f"{free / 1e6:,.0f} MB left.",
                "Free some space, then import it again.",
            )

    def _copy(self, source: PackSource, manifest: Manifest, check_stop: Callable[[], None]) -> ModelPack:
        folder = self._folder / f"{PREFIX}{secrets.token_hex(8)}.part"
        folder.mkdir(mode=0o700)
        try:
            _write(folder / MANIFEST, manifest_of(source))
            for file in manifest.files:
                with source.open(file.name) as stream, (folder / file.name).open("xb") as target:
                    transfer(stream, target, file, source.origin, check_stop)
                    target.flush()
                    os.fsync(target.fileno())
            verified(folder, check_stop)
            final = folder.rename(self._folder / manifest.name)
            _sync(self._folder)
            return manifest.pack(final)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Let the new name survive a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
