"""Word lists that ship with the engine: English words in capitals, units, markings, well-known forms."""

import tomllib
from collections.abc import Iterable, Mapping
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
_INFLECTIONS = ("S", "ED", "D", "ING")


@lru_cache(maxsize=8)
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(
        (resources.files("stormdat_core.acronyms") / "data" / f"{name}.toml").read_text("utf-8")
    )


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Return English words that stand in capitals for emphasis or as labels, in capitals."""
    return frozenset(
        word.upper() for name in ("function", "technical") for word in _table("words")[name].split()
    )


@lru_cache(maxsize=1)
def _seldom_meant() -> frozenset[str]:
    """Return words of every day and of command languages, in capitals."""
    return frozenset(
        word.upper() for name in ("everyday", "commands") for word in _table("words")[name].split()
    )


@lru_cache(maxsize=1 << 14)
def is_large_word(surface: str) -> bool:
    """Return whether a form that nobody defines is a word written large: RED, IDLE, VACUUM."""
    return surface in _seldom_meant() or is_word(surface) or _is_inflected(surface)


def _is_inflected(surface: str) -> bool:
    """Return whether a long form is a word with an ending: ALARMS, ADDRESSED, CONFIRMING."""
    stems = (surface.removesuffix(ending) for ending in _INFLECTIONS) if len(surface) >= _LONG else ()
    return any(stem != surface and (stem in _seldom_meant() or stem in english()) for stem in stems)


@lru_cache(maxsize=1 << 14)
def is_word(surface: str) -> bool:
    """Return whether a form in capitals is an English word: listed, or long with such an ending."""
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
def tiers() -> Mapping[str, frozenset[str]]:
    """Return the shipped well-known acronyms by tier, as written there."""
    return {name: frozenset(tier["forms"].split()) for name, tier in _table("well_known").items()}


DEFAULT_TIERS = ("general", "computing", "names")
"""The tiers that count where a profile does not say."""


def well_known(chosen: Iterable[str] | None = None) -> frozenset[str]:
    """Return the well-known acronyms that a profile chooses, as written.

    Args:
        chosen: names of tiers, and acronyms besides; None for the tiers that count by default.
    """
    names = DEFAULT_TIERS if chosen is None else tuple(chosen)
    return frozenset().union(*(tiers().get(name, frozenset((name,))) for name in names))


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Return the acronyms of all tiers: what is often said aloud without being spelt out."""
    return frozenset().union(*tiers().values())


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return first names of persons, in capitals."""
    return frozenset(_table("phrases")["given"].upper().split())


@lru_cache(maxsize=1)
def openers() -> frozenset[str]:
    """Return the words, in capitals, that stand before a name and are no part of it: the, each, if."""
    return frozenset(word.upper() for word in _table("words")["function"].split())


@lru_cache(maxsize=1)
def no_phrase() -> frozenset[str]:
    """Return the words, in capitals, that make a phrase a date, a place, a person or a label."""
    return frozenset(word.upper() for words in _table("phrases").values() for word in words.split())


def everyday() -> frozenset[str]:
    """Return the forms whose definition nobody misses before they have read it."""
    return suppressed("everyday", "forms")
