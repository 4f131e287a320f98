"""What a marking is, taken apart: values only, with the position of everything that was written."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Literal

from stormdat_core.model import Severity

Kind = Literal["banner", "portion"]


class Regime(StrEnum):
    """Families of marking rules. The written rules disagree, so each fault is a fault in a regime."""

    AUTO = "auto"
    IC = "ic"
    DOD = "dod"
    NARA = "nara"
    ISOO = "isoo"
    NATO = "nato"
    UK = "uk"
    LISTED = "listed"
    """No grammar: a header or footer is compared with the house's own list."""


class Level(IntEnum):
    """Levels in their rank. RESTRICTED is foreign; in a US document it counts as CONFIDENTIAL."""

    U = 0
    R = 1
    C = 2
    S = 3
    TS = 4

    @property
    def long(self) -> str:
        return _LONG[self]


_LONG = {
    Level.U: "UNCLASSIFIED",
    Level.R: "RESTRICTED",
    Level.C: "CONFIDENTIAL",
    Level.S: "SECRET",
    Level.TS: "TOP SECRET",
}


class System(StrEnum):
    """Whose marking it is. One marking belongs to exactly one."""

    US = "US"
    FOREIGN = "foreign"
    NATO = "NATO"
    JOINT = "JOINT"
    CUI = "CUI"
    UK = "UK"
    UNKNOWN = "unknown"


class Category(IntEnum):
    """Categories of a marking, in the order they are written."""

    LEVEL = 0
    NATO = 1
    SCI = 2
    SAP = 3
    ATOMIC = 4
    FGI = 5
    CUI = 6
    DISSEMINATION = 7
    NON_IC = 8

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Category.LEVEL: "level",
    Category.NATO: "NATO control",
    Category.SCI: "SCI",
    Category.SAP: "special access",
    Category.ATOMIC: "atomic energy",
    Category.FGI: "foreign government information",
    Category.CUI: "CUI",
    Category.DISSEMINATION: "dissemination",
    Category.NON_IC: "non-IC dissemination",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a category, as written."""

    category: Category
    name: str
    """Canonical name: `NOFORN`, `REL`, `SI`, `RD`, `SP-CTI`."""
    text: str
    start: int
    end: int
    """Offsets in the normalised marking."""
    form: str = ""
    """`long`, `banner` or `portion` where the forms differ and only one was meant; else empty."""
    paths: tuple[tuple[str, ...], ...] = ()
    """SCI and SAP: control, compartment, sub-compartment, one path for each that is named, in their order."""
    codes: tuple[str, ...] = ()
    """Codes of a list, in their order; nicknames of an ACCM."""
    numbers: tuple[int, ...] = ()
    """SIGMA numbers, in their order."""
    known: bool = True
    """False of a word the vocabulary does not hold."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two double slashes."""

    category: Category
    items: tuple[Item, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkingFault:
    """One fault of one marking; `text[start:end]` is where it shows."""

    rule: str
    severity: Severity
    start: int
    end: int
    message: str
    correction: str | None = None
    """The whole marking put right, where that is certain."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault as the parser and the checks see it, before a regime gives it a severity."""

    rule: str
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking taken apart. `level` is None where none could be read."""

    kind: Kind
    text: str
    """Normalised, without the brackets of a portion."""
    system: System
    level: Level | None
    owners: tuple[str, ...] = ()
    """Foreign owners or co-owners, in their order; `FGI` for a concealed one."""
    activity: str = ""
    """A NATO activity such as ISAF."""
    segments: tuple[Segment, ...] = ()
    head_end: int = 0
    """Where the level and its owners end."""
    slashed: bool = False
    """True when it begins with a double slash."""
    slips: tuple[Slip, ...] = field(default=(), compare=False)

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all items in the order they stand."""
        return tuple(item for segment in self.segments for item in segment.items)

    def of(self, category: Category) -> tuple[Item, ...]:
        """Return the items of a category."""
        return tuple(item for item in self.items if item.category is category)

    def named(self, name: str) -> Item | None:
        """Return the first item of that name."""
        return next((item for item in self.items if item.name == name), None)
