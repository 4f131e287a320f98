"""Read a PowerPoint presentation: slides in the order they are shown, each with what hangs on it.

Order of the containers: for each slide its shapes from back to front, its diagrams and charts; then what its
layout and its master draw themselves, at the first slide that shows it; its notes; its comments. At the end
what the masters of notes and handouts print. Hidden slides are read in their place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from stormdat_core.documents.blocks import BlockList
from stormdat_core.documents.office.dialects import SLIDE
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.properties import core_properties
from stormdat_core.documents.office.shapes import ShapeReader, diagram_parts, shown
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.documents.pptx.slides import SlideWriter, title_of
from stormdat_core.documents.source import Source
from stormdat_core.model import BlockKind, Document

_OBJECTS = frozenset({"oleObject", "package"})
_UNREAD_CHARTS = frozenset({"chartEx"})
_LISTED = 50
"""Hidden slides that a warning names."""


@dataclass(slots=True)
class _Reading:
    """The presentation being read, and what was met on the way."""

    package: Package
    blocks: BlockList
    out: SlideWriter
    done: set[str] = field(default_factory=set)
    """Parts read, of those that several slides share."""
    hidden: list[int] = field(default_factory=list)
    equations: int = 0
    objects: int = 0
    charts: int = 0
    """Charts of a kind that is not read."""

    def shapes(self, part: str, *, cached_strings: bool = False) -> ShapeReader:
        reader = ShapeReader(part, cached_strings=cached_strings)
        reader.read(self.package.read(part), self.package.name)
        self.equations += reader.equations
        return reader

    def first(self, part: str) -> bool:
        """Return True at the first call for a part."""
        new = part not in self.done
        self.done.add(part)
        return new


def read_powerpoint(source: Source, package: Package, main: str) -> Document:
    """Return the presentation whose main part is `main`.

    Effective fonts and sizes are not worked out: every run has the neutral format.

    Raises:
        UnreadableDocument: damaged, or with content that attacks use.
        LimitExceeded: over a limit.
    """
    blocks = BlockList(package.name, package.limits.blocks)
    reading = _Reading(package, blocks, SlideWriter(blocks))
    for number, part in enumerate(_slide_parts(package, main), 1):
        _add_slide(reading, number, part)
    _add_print_masters(reading, main)
    properties = core_properties(package)
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="pptx",
        title=properties.get("title", "") or source.path.stem,
        blocks=tuple(blocks.blocks),
        properties=properties,
        warnings=tuple(dict.fromkeys(_warnings(reading))),
    )


def _slide_parts(package: Package, main: str) -> Iterator[str]:
    """Yield the parts of the slides in the order they are shown; note those that are missing."""
    links = package.relationships(main)
    seen: set[str] = set()
    for id_ in _slide_ids(package, main):
        link = links.get(id_)
        if link is None or link.external or link.target not in package:
            package.warnings.append(f"A slide ({link.target if link else id_}) is missing from the file.")
        elif link.target not in seen:
            seen.add(link.target)
            yield package.part_name(link.target)


def _slide_ids(package: Package, main: str) -> list[str]:
    found: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "p:sldId":
            found.append(attribute(attributes, "r:id"))

    Parser(start, dialect=SLIDE).run(package.read(main), main, package.name)
    return found


def _add_slide(reading: _Reading, number: int, part: str) -> None:
    reader = reading.shapes(part)
    visible = shown(reader, "show")
    if not visible:
        reading.hidden.append(number)
    reading.out.enter(number, title_of(reader.drafts), "" if visible else "hidden slide")
    reading.out.add_slide(part, reader.drafts)
    _add_graphics(reading, part)
    if shown(reader, "showMasterSp"):
        _add_layout(reading, part)
    _add_notes(reading, part)
    _add_comments(reading, part)


def _add_layout(reading: _Reading, slide: str) -> None:
    """Add what the slide's layout and master draw themselves, if no slide before has shown it."""
    for layout in reading.package.related(slide, "slideLayout"):
        if reading.first(layout):
            reader = reading.shapes(layout)
            reading.out.add_drawn(layout, reader.drafts, "layout")
            _add_graphics(reading, layout)
            if shown(reader, "showMasterSp"):
                _add_master(reading, layout)


def _add_master(reading: _Reading, layout: str) -> None:
    for master in reading.package.related(layout, "slideMaster"):
        if reading.first(master):
            reading.out.add_drawn(master, reading.shapes(master).drafts, "master")
            _add_graphics(reading, master)


def _add_graphics(reading: _Reading, part: str) -> None:
    """Add the text of diagrams and charts, which stand in parts of their own; count what is not read."""
    package = reading.package
    for diagram in diagram_parts(package, part):
        drafts = reading.shapes(diagram).drafts
        reading.out.add_all(diagram, drafts, BlockKind.SLIDE_TEXT, "diagram")
    for chart in package.related(part, "chart"):
        drafts = reading.shapes(chart, cached_strings=True).drafts
        reading.out.add_all(chart, drafts, BlockKind.SLIDE_TEXT, "chart")
    kinds = [link.kind for link in package.relationships(part).values()]
    reading.objects += sum(kind in _OBJECTS for kind in kinds)
    reading.charts += sum(kind in _UNREAD_CHARTS for kind in kinds)


def _add_notes(reading: _Reading, slide: str) -> None:
    for notes in reading.package.related(slide, "notesSlide"):
        if reading.first(notes):
            reading.out.add_all(notes, reading.shapes(notes).drafts, BlockKind.NOTE, "notes")


def _add_comments(reading: _Reading, slide: str) -> None:
    for comments in reading.package.related(slide, "comments"):
        drafts = reading.shapes(comments).drafts
        reading.out.add_all(comments, drafts, BlockKind.COMMENT, "comment")


def _add_print_masters(reading: _Reading, main: str) -> None:
    reading.out.enter(None)
    for part in reading.package.related(main, "notesMaster"):
        reading.out.add_drawn(part, reading.shapes(part).drafts, "notes master")
    for part in reading.package.related(main, "handoutMaster"):
        reading.out.add_drawn(part, reading.shapes(part).drafts, "handout master", margins=True)


def _warnings(reading: _Reading) -> Iterator[str]:
    """Yield, in sentences, what was met and not read, or read although no audience sees it."""
    yield from reading.package.warnings
    if reading.hidden:
        more = ", …" if len(reading.hidden) > _LISTED else ""
        yield f"Hidden slides were checked too: {', '.join(map(str, reading.hidden[:_LISTED]))}{more}."
    if reading.equations:
        yield f"Equations ({reading.equations:,}) were not checked."
    if reading.charts:
        yield f"Charts of a newer kind ({reading.charts:,}) were not checked."
    if reading.objects:
        yield f"Embedded files ({reading.objects:,}) were not checked."
    if not reading.blocks.blocks:
        yield "The presentation holds no text."
