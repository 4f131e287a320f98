"""Read a PDF: text by page in the order of its content, as paragraphs; headers, footers, annotations.

Order on a page: headers, content, footers, then annotations. A paragraph that goes on over a page's end is
two blocks, one on each page. Pages without text are named in a warning: nothing was checked on them.
"""

import mmap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING

from stormdat_core.documents.blocks import NO_FORMAT, NO_RUN, Flow, Place
from stormdat_core.documents.pdf.acronyms import acronym_lists
from stormdat_core.documents.pdf.annotations import annotations
from stormdat_core.documents.pdf.blocks import PageBlocks
from stormdat_core.documents.pdf.cells import lines_of
from stormdat_core.documents.pdf.columns import in_reading_order
from stormdat_core.documents.pdf.joining import Joiner
from stormdat_core.documents.pdf.margins import without_numbers
from stormdat_core.documents.pdf.page import LABEL, Line, PageReader
from stormdat_core.documents.pdf.paragraphs import paragraphs
from stormdat_core.documents.pdf.repeats import Box, repeated
from stormdat_core.documents.pdf.rows import Row, rows_of
from stormdat_core.documents.pdf.surface import active_content
from stormdat_core.documents.source import Source
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import BlockKind, Document, Run, RunFormat, RunSource

if TYPE_CHECKING:
    import pypdfium2

_ABSENT = 64
"""Pages in a row that cannot be loaded; then the page tree is taken to claim more than there is."""
_MOST_BOOKMARKS = 20_000
_LONGEST_HEADING = 300
_PASSWORD = 4
_SECURITY = 5
_XFA = (2, 3)
"""Form types whose pages are made by a program inside the file."""


@dataclass(slots=True)
class _Page:
    """What was read from a page."""

    box: Box = (0.0, 0.0, 0.0, 0.0)
    """Left, bottom, right and top edge, in points."""
    rows: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[tuple[BlockKind, str, str]] = field(default_factory=list)
    empty: bool = False
    """True when it shows something and none of it is text."""
    recognised: bool = False
    """True when all its text lies invisibly under a scan."""
    unmapped: int = 0


@dataclass(slots=True)
class _Reading:
    """The pages read so far, by number from 1, and those that could not be."""

    name: str
    most: int
    """Lines of all pages together."""
    pages: dict[int, _Page] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)
    claimed: int = 0
    lines: int = 0


def read_pdf(source: Source) -> Document:
    """Return the PDF as a document.

    Raises:
        UnreadableDocument: damaged or password protected.
        LimitExceeded: a part that expands too far, or too many lines.
    """
    active = _active(source)
    pdf = _opened(source)
    try:
        reading = _Reading(source.name, source.limits.blocks)
        _read_pages(pdf, reading)
        properties = _properties(pdf)
        headings = _bookmarks(pdf)
        program_made = pdf.get_formtype() in _XFA
    finally:
        pdf.close()
    flow = Flow(source.name, source.limits.blocks)
    _add_blocks(flow, reading, headings)
    for name, text in properties.items():
        flow.add(BlockKind.PROPERTY, [Run(text, NO_FORMAT, RunSource("", NO_RUN))], Place(note=name))
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="pdf",
        title=properties.get("title", "") or source.path.stem,
        blocks=tuple(flow.blocks),
        properties=properties,
        warnings=tuple(_warnings(reading, active, program_made)),
    )


def _active(source: Source) -> list[str]:
    with mmap.mmap(source.stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return active_content(data, source.name, source.limits.part_bytes)


def _opened(source: Source) -> "pypdfium2.PdfDocument":
    import pypdfium2

    source.stream.seek(0)
    try:
        pdf = pypdfium2.PdfDocument(source.stream)
    except pypdfium2.PdfiumError as exc:
        if exc.err_code in (_PASSWORD, _SECURITY):
            raise UnreadableDocument(
                f"{source.name} is password protected, so it was not checked.",
                "Open it with the password, save it without one, and check it again.",
            ) from exc
        raise _damaged(source.name) from exc
    return pdf


def _damaged(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"{name} is damaged: no page of it can be read.", "Ask for the file again.")


def _read_pages(pdf: "pypdfium2.PdfDocument", reading: _Reading) -> None:
    """Read every page; a page tree may claim a million and hold one."""
    import pypdfium2

    reading.claimed = len(pdf)
    formats: dict[tuple[object, ...], RunFormat] = {}
    absent = 0
    for number in range(1, reading.claimed + 1):
        try:
            reading.pages[number] = _read_page(pdf, number, formats)
            absent = 0
        except pypdfium2.PdfiumError:
            reading.lost.append(number)
            absent += 1
            if absent == _ABSENT:
                reading.lost.extend(range(number + 1, reading.claimed + 1))
                break
            continue
        reading.lines += len(reading.pages[number].rows)
        if reading.lines > reading.most:
            raise LimitExceeded(f"{reading.name} has more than {reading.most:,} lines.")
    if not reading.pages:
        raise _damaged(reading.name)
    pages = list(reading.pages.values())
    for page, rows in zip(pages, without_numbers([page.rows for page in pages]), strict=True):
        page.lines = list(lines_of(list(in_reading_order(_stamps_last(rows)))))
        page.rows = []


def _stamps_last(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with those behind the others that are turned otherwise than most, as stamps are."""
    turns = Counter(row[0].turn for row in rows)
    if len(turns) < 2:
        return list(rows)
    most = turns.most_common(1)[0][0]
    return sorted(rows, key=lambda row: row[0].turn != most)


def _read_page(
    pdf: "pypdfium2.PdfDocument", number: int, formats: dict[tuple[object, ...], RunFormat]
) -> _Page:
    import pypdfium2.raw as pdfium

    page = pdf[number - 1]
    try:
        reader, pieces = _upright(page, number, formats)
        read = _Page(page.get_bbox(), rows_of(pieces), notes=list(annotations(page)))
        read.empty = not read.rows and pdfium.FPDFPage_CountObjects(page) > 0
        read.recognised = reader.seen > 0 and reader.invisible == reader.seen
        read.unmapped = reader.unmapped
    finally:
        page.close()
    return read


def _upright(
    page: "pypdfium2.PdfPage", number: int, formats: dict[tuple[object, ...], RunFormat]
) -> tuple[PageReader, list[Line]]:
    """Read a page as it is best turned: PDFium puts the lines of a page in order by what stands upright."""
    reader = PageReader(page, number, formats)
    pieces = list(reader.lines())
    most = max(reader.turns, key=lambda turn: reader.turns[turn], default=0)
    if most % 90 == 0 and most != page.get_rotation() and pieces:
        page.set_rotation(most)
        reader = PageReader(page, number, formats)
        pieces = list(reader.lines())
    return reader, pieces


def _properties(pdf: "pypdfium2.PdfDocument") -> Mapping[str, str]:
    wanted = ("Title", "Author", "Subject", "Keywords")
    found = pdf.get_metadata_dict(skip_empty=True)
    return {name.casefold(): " ".join(found[name].split()) for name in wanted if found.get(name, "").strip()}


def _bookmarks(pdf: "pypdfium2.PdfDocument") -> dict[tuple[int, str], int]:
    """Return the levels of the headings that the bookmarks name, by page and text."""
    levels: dict[tuple[int, str], int] = {}
    for mark in islice(pdf.get_toc(), _MOST_BOOKMARKS):
        target = mark.get_dest()
        index = target.get_index() if target else None
        if index is not None:
            levels.setdefault((index + 1, _plain(mark.get_title())), mark.level + 1)
    return levels


def _plain(text: str) -> str:
    """Return a heading without its number, spaces and case, as bookmarks and pages both have it."""
    head, _, rest = " ".join(text.split()).partition(" ")
    numbered = rest and any(map(str.isdigit, head)) and LABEL.fullmatch(head)
    return "".join((rest if numbered else f"{head}{rest}").split()).casefold()


def _add_blocks(flow: Flow, reading: _Reading, headings: Mapping[tuple[int, str], int]) -> None:
    pages = reading.pages
    repeats = repeated([(page.box, page.lines) for page in pages.values()])
    joiner = Joiner(line for page in pages.values() for line in page.lines)
    cells = acronym_lists(line for page in pages.values() for line in page.lines if id(line) not in repeats)
    for number, page in pages.items():
        edges = sorted((line for line in page.lines if id(line) in repeats), key=lambda line: -line.baseline)
        add = PageBlocks(flow, joiner, number)
        add.edges([line for line in edges if repeats[id(line)] is BlockKind.HEADER], BlockKind.HEADER)
        content = [line for line in page.lines if id(line) not in repeats]
        for listed, lines in groupby(content, key=lambda line: id(line) in cells):
            if listed:
                add.cells([part for line in lines for part in cells[id(line)]])
                continue
            for group in paragraphs(list(lines)):
                add.paragraph(group, _heading_level(group, number, headings))
        add.edges([line for line in edges if repeats[id(line)] is BlockKind.FOOTER], BlockKind.FOOTER)
        for kind, note, text in page.notes:
            add.note(kind, note, text)


def _heading_level(group: Sequence[Line], number: int, headings: Mapping[tuple[int, str], int]) -> int:
    """Return the level that a bookmark gives a paragraph, 0 when none names it."""
    if not headings or sum(len(line.text) for line in group) > _LONGEST_HEADING:
        return 0
    return headings.get((number, _plain(" ".join(line.text for line in group))), 0)


def _warnings(reading: _Reading, active: Sequence[str], program_made: bool) -> Iterator[str]:
    """Yield, in sentences, what was not read and what could act elsewhere."""
    pages = reading.pages
    empty = [number for number, page in pages.items() if page.empty]
    if empty:
        yield f"There is no text to check on {page_list(empty)}; a scan needs text recognition first."
    recognised = [number for number, page in pages.items() if page.recognised]
    if recognised:
        yield f"The text on {page_list(recognised)} lies unseen under a picture and may be misrecognised."
    if reading.lost:
        yield f"Damaged, so not checked: {page_list(reading.lost)}."
    unmapped = sum(page.unmapped for page in pages.values())
    if unmapped:
        yield f"{unmapped:,} characters have no meaning in the file; they are shown and checked as “\ufffd”."
    if program_made:
        yield "A form program inside the file makes its pages; it was not run, and what it shows not checked."
    if active:
        yield f"The file holds {_listed(active)}. None of it was run or opened."
    if not any(page.lines or page.notes for page in pages.values()):
        yield "The document holds no text."


def page_list(numbers: Sequence[int]) -> str:
    """Return page numbers in words: "page 3", "pages 1, 4 to 9 and 12"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [f"{a:,}" if a == b else f"{a:,} to {b:,}" for a, b in spans]
    shown = words if len(words) <= 20 else [*words[:20], f"{len(words) - 20:,} more stretches"]
    return f"{'page' if len(numbers) == 1 else 'pages'} {_listed(shown)}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
