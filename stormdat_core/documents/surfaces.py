"""What the blocks of a document stand on: its pages, slides or sheets, with their sizes.

For who draws a document; to check it nobody needs them. What cannot be found out is left out: a document can
be drawn as its text always.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby

from stormdat_core.documents.limits import Limits
from stormdat_core.documents.pptx.placing import placed
from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.model.drawn import DrawnPage

MOST_PAGES = 20_000
"""Pages of a PDF; those behind them are drawn as text."""
_WIDEST = 60
"""Characters of the widest column of a sheet."""
_MOST_COLUMNS = 200


def surfaces(document: Document, limits: Limits) -> tuple[DrawnPage, ...]:
    """Return the pages, slides or sheets of a document; none of one that has none, or whose cannot be read.

    No exception leaves it: whatever is wrong with places in a file, its text can be shown.
    """
    of = _BY_FORMAT.get(document.format)
    with suppress(Exception):
        return tuple(of(document, limits)) if of else ()
    return ()


def _pages(document: Document, limits: Limits) -> Iterator[DrawnPage]:
    """Yield the pages of a PDF, also those without text, and what stands on none."""
    del limits
    sizes = _sizes(document)
    if not sizes:
        return
    groups = _together(document.blocks, lambda block: block.where.page)
    first = 0
    for number, (width, height) in enumerate(sizes, 1):
        blocks = groups.get(number, ())
        first = blocks[0].index if blocks else first
        yield DrawnPage(number, first, len(blocks), width, height)
        first += len(blocks)
    if first < len(document.blocks):
        yield DrawnPage(len(sizes) + 1, first, len(document.blocks) - first)


def _sizes(document: Document) -> list[tuple[float, float]]:
    """Return width and height of each page in points, as it is shown; of a damaged one a usual size."""
    import pypdfium2

    with suppress(pypdfium2.PdfiumError, OSError):
        pdf = pypdfium2.PdfDocument(document.path)
        try:
            return [_size(pdf, index) for index in range(min(len(pdf), MOST_PAGES))]
        finally:
            pdf.close()
    return []


def _size(pdf: object, index: int) -> tuple[float, float]:
    import pypdfium2.raw as pdfium

    size = pdfium.FS_SIZEF()
    known = pdfium.FPDF_GetPageSizeByIndexF(pdf, index, size)
    sides = float(size.width), float(size.height)
    return sides if known and min(sides) > 0 and all(map(math.isfinite, sides)) else (612.0, 792.0)


def _slides(document: Document, limits: Limits) -> Iterator[DrawnPage]:
    """Yield the slides with the boxes of their text, and what stands on none."""
    groups = _together(document.blocks, lambda block: block.where.slide)
    shape = (0.0, 0.0)
    boxes: Mapping[int, tuple[int, int, int, int]] = {}
    with suppress(Exception):  # without places a slide is shown as its text, in order
        shape, boxes = placed(document, limits)
    first = 0
    for number, slide in enumerate(sorted(key for key in groups if key is not None), 1):
        blocks = groups[slide]
        first = blocks[-1].index + 1
        where = tuple((block.index, *boxes[block.index]) for block in blocks if block.index in boxes)
        yield DrawnPage(number, blocks[0].index, len(blocks), *shape, where)
    if first < len(document.blocks):
        yield DrawnPage(len(groups), first, len(document.blocks) - first)


def _sheets(document: Document, limits: Limits) -> Iterator[DrawnPage]:
    """Yield the sheets with the columns that hold text."""
    del limits
    groups = groupby(document.blocks, key=lambda block: block.where.sheet)
    for number, (sheet, found) in enumerate(groups, 1):
        blocks = list(found)
        page = DrawnPage(number, blocks[0].index, len(blocks))
        yield page if sheet is None else replace(page, columns=_columns(blocks))


def _columns(blocks: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    """Return the columns of a sheet with the length of a long text in each."""
    widths: dict[int, int] = {}
    for block in blocks:
        column = block.where.column
        if block.kind is BlockKind.CELL and column is not None:
            widths[column] = max(widths.get(column, 0), min(len(block.text), _WIDEST))
    return tuple(sorted(widths.items())[:_MOST_COLUMNS])


def _together(
    blocks: Sequence[Block], key: Callable[[Block], int | None]
) -> dict[int | None, Sequence[Block]]:
    """Return the blocks by what they stand on; those of one stand together."""
    return {number: list(found) for number, found in groupby(blocks, key=key)}


_BY_FORMAT: Mapping[str, Callable[[Document, Limits], Iterator[DrawnPage]]] = {
    "pdf": _pages,
    "pptx": _slides,
    "xlsx": _sheets,
}
