"""The security markings of a checked file: banners found and computed, portions, blocks of the first page.

Values of bounded size, made where the file is judged and kept in the library beside its findings, so that a
page and a report can show them without reading the file again. Fingerprints lead to the findings.
"""

from dataclasses import dataclass
from enum import Enum

from stormdat_core.model.document import Location


class SlotState(Enum):
    """What stands in a place where a banner is expected."""

    BANNER = "banner"
    TEXT = "other text"
    PICTURE = "picture only"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class MarkingSlot:
    """A live header, footer, or top or bottom of a sheet, slide, page or text."""

    label: str
    """In words: `first-page header of section 2`."""
    state: SlotState
    banners: tuple[str, ...] = ()
    """As written."""
    agrees: bool = True
    """False where the first banner says another thing than the overall one, or there is none."""
    where: Location | None = None
    """None for a place that does not exist in the file."""
    faults: tuple[str, ...] = ()
    """Ids of the rules that its banner breaks, the worst first."""
    severity: str = ""
    """Of the worst of them, in a word."""


@dataclass(frozen=True, slots=True)
class BannerReason:
    """One element of a computed banner and what it rests on."""

    element: str
    rule: str
    """What the rule says, in a sentence."""
    portions: int
    """How many portions force it."""
    places: tuple[Location, ...] = ()
    """The first of them."""
    otherwise: str = ""
    """The banner without these portions; empty where no others would be left."""


@dataclass(frozen=True, slots=True)
class RolledBanner:
    """The banner that the portions demand in one family of rules."""

    regime: str
    banner: str
    verdict: str
    """How the banner found compares with it, in a few words; empty where none was found."""
    reasons: tuple[BannerReason, ...] = ()
    """In the regime of the audit only."""
    differs: tuple[str, ...] = ()
    """The rules that make it differ from the banner in the regime of the audit."""


@dataclass(frozen=True, slots=True)
class MarkUse:
    """One portion mark, however many portions carry it."""

    text: str
    portions: int
    first: Location
    read: bool = True
    """False where it could not be understood, and so does not count for the banner."""
    faults: tuple[str, ...] = ()
    """Ids of the rules it breaks."""


@dataclass(frozen=True, slots=True)
class UnmarkedPortion:
    """A portion that carries no mark."""

    text: str
    """Its beginning."""
    where: Location
    finding: str = ""
    """Fingerprint of the finding about it; empty where its missing mark is no fault of its own."""


class FieldState(Enum):
    """What the checks say of one line of a block."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class BlockField:
    """One line of a block."""

    label: str
    state: FieldState
    value: str = ""
    where: Location | None = None
    faults: tuple[str, ...] = ()
    """What is wrong with it, in sentences."""
    severity: str = ""
    """Of the worst finding about it, in a word; empty where there is none."""


@dataclass(frozen=True, slots=True)
class FrontBlock:
    """A block of the first page: the classification authority, the CUI designation, notices, statements."""

    title: str
    fields: tuple[BlockField, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkingAudit:
    """What one file carries of security markings."""

    marked: bool
    """False for a document without any, of which nothing else was judged."""
    regime: str
    """Family of rules it was judged by: `ic`, `dod`, `nara`, ..."""
    why: str
    """Why that one, in a few words."""
    hint: str = ""
    """The word that looks like a marking where nothing else does."""
    banner: str = ""
    """The overall banner as found; empty where there is none."""
    where: Location | None = None
    rolled: tuple[RolledBanner, ...] = ()
    """The banner computed, that of the audit's regime first. Empty without portions that can be read."""
    slots: tuple[MarkingSlot, ...] = ()
    more_slots: int = 0
    marks: tuple[MarkUse, ...] = ()
    """Each different portion mark, the most frequent first."""
    more_marks: int = 0
    portions: int = 0
    """Portions with a mark."""
    unmarked: tuple[UnmarkedPortion, ...] = ()
    more_unmarked: int = 0
    due: bool = True
    """Whether the rules demand a mark of every portion of this document."""
    blocks: tuple[FrontBlock, ...] = ()

    @property
    def nothing(self) -> str:
        """Return the sentence for a document without markings, empty for one with them."""
        if self.marked:
            return ""
        if self.hint:
            return f"“{self.hint}” is all that reads as a security marking, so markings were not audited."
        return "No security marking was found, so markings were not audited."


@dataclass(frozen=True, slots=True)
class MarkingPresence:
    """Security markings that a document carries and that were not audited."""

    seen: tuple[str, ...]
    """In words: `banner SECRET//NOFORN`, `portion marks (S), (U)`."""
    where: Location | None = None
    """Where the first of them stands."""
    profile: str = ""
    """Name of the profile that audits none; empty where one that audits found nothing to judge."""

    @property
    def sentence(self) -> str:
        """Return what a person is told."""
        if not self.profile:
            what = "; ".join(self.seen)
            return f"This document seems to carry security markings, and they were not audited: {what}."
        by = f" by the profile “{self.profile}”"
        return f"This document carries security markings that were not audited{by}: {'; '.join(self.seen)}."
