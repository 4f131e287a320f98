"""Which findings share a comment, and where in the document each comment is anchored.

One word never gets more than two balloons: findings on the same or neighbouring letters share one, and so do
those that cover whole sentences. Text that cannot hold a comment (headers, footers, notes, text boxes, what
stands in no run) is commented on at the place it hangs on; what concerns the document as a whole, at its
beginning.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.reports.contents import Numbered

_LONG = 80
"""Characters from which on a finding covers sentences, not words."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place between characters of an XML run of the main part."""

    run: int
    offset: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a comment is attached to."""

    first: Point | None = None
    last: Point | None = None
    """From `first` to `last`, both in one paragraph."""
    reference: str = ""
    """Key of the note it is about: `footnote 3`."""
    box: int = -1
    """Ordinal of a run in the text box it is about."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment."""

    anchor: Anchor
    findings: tuple[Numbered, ...]
    in_place: bool
    """False when the comment is about text that stands elsewhere, so that it has to say where."""


def remarks(document: Document, main: str, findings: Iterable[Numbered]) -> tuple[Remark, ...]:
    """Return the comments for all findings, in the order of the text, those about the whole document first.

    Args:
        document: as it was read.
        main: name of its main part.
        findings: each with its number in the reports.
    """
    return tuple(_Placer(document, main).place(findings))


class _Placer:
    def __init__(self, document: Document, main: str) -> None:
        self._document = document
        self._main = main
        self._starts: dict[int, list[int]] = {}
        self._holds = [self._holds_comments(block) for block in document.blocks]
        self._sections = _first_sections(document)
        self._first_of_section = self._first_blocks()
        self._first = next((at for at, holds in enumerate(self._holds) if holds), -1)

    def place(self, findings: Iterable[Numbered]) -> Iterator[Remark]:
        inside: dict[int, list[Numbered]] = defaultdict(list)
        beside: dict[tuple[str, int], list[Numbered]] = defaultdict(list)
        for row in findings:
            block = row.finding.where.block
            if block >= 0 and self._holds[block]:
                inside[block].append(row)
            else:
                beside[self._where_else(block)].append(row)
        for key in sorted(beside, key=lambda key: key[1]):
            yield Remark(self._anchor_beside(*key), tuple(beside[key]), in_place=False)
        for block in sorted(inside):
            yield from self._inside(self._document.blocks[block], inside[block])

    def _holds_comments(self, block: Block) -> bool:
        """Return True for a block of the main part's own paragraphs with a run to anchor at."""
        apart = block.kind in (BlockKind.TEXT_BOX, BlockKind.NOTE)
        return block.where.part == self._main and not apart and any(run.source.run >= 0 for run in block.runs)

    def _first_blocks(self) -> dict[int, int]:
        first: dict[int, int] = {}
        for block, holds in zip(self._document.blocks, self._holds, strict=True):
            if holds:
                first.setdefault(block.where.section, block.index)
        return first

    # Text that cannot hold a comment

    def _where_else(self, index: int) -> tuple[str, int]:
        """Return what the comment about a block hangs on, and a block that tells its order."""
        if index < 0:
            return "", -1
        block = self._document.blocks[index]
        if block.kind is BlockKind.NOTE and block.where.note:
            return block.where.note, index
        if block.kind is BlockKind.TEXT_BOX and block.where.part == self._main and _run_of(block) >= 0:
            return "box", index
        section = self._sections.get(block.where.part)
        if section is not None and section in self._first_of_section:
            return "beside", self._first_of_section[section]
        if block.where.part == self._main:
            return "beside", self._nearest_above(index)
        return "", -1

    def _nearest_above(self, index: int) -> int:
        at = index
        while at >= 0 and not self._holds[at]:
            at -= 1
        return at if at >= 0 else self._first

    def _anchor_beside(self, kind: str, index: int) -> Anchor:
        if kind == "box":
            return Anchor(box=_run_of(self._document.blocks[index]))
        if kind not in ("", "beside"):
            return Anchor(reference=kind)
        at = index if kind == "beside" else self._first
        return self._first_word(self._document.blocks[at]) if at >= 0 else Anchor()

    def _first_word(self, block: Block) -> Anchor:
        run = next(run for run in block.runs if run.source.run >= 0)
        word = run.text.lstrip() or run.text
        start = run.source.offset + len(run.text) - len(word)
        end = start + len(word.split(None, 1)[0] if word.strip() else word)
        return Anchor(Point(run.source.run, start), Point(run.source.run, end))

    # Text that can

    def _inside(self, block: Block, rows: list[Numbered]) -> Iterator[Remark]:
        long = [row for row in rows if row.finding.where.end - row.finding.where.start >= _LONG]
        short = [row for row in rows if row.finding.where.end - row.finding.where.start < _LONG]
        for group in (*_clusters(block.text, long), *_clusters(block.text, short)):
            start = min(row.finding.where.start for row in group)
            end = max(row.finding.where.end for row in group)
            yield Remark(self._span(block, start, end), tuple(group), in_place=True)

    def _span(self, block: Block, start: int, end: int) -> Anchor:
        """Return the anchor for `text[start:end]`, at least one character, in runs only."""
        if block.where.table is not None:
            start, end = _on_letters(block.text, start, end)
        start = min(start, len(block.text) - 1)
        end = max(start + 1, end)
        starts = self._starts.get(block.index)
        if starts is None:
            lengths = [len(run.text) for run in block.runs]
            starts = self._starts[block.index] = [0, *accumulate(lengths)][:-1]
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        while first < last and block.runs[first].source.run < 0:
            first, start = first + 1, starts[first + 1]
        while last > first and block.runs[last].source.run < 0:
            end, last = starts[last], last - 1
        head, tail = block.runs[first].source, block.runs[last].source
        if head.run < 0:
            return self._first_word(block)
        return Anchor(
            Point(head.run, head.offset + start - starts[first]),
            Point(tail.run, tail.offset + end - starts[last]),
        )


def _on_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of a cell that ends before the spaces at the end of the text: on its last word then.

    LibreOffice does not show those spaces in some cells, and does when a comment follows them.
    """
    last = len(text.rstrip())
    if not 0 < last < end:
        return start, end
    return min(start, last - len(text[:last].rsplit(None, 1)[-1])), last


def _run_of(block: Block) -> int:
    return next((run.source.run for run in block.runs if run.source.run >= 0), -1)


def _first_sections(document: Document) -> dict[str, int]:
    """Return the first section that shows each header and footer part."""
    shown: dict[str, int] = {}
    for section in document.sections:
        for slot in section.slots:
            if slot.part:
                shown.setdefault(slot.part, section.index)
    return shown


def _clusters(text: str, rows: list[Numbered]) -> Iterator[list[Numbered]]:
    """Yield findings that share a word, in the order of the text."""
    group: list[Numbered] = []
    reach = -1
    for row in sorted(rows, key=lambda row: row.finding.where.start):
        start, end = _words(text, row.finding.where.start, row.finding.where.end)
        if group and start >= reach:
            yield group
            group, reach = [], -1
        group.append(row)
        reach = max(reach, end)
    if group:
        yield group


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the whole words that a stretch touches, at most 40 characters farther."""
    first, last = start, max(end, start + 1)
    while first > 0 and start - first < 40 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and last - end < 40 and not text[last].isspace():
        last += 1
    return first, last
