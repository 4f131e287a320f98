"""Which model pack does the work, when a person named one and when nobody did."""

from pathlib import Path

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import ModelPack
from stormdat_core.transcription.packs.checking import verified
from stormdat_core.transcription.packs.library import PackLibrary

_LIVE = 200_000_000
"""Bytes of the largest pack that is taken for a live transcript when nobody chose: base, in 8 bits."""


class NoPack(StormError):
    """Nobody has brought a model pack yet, which is everybody's first day."""

    hint = (
        "Bring a model pack on a drive and import it (“stormdat models import PATH”). "
        "Recording works without one, and its text can be made later."
    )

    def __init__(self) -> None:
        super().__init__("No speech model is installed yet, so there is no text.")


def choose(packs: PackLibrary, wanted: str, *, live: bool = False) -> ModelPack:
    """Return a pack by name or by the path of its folder; without one the largest, or one quick enough.

    Raises:
        BadPack: there is none of that name, or it is incomplete.
        NoPack: none is installed and none was named.
    """
    held = sorted(packs.installed(), key=lambda pack: (pack.size, pack.name))
    if wanted:
        named = next((pack for pack in held if pack.name == wanted), None)
        folder = Path(wanted).expanduser()
        return named or (verified(folder.absolute()) if folder.is_dir() else packs.get(wanted))
    if not held:
        raise NoPack
    quick = [pack for pack in held if pack.size <= _LIVE]
    return (quick or held[:1])[-1] if live else held[-1]


def smaller(packs: PackLibrary, pack: ModelPack) -> ModelPack | None:
    """Return the largest pack that is at most half as large, for when the text falls behind."""
    able = [each for each in packs.installed() if each.size <= pack.size // 2]
    return max(able, key=lambda each: each.size, default=None)
