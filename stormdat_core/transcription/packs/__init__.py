"""Speech models on disk: described by a manifest, checked file by file, installed whole or not at all."""

from stormdat_core.transcription.packs.library import PackLibrary
from stormdat_core.transcription.packs.manifest import MANIFEST, BadPack, Manifest, PackFile

__all__ = ["MANIFEST", "BadPack", "Manifest", "PackFile", "PackLibrary"]
