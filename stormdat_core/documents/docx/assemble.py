"""Drafts become numbered blocks: kinds, heading paths, list numbers, paragraph numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from stormdat_core.documents.blocks import NO_FORMAT, NO_RUN
from stormdat_core.documents.docx.drafts import CellPosition, Draft
from stormdat_core.documents.docx.lists import NumberingSheet
from stormdat_core.documents.docx.numbering import NumberCounter
from stormdat_core.documents.docx.styles import Style, StyleSheet
from stormdat_core.errors import LimitExceeded
from stormdat_core.model import OBJECT, Block, BlockKind, Location, Run, RunSource

_CONTENTS_STYLE = re.compile(r"toc ([1-9])")
_HEADING_NAME = re.compile(r"heading\b", re.IGNORECASE)
_PAGE = re.compile(r"(?:[A-Z]{1,2}-|\d{1,3}-)?\d{1,4}|[ivxlc]{1,7}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[A-Z]|\d{1,3})(?:\.\d{1,3})*\.?", re.IGNORECASE)
_SENTENCE_SPACES = 5
"""Spaces from which on what ends with a full stop is a sentence."""
_GENERATED_STYLES = ("toc ", "table of figures", "index ", "table of authorities")


@dataclass(frozen=True, slots=True)
class _StyleFacts:
    """What a paragraph style says about its paragraphs."""

    ids: tuple[str, ...]
    """Its own, and those of the styles it is based on."""
    name: str
    names: tuple[str, ...]
    outline_level: int | None
    number_id: str
    number_level: int | None
    generated: bool
    caption: bool
    contents_level: int
    """Level of its lines in the contents; 1 where its name says none."""
    named_heading: bool
    """Its name says that it is for headings, whatever its outline level."""


class Assembler:
    """Numbers blocks in reading order. One assembler serves a whole document, so indexes never repeat."""

    def __init__(self, sheet: StyleSheet, numbering: NumberingSheet, file: str, most_blocks: int) -> None:
        self.blocks: list[Block] = []
        self._sheet = sheet
        self._numbering = numbering
        self._counter = NumberCounter(numbering)
        self._file = file
        self._most = most_blocks
        self._facts: dict[str, _StyleFacts] = {}
        self._contents: dict[str, int] = {}
        """Level of each line of the contents, by its words."""

    def add_body(
        self, part: str, drafts: Iterable[Draft], notes: dict[str, list[Draft]], note_part: dict[str, str]
    ) -> None:
        """Add the body: each paragraph, then the text boxes anchored in it, then the notes it calls."""
        trail = Trail()
        for draft in drafts:
            self._add(part, draft, trail)
            for inner in flattened(draft.boxes) if draft.boxes else ():
                self._add(part, inner, trail, BlockKind.TEXT_BOX, "text box")
            for key in draft.notes:
                inside = Trail(trail.path, trail.number)
                for inner in flattened(notes.pop(key, ())):
                    self._add(note_part[key.split()[0]], inner, inside, BlockKind.NOTE, key)

    def add_apart(self, part: str, drafts: Iterable[Draft], kind: BlockKind, label: str) -> None:
        """Add a header, footer, comment or uncalled note, which has no place in the order of the body."""
        trail = Trail()
        for draft in flattened(drafts):
            self._add(part, draft, trail, kind, label)

    def add_text(
        self, part: str, text: str, kind: BlockKind, label: str, trail: "Trail | None" = None
    ) -> None:
        """Add text that stands in no run: alternative text, a property."""
        path, number = (trail.path, trail.number) if trail else ((), "")
        where = Location(
            part=part, kind=kind, block=len(self.blocks), heading=path, heading_number=number, note=label
        )
        self._append(kind, (Run(text, NO_FORMAT, RunSource(part, NO_RUN)),), where)

    def _add(
        self, part: str, draft: Draft, trail: "Trail", kind: BlockKind | None = None, note: str | None = None
    ) -> None:
        facts = self._style_facts(draft.style)
        number = self._number(draft, facts)
        if draft.runs and (kind is not BlockKind.HIDDEN or _has_text(draft.runs)):
            self._add_shown(part, draft, facts, number, trail, kind, note)
        elif draft.cell is None and not draft.mark_hidden and trail.line < 0:
            trail.gap += 1
        if kind is not BlockKind.TEXT_BOX:  # it stands beside the line
            self._join_lines(draft, trail)
        if _has_text(draft.hidden):
            where = self._location(part, draft, trail, BlockKind.HIDDEN, note)
            self._append(BlockKind.HIDDEN, draft.hidden, where, facts)
        for spoken, text, label in draft.spoken:
            said = label or spoken.value
            self.add_text(part, text, spoken, said if note is None else f"{note}, {said}", trail)

    def _add_shown(
        self,
        part: str,
        draft: Draft,
        facts: _StyleFacts,
        number: str,
        trail: "Trail",
        kind: BlockKind | None,
        note: str | None,
    ) -> None:
        found, level = (kind, 0) if kind else self._kind(draft, facts)
        if found is BlockKind.HEADING:
            trail.enter(level, _text(draft.runs), number)
        elif draft.cell is None:
            trail.paragraph += 1
        elif found is BlockKind.CELL:
            trail = _within(trail, draft, facts, number)
        if found is BlockKind.CONTENTS:
            self._note_contents(draft, facts)
        where = self._location(part, draft, trail, found, note)
        gap, trail.gap = (0 if draft.cell else trail.gap), 0
        revised = _revised(draft) if draft.revised else ()
        self._append(found, draft.runs, where, facts, level, number, gap, revised)

    def _join_lines(self, draft: Draft, trail: "Trail") -> None:
        """Note that a paragraph stands on the line of the one before, and whether its own line goes on."""
        before, last = trail.line, len(self.blocks) - 1
        if draft.runs and before >= 0 and _cell(self.blocks[before]) == _cell(self.blocks[last]):
            self.blocks[before] = replace(self.blocks[before], runs_on=True)
            self.blocks[last] = replace(self.blocks[last], run_in=True)
        if not draft.mark_hidden:
            trail.line = -1
        elif draft.runs:
            trail.line = last

    def _append(
        self,
        kind: BlockKind,
        runs: Sequence[Run],
        where: Location,
        facts: _StyleFacts | None = None,
        level: int = 0,
        number: str = "",
        gap: int = 0,
        revised: tuple[tuple[int, int], ...] = (),
    ) -> None:
        if len(self.blocks) >= self._most:
            raise LimitExceeded(f"{self._file} has more than {self._most:,} paragraphs.")
        name, names = (facts.name, facts.names) if facts else ("", ())
        index = len(self.blocks)
        self.blocks.append(Block(index, kind, tuple(runs), where, level, name, names, number, gap, revised))

    def _location(
        self, part: str, draft: Draft, trail: "Trail", kind: BlockKind, note: str | None
    ) -> Location:
        cell = draft.cell
        table, row, column = cell or (None, None, None)
        return Location(  # in the order of its fields: names would take a quarter longer
            part,
            kind,
            len(self.blocks),
            draft.section,
            trail.path,
            trail.number,
            trail.paragraph,
            table,
            row,
            column,
            note,
            draft.page,
        )

    def _number(self, draft: Draft, facts: _StyleFacts) -> str:
        """Count a paragraph of a list, also an empty one, and return its number."""
        number_id = facts.number_id if draft.number_id is None else draft.number_id
        if not number_id or number_id == "0":
            return ""
        level = draft.number_level
        if level is None:
            styles = facts.ids if draft.number_id is None else facts.ids[:1]
            of_style = (self._numbering.level_of_style(number_id, style) for style in styles)
            level = next((found for found in of_style if found is not None), facts.number_level or 0)
        return self._counter.next(number_id, level)

    def _kind(self, draft: Draft, facts: _StyleFacts) -> tuple[BlockKind, int]:
        if draft.generated or facts.generated:
            return BlockKind.CONTENTS, 0
        if draft.cell is not None:
            return BlockKind.CELL, 0
        if not _has_text(draft.runs):
            return BlockKind.PARAGRAPH, 0
        outline = draft.outline_level if draft.outline_level is not None else facts.outline_level
        if outline is not None and outline < 9 and not _is_listed_sentence(draft, facts):
            return BlockKind.HEADING, outline + 1
        if facts.caption:
            return BlockKind.CAPTION, 0
        if (
            outline is None
            and facts.named_heading
            and (listed := self._contents.get(_plain(_text(draft.runs))))
        ):
            return BlockKind.HEADING, listed
        number_id = facts.number_id if draft.number_id is None else draft.number_id
        if number_id and number_id != "0":
            return BlockKind.LIST_ITEM, (draft.number_level or 0) + 1
        return BlockKind.PARAGRAPH, 0

    def _note_contents(self, draft: Draft, facts: _StyleFacts) -> None:
        """Note a line of the contents with its level: it tells which paragraphs further on are headings."""
        self._contents.setdefault(_listed(_text(draft.runs)), facts.contents_level)

    def _style_facts(self, style_id: str) -> _StyleFacts:
        known = self._facts.get(style_id)
        if known is None:
            chain = list(self._sheet.chain(style_id, "paragraph"))
            if not chain:
                chain = list(self._sheet.chain(self._sheet.default_paragraph, "paragraph"))
            known = self._facts[style_id] = _facts(chain)
        return known


def _text(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs).replace(OBJECT, " ")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _listed(line: str) -> str:
    """Return the words of a line of the contents, without its number and its page."""
    parts = [part for part in line.split("\t") if part.strip()]
    if len(parts) > 1 and _PAGE.fullmatch(parts[-1].strip()):
        parts.pop()
    return _plain(" ".join(parts[1:] if len(parts) > 1 and _NUMBER.fullmatch(parts[0].strip()) else parts))


def _is_listed_sentence(draft: Draft, facts: _StyleFacts) -> bool:
    """Return whether an item of a list is a sentence: an outline level of its own makes it no heading."""
    if draft.outline_level is None or facts.outline_level is not None or draft.number_id in (None, "", "0"):
        return False
    text = _text(draft.runs).rstrip()
    return text.endswith((".", ";")) and text.count(" ") >= _SENTENCE_SPACES


def _within(trail: "Trail", draft: Draft, facts: _StyleFacts, number: str) -> "Trail":
    """Return the trail within a cell: a page laid out as a table has its headings in one.

    The blocks below such a heading are found by it, not by a row that they all stand in.
    """
    if draft.cell is not trail.cell and draft.cell != trail.cell:
        trail.cell, trail.inner = draft.cell, None
    outline = draft.outline_level if draft.outline_level is not None else facts.outline_level
    if outline is not None and outline < 9 and _has_text(draft.runs):
        trail.inner = trail.inner or Trail()
        trail.inner.enter(outline + 1, _text(draft.runs), number)
    if trail.inner is None:
        return trail
    return Trail((*trail.path, *trail.inner.path), trail.inner.number, trail.paragraph)


def _has_text(runs: Sequence[Run]) -> bool:
    """Return True unless there are only things that are no text."""
    for run in runs:  # noqa: SIM110 - asked of every paragraph: a generator costs more than the answer
        if run.text != OBJECT:
            return True
    return False


def _cell(block: Block) -> tuple[int | None, ...]:
    where = block.where
    return where.table, where.row, where.column


def _revised(draft: Draft) -> tuple[tuple[int, int], ...]:
    """Return tracked changes by offset in the paragraph's text."""
    ends = [0, *accumulate(len(run.text) for run in draft.runs)]
    return tuple((ends[start], ends[end]) for start, end in draft.revised)


def _facts(chain: list[Style]) -> _StyleFacts:
    names = tuple(style.name for style in chain)
    name = names[0] if names else ""
    numbered = next((style for style in chain if style.number_id), None)
    contents = _CONTENTS_STYLE.fullmatch(name.casefold())
    return _StyleFacts(
        ids=tuple(style.id for style in chain),
        name=name,
        names=names,
        outline_level=next((s.outline_level for s in chain if s.outline_level is not None), None),
        number_id=numbered.number_id if numbered else "",
        number_level=next((s.number_level for s in chain if s.number_level is not None), None),
        generated=name.casefold().startswith(_GENERATED_STYLES),
        caption=any(n.casefold() == "caption" for n in names),
        contents_level=int(contents[1]) if contents else 1,
        named_heading=any(_HEADING_NAME.match(n) for n in names),
    )


@dataclass(slots=True)
class Trail:
    """The headings above, and how many paragraphs have stood below the nearest."""

    path: tuple[str, ...] = ()
    number: str = ""
    """Number of the nearest heading."""
    paragraph: int = 0
    gap: int = 0
    """Empty paragraphs since the last one with text."""
    cell: CellPosition | None = None
    """The cell that the last paragraph of a table stood in."""
    inner: "Trail | None" = None
    """The headings above within that cell, if it has any."""
    line: int = -1
    """Index of the block on whose last line the next paragraph stands; -1 where it begins a line."""
    _levels: list[int] = field(default_factory=list)

    def enter(self, level: int, text: str, number: str) -> None:
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self.path = (*self.path[: len(self._levels)], " ".join(text.split()))
        self._levels.append(level)
        self.number = number.strip()
        self.paragraph = 0


def flattened(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield drafts, each followed by the text boxes inside it; nesting costs no recursion."""
    stack = [iter(drafts)]
    while stack:
        for draft in stack[-1]:
            yield draft
            if draft.boxes:
                stack.append(iter(draft.boxes))
                break
        else:
            stack.pop()
