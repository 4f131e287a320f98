"""Follows the tags of a page and makes blocks of its text. A step costs the same however deep the page is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from stormdat_core.documents.blocks import NO_FORMAT, NO_RUN, NOWHERE, Flow, Place
from stormdat_core.documents.html import elements
from stormdat_core.documents.html.pending import CODE_FONT, Pending, Title
from stormdat_core.documents.html.tables import Grid
from stormdat_core.documents.html.tokens import Kind, Token
from stormdat_core.model import BlockKind, Role, Run, RunFormat, RunSource

_FAR = 64
"""Open elements looked through for the one that an end tag or a sibling means; more is an attack."""

_NOTHING: frozenset[str] = frozenset()
_TABLE = frozenset(("table",))
_CELLS = frozenset(("td", "th", "table"))


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for text where the reader stands."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    lists: int = 0
    style: str = ""
    hidden: bool = False
    dropped: bool = False
    """Inside a template, which is material for scripts and no text."""
    format: RunFormat = NO_FORMAT
    title: Title | None = None
    """The full form that an element around the text gives for it."""
    grid: Grid | None = None


class Page:
    """Reads the tokens of one page into a flow of blocks."""

    def __init__(self, flow: Flow) -> None:
        self.fields = 0
        self.frames = 0
        self.sheet_hides = False
        self._flow = flow
        self._open: list[tuple[str, _Context]] = [("", _Context())]
        self._names: Counter[str] = Counter()
        self._shown, self._unseen = Pending(), Pending()
        self._alternatives: list[tuple[str, _Context]] = []
        self._tables = 0
        self._texts = 0
        self._raw = ""
        self._formats: dict[tuple[object, ...], RunFormat] = {}

    def see(self, token: Token, *, xml: bool) -> None:
        """Take the next token."""
        if token.kind is Kind.TEXT:
            self._text(token.value)
        elif token.kind is Kind.RAW:
            self._unread(token.value)
        elif token.kind is Kind.START:
            self._start(token.value, token.attributes)
            if xml and token.closed:
                self._end(token.value)
        else:
            self._end(token.value)

    def finish(self, facts: Mapping[str, str]) -> None:
        """End the last block and add what the page says about itself."""
        self._flush()
        for name, text in facts.items():
            self._flow.add(
                BlockKind.PROPERTY, [Run(text, NO_FORMAT, RunSource("", NO_RUN))], Place(note=name)
            )

    def _text(self, text: str) -> None:
        context = self._open[-1][1]
        if context.dropped:
            return
        self._texts += 1
        keep = bool(context.style)
        self._pending().add(text, context.format, self._texts, keep=keep, title=context.title)

    def _pending(self) -> Pending:
        return self._unseen if self._open[-1][1].hidden else self._shown

    def _unread(self, content: str) -> None:
        if self._raw == "style" and elements.sheet_hides(content):
            self.sheet_hides = True
        elif self._raw == "xmp":
            self._text(content)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._raw = name
        self._close_before(name)
        if name == "br":
            self._pending().break_line(self._open[-1][1].format, self._texts)
        elif name in elements.BLOCK:
            self._flush()
        elif name == elements.READING:
            self._text(" (")
        elif name == elements.RAISED:
            self._pending().raised = True
        self._note(name, attributes)
        if name not in elements.VOID:
            self._names[name] += 1
            self._open.append((name, self._context(name, attributes)))

    def _note(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in what an element shows beside its content."""
        context = self._open[-1][1]
        if name in ("img", "area") and attributes.get("alt", "").strip() and not context.dropped:
            self._alternatives.append((" ".join(attributes["alt"].split()), context))
        elif name in elements.FIELDS and attributes.get("type", "").casefold() != "hidden":
            self.fields += 1
        elif name in ("iframe", "frame"):
            self.frames += 1

    def _close_before(self, name: str) -> None:
        """Close what the start of `name` closes without an end tag."""
        if self._names["p"] and elements.closes_paragraph(name):
            self._close(frozenset(("p",)), elements.PARAGRAPH_SCOPE)
        siblings = elements.SIBLINGS.get(name)
        if siblings and any(self._names[each] for each in siblings[0]):
            self._close(*siblings)

    def _end(self, name: str) -> None:
        if name in elements.BLOCK or name == "br":
            self._flush()
        if self._names[name]:
            self._close(frozenset((name,)), _beyond(name))

    def _close(self, names: frozenset[str], barriers: frozenset[str]) -> None:
        """Close the innermost open element of `names` and all inside it, unless it is beyond a barrier."""
        stop = max(0, len(self._open) - 1 - _FAR)
        for at in range(len(self._open) - 1, stop, -1):
            found = self._open[at][0]
            if found in names:
                if any(name in elements.BLOCK for name, _ in self._open[at:]):
                    self._flush()
                self._leave(at)
                return
            if found in barriers:
                return

    def _leave(self, at: int) -> None:
        """Close all open elements from number `at` on."""
        readings = 0
        for name, _ in self._open[at:]:
            self._names[name] -= 1
            readings += name == elements.READING
        self._pending().raised = False
        del self._open[at:]
        if readings:
            self._text(")" * readings)

    def _context(self, name: str, attributes: Mapping[str, str]) -> _Context:
        """Return what holds inside an element."""
        outer = self._open[-1][1]
        inner = outer
        if name in elements.BLOCK:
            inner = self._block_context(name, attributes, outer)
        if name in elements.STYLED or any(key in attributes for key in ("style", "lang", "xml:lang")):
            inner = replace(inner, format=self._format(name, attributes, outer.format))
        if name in elements.ABBREVIATIONS and attributes.get("title", "").strip():
            inner = replace(inner, title=Title(" ".join(attributes["title"].split())))
        if name in elements.DROPPED:
            return replace(inner, dropped=True)
        if not outer.hidden and elements.hides(name, attributes):
            if self._unseen.pieces:
                self._unseen.break_line(outer.format, self._texts)
            return replace(inner, hidden=True)
        return inner

    def _block_context(self, name: str, attributes: Mapping[str, str], outer: _Context) -> _Context:
        if name in elements.HEADINGS:
            return replace(outer, kind=BlockKind.HEADING, level=elements.HEADINGS[name])
        if name in elements.LISTS:
            return replace(outer, lists=outer.lists + 1)
        if name == "li":
            kind = BlockKind.CELL if outer.grid else BlockKind.LIST_ITEM
            return replace(outer, kind=kind, level=max(1, outer.lists))
        if name in elements.CAPTIONS:
            return replace(outer, kind=BlockKind.CAPTION, level=0, grid=None)
        if name in elements.PREFORMATTED:
            return replace(outer, style="Preformatted")
        return self._table_context(name, attributes, outer)

    def _table_context(self, name: str, attributes: Mapping[str, str], outer: _Context) -> _Context:
        """A nested table stands in the cell of the outermost one."""
        if name == "table" and outer.kind is not BlockKind.CELL:
            self._tables += 1
            return replace(outer, grid=Grid(self._tables))
        grid = outer.grid
        if grid is None or outer.kind is BlockKind.CELL:
            return outer
        if name == "tr":
            grid.next_row()
        elif name in ("td", "th"):
            grid.next_cell(attributes)
            return replace(outer, kind=BlockKind.CELL, level=0)
        return outer

    def _format(self, name: str, attributes: Mapping[str, str], outer: RunFormat) -> RunFormat:
        """Return the format inside an element; there is one object for all equal ones."""
        caps = elements.capitals(attributes["style"]) if attributes.get("style") else None
        key = (
            CODE_FONT if name in elements.CODE else outer.font,
            name in elements.BOLD or outer.bold,
            name in elements.ITALIC or outer.italic,
            attributes.get("lang", attributes.get("xml:lang", outer.language)).strip(),
            outer.caps if caps is None else caps,
        )
        known = self._formats.get(key)
        if known is None:
            font, bold, italic, language, capitals = key
            made = replace(NO_FORMAT, font=font, bold=bold, italic=italic, language=language, caps=capitals)
            known = self._formats[key] = NO_FORMAT if made == NO_FORMAT else made
        return known

    def _flush(self) -> None:
        """End the block: what is shown, then what is hidden in it, then what its pictures say."""
        if not (self._shown.pieces or self._unseen.pieces or self._alternatives):
            return
        context = self._open[-1][1]
        if context.dropped:
            return
        keep = bool(context.style)
        shown, hidden = self._shown.taken(keep=keep), self._unseen.taken(keep=keep)
        if not shown.blank:
            self._flow.add(
                context.kind,
                shown.runs,
                _place(context),
                level=context.level,
                style=context.style,
                role=Role.CODE if shown.is_code else Role.BODY,
                full_forms=shown.full_forms,
            )
        if not hidden.blank:
            self._flow.add(BlockKind.HIDDEN, hidden.runs, _place(context))
        for text, where in self._alternatives:
            kind = BlockKind.HIDDEN if where.hidden else BlockKind.ALTERNATIVE_TEXT
            self._flow.add(kind, [Run(text, NO_FORMAT, RunSource("", NO_RUN))], _place(where))
        self._alternatives = []


def _beyond(name: str) -> frozenset[str]:
    """Return the elements that an end tag cannot reach beyond."""
    if name == "template":
        return _NOTHING
    if name not in elements.BLOCK:
        return elements.BLOCK
    if name in elements.TABLE_PARTS:
        return _TABLE
    return _CELLS


def _place(context: _Context) -> Place:
    grid = context.grid
    if grid is None or context.kind is not BlockKind.CELL:
        return NOWHERE
    return Place(table=grid.number, row=grid.row, column=grid.column)
