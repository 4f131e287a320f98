"""A document as its page draws it: text with its looks, without anything that a file could make active."""

from dataclasses import dataclass
from datetime import datetime

from stormdat_core.model.document import BlockKind, Location, Role


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """One block of a document, ready to be drawn."""

    where: Location
    role: Role
    level: int
    """Heading level from 1, list level from 1, else 0."""
    number: str
    """What stands before the text without being in it: a list number, a bullet."""
    text: str
    formats: tuple[tuple[int, int, str], ...] = ()
    """Stretches of `text` with a look: start, end, and of "biushcx" what holds: bold, italic, underlined,
    struck, hidden, in capitals, inserted by a tracked change. They may overlap."""

    @property
    def index(self) -> int:
        return self.where.block

    @property
    def kind(self) -> BlockKind:
        return self.where.kind


Placed = tuple[int, int, int, int, int]
"""Number of a block, then left, top, width and height of its box in ten-thousandths of its slide."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What is drawn in one frame: a page, a slide, a sheet; or, without a size, what stands on none."""

    number: int
    """Its place among them, from 1."""
    first: int
    """Number of its first block; the blocks of one stand together."""
    blocks: int
    width: float = 0.0
    """In points for a page, in any unit for a slide; 0 for what has no shape of its own."""
    height: float = 0.0
    placed: tuple[Placed, ...] = ()
    """Where the blocks of a slide stand; those that are not named stand below it."""
    columns: tuple[tuple[int, int], ...] = ()
    """Columns of a sheet that hold text, with the characters of a long text in them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a block that a finding is about."""

    block: int
    start: int
    end: int
    finding: int
    """Id of the finding."""
    colour: str
    severity: int
    verdict: str = ""
    """What was decided, empty for what is open."""

    @property
    def decided(self) -> bool:
        return bool(self.verdict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of deciding, which can be undone and done again."""

    id: int
    made: datetime
    told: str
    """What was done, in a few words."""
    undone: bool
    fingerprints: tuple[str, ...] = ()
    """Of the findings it was about, where it was just taken, undone or done again."""
    series: int = 0
    """Id of the first row of a step about very many findings, which is kept in several; else its own id."""
    kept: int = 0
    """Findings that stayed as they are when it was turned: they were decided otherwise since then."""


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule in one file."""

    rule: str
    severity: int
    """Of the worst of them."""
    number: int
    decided: int
    safe: int
    """Those with a correction that is safe to make and nobody has decided about."""


@dataclass(frozen=True, slots=True)
class Part:
    """Findings of one rule in a file that stand one behind the other in the order of its group."""

    rule: str
    first: int = 1
    """Place of the first one, from 1."""
    last: int = 0
    """Place of the last one; 0 for all that follow."""

    def bounded(self, number: int) -> "Part":
        """Return the same as far as a group of `number` findings has it; `last` is a place then."""
        return Part(self.rule, max(self.first, 1), min(self.last or number, number))

    @property
    def size(self) -> int:
        """Return how many findings a part with a last one has."""
        return max(0, self.last - self.first + 1)


@dataclass(frozen=True, slots=True)
class Target:
    """A finding that can be decided about."""

    id: int
    rule: str
    fingerprint: str
    safe: bool | None
    """Whether its correction is safe; None where it has none."""
    decided: bool = False
