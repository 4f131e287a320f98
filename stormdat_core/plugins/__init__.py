"""Doors for what other packages bring: rules, readers, reports, features; ours come through the same ones.

A package offers something by an entry point of one of the groups in `entries`. A `Door` finds, loads,
classifies and sorts what is offered; whatever fails on the way carries the name of its package, is kept in
`state.failures()` and keeps nothing else from working. `guard` runs what was let in.
"""

from stormdat_core.plugins.door import Door, Offer, Unsuitable
from stormdat_core.plugins.entries import FEATURES, READERS, REPORTS, RULES, Entry
from stormdat_core.plugins.guard import PluginFailed, guarded
from stormdat_core.plugins.state import Failure

__all__ = [
    "FEATURES",
    "READERS",
    "REPORTS",
    "RULES",
    "Door",
    "Entry",
    "Failure",
    "Offer",
    "PluginFailed",
    "Unsuitable",
    "guarded",
]
