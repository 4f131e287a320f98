"""A document as the rules see it: blocks of runs in reading order, each character traceable to its source.

Offsets count Python characters. A block's text is the text of its runs joined; a run's text has exactly
one character for each character, tab, break, hyphen, symbol or object that the XML run holds, so that an
offset in a block leads back to part, XML run and offset in that run without a second map.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple


class BlockKind(StrEnum):
    """What a block is to the reader of the document."""

    __hash__ = str.__hash__  # that of an enum is a call of a function, and sets of kinds are asked everywhere

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    CELL = "cell"
    CAPTION = "caption"
    CONTENTS = "contents"
    """A generated line: table of contents, table of figures, index, bibliography."""
    NOTE = "note"
    COMMENT = "comment"
    TEXT_BOX = "text box"
    HEADER = "header"
    FOOTER = "footer"
    SLIDE_TEXT = "slide text"
    ALTERNATIVE_TEXT = "alternative text"
    """What a picture says to those who cannot see it; also the name and title of a shape that has one."""
    WATERMARK = "watermark"
    PROPERTY = "property"
    """Title, subject, keywords and their like; names defined in a workbook; sheet names."""
    HIDDEN = "hidden text"
    """Text that a document holds and does not show: hidden runs, shapes and elements, headers of no page.

    Cells of hidden sheets and text of hidden slides keep their kind; their location says it.
    """


APART = frozenset(
    {
        BlockKind.COMMENT,
        BlockKind.ALTERNATIVE_TEXT,
        BlockKind.WATERMARK,
        BlockKind.PROPERTY,
        BlockKind.HIDDEN,
    }
)
"""Kinds that are not part of the running text: a reader of the printed document does not read them."""


OBJECT = "\ufffc"
"""Stands in a text for one thing that is no text: a picture, an equation, a check box, a note mark.

U+FFFC of Unicode. Never a space and never a letter, so that nothing is empty, doubled or glued where it
stands.
"""


class Role(StrEnum):
    """What a block is for, whatever holds it: a title may stand in a cell, code in a text box."""

    __hash__ = str.__hash__  # as for `BlockKind`

    BODY = "body"
    COVER = "cover"
    """A line of the cover page."""
    TITLE = "title"
    """Title or subtitle of the document, or of a part that stands before its text."""
    CODE = "code"
    """Code, a listing, or what a terminal shows: by style, by font or by shape."""


class Location(NamedTuple):  # a tuple, as is `Run`: made in a fifth of the time of a frozen dataclass
    """Where something stands. `start` and `end` are offsets in the text of block number `block`."""

    part: str = ""
    """Package part, such as `word/document.xml`; empty for the document as a whole."""
    kind: BlockKind = BlockKind.PARAGRAPH
    block: int = -1
    """Index into `Document.blocks`; -1 for the document as a whole."""
    section: int = 0
    heading: tuple[str, ...] = ()
    """Headings above, outermost first."""
    heading_number: str = ""
    """Number that Word shows before the nearest heading: "3.1.2"."""
    paragraph: int = 0
    """Counted from 1 below the nearest heading; within a header, note or text box from its start."""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    note: str | None = None
    """What tells this note, header or comment from its fellows: "footnote 3", "first-page header"."""
    page: int | None = None
    """Page of a PDF; of a Word document the page Word stored when it last laid it out, if it did."""
    sheet: str | None = None
    """Name of the worksheet; `row` and `column` then count in the sheet."""
    slide: int | None = None
    """Number of the slide, from 1."""
    start: int = 0
    end: int = 0

    @property
    def label(self) -> str:
        """Return the place in words, the nearest heading first: 'Scope, table 2, row 3, column 1'."""
        return ", ".join(self._words()) or "whole document"

    def _words(self) -> Iterator[str]:
        if self.sheet is not None:
            yield f"sheet “{self.sheet}”"
        if self.slide is not None:
            yield f"slide {self.slide}"
        if self.note:
            yield self.note
        elif self.heading:
            yield f"{self.heading_number} “{self.heading[-1]}”".strip()
        if self.sheet is not None and self.row and self.column:
            yield f"cell {column_letters(self.column)}{self.row}"
        elif self.table is not None:
            yield f"table {self.table}, row {self.row}, column {self.column}"
        elif self.kind is BlockKind.HEADING:
            yield "heading"
        elif self.block >= 0 and self.paragraph:
            yield f"paragraph {self.paragraph}"
        if self.page is not None:
            yield f"page {self.page}"


def column_letters(column: int) -> str:
    """Return a column as a spreadsheet names it: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class RunFormat:
    """Format as it takes effect, after styles, theme and defaults."""

    font: str
    size_pt: float
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    language: str = ""
    font_source: str = "run"
    """What decided the font: `run`, `defaults`, `application`, or `style:NAME`."""
    size_source: str = "run"
    symbol: bool = False
    """True when the font slot is a symbol font or a script the standard does not judge."""
    caps: bool = False
    """True when small letters are shown as capitals, large or small ones."""
    struck: bool = False
    """True when a line goes through the letters: somebody took them back and left them to be seen."""
    underlined: bool = False
    colour: str = ""
    """Six hexadecimal digits or the name of a colour of the theme; empty for that of plain text."""


class RunSource(NamedTuple):  # a tuple, as is `Run`: made in a third of the time of a frozen dataclass
    """The XML run a text came from: `run` counts `w:r` elements from 0, `offset` characters.

    Text that stands in no run (equations, alternative text, properties) has run -1 and cannot be highlighted.
    """

    part: str
    run: int
    offset: int = 0


class Run(NamedTuple):
    """A stretch of text with one format."""

    text: str
    format: RunFormat
    source: RunSource


class FullForm(NamedTuple):
    """A full form that a document gives for a short one without showing it, as a web page's `abbr` does."""

    start: int
    end: int
    """Where in the block's text the short form stands."""
    text: str


def in_capitals(text: str) -> str:
    """Return `text` in capitals, but for letters that no single capital stands for."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    return "".join([capital if len(capital := letter.upper()) == 1 else letter for letter in text])


@dataclass(frozen=True, slots=True, init=False)
class Block:
    """One paragraph-like unit of a document."""

    index: int
    kind: BlockKind
    runs: tuple[Run, ...]
    where: Location
    level: int = 0
    """Heading level from 1, list level from 1, else 0."""
    style: str = ""
    """Name of the paragraph style."""
    style_names: tuple[str, ...] = ()
    """The paragraph style's name and those it is based on."""
    number: str = ""
    """What Word puts before the text without its being there: a list number, an outline number, a bullet."""
    gap: int = 0
    """Empty paragraphs before this one."""
    revised: tuple[tuple[int, int], ...] = ()
    """Tracked changes that nobody has accepted, as (start, end) in `text`: insertions, and empty where
    something was deleted. Known of Word documents only."""
    role: Role = Role.BODY
    full_forms: tuple[FullForm, ...] = ()
    """Full forms given for short ones in `text`."""
    run_in: bool = False
    """True when it stands on the last line of the block before: text behind a run-in heading."""
    runs_on: bool = False
    """True when a later block stands on its last line."""
    text: str = field(init=False)

    def __init__(
        self,
        index: int,
        kind: BlockKind,
        runs: tuple[Run, ...],
        where: Location,
        level: int = 0,
        style: str = "",
        style_names: tuple[str, ...] = (),
        number: str = "",
        gap: int = 0,
        revised: tuple[tuple[int, int], ...] = (),
        role: Role = Role.BODY,
        full_forms: tuple[FullForm, ...] = (),
        run_in: bool = False,
        runs_on: bool = False,
    ) -> None:
        """Take the fields but `text`, which follows from the runs.

        A frozen class sets each of fifteen by a call, and a document has thousands of blocks: one is filled
        while it is of a class that is not frozen, in a quarter of the time.
        """
        block = _opened(self)
        block.index, block.kind, block.runs, block.where = index, kind, runs, where
        block.level, block.style, block.style_names, block.number = level, style, style_names, number
        block.gap, block.revised, block.role, block.full_forms = gap, revised, role, full_forms
        block.run_in, block.runs_on = run_in, runs_on
        block.text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
        block.__class__ = Block

    @property
    def is_blank(self) -> bool:
        """Whether it holds no text: at most spaces, and things that are no text."""
        return not self.text.replace(OBJECT, " ").strip()

    @property
    def printed(self) -> str:
        """Return the text as a reader sees it: capitals where the format makes letters capitals.

        It is as long as `text`, so that offsets are the same in both: what would become longer, as ß, stays.
        """
        if not any(run.format.caps for run in self.runs):
            return self.text
        return "".join([in_capitals(run.text) if run.format.caps else run.text for run in self.runs])

    def locate(self, start: int, end: int) -> Location:
        """Return the location of `text[start:end]`."""
        return Location(*self.where[:-2], start, end)

    def spans(self, start: int, end: int) -> Iterator[tuple[RunSource, int]]:
        """Yield (source, length) of each run piece that `text[start:end]` covers."""
        at = 0
        for run in self.runs:
            after = at + len(run.text)
            if after > start and at < end:
                first, last = max(start, at), min(end, after)
                source = run.source
                yield RunSource(source.part, source.run, source.offset + first - at), last - first
            at = after


class _OpenBlock:
    """A block that is being made: the same fields, which may be set."""

    __slots__ = tuple(each.name for each in fields(Block))


def _opened(block: Block) -> Any:
    object.__setattr__(block, "__class__", _OpenBlock)
    return block


@dataclass(frozen=True, slots=True)
class HeaderSlot:
    """One live header or footer: what a reader sees on the first, even or other pages of a section."""

    kind: BlockKind
    variant: str
    """`default`, `first` or `even`."""
    part: str
    """Part shown here; empty when the slot is blank."""
    inherited: bool
    """True when an earlier section defined it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A Word section and its live headers and footers."""

    index: int
    slots: tuple[HeaderSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document read completely."""

    path: Path
    sha256: str
    format: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """What could not be read, or was read with a repair, in sentences."""


def spaced(document: Document) -> Document:
    """Return a document with a space for each `OBJECT`, for engines that look for words and marks only.

    All offsets and indexes stay as they are.
    """
    if not any(OBJECT in block.text for block in document.blocks):
        return document
    return replace(document, blocks=tuple(map(_spaced, document.blocks)))


def _spaced(block: Block) -> Block:
    if OBJECT not in block.text:
        return block
    return replace(
        block, runs=tuple([run._replace(text=run.text.replace(OBJECT, " ")) for run in block.runs])
    )
