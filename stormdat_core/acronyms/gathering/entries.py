"""What is known about the acronyms of one document: uses, definitions, rows, and what was left out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.list_files.acronym_list import ListRow


class Use(NamedTuple):
    """A place where an acronym stands. A tuple, because a long document holds tens of thousands."""

    block: int
    """Index into `Document.blocks`."""
    start: int
    end: int
    """Offsets in the block's text; a plural or possessive ending belongs to the use."""


@dataclass(frozen=True, slots=True)
class DefinitionPlace:
    """A definition in running text."""

    block: int
    short: str
    full: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int
    """Offsets in the block's text."""
    pattern: str
    method: str
    sure: bool
    """True when every letter begins a word, or nearly."""
    apart: bool = False
    """True in a heading, a caption, a glossary or a label, where it may stand beside the one in the text."""
    front: bool = False
    """True before the first heading, and in abstract, summary and foreword."""

    @property
    def start(self) -> int:
        return min(self.short_start, self.long_start)

    @property
    def end(self) -> int:
        """Offset after the definition, its closing bracket not counted."""
        return max(self.short_end, self.long_end)


class FullFormUse(NamedTuple):
    """A place where a defined full form is spelt out again."""

    block: int
    start: int
    end: int
    exact: bool
    """False when it stands in another number than in its definition."""
    short: str
    """The acronym to write instead, in the right number."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of an acronym table, or a line of an acronym section, in the document itself."""

    acronym: str
    definition: str
    block: int
    """Block of the acronym."""
    start: int
    end: int
    table: int = 0
    """Which of the document's acronym tables it belongs to; the lines of sections have 0."""


@dataclass(frozen=True, slots=True)
class AcronymEntry:
    """Everything known about one acronym, in reading order."""

    key: str
    surfaces: Mapping[str, int]
    """The forms it was written in, endings removed, and how often."""
    uses: tuple[Use, ...] = ()
    """Uses in the reading order of the document."""
    outside: tuple[Use, ...] = ()
    """Uses in headers and footers, which repeat on each page and have no place in the order."""
    definitions: tuple[DefinitionPlace, ...] = ()
    rows: tuple[ListRow, ...] = ()
    """What the first list that knows the acronym says."""
    table_rows: tuple[TableRow, ...] = ()
    full_forms: tuple[FullFormUse, ...] = ()

    @property
    def name(self) -> str:
        """Return the form to show: the listed one, else of those defined or of all the one used most."""
        if self.rows:
            return self.rows[0].acronym
        defined = {singular(place.short) for place in self.definitions}
        forms = [surface for surface in self.surfaces if surface in defined] or self.surfaces
        return max(forms, key=lambda surface: self.surfaces[surface], default=self.key)


class Potential(NamedTuple):
    """A capitalised phrase that recurs and has no acronym."""

    phrase: str
    acronym: str
    """What its capitals would give."""
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What looked like acronyms and was not judged."""

    members: Mapping[str, Counter[str]] = field(default_factory=dict)
    """By class: the forms and how often."""
    left_out: Counter[str] = field(default_factory=Counter)
    """By reason: how many blocks were not read for acronyms."""
