"""One marking read: its characters, its parts, and what it says."""

from stormdat_core.markings.reading.characters import Normalised, normalise
from stormdat_core.markings.reading.content import CUI_WORDS, Content, Paths, categories_of, content_of
from stormdat_core.markings.reading.parser import parse
from stormdat_core.markings.reading.regime_choice import choose_regime

__all__ = [
    "CUI_WORDS",
    "Content",
    "Normalised",
    "Paths",
    "categories_of",
    "choose_regime",
    "content_of",
    "normalise",
    "parse",
]
