"""One Word part, read in one pass of its XML stream.

Hyperlinks, content controls, smart tags, custom XML and tracked insertions are transparent. Deletions and
moves away are not text (or insertions are not, when the original is wanted); a paragraph whose mark is
deleted goes on in the next; deleted rows and cells are passed over. Of alternative renderings one is read.
Field codes are not text. A thing that is no text is one character, `OBJECT`, where it stands in the line.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from stormdat_core.documents.blocks import NO_FORMAT, NO_RUN
from stormdat_core.documents.docx import objects
from stormdat_core.documents.docx.drafts import Draft, Spoken
from stormdat_core.documents.docx.fields import FieldStack
from stormdat_core.documents.docx.formats import FormatResolver
from stormdat_core.documents.docx.marks import MarkCollector, Place
from stormdat_core.documents.docx.properties import RELEVANT
from stormdat_core.documents.docx.revisions import RevisionCollector
from stormdat_core.documents.docx.runs import CHARACTERS, RunCollector, SuspendedRun
from stormdat_core.documents.docx.sections import SectionCollector
from stormdat_core.documents.docx.tables import TableStack
from stormdat_core.documents.office.alternates import Alternates, ignorable, processed
from stormdat_core.documents.office.xmlparse import (
    Attributes,
    End,
    Parser,
    Start,
    attribute,
    dispatch,
    small_number,
)
from stormdat_core.model import OBJECT, BlockKind, Run, RunSource

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
PAGE_BREAK = b"lastRenderedPageBreak"
"""Where Word ended a page when it last laid the document out."""
_AWAY = ("w:del", "w:moveFrom")
_NEW = ("w:ins", "w:moveTo")


@dataclass(frozen=True, slots=True)
class _Outside:
    """What the reader was doing when a text box began."""

    paragraph: Draft | None
    out: list[Draft]
    tables: TableStack
    run: SuspendedRun
    unended: Draft | None


@dataclass(slots=True)
class _Control:
    """An open content control."""

    paragraph: Draft | None
    shown: int
    """What had been shown when it began."""
    of_form: bool = False
    """Whether it is one that shows something even without text; others only hold text together."""


class PartReader:
    """Reads one part into drafts; `read` may be called once.

    Args:
        part: name of the part.
        formats: answers what runs look like.
        original: read what stood there before tracked changes instead of after.
        void: what `unclosed` of another reader of this part said: fields that are none.
    """

    def __init__(
        self, part: str, formats: FormatResolver, *, original: bool = False, void: Collection[int] = ()
    ) -> None:
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
        self._fields = FieldStack(void)
        self._begun: list[tuple[str, Draft | None]] = []
        """Note and paragraph of each `begin` mark of a field that was taken for one."""
        self._listed: list[Draft] = []
        """Parts of generated lists."""
        self.void: list[tuple[str, Draft]] = []
        """Note and paragraph of the fields that were taken for none."""
        self._runs = RunCollector(part, formats, self._fields)
        self._marks = MarkCollector(self._runs)
        self._tables = self._runs.tables
        self._out = self.drafts
        self._paragraph: Draft | None = None
        self._unended: Draft | None = None
        """A paragraph without a mark, which the next goes on with."""
        self._outside: list[_Outside] = []
        self._controls: list[_Control] = []
        self._rubies: list[SuspendedRun] = []
        self._guided: list[Draft | None] = []
        self._page = 0
        self._skip = 0
        self._skipped = ""
        self._note = ""
        self._revisions = RevisionCollector(self._runs)
        self._sections = SectionCollector()
        self.sections = self._sections.found
        start, end = dispatch(self._start_handlers(), self._end_handlers())
        self._parser = Parser(partial(self._start_root, start, end), end, self._runs.characters)
        self._alternates = Alternates(self._parser.bound)
        self._runs.preserves = self._parser.preserves

    def read(self, data: bytes, file: str, *, paged: bool = True) -> None:
        """Read the part's bytes.

        Args:
            data: the XML.
            file: name of the document, for messages.
            paged: whether the page breaks that Word stored are to be believed.

        Raises:
            UnreadableDocument: not well formed, or with a document type definition.
        """
        self._page = 1 if paged and PAGE_BREAK in data else 0
        self._parser.run(data, self.part, file)
        self._settle()
        self._fields.leave()
        if not self._fields.hides:
            self._take_for_none(self._fields.unclosed)

    @property
    def unclosed(self) -> Collection[int]:
        """Return the fields that are never closed where they hid text: it takes another reader to read it."""
        return self._fields.unclosed if self._fields.hides else ()

    def _take_for_none(self, unclosed: Collection[int]) -> None:
        """Take fields for none that are never closed, and what followed them for no list."""
        for number in sorted(unclosed):
            note, paragraph = self._begun[number]
            if paragraph is not None:
                self.void.append((note, paragraph))
        for draft in self._listed if unclosed else ():
            draft.lists = tuple(number for number in draft.lists if number not in unclosed)

    def _start_root(self, start: Start, end: End, name: str, attributes: Attributes) -> None:
        """Follow the outermost element, which says what may be passed over by those who do not know it."""
        unknown = ignorable(attributes, self._parser.bound)
        if unknown:
            spelt = frozenset(map(self._parser.spelt, unknown))
            start = partial(self._start_known, start, spelt, processed(attributes))
        self._parser.follow(start, end)
        start(name, attributes)

    def _start_known(
        self, start: Start, unknown: Collection[str], kept: frozenset[str], name: str, attributes: Attributes
    ) -> None:
        prefix = name.partition(":")[0]
        if prefix in unknown and kept.isdisjoint((name.lstrip("!"), f"{prefix.lstrip('!')}:*")):
            self._skip_element(attributes)
        else:
            start(name, attributes)

    def _start_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        runs = self._runs
        away = _NEW if self._original else _AWAY
        deleted = {"w:delText": runs.start_text} if self._original else {}
        return {
            **dict.fromkeys(_FORMER, self._skip_element),
            **dict.fromkeys(away, self._start_away),
            **({} if self._original else dict.fromkeys(_NEW, self._revisions.start_inserted)),
            **{name: runs.property_starter(name) for name in RELEVANT},
            **{name: partial(runs.start_character, text) for name, text in CHARACTERS.items()},
            **deleted,
            **self._structure_handlers(),
            **self._mark_handlers(),
            **self._object_handlers(),
            **self._anchor_handlers(),
            "w:r": runs.start_run,
            "m:r": runs.start_equation_run,
            "w:t": runs.start_text,
            "m:t": runs.start_text,
            "w:instrText": runs.start_text,
            "w:sym": runs.start_symbol,
            "w16se:symEx": runs.start_emoji,
            "w:fldChar": self._start_field_character,
            "w:fldSimple": self._start_simple_field,
            "mc:AlternateContent": self._start_alternates,
            "mc:Choice": self._start_choice,
            "mc:Fallback": self._start_fallback,
            "w:lastRenderedPageBreak": self._start_page,
        }

    def _mark_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of what a paragraph, a row and a cell say of themselves."""
        marks = self._marks
        return {
            "w:pPr": marks.start_paragraph,
            "w:numPr": marks.start_number,
            "w:trPr": marks.start_row,
            "w:vanish": marks.start_vanish,
            "w:specVanish": marks.start_separator,
            "w:cellIns" if self._original else "w:cellDel": lambda _: self._skip_rest("w:tc"),
            "w:cellMerge": self._start_cell_merge,
        }

    def _object_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        """Return the handlers of things in the text that are no text."""
        runs = self._runs
        return {
            **{name: partial(runs.start_object, name) for name in objects.PLAIN},
            **{name: partial(runs.start_drawn, name) for name in objects.DRAWN},
            **{name: partial(runs.place_drawn, name) for name in objects.FRAMES | objects.SHAPES},
            "m:oMath": runs.start_equation,
            "w:sdt": self._start_control,
            **dict.fromkeys(objects.FORM_CONTROLS, self._start_form_control),
            "w:ruby": self._start_ruby,
            "w:rt": self._start_guide,
        }

    def _structure_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "w:body": self._start_body,
            "w:p": self._start_paragraph,
            "w:pStyle": self._start_paragraph_style,
            "w:numId": self._start_number,
            "w:ilvl": self._start_list_level,
            "w:outlineLvl": self._start_outline_level,
            "w:tbl": self._start_table,
            "w:tblStyle": lambda attributes: self._tables.set_style(attribute(attributes, "w:val")),
            "w:tblLook": lambda attributes: self._tables.set_look(attributes),  # noqa: PLW0108 - see `w:tbl`
            "w:cnfStyle": self._start_conditions,
            "w:tr": lambda _: self._tables.next_row(),
            "w:tc": self._start_cell,
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
            "v:shape": self._start_shape,
            "v:textpath": self._start_word_art,
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
            **{name: partial(runs.end_drawn, name) for name in objects.DRAWN},
            "w:pPr": self._marks.end,
            "w:numPr": self._marks.end_number,
            "w:trPr": self._marks.end,
            "m:oMath": runs.end_equation,
            "w:sdt": self._end_control,
            "w:ruby": self._end_ruby,
            "w:rt": self._end_guide,
            "w:p": self._end_paragraph,
            "w:r": runs.end_run,
            "m:r": runs.end_run,
            "w:t": runs.end_text,
            "m:t": runs.end_text,
            "w:instrText": runs.end_instruction,
            "w:fldSimple": self._end_simple_field,
            "w:tbl": lambda: self._tables.close_table(),  # noqa: PLW0108 - a text box has tables of its own
            "w:tc": self._end_cell,
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

    def _start_away(self, attributes: Attributes) -> None:
        """Pass over what is not text in this view: a stretch, a row, or the end of a paragraph."""
        place = self._marks.place
        if place is Place.MARK:
            self._marks.note_gone()
        elif place is Place.ROW:
            self._marks.end()
            self._skip_rest("w:tr")
        elif place is Place.NONE:
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

    def _skip_rest(self, name: str) -> None:
        """Pass over the rest of the innermost row or cell, and take it for none."""
        self._skip, self._skipped = 1, name
        self._parser.digress(self._start_rest, self._end_rest)

    def _start_rest(self, name: str, _: Attributes) -> None:
        self._skip += name == self._skipped
        self._runs.count += name == "w:r"

    def _end_rest(self, name: str) -> None:
        self._skip -= name == self._skipped
        if not self._skip:
            self._parser.back()
            if name == "w:tr":
                self._tables.drop_row()
            else:
                self._tables.drop_cell()
                self._end_cell()

    def _start_body(self, _: Attributes) -> None:
        self.has_body = True

    # Paragraphs

    def _start_paragraph(self, _: Attributes) -> None:
        self._paragraph = self._runs.paragraph = draft = Draft(
            section=len(self.sections),
            cell=self._tables.position,
            page=self._page or None,
        )
        if self._fields.generated:
            self._note_generated()
        if self._unended is not None:
            draft.go_on(self._unended)
            self._unended = None

    def _end_paragraph(self) -> None:
        draft, self._paragraph = self._paragraph, None
        self._runs.paragraph = None
        if draft is None or self._tables.hidden_cells:
            return
        if draft.mark_gone:
            self._unended = draft
        else:
            self._add(draft)

    def _settle(self) -> None:
        """End a paragraph without a mark where none follows that it could go on in."""
        draft, self._unended = self._unended, None
        if draft is not None and draft.holds:
            self._add(draft)

    def _add(self, draft: Draft) -> None:
        if draft.floating and not draft.runs and draft.cell is None:
            draft.runs.append(Run(OBJECT, NO_FORMAT, RunSource(self.part, NO_RUN)))  # not an empty paragraph
        if draft.matters:
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
        if not self._page:
            return
        self._page += 1
        if self._paragraph is not None and not self._paragraph.runs:
            self._paragraph.page = self._page

    def _start_conditions(self, attributes: Attributes) -> None:
        """Take which conditions of the table's style hold; a paragraph only repeats those of its cell."""
        if self._paragraph is None:
            self._tables.set_conditions(attributes)

    # Tables

    def _start_table(self, _: Attributes) -> None:
        self._settle()
        self._tables.open_table()

    def _start_cell(self, _: Attributes) -> None:
        self._tables.next_cell()
        self._fields.enter()

    def _end_cell(self) -> None:
        self._settle()
        self._fields.leave()
        self._tables.close_cell()

    def _start_cell_merge(self, attributes: Attributes) -> None:
        """Follow a tracked merge of cells; the cell may be covered before it or behind it."""
        if attribute(attributes, "w:vMergeOrig" if self._original else "w:vMerge") == "cont":
            self._tables.set_vertical_merge("continue")

    # Fields

    def _start_field_character(self, attributes: Attributes) -> None:
        self._runs.flush()
        kind = attribute(attributes, "w:fldCharType")
        if kind == "begin":
            self._begun.append((self._note, self._paragraph))
            if not self._fields.begin() and self._paragraph is not None:
                self.void.append((self._note, self._paragraph))
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end" and self._fields.end():
            self._runs.show_apart(OBJECT)
        if self._fields.generated:
            self._note_generated()

    def _start_simple_field(self, attributes: Attributes) -> None:
        self._runs.flush()
        self._fields.simple(attribute(attributes, "w:instr"))
        self._note_generated()

    def _end_simple_field(self) -> None:
        self._runs.flush()
        if self._fields.end_simple():
            self._runs.show_apart(OBJECT)

    def _note_generated(self) -> None:
        draft = self._paragraph
        if draft is None:
            return
        generated = tuple(self._fields.generated)
        if draft.lists == generated:  # said by every mark of a field in a line of the contents
            return
        if new := tuple(number for number in generated if number not in draft.lists):
            draft.lists += new
            self._listed.append(draft)

    # Content controls and ruby text

    def _start_control(self, _: Attributes) -> None:
        self._runs.flush()
        self._controls.append(_Control(self._paragraph, self._fields.shown))

    def _start_form_control(self, _: Attributes) -> None:
        if self._controls:
            self._controls[-1].of_form = True

    def _end_control(self) -> None:
        """Put one thing where a control of a form in the line shows nothing that was read."""
        self._runs.flush()
        control = self._controls.pop()
        here = control.paragraph is not None and control.paragraph is self._paragraph
        if here and control.of_form and control.shown == self._fields.shown:
            self._runs.show_apart(OBJECT)

    def _start_ruby(self, _: Attributes) -> None:
        """Let the run wait while the runs of a ruby text are read, which stand inside it."""
        self._rubies.append(self._runs.suspend())

    def _end_ruby(self) -> None:
        self._runs.resume(self._rubies.pop())

    def _start_guide(self, _: Attributes) -> None:
        """Read the guide above a text apart: it belongs to no line."""
        self._guided.append(self._paragraph)
        self._paragraph = self._runs.paragraph = Draft()

    def _end_guide(self) -> None:
        guide, base = self._paragraph, self._guided.pop()
        self._paragraph = self._runs.paragraph = base
        if base is not None and guide is not None:
            said = "".join(run.text for run in guide.runs)
            base.spoken.append(Spoken(BlockKind.ALTERNATIVE_TEXT, said, "ruby text"))

    # Drawings and boxes

    def _start_alternates(self, attributes: Attributes) -> None:
        self._alternates.start(attributes)
        self._runs.alternates = self._alternates.depth

    def _end_alternates(self) -> None:
        self._alternates.end()
        self._runs.alternates = self._alternates.depth

    def _start_choice(self, attributes: Attributes) -> None:
        if self._alternates.passes_choice(attributes):
            self._skip_element(attributes)

    def _start_fallback(self, attributes: Attributes) -> None:
        if self._alternates.passes_fallback():
            self._skip_element(attributes)

    def _start_drawing(self, attributes: Attributes) -> None:
        self._say(BlockKind.ALTERNATIVE_TEXT, attribute(attributes, "descr"), attribute(attributes, "title"))

    def _start_shape(self, attributes: Attributes) -> None:
        self._runs.place_drawn("v:shape", attributes)
        self._say(BlockKind.ALTERNATIVE_TEXT, attribute(attributes, "alt"))

    def _start_word_art(self, attributes: Attributes) -> None:
        self._say(BlockKind.WATERMARK, attribute(attributes, "string"))

    def _say(self, kind: BlockKind, *texts: str) -> None:
        """Note what a drawing says in an attribute; equal texts of one drawing count once."""
        if self._paragraph is not None:
            spoken = dict.fromkeys(text for text in texts if text.strip())
            self._paragraph.spoken += [Spoken(kind, text) for text in spoken]

    def _start_box(self, _: Attributes) -> None:
        """Enter a text box: its paragraphs follow the paragraph it is anchored in, whose run waits."""
        anchor = self._paragraph
        run = self._runs.suspend()
        self._outside.append(_Outside(anchor, self._out, self._tables, run, self._unended))
        self._unended = None
        self._fields.enter()
        self._out = anchor.boxes if anchor is not None else self._out
        self._enter(None, TableStack(self._conditional))

    def _end_box(self) -> None:
        if self._outside:
            self._settle()
            self._fields.leave()
            outside = self._outside.pop()
            self._out, self._unended = outside.out, outside.unended
            self._enter(outside.paragraph, outside.tables)
            self._runs.resume(outside.run)

    def _enter(self, paragraph: Draft | None, tables: TableStack) -> None:
        self._paragraph = self._runs.paragraph = paragraph
        self._tables = self._runs.tables = tables

    # Notes and pieces from outside

    def _start_note_reference(self, kind: str, attributes: Attributes) -> None:
        self._runs.start_object(f"w:{kind}Reference", attributes)
        if self._paragraph is not None:
            self._paragraph.notes.append(f"{kind} {attribute(attributes, 'w:id')}")

    def _start_note(self, kind: str, attributes: Attributes) -> None:
        key = f"{kind} {attribute(attributes, 'w:id')}"
        self.authors[key] = attribute(attributes, "w:author")
        self._out = self.notes.setdefault(key, [])
        self._note = key
        self._fields.enter()

    def _end_note(self) -> None:
        self._settle()
        self._fields.leave()
        self._out, self._note = self.drafts, ""

    def _start_import(self, attributes: Attributes) -> None:
        self.imported.append(attribute(attributes, "r:id"))

    def _start_subdocument(self, _: Attributes) -> None:
        self.subdocuments += 1
