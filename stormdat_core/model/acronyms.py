"""The acronyms of a checked file: text, own table and lists side by side, and what was not judged.

Values of bounded size, made where the file is judged and kept in the library beside its findings, so that a
page and a report can show them without reading the file again.
"""

from dataclasses import dataclass
from enum import Enum

from stormdat_core.model.document import Location


class Standing(Enum):
    """What an acronym asks for, the most urgent first."""

    DIFFERS = "differs"
    """Text, table and list do not agree on the full form."""
    UNKNOWN = "unknown"
    """Used, and nobody gives a full form."""
    UNDEFINED = "undefined"
    """Used and not defined in the text; the table or a list gives the full form."""
    MISSING = "missing"
    """Defined in the text, and the table or the lists, where there are any, do not hold it."""
    UNUSED = "unused"
    """In the table, and not used in the text."""
    AGREES = "agrees"
    """Defined, and whoever else gives a full form says the same."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A full form that the document itself gives."""

    full_form: str
    where: Location


@dataclass(frozen=True, slots=True)
class ListedMeaning:
    """A full form that an acronym list gives."""

    source: str
    """Name of the list."""
    row: int
    """Row of the list, from 1."""
    full_form: str


@dataclass(frozen=True, slots=True)
class AcronymRow:
    """One acronym of the document."""

    key: str
    """What its spellings share: letters and digits in capitals."""
    acronym: str
    """The spelling to show."""
    standing: Standing
    full_form: str
    """The one that counts: the first list's, else the text's, else the table's; empty if nobody gives one."""
    uses: int
    """Uses in the text, headers and footers included, definitions not counted."""
    first: Location | None
    """The first place in the text, a definition included; None where only the table has it."""
    text: tuple[Meaning, ...] = ()
    """The first definition of each different meaning in the text."""
    table: tuple[Meaning, ...] = ()
    lists: tuple[ListedMeaning, ...] = ()
    ignored: bool = False
    """True when a list says to leave the acronym alone."""
    findings: tuple[str, ...] = ()
    """Fingerprints of the first findings about it."""

    @property
    def state(self) -> str:
        """Return its standing in a word; where only the text gives a full form, nothing agrees with it."""
        alone = self.standing is Standing.AGREES and not (self.table or self.lists)
        return "defined" if alone else str(self.standing.value)


@dataclass(frozen=True, slots=True)
class SuppressedForms:
    """A class of forms that look like acronyms and were not judged."""

    id: str
    """Such as SUP-ROMAN."""
    count: int
    """Places, those of `more` included."""
    forms: tuple[tuple[str, int], ...]
    """Form and number of places, the most frequent first."""
    more: int = 0
    """Forms that are not named."""


@dataclass(frozen=True, slots=True)
class AcronymMatrix:
    """The acronyms of one file and what was left out."""

    rows: tuple[AcronymRow, ...] = ()
    """Sorted by acronym."""
    more: int = 0
    """Rows beyond the largest number kept; the least urgent are dropped first."""
    lists: tuple[str, ...] = ()
    """Names of the lists that were compared, the one that takes precedence first."""
    table_rows: int = 0
    """Rows of the document's own acronym table; 0 when it has none."""
    suppressed: tuple[SuppressedForms, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    """Why blocks were not read for acronyms, and how many."""
