"""What one Word part yields: paragraphs not yet numbered, with what hangs on them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from stormdat_core.model import BlockKind, Run


class CellPosition(NamedTuple):
    """The cell of an outermost table."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class Draft:
    """A paragraph as it stands in its part."""

    section: int = 0
    style: str = ""
    runs: list[Run] = field(default_factory=list)
    hidden: list[Run] = field(default_factory=list)
    """Runs that Word does not show."""
    revised: list[tuple[int, int]] = field(default_factory=list)
    """Tracked changes as (from, to) in `runs`: insertions, and empty ones where runs were deleted."""
    spoken: list[tuple[BlockKind, str]] = field(default_factory=list)
    """What drawings anchored here say in attributes: alternative text, watermarks."""
    cell: CellPosition | None = None
    generated: bool = False
    number_id: str | None = None
    """As written; "0" switches off the style's numbering, None leaves it to the style."""
    number_level: int | None = None
    """List level from 0."""
    outline_level: int | None = None
    page: int | None = None
    boxes: "list[Draft]" = field(default_factory=list)
    """Paragraphs of the text boxes anchored here."""
    notes: list[str] = field(default_factory=list)
    """Keys of the notes called here: `footnote 3`."""

    @property
    def matters(self) -> bool:
        """Return True unless nothing of the paragraph could ever be reported or counted.

        Empty paragraphs count where they make distances, which is not in the cells of tables.
        """
        return bool(
            self.cell is None
            or self.runs
            or self.boxes
            or self.notes
            or self.hidden
            or self.spoken
            or self.number_id is not None
            or self.style  # it may bring a number
        )


@dataclass(slots=True)
class SectionDraft:
    """Section properties as written: header and footer references, and whether the first page differs."""

    references: dict[tuple[str, str], str] = field(default_factory=dict)
    """Relationship id by (`header` or `footer`, `default` | `first` | `even`)."""
    title_page: bool = False
