"""Read a Word document completely, in reading order.

Order of the containers: body paragraphs and cells as they stand; after each paragraph its hidden text, the
alternative texts and watermarks of its drawings, the text boxes anchored in it, then the footnotes and
endnotes it calls. Behind the body: diagrams and charts, comments, headers and footers (each part once, also
those that no page shows, which say so), and the document's properties.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from stormdat_core.documents.block_roles.roles import with_roles
from stormdat_core.documents.docx.assemble import Assembler
from stormdat_core.documents.docx.drafts import Draft, SectionDraft
from stormdat_core.documents.docx.formats import FormatResolver
from stormdat_core.documents.docx.lists import NumberingSheet, read_numbering
from stormdat_core.documents.docx.part import PAGE_BREAK, PartReader
from stormdat_core.documents.docx.sections import live_sections, slot_label, unseen_headers
from stormdat_core.documents.docx.styles import StyleSheet, read_styles
from stormdat_core.documents.docx.theme import read_theme_fonts
from stormdat_core.documents.office.dialects import has_usual_names
from stormdat_core.documents.office.drawing import drawing_paragraphs
from stormdat_core.documents.office.imported import imported_paragraphs
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.properties import core_properties, page_count
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.documents.source import Source
from stormdat_core.documents.unread import package_gaps
from stormdat_core.errors import UnreadableDocument
from stormdat_core.model import BlockKind, Document, HeaderSlot, Section

_NOTE_KINDS = {"footnotes": "footnote", "endnotes": "endnote"}
_MOST_NAMED = 10
"""Fields without an end that are named one by one."""
_NEAR = 40
"""Characters shown of the paragraph they stand in."""
_PAGES_MISSING = 10
"""One page in so many may lack its break."""
_DRAWN = {"diagramData": "diagram", "chart": "chart"}


@dataclass(slots=True)
class _Reading:
    """The parts read so far and what was met on the way."""

    package: Package
    main: str
    sheet: StyleSheet
    numbering: NumberingSheet
    formats: FormatResolver
    original: bool
    readers: list[PartReader] = field(default_factory=list)
    unread_imports: int = 0

    def read(self, part: str) -> PartReader:
        data = self.package.read(part)
        paged = part == self.main and PAGE_BREAK in data and _knows_pages(data, page_count(self.package))
        reader = PartReader(part, self.formats, original=self.original)
        reader.read(data, self.package.name, paged=paged)
        if reader.unclosed:  # known only at the end of each story, when its text has been passed over
            reader = PartReader(part, self.formats, original=self.original, void=reader.unclosed)
            reader.read(data, self.package.name, paged=paged)
        self.readers.append(reader)
        return reader


def read_word(source: Source, package: Package, main: str) -> Document:
    """Return the Word document whose main part is `main`.

    Raises:
        UnreadableDocument: damaged, or with content that attacks use.
        LimitExceeded: over a limit of the package.
    """
    reading = _prepare(package, main, original=source.original)
    body = reading.read(main)
    if not body.has_body:
        raise UnreadableDocument(
            f"{package.name} is damaged: its document has no body.", "Ask for the file again."
        )
    notes, note_parts = _read_notes(reading)
    assembler = Assembler(reading.sheet, reading.numbering, package.name, package.limits.blocks)
    assembler.add_body(main, body.drafts, notes, note_parts)
    _add_imported(reading, assembler, body)
    _add_drawn(reading, assembler)
    _add_comments(reading, assembler)
    sections = live_sections(body.sections, package.relationships(main), _even_and_odd(package, main))
    _add_headers(reading, assembler, sections, body.sections)
    properties = core_properties(package)
    for name, text in properties.items():
        assembler.add_text("docProps/core.xml", text, BlockKind.PROPERTY, name)
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="docx",
        title=properties.get("title", "") or source.path.stem,
        blocks=with_roles(assembler.blocks),
        sections=sections,
        properties=properties,
        warnings=tuple(dict.fromkeys(_warnings(reading, assembler))),
    )


def _knows_pages(data: bytes, pages: int) -> bool:
    """Return whether the page breaks stored in a part make about as many pages as Word counted.

    Word stores none inside rows and paragraphs that go over a page, and other programs keep a few of old: a
    document of long tables then has two pages, and every place in it would be said to be on the second.
    """
    return data.count(PAGE_BREAK) + 1 >= pages - max(1, pages // _PAGES_MISSING)


def _prepare(package: Package, main: str, *, original: bool) -> _Reading:
    styles = next(package.related(main, "styles"), "")
    sheet = read_styles(package.read(styles), styles, package.name) if styles else StyleSheet()
    themes = next(package.related(main, "theme"), "")
    theme = read_theme_fonts(package.read(themes), themes, package.name) if themes else {}
    lists = next(package.related(main, "numbering"), "")
    numbering = read_numbering(package.read(lists), lists, package.name) if lists else NumberingSheet()
    numbering.style_numbers = sheet.style_numbers
    return _Reading(package, main, sheet, numbering, FormatResolver(sheet, theme), original)


def _read_notes(reading: _Reading) -> tuple[dict[str, list[Draft]], dict[str, str]]:
    """Return the drafts of each note by key, and the part each kind of note stands in."""
    notes: dict[str, list[Draft]] = {}
    parts: dict[str, str] = {}
    for relation, kind in _NOTE_KINDS.items():
        for part in reading.package.related(reading.main, relation):
            notes.update(reading.read(part).notes)
            parts[kind] = part
    return notes, parts


def _add_imported(reading: _Reading, assembler: Assembler, body: PartReader) -> None:
    """Add pieces that Word imports on opening (`w:altChunk`), if they are HTML or plain text."""
    links = reading.package.relationships(reading.main)
    for reference in body.imported:
        link = links.get(reference)
        if link is None or link.external or link.target not in reading.package:
            reading.unread_imports += 1
            continue
        content = reading.package.content_type(link.target)
        if content not in ("text/html", "application/xhtml+xml", "text/plain"):
            reading.unread_imports += 1
            continue
        part = reading.package.part_name(link.target)
        for text in imported_paragraphs(reading.package, part, plain=content == "text/plain"):
            assembler.add_text(part, text, BlockKind.PARAGRAPH, "imported piece")


def _add_drawn(reading: _Reading, assembler: Assembler) -> None:
    """Add the text of diagrams and charts, which stands in parts of their own."""
    for relation, word in _DRAWN.items():
        for part in reading.package.related(reading.main, relation):
            for text in drawing_paragraphs(reading.package.read(part), part, reading.package.name):
                assembler.add_text(part, text, BlockKind.TEXT_BOX, word)


def _add_comments(reading: _Reading, assembler: Assembler) -> None:
    for part in reading.package.related(reading.main, "comments"):
        reader = reading.read(part)
        for key, drafts in reader.notes.items():
            by = reader.authors.get(key, "")
            assembler.add_apart(part, drafts, BlockKind.COMMENT, f"comment by {by}" if by else "comment")


def _add_headers(
    reading: _Reading, assembler: Assembler, sections: tuple[Section, ...], drafts: list[SectionDraft]
) -> None:
    """Add each header and footer part once: under the first slot that shows it, or as one that none shows."""
    done: set[str] = set()
    for slot, section in _slots(sections):
        if slot.part and slot.part not in done and slot.part in reading.package:
            done.add(slot.part)
            reader = reading.read(slot.part)
            assembler.add_apart(slot.part, reader.drafts, slot.kind, slot_label(slot, section, len(sections)))
    for kind, variant, part in unseen_headers(drafts, reading.package.relationships(reading.main), done):
        if part in reading.package:
            reader = reading.read(part)
            label = f"{variant}-page {kind.value} that no page shows"
            assembler.add_apart(part, reader.drafts, BlockKind.HIDDEN, label)


def _slots(sections: tuple[Section, ...]) -> Iterator[tuple[HeaderSlot, Section]]:
    for section in sections:
        for slot in section.slots:
            yield slot, section


def _even_and_odd(package: Package, main: str) -> bool:
    found = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal found
        if name == "w:evenAndOddHeaders":
            found = attribute(attributes, "w:val") not in ("0", "false", "off")

    for part in package.related(main, "settings"):
        data = package.read(part)
        if b"evenAndOddHeaders" in data or not has_usual_names(data):  # most settings do not mention it
            Parser(start).run(data, part, package.name)
    return found


def _void_fields(reading: _Reading) -> Iterator[str]:
    """Yield where fields begin that never end."""
    void = [(reader, *each) for reader in reading.readers for each in reader.void]
    for reader, note, draft in void[:_MOST_NAMED]:
        text = "".join(run.text for run in draft.runs)
        words = f"near “{' '.join(text.split())[:_NEAR]}”" if text.strip() else "in an empty paragraph"
        place = note or ("the text" if reader.has_body else reader.part)
        yield f"A field in {place}, {words}, is never ended; what follows it was read as text."
    if len(void) > _MOST_NAMED:
        yield f"{len(void) - _MOST_NAMED:,} more fields are never ended."


def _warnings(reading: _Reading, assembler: Assembler) -> Iterator[str]:
    """Yield, in sentences, what was met and not read, or read and not judged."""
    yield from reading.package.warnings
    yield from reading.sheet.warnings
    hidden = sum(len(block.text) for block in assembler.blocks if block.kind is BlockKind.HIDDEN)
    outside = sum(reader.subdocuments for reader in reading.readers)
    comments = sum(block.kind is BlockKind.COMMENT for block in assembler.blocks)
    if hidden:
        yield f"Hidden text ({hidden:,} characters) was read; most rules do not judge it."
    yield from _void_fields(reading)
    yield from package_gaps(reading.package, [reader.part for reader in reading.readers])
    if reading.unread_imports:
        yield f"Imported pieces in other formats ({reading.unread_imports:,}) were not read."
    if outside:
        yield f"Text that other files supply ({outside:,} places) was not followed."
    if comments:
        yield f"Comments ({comments:,} paragraphs) were read; most rules do not judge them."
    if not any(block.kind not in (BlockKind.PROPERTY, BlockKind.HIDDEN) for block in assembler.blocks):
        yield "The document holds no text."
