"""What one Word part yields: paragraphs not yet numbered, with what hangs on them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from stormdat_core.model import BlockKind, Run


class CellPosition(NamedTuple):
    """The cell of an outermost table."""

    table: int
    row: int
    column: int


class Spoken(NamedTuple):
    """What a thing in the text says: an alternative text, a watermark, an equation."""

    kind: BlockKind
    text: str
    label: str = ""
    """What to call it; empty for the name of its kind."""


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
    spoken: list[Spoken] = field(default_factory=list)
    """What drawings anchored here say in attributes, and equations."""
    cell: CellPosition | None = None
    lists: tuple[int, ...] = ()
    """Numbers of the fields that generate a list of which it is a part: contents, an index."""
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
    floating: bool = False
    """True when a drawing is anchored here that has a place of its own on the page."""
    mark_gone: bool = False
    """True when the paragraph does not end here: its mark was deleted, or is not yet put in."""
    mark_hidden: bool = False
    """True when the next paragraph stands on its last line, as behind a style separator."""

    @property
    def generated(self) -> bool:
        """Return True for a part of a generated list."""
        return bool(self.lists)

    @property
    def holds(self) -> bool:
        """Return True when anything stands in the paragraph."""
        return bool(self.runs or self.boxes or self.notes or self.hidden or self.spoken or self.floating)

    def go_on(self, former: "Draft") -> None:
        """Take what stands in a paragraph that does not end: this one, so far empty, is its rest."""
        self.runs, self.hidden, self.revised = former.runs, former.hidden, former.revised
        self.spoken, self.boxes, self.notes = former.spoken, former.boxes, former.notes
        self.floating = former.floating
        self.lists += former.lists
        if former.holds:
            self.page = former.page
            self.revised.append((len(self.runs), len(self.runs)))

    @property
    def matters(self) -> bool:
        """Return True unless nothing of the paragraph could ever be reported or counted.

        Empty paragraphs count where they make distances, which is not in the cells of tables.
        """
        return bool(
            self.cell is None
            or self.holds
            or self.number_id is not None
            or self.style  # it may bring a number
        )


@dataclass(slots=True)
class SectionDraft:
    """Section properties as written: header and footer references, and whether the first page differs."""

    references: dict[tuple[str, str], str] = field(default_factory=dict)
    """Relationship id by (`header` or `footer`, `default` | `first` | `even`)."""
    title_page: bool = False
