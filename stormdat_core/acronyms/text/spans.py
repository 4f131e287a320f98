"""Stretches of a text, asked many times whether they hold an offset: linear even in one long paragraph."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Spans:
    """Stretches that do not overlap one another."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def holds(self, at: int) -> bool:
        """Return whether an offset lies in a stretch."""
        place = bisect_right(self._starts, at) - 1
        return place >= 0 and at < self._ends[place]

    def covers(self, start: int, end: int) -> bool:
        """Return whether one stretch holds all characters from `start` to `end`."""
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and end <= self._ends[place]

    def touches(self, start: int, end: int) -> bool:
        """Return whether a stretch shares a character with `start` to `end`."""
        place = bisect_left(self._starts, end) - 1
        return place >= 0 and start < self._ends[place]


NOWHERE = Spans(())
"""No stretch at all: what most units have."""
