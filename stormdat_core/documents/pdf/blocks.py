"""Lines of a page added to the document as blocks that say on which page they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from stormdat_core.documents.blocks import NO_FORMAT, NO_RUN, Flow, Place
from stormdat_core.documents.pdf.acronyms import Part
from stormdat_core.documents.pdf.joining import Joiner
from stormdat_core.documents.pdf.page import Line
from stormdat_core.model import BlockKind, Run, RunSource


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """Adds the blocks of one page."""

    flow: Flow
    joiner: Joiner
    number: int

    @property
    def _part(self) -> str:
        return f"page {self.number}"

    def paragraph(self, lines: Sequence[Line], level: int) -> None:
        """Add lines as a paragraph, or as a heading where they have a level."""
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        self._add(kind, lines, Place(part=self._part, page=self.number), level)

    def edges(self, lines: Sequence[Line], kind: BlockKind) -> None:
        """Add headers or footers, each a block of its own."""
        for line in lines:
            self._add(kind, [line], Place(part=self._part, note=f"page {kind.value}", page=self.number))

    def cells(self, parts: Sequence[Part]) -> None:
        """Add cells, each with all its lines."""
        for (table, row, column), found in groupby(parts, key=lambda part: part.cell):
            place = Place(self._part, table, row, column, page=self.number)
            self._add(BlockKind.CELL, [part.line for part in found], place)

    def note(self, kind: BlockKind, note: str, text: str) -> None:
        """Add the text of an annotation."""
        run = Run(text, NO_FORMAT, RunSource(self._part, NO_RUN))
        self.flow.add(kind, [run], Place(part=self._part, note=note, page=self.number))

    def _add(self, kind: BlockKind, lines: Sequence[Line], place: Place, level: int = 0) -> None:
        runs = self.joiner.runs(lines, self._part)
        if runs:
            self.flow.add(kind, runs, place, level=level)
