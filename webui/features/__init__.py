"""The features: ours, in the order of the sidebar, and those that plug-ins bring, through one door."""

import re
from collections.abc import Iterable

from stormdat_core.plugins import FEATURES, Door, Unsuitable
from stormdat_core.plugins.entries import builtin
from webui.feature import Feature

_OURS = (
    "home", "sweeps", "review", "recorder", "recordings", "transcripts", "inbox", "cleanup", "settings",
    "help",
)  # fmt: skip
_ADDRESS = re.compile(r"/[a-z][a-z0-9_-]{0,31}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,31}")


def classified(held: object) -> Feature:
    """Return an object as a feature.

    Raises:
        Unsuitable: it is none, or its addresses would not be its own.
    """
    if not isinstance(held, Feature):
        raise Unsuitable(f"an object of type {type(held).__name__} is no Feature.")
    if not _WORD.fullmatch(held.id) or held.blueprint.name != held.id:
        raise Unsuitable(f"“{held.id[:40]}” has to be a word in small letters, and its blueprint's name.")
    if held.prefix and not _ADDRESS.fullmatch(held.prefix):
        raise Unsuitable(f"the addresses of {held.id} have to begin with one word, such as /{held.id}.")
    return held


def _names(feature: Feature) -> Iterable[str]:
    return feature.id, feature.prefix or f"/{feature.id}"


DOOR: Door[Feature] = Door(
    builtin(FEATURES, {name: f"webui.features.{name}:FEATURE" for name in _OURS}), classified, _names
)
