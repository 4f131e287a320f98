"""One Word part, read in one pass of its XML stream.

Hyperlinks, content controls, smart tags, custom XML and tracked insertions are transparent. Deletions and
moves away are not text (or insertions are not, when the original is wanted). Of two renderings of one
drawing the first is read. Field codes are not text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from stormdat_core.documents.docx.drafts import Draft
from stormdat_core.documents.docx.fields import FieldStack
from stormdat_core.documents.docx.formats import FormatResolver
from stormdat_core.documents.docx.properties import RELEVANT
from stormdat_core.documents.docx.revisions import RevisionCollector
from stormdat_core.documents.docx.runs import CHARACTERS, RunCollector, SuspendedRun
from stormdat_core.documents.docx.sections import SectionCollector
from stormdat_core.documents.docx.tables import TableStack
from stormdat_core.documents.xmlparse import Attributes, Parser, attribute, dispatch, small_number
from stormdat_core.model import BlockKind

_FORMER = (
    "w:pPrChange",
    "w:rPrChange",
    "w:tblPrChange",
    "w:tblPrExChange",
    "w:trPrChange",
    "w:tcPrChange",
    "w:sectPrChange",
    "w:numberingChange",
)
"""Properties before a tracked change of format."""
_AWAY = ("w:del", "w:moveFrom")
_NEW = ("w:ins", "w:moveTo")


@dataclass(frozen=True, slots=True)
class _Outside:
    """What the reader was doing when a text box began."""

    paragraph: Draft | None
    out: list[Draft]
    tables: TableStack
    run: SuspendedRun


class PartReader:
    """Reads one part into drafts; `read` may be called once.

    Args:
        part: name of the part.
        formats: answers what runs look like.
        original: read what stood there before tracked changes instead of after.
    """

    def __init__(self, part: str, formats: FormatResolver, *, original: bool = False) -> None:
        self.part = part
        self.drafts: list[Draft] = []
        self.notes: dict[str, list[Draft]] = {}
        """Drafts of a notes or comments part by key: `footnote 3`."""
        self.authors: dict[str, str] = {}
        """Who wrote a comment, by key."""
        self.imported: list[str] = []
        """Relationship ids of pieces in other formats (`w:altChunk`)."""
        self.subdocuments = 0
        self.has_body = False
        self._original = original
        self._conditional = formats.conditional
        self._fields = FieldStack()
        self._runs = RunCollector(part, formats, self._fields)
        self._tables = self._runs.tables
        self._out = self.drafts
        self._paragraph: Draft | None = None
        self._outside: list[_Outside] = []
        self._alternates: list[bool] = []
        self._page = 0
        self._skip = 0
        self._revisions = RevisionCollector(self._runs)
        self._sections = SectionCollector()
        self.sections = self._sections.found
        start, end = dispatch(self._start_handlers(), self._end_handlers())
        self._parser = Parser(start, end, self._runs.characters)

    def read(self, data: bytes, file: str) -> None:
        """Read the part's bytes.

        Raises:
            UnreadableDocument: not well formed, or with a document type definition.
        """
        self._page = 1 if b"lastRenderedPageBreak" in data else 0
        self._parser.run(data, self.part, file)

    def _start_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        runs = self._runs
        skipped = (*_FORMER, *(_NEW if self._original else _AWAY))
        deleted = {"w:delText": runs.start_text} if self._original else {}
        return {
            **dict.fromkeys(skipped, self._skip_element),
            **({} if self._original else self._revision_handlers()),
            **{name: partial(runs.start_property, name) for name in RELEVANT},
            **{name: partial(runs.start_character, text) for name, text in CHARACTERS.items()},
            **deleted,
            **self._structure_handlers(),
            **self._anchor_handlers(),
            "w:r": runs.start_run,
            "m:r": runs.start_equation_run,
            "w:t": runs.start_text,
            "m:t": runs.start_text,
            "w:instrText": runs.start_text,
            "w:sym": runs.start_symbol,
            "w:fldChar": self._start_field_character,
            "w:fldSimple": self._start_simple_field,
            "mc:AlternateContent": self._start_alternates,
            "mc:Choice": self._start_choice,
            "mc:Fallback": self._start_fallback,
            "w:lastRenderedPageBreak": self._start_page,
        }

    def _revision_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            **dict.fromkeys(_AWAY, self._skip_deleted),
            **dict.fromkeys(_NEW, self._revisions.start_inserted),
        }

    def _structure_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "w:body": self._start_body,
            "w:p": self._start_paragraph,
            "w:pStyle": self._start_paragraph_style,
            "w:numId": self._start_number,
            "w:ilvl": self._start_list_level,
            "w:outlineLvl": self._start_outline_level,
            "w:tbl": lambda _: self._tables.open_table(),
            "w:tblStyle": lambda attributes: self._tables.set_style(attribute(attributes, "w:val")),
            "w:tblLook": lambda attributes: self._tables.set_look(attributes),  # noqa: PLW0108 - see `w:tbl`
            "w:cnfStyle": self._start_conditions,
            "w:tr": lambda _: self._tables.next_row(),
            "w:tc": lambda _: self._tables.next_cell(),
            "w:gridSpan": lambda attributes: self._tables.set_span(attribute(attributes, "w:val")),
            "w:vMerge": lambda attributes: self._tables.set_vertical_merge(attribute(attributes, "w:val")),
            "w:sectPr": self._sections.start,
            "w:headerReference": partial(self._sections.start_reference, "header"),
            "w:footerReference": partial(self._sections.start_reference, "footer"),
            "w:titlePg": self._sections.start_title_page,
        }

    def _anchor_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "w:txbxContent": self._start_box,
            "wp:docPr": self._start_drawing,
            "v:shape": partial(self._start_shape, "alt"),
            "v:textpath": partial(self._start_shape, "string"),
            "w:footnoteReference": partial(self._start_note_reference, "footnote"),
            "w:endnoteReference": partial(self._start_note_reference, "endnote"),
            "w:footnote": partial(self._start_note, "footnote"),
            "w:endnote": partial(self._start_note, "endnote"),
            "w:comment": partial(self._start_note, "comment"),
            "w:altChunk": self._start_import,
            "w:subDoc": self._start_subdocument,
        }

    def _end_handlers(self) -> dict[str, Callable[[], None]]:
        runs = self._runs
        revised = (
            {"w:delText": runs.end_text}
            if self._original
            else dict.fromkeys(_NEW, self._revisions.end_inserted)
        )
        return {
            **revised,
            "w:p": self._end_paragraph,
            "w:r": runs.end_run,
            "m:r": runs.end_run,
            "w:t": runs.end_text,
            "m:t": runs.end_text,
            "w:instrText": runs.end_instruction,
            "w:fldSimple": self._end_simple_field,
            "w:tbl": lambda: self._tables.close_table(),  # noqa: PLW0108 - a text box has tables of its own
            "w:tc": lambda: self._tables.close_cell(),  # noqa: PLW0108
            "w:txbxContent": self._end_box,
            "mc:AlternateContent": self._end_alternates,
            "w:sectPr": self._sections.end,
            "w:footnote": self._end_note,
            "w:endnote": self._end_note,
            "w:comment": self._end_note,
        }

    def _skip_element(self, _: Attributes) -> None:
        """Pass over this element and all that is in it, but count its runs."""
        self._skip = 1
        self._parser.digress(self._start_skipped, self._end_skipped)

    def _skip_deleted(self, attributes: Attributes) -> None:
        self._revisions.start_deleted()
        self._skip_element(attributes)

    def _start_skipped(self, name: str, _: Attributes) -> None:
        self._skip += 1
        if name == "w:r":
            self._runs.count += 1

    def _end_skipped(self, _: str) -> None:
        self._skip -= 1
        if not self._skip:
            self._parser.back()
            self._revisions.end_deleted()

    def _start_body(self, _: Attributes) -> None:
        self.has_body = True

    # Paragraphs

    def _start_paragraph(self, _: Attributes) -> None:
        self._paragraph = self._runs.paragraph = Draft(
            section=len(self.sections),
            cell=self._tables.position,
            generated=self._fields.generated_open > 0,
            page=self._page or None,
        )

    def _end_paragraph(self) -> None:
        draft, self._paragraph = self._paragraph, None
        self._runs.paragraph = None
        if draft is not None and not self._tables.hidden_cells and draft.matters:
            self._out.append(draft)

    def _start_paragraph_style(self, attributes: Attributes) -> None:
        if self._paragraph is not None:
            self._paragraph.style = attribute(attributes, "w:val")

    def _start_number(self, attributes: Attributes) -> None:
        if self._paragraph is not None:
            self._paragraph.number_id = attribute(attributes, "w:val")

    def _start_list_level(self, attributes: Attributes) -> None:
        value = small_number(attribute(attributes, "w:val"))
        if self._paragraph is not None and value is not None and value < 9:
            self._paragraph.number_level = value

    def _start_outline_level(self, attributes: Attributes) -> None:
        if self._paragraph is not None:
            self._paragraph.outline_level = small_number(attribute(attributes, "w:val"))

    def _start_page(self, _: Attributes) -> None:
        self._page += 1
        if self._paragraph is not None and not self._paragraph.runs:
            self._paragraph.page = self._page

    def _start_conditions(self, attributes: Attributes) -> None:
        """Take which conditions of the table's style hold; a paragraph only repeats those of its cell."""
        if self._paragraph is None:
            self._tables.set_conditions(attributes)

    # Fields

    def _start_field_character(self, attributes: Attributes) -> None:
        self._runs.flush()
        self._fields.change(attribute(attributes, "w:fldCharType"))
        if self._fields.generated_open:
            self._note_generated()

    def _start_simple_field(self, attributes: Attributes) -> None:
        self._fields.simple(attribute(attributes, "w:instr"))
        self._note_generated()

    def _end_simple_field(self) -> None:
        self._fields.change("end")

    def _note_generated(self) -> None:
        if self._fields.generated_open and self._paragraph is not None:
            self._paragraph.generated = True

    # Drawings and boxes

    def _start_alternates(self, _: Attributes) -> None:
        self._alternates.append(False)
        self._runs.alternates = len(self._alternates)

    def _end_alternates(self) -> None:
        if self._alternates:
            self._alternates.pop()
        self._runs.alternates = len(self._alternates)

    def _start_choice(self, attributes: Attributes) -> None:
        if self._alternates and self._alternates[-1]:
            self._skip_element(attributes)
        elif self._alternates:
            self._alternates[-1] = True

    def _start_fallback(self, attributes: Attributes) -> None:
        if self._alternates and self._alternates[-1]:
            self._skip_element(attributes)

    def _start_drawing(self, attributes: Attributes) -> None:
        self._say(BlockKind.ALTERNATIVE_TEXT, attribute(attributes, "descr"), attribute(attributes, "title"))

    def _start_shape(self, name: str, attributes: Attributes) -> None:
        kind = BlockKind.ALTERNATIVE_TEXT if name == "alt" else BlockKind.WATERMARK
        self._say(kind, attribute(attributes, name))

    def _say(self, kind: BlockKind, *texts: str) -> None:
        """Note what a drawing says in an attribute; equal texts of one drawing count once."""
        if self._paragraph is not None:
            spoken = dict.fromkeys(text for text in texts if text.strip())
            self._paragraph.spoken += [(kind, text) for text in spoken]

    def _start_box(self, _: Attributes) -> None:
        """Enter a text box: its paragraphs follow the paragraph it is anchored in, whose run waits."""
        anchor = self._paragraph
        self._outside.append(_Outside(anchor, self._out, self._tables, self._runs.suspend()))
        self._out = anchor.boxes if anchor is not None else self._out
        self._enter(None, TableStack(self._conditional))

    def _end_box(self) -> None:
        if self._outside:
            outside = self._outside.pop()
            self._out = outside.out
            self._enter(outside.paragraph, outside.tables)
            self._runs.resume(outside.run)

    def _enter(self, paragraph: Draft | None, tables: TableStack) -> None:
        self._paragraph = self._runs.paragraph = paragraph
        self._tables = self._runs.tables = tables

    # Notes and pieces from outside

    def _start_note_reference(self, kind: str, attributes: Attributes) -> None:
        if self._paragraph is not None:
            self._paragraph.notes.append(f"{kind} {attribute(attributes, 'w:id')}")

    def _start_note(self, kind: str, attributes: Attributes) -> None:
        key = f"{kind} {attribute(attributes, 'w:id')}"
        self.authors[key] = attribute(attributes, "w:author")
        self._out = self.notes.setdefault(key, [])

    def _end_note(self) -> None:
        self._out = self.drafts

    def _start_import(self, attributes: Attributes) -> None:
        self.imported.append(attribute(attributes, "r:id"))

    def _start_subdocument(self, _: Attributes) -> None:
        self.subdocuments += 1
