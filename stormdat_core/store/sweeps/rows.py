"""What the library answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from stormdat_core.errors import StormError
from stormdat_core.model import Colour, Decision, Finding, Severity, Verdict

Item = TypeVar("Item")


class NotStored(StormError):
    """A sweep, file or finding that is not, or no longer, in the library."""


class SweepRunning(StormError):
    """A sweep that cannot be deleted while it runs."""

    hint = "Stop it first."


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A window on a longer list."""

    total: int
    """How many there are in all."""
    items: tuple[Item, ...]
    first: int = 0
    """How many stand before them."""

    @property
    def more(self) -> bool:
        """Return whether any stand behind them."""
        return self.first + len(self.items) < self.total


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a sweep without its findings; `Store.result` returns it with them."""

    id: int
    sweep_id: int
    ordinal: int
    path: Path
    sha256: str
    format: str
    title: str
    error: str
    hint: str
    warnings: tuple[str, ...]
    findings: int
    """How many there are."""
    blocks: int
    characters: int
    seconds: float
    outputs: Mapping[str, Path]
    """What was written, by format."""
    unaudited: str = ""
    """Says which markings it carries and nobody audited; empty for none."""
    failures: tuple[str, ...] = ()
    """What could not be written, in sentences."""
    unmarked: str = ""
    """Says that it carries no security marking, so that none was audited; empty where markings were."""

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def complete(self) -> bool:
        """Return True only when all of it was checked and all that was asked for was written."""
        missing = self.error or self.warnings or self.unaudited or self.failures
        return self.characters > 0 and not missing


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a table shows it; `Store.finding` returns the whole of it."""

    id: int
    file_id: int
    ordinal: int
    rule: str
    severity: Severity
    colour: Colour
    message: str
    excerpt: str
    label: str
    section: str
    """The outermost heading above; empty where there is none."""
    heading: str
    """The nearest heading above."""
    page: int | None
    start: int
    """Where the matched text begins in its block, in characters, and where it ends; equal for none."""
    end: int
    places: int
    """How many other places it rests on."""
    safe: bool | None
    """Whether its fix may be applied without a person; None when there is no fix."""
    fingerprint: str
    verdict: Verdict | None
    """What a person decided about it."""
    file: str
    """Name of the file it is in."""


@dataclass(frozen=True, slots=True)
class FoundIn:
    """A finding in full, with what it is in and what a person decided about it."""

    id: int
    finding: Finding
    file: StoredFile
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many findings there are of each kind, to filter by."""

    total: int
    rules: Mapping[str, int]
    colours: Mapping[Colour, int]
    severities: Mapping[Severity, int]
    sections: Mapping[str, int]
    """By outermost heading, in the order of the document; of very many the first."""
    decided: int
    """Those that a person has decided about; they are in the other numbers too."""


@dataclass(frozen=True, slots=True)
class PassedKind:
    """What a sweep passed over for one reason."""

    why: str
    number: int
    names: tuple[str, ...]
    """Of the first of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A file that can be chosen, with the number of its findings."""

    id: int
    name: str
    findings: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What has to be said of the files of a sweep, without reading them all: of each sort the first few."""

    characters: int
    """Of text that was read."""
    formats: frozenset[str]
    failed: Page[StoredFile]
    """Those that were not checked."""
    partly: Page[StoredFile]
    """Those with warnings."""
    unaudited: Page[StoredFile]
    textless: Page[StoredFile]
    unmarked: Page[StoredFile]
    unwritten: Page[StoredFile]
    """Those with outputs that could not be written."""
    listed: Page[Choice]
    """Those that were checked."""
    first: StoredFile | None
    chosen: StoredFile | None
    """The one that was asked for."""
    saved: StoredFile | None
    """The first with outputs."""
