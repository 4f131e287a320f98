"""The runs of one part: which characters they hold, whether anybody sees them, and what they look like.

Every `w:r` element is counted, also those that are skipped, so that a run's ordinal finds it again; every
character of a run is counted, also those that nobody sees, so that an offset does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from stormdat_core.documents.docx import objects
from stormdat_core.documents.docx.conditions import TableLook
from stormdat_core.documents.docx.drafts import Draft, Spoken
from stormdat_core.documents.docx.fields import FieldStack
from stormdat_core.documents.docx.formats import FormatResolver
from stormdat_core.documents.docx.properties import RawProperties
from stormdat_core.documents.docx.symbols import symbol
from stormdat_core.documents.docx.tables import TableStack
from stormdat_core.documents.office.xmlparse import Attributes, attribute
from stormdat_core.model import OBJECT, BlockKind, Run, RunFormat, RunSource

CHARACTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}
"""Elements of a run that stand for one character. A `w:sym` and an object in the line stand for one too."""

_OUTER_SPACE = " \t\r\n"
_SHOWN_AS_SPACE = {ord("\n"): " ", ord("\r"): " "}
"""Word and LibreOffice show a line break inside a text as a space; lines are broken by elements."""
_tuple = tuple.__new__
"""Makes a named tuple in a third of the time that its own constructor takes."""
EQUATION = -1
"""Run ordinal of the text of equations, which stands in no `w:r`."""


@dataclass(frozen=True, slots=True)
class SuspendedRun:
    """A run that waits while the text box inside it is read."""

    active: bool
    raw: list[tuple[str, tuple[str, ...]]]
    seen: int
    ordinal: int
    level: int
    drawn: "_Drawn | None"


@dataclass(slots=True)
class _Drawn:
    """A drawing or an embedded object that is open in a run."""

    name: str
    level: int
    """How many alternatives were open before it."""
    placed: bool = False
    """Whether it is known where it stands."""


class RunCollector:
    """Collects the runs of the paragraph of the moment. `start_` and `end_` methods handle elements."""

    def __init__(self, part: str, formats: FormatResolver, fields: FieldStack) -> None:
        self.preserves: Callable[[Attributes], bool]
        """Tells of an element that begins whether its outer spaces are text; set by who has the parser."""
        self.paragraph: Draft | None = None
        self.tables = TableStack(formats.conditional)
        self.alternates = 0
        """How many alternative renderings are open; what stands deeper than a run is not its own text."""
        self.count = -1
        """Ordinal of the last `w:r` met."""
        self._part = part
        self._formats = formats
        self._fields = fields
        self._latin: dict[tuple[str, TableLook, RawProperties], RunFormat] = {}
        """Looks met so far of text in Latin letters, which is nearly all of it."""
        self._active = False
        self._ordinal = -1
        self._level = 0
        self._raw: list[tuple[str, tuple[str, ...]]] = []
        """Properties of the run. In a run they stand nowhere but in its `w:rPr`, which needs no handler."""
        self._text: list[str] | None = None
        self._of_text: Attributes = []
        """Attributes of the element that holds the text."""
        self._parts: list[str] = []
        self._from = 0
        self._seen = 0
        self._drawn: _Drawn | None = None
        self._equation: list[str] | None = None

    def start_run(self, _: Attributes) -> None:
        self.count += 1
        self._ordinal = self.count
        self._active = True
        self._level = self.alternates
        self._raw = []
        self._seen = 0

    def start_equation_run(self, attributes: Attributes) -> None:
        self.start_run(attributes)
        self.count -= 1
        self._ordinal = EQUATION

    def end_run(self) -> None:
        if self._parts:
            self.flush()
        self._active = False

    def suspend(self) -> SuspendedRun:
        """Set the run aside, because a text box begins inside it."""
        self.flush()
        waiting = SuspendedRun(self._active, self._raw, self._seen, self._ordinal, self._level, self._drawn)
        self._active, self._drawn = False, None
        return waiting

    def resume(self, run: SuspendedRun) -> None:
        self._active, self._raw, self._seen = run.active, run.raw, run.seen
        self._ordinal, self._level = run.ordinal, run.level
        self._drawn = run.drawn

    def property_starter(self, name: str) -> Callable[[Attributes], None]:
        """Return what handles one property of runs: a function of its own costs half of a `partial`."""

        def start(attributes: Attributes) -> None:
            if self._active:
                self._raw.append((name, tuple(attributes)))

        return start

    def characters(self, text: str) -> None:
        """Take text from the stream."""
        if self._text is not None:
            self._text.append(text)

    def start_text(self, attributes: Attributes) -> None:
        self._text = []
        self._of_text = attributes

    def end_text(self) -> None:
        pieces, self._text = self._text, None
        if not pieces or not self._active:
            return
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if "\n" in text or "\r" in text:
            text = text.translate(_SHOWN_AS_SPACE)
        if not (text[0].isspace() or text[-1].isspace()) or self.preserves(self._of_text):
            self._add(text)
        else:
            self._add_trimmed(text)

    def end_instruction(self) -> None:
        self._fields.add_code("".join(self._text or ()))
        self._text = None

    def start_character(self, text: str, _: Attributes) -> None:
        if self._active:
            self._add(text)

    def start_symbol(self, attributes: Attributes) -> None:
        if self._active:
            self._show(symbol(attribute(attributes, "w:font"), attribute(attributes, "w:char")))

    def start_emoji(self, attributes: Attributes) -> None:
        """Take a `w16se:symEx`, which stands for one character beyond those of `w:sym`."""
        if self._active:
            self._show(symbol("", attribute(attributes, "w16se:char")))

    # Things that are no text

    def start_object(self, name: str, attributes: Attributes) -> None:
        if self._active and objects.is_shown(name, attributes):
            self._show(OBJECT)

    def start_drawn(self, name: str, _: Attributes) -> None:
        if self._active and self._drawn is None:
            self._drawn = _Drawn(name, self.alternates)

    def place_drawn(self, name: str, attributes: Attributes) -> None:
        """Take what says whether the drawing stands in the line or floats; the first to say so counts."""
        drawn = self._drawn
        if drawn is None or drawn.placed or self.alternates != drawn.level:
            return
        if objects.decides(drawn.name, name):
            self._place(drawn, floating=objects.floats(name, attributes))

    def end_drawn(self, name: str) -> None:
        drawn = self._drawn
        if drawn is not None and name == drawn.name:
            if not drawn.placed:
                self._place(drawn, floating=False)
            self._drawn = None

    def _place(self, drawn: _Drawn, *, floating: bool) -> None:
        drawn.placed = True
        if not floating:
            self._show(OBJECT)
        elif self.paragraph is not None:
            self.paragraph.floating = True

    def start_equation(self, _: Attributes) -> None:
        self._equation = []

    def end_equation(self) -> None:
        """Put one thing where an equation stands. What it says is noted apart."""
        pieces, self._equation = self._equation, None
        self.show_apart(OBJECT)
        said = "".join(pieces or ())
        if self._fields.codes_open:
            self._fields.hidden += 1
        elif said.strip() and self.paragraph is not None:
            self.paragraph.spoken.append(Spoken(BlockKind.ALTERNATIVE_TEXT, said, "equation"))

    def show_apart(self, text: str) -> None:
        """Take text, or a thing, that stands in no run, or not as a child of its run."""
        self.flush()
        self._append(text, -1, 0)

    def _show(self, text: str) -> None:
        """Take one character with a look of its own."""
        if self.alternates != self._level:
            self.show_apart(text)
            return
        self.flush()
        self._append(text, self._ordinal, self._seen)
        self._seen += len(text)

    def _append(self, text: str, ordinal: int, offset: int) -> None:
        paragraph = self.paragraph
        if self._fields.codes_open:
            self._fields.hidden += 1
        if paragraph is None or self._fields.codes_open:
            return
        self._fields.shown += 1
        raw = tuple(self._raw) if self._active else ()
        look = replace(self._formats.latin(paragraph.style, self.tables.look, raw), symbol=True)
        target = paragraph.hidden if look.hidden else paragraph.runs
        target.append(Run(text, look, RunSource(self._part, ordinal, offset)))

    def _add(self, text: str) -> None:
        """Take characters of the current XML run; they count even where no reader sees them."""
        if self._ordinal == EQUATION and self._equation is not None:
            self._equation.append(text)
            return
        if self.alternates != self._level:
            self.show_apart(text)
            return
        if self._fields.codes_open:
            self._fields.hidden += 1
            self.flush()
        else:
            if not self._parts:
                self._from = self._seen
            self._parts.append(text)
        self._seen += len(text)

    def _add_trimmed(self, text: str) -> None:
        """Take a text whose outer spaces Word drops because they are not marked as preserved."""
        core = text.strip(_OUTER_SPACE)
        if self.alternates != self._level:
            self._add(core)
            return
        lead = len(text) - len(text.lstrip(_OUTER_SPACE))
        self.flush()
        self._seen += lead
        if core:
            self._add(core)
        self.flush()
        self._seen += len(text) - lead - len(core)

    def flush(self) -> None:
        """End a stretch of text that is contiguous in its XML run."""
        parts = self._parts
        if not parts:
            return
        self._parts = []
        self._fields.shown += 1
        paragraph = self.paragraph
        if paragraph is None:
            return
        text = parts[0] if len(parts) == 1 else "".join(parts)
        key = paragraph.style, self.tables.look, tuple(self._raw)
        if text.isascii() and self._ordinal != EQUATION:
            look = self._latin.get(key) or self._first_latin(key)
            target = paragraph.hidden if look.hidden else paragraph.runs
            source = _tuple(RunSource, (self._part, self._ordinal, self._from))
            target.append(_tuple(Run, (text, look, source)))
        else:
            self._flush_stretches(paragraph, key, text)

    def _first_latin(self, key: tuple[str, TableLook, RawProperties]) -> RunFormat:
        look = self._latin[key] = self._formats.latin(*key)
        return look

    def _flush_stretches(
        self, paragraph: Draft, key: tuple[str, TableLook, RawProperties], text: str
    ) -> None:
        """Take a text whose characters may use several fonts."""
        at = self._from
        for piece, look in self._formats.formats(*key, text):
            if self._ordinal == EQUATION:
                look = replace(look, symbol=True)  # noqa: PLW2901 - an equation's font is its own
            target = paragraph.hidden if look.hidden else paragraph.runs
            target.append(Run(piece, look, RunSource(self._part, self._ordinal, at)))
            at += len(piece)
