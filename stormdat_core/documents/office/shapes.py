"""Shapes and their text, as slides, drawings of a sheet, diagrams, charts and modern comments hold them.

One pass over the XML of a part, in the order of the part, which is the order from back to front. Of
alternative renderings one is read. An equation, and a field without a text, is one character, `OBJECT`. Cells
that a merged cell covers hold no visible text and are passed over. A run's ordinal counts the elements that
carry text (`a:r`, `a:fld`, `a:br`, `c:v`, `p:text`) from 0, also those that are passed over, so that the
ordinal finds the element again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from stormdat_core.documents.blocks import IN_CAPITALS, NO_FORMAT, NO_RUN
from stormdat_core.documents.office.alternates import Alternates
from stormdat_core.documents.office.dialects import SLIDE
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.xmlparse import Attributes, End, Parser, Start, attribute, dispatch
from stormdat_core.model import OBJECT, Run, RunSource

_TEXT_HOLDERS = frozenset({"a:r", "a:fld", "a:br", "c:v", "p:text"})
_SHAPES = ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
_FAMILIES = ("p", "xdr", "dsp")
"""Prefixes of those who give shapes their own element names."""
_OFF = frozenset({"0", "false", "off"})
_ON = frozenset({"1", "true", "on"})
_CAPITALS = frozenset({"all", "small"})


@dataclass(slots=True)
class Shape:
    """What the elements around a text say about it."""

    placeholder: str | None = None
    """Type of the placeholder (`title`, `body`, `ftr`, ...), None for a shape of its own."""
    hidden: bool = False
    row: int | None = None
    """Row of the cell that a drawing is anchored at, from 1."""
    column: int | None = None


@dataclass(slots=True)
class Draft:
    """A paragraph, or a text that describes a shape."""

    shape: Shape
    runs: list[Run] = field(default_factory=list)
    table: int | None = None
    row: int | None = None
    column: int | None = None
    describes: bool = False
    """True for the alternative text of the shape."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class ShapeReader:
    """Reads one part into drafts; `read` may be called once."""

    def __init__(self, part: str, *, cached_strings: bool = False) -> None:
        """Take the name of the part, and whether a chart's stored copies of cells are text."""
        self.part = part
        self.root: dict[str, str] = {}
        """Attributes of the part's outermost element."""
        self.drafts: list[Draft] = []
        self.equations = 0
        self._cached = cached_strings
        self._shapes = [Shape()]
        self._anchor = Shape()
        self._paragraph: Draft | None = None
        self._table = self._row = self._column = 0
        self._in_table = self._covered = self._in_cache = self._in_from = False
        self._text: list[str] | None = None
        self._look = NO_FORMAT
        self._count = -1
        self._before = 0
        """Runs of the paragraph before the field that is open."""
        self._skip = 0
        self._seen: set[str] = set()
        start, end = dispatch(self._start_handlers(), self._end_handlers())
        self._parser = Parser(partial(self._start_root, start, end), end, self._characters, SLIDE)
        self._alternates = Alternates(self._parser.bound)

    def read(self, data: bytes, file: str) -> "ShapeReader":
        """Read the part's bytes and return the reader.

        Raises:
            UnreadableDocument: not well formed, or with a document type definition.
        """
        self._parser.run(data, self.part, file)
        return self

    def _start_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            **{f"{family}:{name}": self._start_shape for family in _FAMILIES for name in _SHAPES},
            **{f"{family}:cNvPr": self._describe for family in _FAMILIES},
            "p:ph": self._start_placeholder,
            "xdr:from": lambda _: self._set_anchor(Shape(), open_=True),
            "xdr:absoluteAnchor": lambda _: self._set_anchor(Shape()),
            "xdr:row": self._start_text,
            "xdr:col": self._start_text,
            "a:tbl": self._start_table,
            "a:tr": self._start_row,
            "a:tc": self._start_cell,
            "a:p": self._start_paragraph,
            "a:r": self._start_run,
            "a:fld": self._start_field,
            "a:rPr": self._start_look,
            "a:br": self._break,
            "a:t": self._start_text,
            "m:oMath": self._start_equation,
            "c:strCache": lambda _: self._set_cache(self._cached),
            "c:v": self._start_value,
            "p:text": self._start_value,
            "mc:AlternateContent": lambda attributes: self._alternates.start(attributes),  # noqa: PLW0108 - made later
            "mc:Choice": self._start_choice,
            "mc:Fallback": self._start_fallback,
        }

    def _end_handlers(self) -> dict[str, Callable[[], None]]:
        return {
            **{f"{family}:{name}": self._end_shape for family in _FAMILIES for name in _SHAPES},
            "xdr:from": lambda: self._set_anchor(self._anchor),
            "xdr:row": partial(self._end_anchor, "row"),
            "xdr:col": partial(self._end_anchor, "column"),
            "a:tbl": self._end_table,
            "a:tc": self._end_cell,
            "a:p": self._end_paragraph,
            "a:fld": self._end_field,
            "a:t": self._end_text,
            "c:strCache": lambda: self._set_cache(False),
            "c:v": self._end_value,
            "p:text": self._end_comment,
            "mc:AlternateContent": lambda: self._alternates.end(),  # noqa: PLW0108
        }

    def _start_root(self, start: Start, end: End, name: str, attributes: Attributes) -> None:
        self.root = dict(zip(attributes[::2], attributes[1::2], strict=True))
        self._parser.follow(start, end)
        start(name, attributes)

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    # Shapes

    def _start_shape(self, _: Attributes) -> None:
        around = self._shapes[-1]
        self._shapes.append(Shape(None, around.hidden, self._anchor.row, self._anchor.column))

    def _end_shape(self) -> None:
        if len(self._shapes) > 1:
            self._shapes.pop()

    def _start_placeholder(self, attributes: Attributes) -> None:
        self._shapes[-1].placeholder = attribute(attributes, "type", "obj")

    def _describe(self, attributes: Attributes) -> None:
        """Take what a shape's properties say: hidden, and its alternative text."""
        shape = self._shapes[-1]
        shape.hidden = shape.hidden or attribute(attributes, "hidden") in _ON
        for key in ("title", "descr"):
            text = attribute(attributes, key)
            if text.strip():
                run = Run(text, NO_FORMAT, RunSource(self.part, NO_RUN))
                self.drafts.append(Draft(shape, [run], describes=True))

    def _set_anchor(self, anchor: Shape, *, open_: bool = False) -> None:
        self._anchor, self._in_from = anchor, open_

    def _end_anchor(self, which: str) -> None:
        """Take a number of the first corner of an anchor; the second corner only closes the area."""
        text, self._text = "".join(self._text or ()).strip(), None
        if self._in_from and text.isdecimal() and len(text) < 8:
            setattr(self._anchor, which, int(text) + 1)

    # Tables

    def _start_table(self, _: Attributes) -> None:
        self._table += 1
        self._in_table, self._row = True, 0

    def _end_table(self) -> None:
        self._in_table = False

    def _start_row(self, _: Attributes) -> None:
        self._row += 1
        self._column = 0

    def _start_cell(self, attributes: Attributes) -> None:
        self._column += 1
        self._covered = any(attribute(attributes, key) in _ON for key in ("hMerge", "vMerge"))

    def _end_cell(self) -> None:
        self._covered = False

    # Text

    def _start_paragraph(self, _: Attributes) -> None:
        self._paragraph = draft = Draft(self._shapes[-1])
        if self._in_table:
            draft.table, draft.row, draft.column = self._table, self._row, self._column

    def _end_paragraph(self) -> None:
        draft, self._paragraph = self._paragraph, None
        if draft is not None and draft.text.strip(OBJECT) and not self._covered:
            self.drafts.append(draft)

    def _start_run(self, _: Attributes) -> None:
        self._count += 1
        self._look = NO_FORMAT

    def _start_look(self, attributes: Attributes) -> None:
        if attribute(attributes, "cap") in _CAPITALS:
            self._look = IN_CAPITALS

    def _start_field(self, attributes: Attributes) -> None:
        self._start_run(attributes)
        self._before = len(self._paragraph.runs) if self._paragraph is not None else 0

    def _end_field(self) -> None:
        """Put one thing where a field without a stored text stands: a number, a date."""
        if self._paragraph is not None and len(self._paragraph.runs) == self._before:
            self._add(OBJECT)

    def _break(self, _: Attributes) -> None:
        self._count += 1
        self._add("\n")

    def _start_text(self, _: Attributes) -> None:
        self._text = []

    def _end_text(self) -> None:
        text, self._text = "".join(self._text or ()), None
        self._add(text)

    def _add(self, text: str) -> None:
        if self._paragraph is not None and text:
            self._paragraph.runs.append(Run(text, self._look, RunSource(self.part, self._count)))

    def _start_equation(self, attributes: Attributes) -> None:
        self.equations += 1
        if self._paragraph is not None:
            self._paragraph.runs.append(Run(OBJECT, NO_FORMAT, RunSource(self.part, NO_RUN)))
        self._skip_element(attributes)

    # Charts, and comments of the older kind, hold text outside paragraphs

    def _set_cache(self, on: bool) -> None:
        self._in_cache = on

    def _start_value(self, _: Attributes) -> None:
        self._count += 1
        self._text = []

    def _end_value(self) -> None:
        """Take a category or series name; each series repeats the categories, a reader sees them once."""
        text, self._text = "".join(self._text or ()), None
        if self._in_cache and text not in self._seen:
            self._seen.add(text)
            self._add_alone(text)

    def _end_comment(self) -> None:
        text, self._text = "".join(self._text or ()), None
        self._add_alone(text)

    def _add_alone(self, text: str) -> None:
        if text:
            run = Run(text, NO_FORMAT, RunSource(self.part, self._count))
            self.drafts.append(Draft(self._shapes[-1], [run]))

    # Alternative renderings

    def _start_choice(self, attributes: Attributes) -> None:
        if self._alternates.passes_choice(attributes):
            self._skip_element(attributes)

    def _start_fallback(self, attributes: Attributes) -> None:
        if self._alternates.passes_fallback():
            self._skip_element(attributes)

    def _skip_element(self, _: Attributes) -> None:
        self._skip = 1
        self._parser.digress(self._start_skipped, self._end_skipped)

    def _start_skipped(self, name: str, _: Attributes) -> None:
        self._skip += 1
        if name in _TEXT_HOLDERS:
            self._count += 1

    def _end_skipped(self, _: str) -> None:
        self._skip -= 1
        if not self._skip:
            self._parser.back()


def shown(reader: ShapeReader, key: str) -> bool:
    """Return whether a switch of the part's outermost element, on when absent, is on."""
    return reader.root.get(key, "1") not in _OFF


def diagram_parts(package: Package, part: str) -> list[str]:
    """Return the parts that hold the text of the diagrams in a part, each diagram once.

    A diagram is stored as data and, by newer programs, as a drawing too. The drawings are what is seen; the
    data stand in where a diagram has no drawing.
    """
    drawn, data = (list(package.related(part, kind)) for kind in ("diagramDrawing", "diagramData"))
    return drawn if len(drawn) >= len(data) else data
