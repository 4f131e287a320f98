"""The order of comments in a merged matrix: that of the document.

A matrix is mostly written in the order of its document, and that tells more than numbers do: not every
heading has one, and what stands between two numbered places says only so by its row. So the rows of each
matrix stay in their order, and the places say how the rows of several are put between each other. Rows that
stand out of order, such as those a reviewer adds at the end, go where their numbers say.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from stormdat_core.reports.matrix.comments import Comment

_NUMBER = re.compile(r"[0-9]{1,9}")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LAST = (9, (), "")
_SECTION = re.compile(
    r"(?:(?:appendix|annex|enclosure|attachment|section|chapter|sec\.?|§)\s*)?"
    r"((?:[0-9]{1,9}|[a-z])(?:[.-](?:[0-9]{1,9}|[a-z]))*)\.?(?![\w])",
    re.IGNORECASE,
)
"""The number of a section: 3.1.2, A.1, Appendix B, 4.a."""
_PARAGRAPH = re.compile(r"\bpara(?:graph)?\s*([0-9]{1,9})\b", re.IGNORECASE)
_MOST_LEVELS = 20
_FEW = 0.5
"""Share of rows below which those that stand out of order are put where their numbers say."""
_Place = tuple[int, tuple[int, ...], str]
_Section = tuple[tuple[int, int, str], ...]
Key = tuple[_Place, _Section, int, _Place]
"""Page, section, paragraph and line."""
_FIRST: _Place = (-1, (), "")
_BEGINNING: Key = (_FIRST, (), 0, _FIRST)


def in_order(matrices: Sequence[Sequence[tuple[int, Comment]]]) -> list[int]:
    """Return the numbers of comments in the order of the document. Linear but for a logarithm.

    Args:
        matrices: the rows of each, with the number of the comment that each row is.
    """
    paged = all(any(row.page.strip() for _, row in rows) for rows in matrices if rows)
    graph = _Graph()
    for rows in matrices:
        keys = _keys([row for _, row in rows], paged=paged)
        strays = _strays(keys) if len(matrices) > 1 else frozenset()
        graph.add([number for number, _ in rows], keys, strays)
    return list(graph.sorted())


@dataclass(slots=True)
class _Graph:
    """Which comment comes before which, and where each stands."""

    keys: dict[int, tuple[bool, Key, int]] = field(default_factory=dict)
    after: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    waits: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, numbers: Sequence[int], keys: Sequence[Key], strays: frozenset[int]) -> None:
        """Add the rows of a matrix; a place from a row that is in order counts more than one of a stray."""
        last = None
        for at, (number, key) in enumerate(zip(numbers, keys, strict=True)):
            own = at in strays, key, len(self.keys)
            self.keys[number] = min(own, self.keys.get(number, own), key=lambda one: one[:2])
            if at in strays or number == last:
                continue
            if last is not None:
                self.after[last].append(number)
                self.waits[number] += 1
            last = number

    def sorted(self) -> Iterator[int]:
        """Yield the comments; where matrices contradict each other, their places decide."""
        rank = {number: key[1:] for number, key in self.keys.items()}
        every = sorted(rank, key=rank.__getitem__)
        ready = [(rank[number], number) for number in every if not self.waits[number]]
        heapify(ready)
        done: set[int] = set()
        for number in every:
            if number not in done and not ready:
                heappush(ready, (rank[number], number))
            while ready:
                _, first = heappop(ready)
                if first in done:
                    continue
                done.add(first)
                yield first
                for each in self.after[first]:
                    self.waits[each] -= 1
                    if not self.waits[each]:
                        heappush(ready, (rank[each], each))


def _keys(rows: Sequence[Comment], *, paged: bool) -> list[Key]:
    """Return the places of a matrix's rows; what a row does not say is as in the row before it."""
    found: list[Key] = []
    page, section, paragraph, line = _BEGINNING
    for row in rows:
        own_page = place(row.page) if paged and row.page.strip() else page
        own = _section(row.paragraph)
        if own_page != page or (own is not None and own != section):
            paragraph, line = 0, _FIRST
            page, section = own_page, own if own is not None else section
        number = _paragraph(row.paragraph)
        if number and (own is not None or not section):
            paragraph = number
        line = place(row.line) if row.line.strip() else line
        found.append((page, section, paragraph, line))
    return found


def _section(text: str) -> _Section | None:
    """Return the number of the section that a place begins with, for sorting; None for no number."""
    said = _SECTION.match(text.strip())
    if said is None:
        return None
    parts = re.split(r"[.-]", said[1].casefold())[:_MOST_LEVELS]
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def _paragraph(text: str) -> int:
    said = _PARAGRAPH.search(text)
    return int(said[1]) if said else 0


def _strays(keys: Sequence[Key]) -> frozenset[int]:
    """Return the rows that are out of order: those beside the longest part that is in order, where few."""
    ends: list[Key] = []
    at_end: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        long = bisect_right(ends, key)
        before.append(at_end[long - 1] if long else -1)
        ends[long : long + 1] = [key]
        at_end[long : long + 1] = [at]
    kept: set[int] = set()
    at = at_end[-1] if at_end else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return frozenset(range(len(keys))) - kept if len(keys) - len(kept) < _FEW * len(keys) else frozenset()


def place(text: str) -> _Place:
    """Return a place for sorting: i, ii, ES-1 before 1, 2, 10; A-1 behind them."""
    said = text.strip().casefold()
    if not said:
        return _LAST
    numbers = tuple(map(int, _NUMBER.findall(said)))[:20]
    if _ROMAN.fullmatch(said):
        return 0, (_roman(said),), ""
    letters = said.rstrip("0123456789-. ") if not said[0].isdigit() else ""
    return (1 if letters == "es" else 3 if len(letters) == 1 else 2, numbers, letters)


def _roman(numeral: str) -> int:
    """Return the value of a numeral in small letters; a smaller digit before a larger one is taken off."""
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
