"""Whether the files of a pack are, byte for byte, the ones its manifest names."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from stormdat_core.model.transcripts import ModelPack
from stormdat_core.transcription.packs.manifest import (
    MANIFEST,
    NEEDED,
    TEXTS,
    VOCABULARIES,
    BadPack,
    Manifest,
    PackFile,
    check_files,
    parse,
)
from stormdat_core.transcription.packs.sources import FolderSource, PackSource, manifest_of, open_source

_PIECE = 1024 * 1024


def read_manifest(source: PackSource) -> Manifest:
    """Return a pack's manifest if its list of files is what is there.

    Raises:
        BadPack: a file is missing, too many, or of another size.
    """
    manifest = parse(manifest_of(source), source.origin)
    there, listed = set(source.names()) - {MANIFEST}, {file.name for file in manifest.files}
    if missing := sorted(listed - there):
        raise BadPack(f"{missing[0]} is missing in {source.origin}.")
    if others := sorted(there - listed):
        raise BadPack(f"{source.origin} holds “{others[0][:80]}”, which its manifest does not name.")
    for file in manifest.files:
        if source.size(file.name) != file.size:
            raise BadPack(f"{file.name} in {source.origin} does not have the size its manifest gives.")
    return manifest


def check(source: PackSource, manifest: Manifest, check_stop: Callable[[], None] = lambda: None) -> None:
    """Compare every file with its digest.

    Raises:
        BadPack: one differs.
    """
    for file in manifest.files:
        with source.open(file.name) as stream:
            transfer(stream, None, file, source.origin, check_stop)


def transfer(
    stream: IO[bytes],
    target: IO[bytes] | None,
    file: PackFile,
    origin: str,
    check_stop: Callable[[], None] = lambda: None,
) -> None:
    """Read a file, write it to `target` if there is one, and never more of it than it should have.

    Raises:
        BadPack: it is shorter, longer or other than the manifest says.
    """
    digest, left = hashlib.sha256(), file.size
    while piece := stream.read(min(_PIECE, left + 1)):
        check_stop()
        left -= len(piece)
        if left < 0:
            break
        digest.update(piece)
        if target is not None:
            target.write(piece)
    if left or digest.hexdigest() != file.sha256:
        raise BadPack(f"{file.name} in {origin} is not the file its manifest names: it was cut or altered.")


def verified(folder: Path, check_stop: Callable[[], None] = lambda: None) -> ModelPack:
    """Return the pack in `folder` after comparing every byte.

    A folder without a manifest is taken for what it is: a model that somebody named by its path. It must have
    the files of a model, and its digests are those it has now.

    Raises:
        BadPack: it is incomplete or altered.
    """
    with open_source(folder) as source:
        if not isinstance(source, FolderSource):
            raise BadPack(f"{folder.name} is not a folder with a model.")
        if MANIFEST not in source.names():
            return describe(folder, folder.name).pack(folder)
        manifest = read_manifest(source)
        check(source, manifest, check_stop)
    return manifest.pack(folder)


def describe(
    folder: Path, name: str, licence: str = "unknown", languages: tuple[str, ...] = (), memory_mib: int = 0
) -> Manifest:
    """Return the manifest that a model folder without one should have.

    Raises:
        BadPack: a file of the model is missing, or is no plain file.
    """
    source = FolderSource(folder)
    there = source.names()
    wanted = [each for each in (*NEEDED, *VOCABULARIES, *TEXTS) if each in there]
    files = tuple(_described(source, each) for each in wanted)
    missing = [each for each in NEEDED if each not in there]
    if missing or not set(there) & set(VOCABULARIES):
        raise BadPack(f"{(*missing, VOCABULARIES[0])[0]} is missing in {source.origin}.", "")
    return Manifest(name, languages, licence, memory_mib, check_files(files, source.origin))


def _described(source: FolderSource, name: str) -> PackFile:
    digest = hashlib.sha256()
    with source.open(name) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return PackFile(name, source.size(name), digest.hexdigest())
