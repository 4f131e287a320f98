"""Word lists that ship with the engine: English words in capitals, units, markings, well-known forms."""

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

_LONG = 7
"""Letters from which on the ending of a word tells it from an acronym."""
_ENDINGS = tuple(
    ending + plural
    for ending in (
        "ING",
        "ION",
        "MENT",
        "ITY",
        "ANCE",
        "ENCE",
        "NESS",
        "ABLE",
        "IBLE",
        "ICAL",
        "ATED",
        "IZED",
        "LESS",
        "SHIP",
    )
    for plural in ("", "S")
)


@lru_cache(maxsize=8)
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(
        (resources.files("stormdat_core.acronyms") / "data" / f"{name}.toml").read_text("utf-8")
    )


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Return English words that stand in capitals for emphasis or as labels, in capitals."""
    return frozenset(word.upper() for words in _table("words").values() for word in words.split())


@lru_cache(maxsize=1 << 14)
def is_word(surface: str) -> bool:
    """Return whether a form in capitals is an English word: listed, or long and with the ending of one."""
    plural = len(surface) >= _LONG and surface.endswith("S") and surface[:-1] in english()
    return (
        plural
        or surface in english()
        or (len(surface) >= _LONG and surface.isalpha() and surface.endswith(_ENDINGS))
    )


@lru_cache(maxsize=32)
def suppressed(section: str, name: str) -> frozenset[str]:
    """Return one set of `suppression.toml`, as written there."""
    return frozenset(str(_table("suppression")[section][name]).split())


@lru_cache(maxsize=1)
def well_known() -> frozenset[str]:
    """Return the shipped suggestion of well-known acronyms."""
    return frozenset(_table("well_known")["well_known"])


@lru_cache(maxsize=1)
def openers() -> frozenset[str]:
    """Return the words, in capitals, that stand before a name and are no part of it: the, each, if."""
    return frozenset(word.upper() for word in _table("words")["function"].split())


@lru_cache(maxsize=1)
def no_phrase() -> frozenset[str]:
    """Return the words, in capitals, that make a phrase a date, a place, a person or a label."""
    return frozenset(word.upper() for words in _table("phrases").values() for word in words.split())
