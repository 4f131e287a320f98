"""Headers and footers: lines near the edge of a page that stand there on others too, numbers aside."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from stormdat_core.documents.pdf.page import Line, turned_box
from stormdat_core.model import BlockKind

_BAND = 0.13
"""Share of the page's height at either edge in which headers and footers stand."""
_LEVEL = 4.0
"""Points by which one header may stand higher than another."""
_NUMBER = re.compile(r"\d{1,9}|\b[ivxlc]+\b", re.IGNORECASE)
_ENOUGH = 3
_APART = 2
"""Pages from one header to the next like it: odd and even pages may have their own."""


Box = tuple[float, float, float, float]


def repeated(pages: Sequence[tuple[Box, Sequence[Line]]]) -> dict[int, BlockKind]:
    """Return the kind of each line that is a header or footer, by the line's `id`.

    Args:
        pages: left, bottom, right and top edge of each page, in points, and its lines.
    """
    places: dict[tuple[BlockKind, str], list[Line]] = defaultdict(list)
    for box, lines in pages:
        for line in lines:
            kind = _edge(line, box)
            if kind:
                places[kind, _NUMBER.sub("#", line.text.strip())].append(line)
    enough = min(_ENOUGH, max(2, len(pages)))
    return {id(line): kind for (kind, _), lines in places.items() for line in _level(lines, enough)}


def _edge(line: Line, box: Box) -> BlockKind | None:
    _, bottom, _, top = turned_box(*box, line.turn) if line.turn else box
    height = top - bottom
    if line.baseline - bottom > (1 - _BAND) * height:
        return BlockKind.HEADER
    return BlockKind.FOOTER if line.baseline - bottom < _BAND * height else None


def _level(lines: list[Line], enough: int) -> Iterator[Line]:
    """Yield the lines that stand on one level with those of enough neighbouring pages."""
    lines.sort(key=lambda line: line.baseline)
    for level in _chains(lines, lambda last, line: line.baseline - last.baseline <= _LEVEL):
        level.sort(key=lambda line: line.page)
        for chain in _chains(level, _follows):
            if len({line.page for line in chain}) >= enough:
                yield from chain


def _follows(last: Line, line: Line) -> bool:
    """Return whether a line is the next page's header: each number is the same, or grew as the pages did.

    Headings and captions of neighbouring pages, AC-2 after AC-1, differ in numbers too, but not by pages.
    """
    pages = line.page - last.page
    before, after = (re.findall(r"\d{1,9}", each.text) for each in (last, line))
    steps = (int(b) - int(a) for a, b in zip(before, after, strict=False))
    return pages <= _APART and all(step in (0, pages) for step in steps)


def _chains(lines: list[Line], linked: Callable[[Line, Line], bool]) -> Iterator[list[Line]]:
    """Yield stretches of sorted lines in which each is linked to the one before."""
    chain: list[Line] = []
    for line in lines:
        if chain and not linked(chain[-1], line):
            yield chain
            chain = []
        chain.append(line)
    if chain:
        yield chain
