"""Read an Excel workbook: its sheets in workbook order, hidden ones too.

Order of the containers: for each sheet its name, its cells row by row, its headers and footers, its text
boxes, its comments; at the end the names the workbook defines. Links to other workbooks are never followed,
and nothing is calculated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from stormdat_core.documents.blocks import BlockList
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.properties import core_properties
from stormdat_core.documents.office.shapes import Draft, ShapeReader, diagram_parts
from stormdat_core.documents.source import Source
from stormdat_core.documents.xlsx.addresses import parse_address
from stormdat_core.documents.xlsx.comments import read_comments
from stormdat_core.documents.xlsx.sheet import Oddities, SheetReader
from stormdat_core.documents.xlsx.strings import Runs, read_shared_strings
from stormdat_core.documents.xlsx.workbook import Sheet, Workbook, read_workbook
from stormdat_core.model import BlockKind, Document

_OBJECTS = frozenset({"oleObject", "package"})
_UNREAD_CHARTS = frozenset({"chartEx"})
_LISTED = 20
"""Sheets that a warning names."""


@dataclass(slots=True)
class _Reading:
    """The workbook being read, and what was met on the way."""

    package: Package
    blocks: BlockList
    strings: list[Runs]
    oddities: Oddities = field(default_factory=Oddities)
    equations: int = 0
    objects: int = 0
    charts: int = 0
    """Charts of a kind that is not read."""


def read_excel(source: Source, package: Package, main: str) -> Document:
    """Return the workbook whose main part is `main`.

    Effective fonts and sizes are not worked out: every run has the neutral format. Runs of a shared text
    lead back to the table of shared texts, not to the sheet.

    Raises:
        UnreadableDocument: damaged, or with content that attacks use.
        LimitExceeded: over a limit.
    """
    book = read_workbook(package, main)
    blocks = BlockList(package.name, package.limits.blocks)
    strings = [
        runs for part in package.related(main, "sharedStrings") for runs in read_shared_strings(package, part)
    ]
    reading = _Reading(package, blocks, strings)
    for sheet in book.sheets:
        _add_sheet(reading, sheet)
    for name in book.names:
        blocks.add_text(BlockKind.PROPERTY, name, main, note="defined name")
    properties = core_properties(package)
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="xlsx",
        title=properties.get("title", "") or source.path.stem,
        blocks=tuple(blocks.blocks),
        properties=properties,
        warnings=tuple(dict.fromkeys(_warnings(reading, book, main))),
    )


def _add_sheet(reading: _Reading, sheet: Sheet) -> None:
    place = {"sheet": sheet.name, "section": sheet.number - 1}
    reading.blocks.add_text(BlockKind.PROPERTY, sheet.name, sheet.part, note="sheet name", **place)
    if not sheet.part:
        return
    package = reading.package
    reader = SheetReader(sheet, package.name, reading.strings, reading.blocks, reading.oddities)
    reader.read(package.read(sheet.part))
    for part in package.related(sheet.part, "drawing"):
        _add_drawing(reading, sheet, part)
    _add_comments(reading, sheet)
    kinds = [link.kind for link in package.relationships(sheet.part).values()]
    reading.objects += sum(kind in _OBJECTS for kind in kinds)


def _add_drawing(reading: _Reading, sheet: Sheet, part: str) -> None:
    """Add text boxes, diagrams, and what charts say beside the cells they draw."""
    package = reading.package
    _add_shapes(reading, sheet, part, "text box")
    for diagram in diagram_parts(package, part):
        _add_shapes(reading, sheet, diagram, "diagram")
    for chart in package.related(part, "chart"):
        _add_shapes(reading, sheet, chart, "chart")
    kinds = [link.kind for link in package.relationships(part).values()]
    reading.charts += sum(kind in _UNREAD_CHARTS for kind in kinds)


def _add_shapes(reading: _Reading, sheet: Sheet, part: str, note: str) -> None:
    reader = ShapeReader(part)
    reader.read(reading.package.read(part), reading.package.name)
    reading.equations += reader.equations
    for draft in reader.drafts:
        reading.blocks.add(
            _kind(draft),
            tuple(draft.runs),
            part=part,
            section=sheet.number - 1,
            row=draft.shape.row,
            column=draft.shape.column,
            note=note,
            sheet=sheet.name,
        )


def _kind(draft: Draft) -> BlockKind:
    if draft.shape.hidden:
        return BlockKind.HIDDEN
    return BlockKind.ALTERNATIVE_TEXT if draft.describes else BlockKind.TEXT_BOX


def _add_comments(reading: _Reading, sheet: Sheet) -> None:
    for comment in read_comments(reading.package, sheet.part):
        row, column = parse_address(comment.reference) or (None, None)
        reading.blocks.add(
            BlockKind.COMMENT,
            comment.runs,
            part=comment.part,
            section=sheet.number - 1,
            row=row,
            column=column,
            note="comment",
            sheet=sheet.name,
        )


def _warnings(reading: _Reading, book: Workbook, main: str) -> Iterator[str]:
    """Yield, in sentences, what was met and not read, or read although no reader of a sheet sees it."""
    package = reading.package
    yield from package.warnings
    yield from _hidden_sheets(book)
    yield from _cells_without_text(reading.oddities)
    outside = sum(link.kind == "externalLink" for link in package.relationships(main).values())
    if outside:
        yield f"Links to other workbooks ({outside:,}) were not followed."
    if reading.equations:
        yield f"Equations ({reading.equations:,}) were not checked."
    if reading.charts:
        yield f"Charts of a newer kind ({reading.charts:,}) were not checked."
    if reading.objects:
        yield f"Embedded files ({reading.objects:,}) were not checked."
    if all(block.kind is BlockKind.PROPERTY for block in reading.blocks.blocks):
        yield "The workbook holds no text."


def _hidden_sheets(book: Workbook) -> Iterator[str]:
    for state, words in (("hidden", "Hidden sheets"), ("veryHidden", "Very hidden sheets")):
        names = [sheet.name for sheet in book.sheets if sheet.state == state]
        if names:
            listed = ", ".join(f"“{name}”" for name in names[:_LISTED])
            more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
            yield f"{words} were checked too: {listed}{more}."


def _cells_without_text(oddities: Oddities) -> Iterator[str]:
    unresolved, errors = oddities.unresolved, oddities.errors
    if unresolved.count:
        yield (
            f"Formulas whose stored result is missing or empty ({unresolved.count:,}, the first in "
            f"{unresolved.first}) have no text. If they should show some, open the workbook in Excel, save "
            "it, and check it again."
        )
    nameless = oddities.nameless
    if nameless.count:
        yield (
            f"Cells that promise a text and name none ({nameless.count:,}, the first in {nameless.first}) "
            "were read as empty."
        )
    if errors.count:
        yield f"Cells that show an error ({errors.count:,}, the first in {errors.first}) hold no text."
