"""What a rule reports: where, how bad, why, and how it could be mended."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from stormdat_core.model.document import Location


class Severity(IntEnum):
    """How bad a finding is; ordered, so that SQL and `max` sort it."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Certainty(IntEnum):
    """How sure it is that a careful reviewer wants to be told; ordered."""

    POSSIBLE = 1
    """A hint: worth a look, often left as it is."""
    LIKELY = 2
    CERTAIN = 3
    """A fact about the document that needs no reading between the lines."""

    @property
    def word(self) -> str:
        return self.name.lower()


class Colour(StrEnum):
    """The seven colours reviewers know, and none for what is only listed."""

    PINK = "pink"
    TEAL = "teal"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    VIOLET = "violet"
    BLUE = "blue"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Another place a finding rests on."""

    where: Location
    note: str
    """What stands there: 'also used here', 'defined here'."""
    marked: bool = False
    """True when this place has the fault too and is coloured in the annotated copy."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement for the text at `where`, or another font or size for it."""

    where: Location
    replacement: str
    """What stands there then; empty where a font or size is given."""
    safe: bool
    """A promise about meaning: no careful editor would refuse it. Every other fix is only proposed."""
    font: str = ""
    """Family that the text gets; the text itself stays."""
    size_pt: float = 0.0
    """Size that the text gets, in points; the text itself stays."""
    others: tuple[tuple[Location, str], ...] = ()
    """Other places that are mended with this one, and what stands there then."""
    reason: str = ""
    """Why it is only proposed, as the end of a sentence: "it stands in a heading"; empty when it is safe.

    Of a safe one with places that wait, the reason why the first of them does.
    """
    independent: bool = False
    """True when each place is mended by itself, whatever becomes of the others."""
    waiting: tuple[tuple[Location, str], ...] = ()
    """Places of the finding whose correction is only proposed although this one is safe; each by itself."""

    @property
    def changes_text(self) -> bool:
        """Return False when only the look of the text changes."""
        return not self.font and not self.size_pt


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, with everything needed to show, colour, mend and recognise it again."""

    rule: str
    severity: Severity
    colour: Colour
    where: Location
    message: str
    excerpt: str
    """The matched text with a little of its surroundings; `model.excerpts` takes it apart again."""
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    fingerprint: str = ""
    """Survives edits elsewhere in the document; a person's decision is remembered by it."""
    certainty: Certainty = Certainty.LIKELY
