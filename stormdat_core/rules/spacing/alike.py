"""Faults of spacing with the same words around them: one cause, such as a table that was copied."""

from collections.abc import Iterable
from typing import TypeAlias

from stormdat_core.model import Block
from stormdat_core.rules.base import normal

Spot: TypeAlias = tuple[Block, int, int]
"""A block, and start and end of a place in its text."""

_BESIDE = 16
"""Characters on one side that make two places the same."""
_FEWEST = 6


def alike(places: Iterable[Spot]) -> list[list[Spot]]:
    """Return places by cause: the same words before or behind make one."""
    groups: list[list[Spot]] = []
    known: dict[tuple[str, str], list[Spot]] = {}
    for block, start, end in places:
        before = "before", normal(block.text[max(0, start - _BESIDE) : start])
        behind = "behind", normal(block.text[end : end + _BESIDE])
        keys = [key for key in (before, behind) if len(key[1]) >= _FEWEST]
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            group = []
            groups.append(group)
        group.append((block, start, end))
        for key in keys:
            known.setdefault(key, group)
    return groups
