"""What the audit of one document's markings hands to the rules: a fault of a rule at a place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from stormdat_core.markings.model import Level, Regime, System
from stormdat_core.markings.scheme import Markings, Scheme
from stormdat_core.markings.whole_document import DocumentMarkings
from stormdat_core.model import Block, Document, Evidence, Fix, Location, Severity

STRICT = (Regime.IC, Regime.NARA)
"""Regimes whose published examples keep the order of controls."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, before it becomes a finding."""

    rule: str
    where: Location
    message: str
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    subject: str = ""
    """What tells it from its fellows where no text does."""
    severity: Severity | None = None
    """Where it differs from the catalogue's."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What the concerns look at."""

    document: Document
    found: DocumentMarkings
    options: Markings

    @property
    def scheme(self) -> Scheme:
        return self.found.scheme

    @property
    def regime(self) -> Regime:
        return self.found.regime

    @property
    def strict(self) -> bool:
        """Return whether controls out of order are errors here."""
        said = self.options.strict_order
        return self.regime in STRICT if said is None else said

    @property
    def today(self) -> date:
        """Return the day on which dates are judged."""
        return self.options.as_of or date.today()  # noqa: DTZ011 - the day the reviewer's calendar shows

    @property
    def before_cui(self) -> bool:
        """Return True for a document made before the house began to mark CUI."""
        made, since = self.found.first.date, self.options.cui_since
        return made is not None and since is not None and made < since

    @property
    def portions_due(self) -> bool:
        """Return True where each portion needs a mark: classified, or controlled in the IC; no waiver."""
        found = self.found
        if "waiver" in found.first.phrases:
            return False
        return found.level > Level.U or (self.regime is Regime.IC and found.controlled)

    @property
    def classified_by_us(self) -> bool:
        """Return True for a document classified by the United States."""
        banner = self.found.banner
        content = banner.content if banner is not None else None
        foreign = content is not None and content.system in (System.FOREIGN, System.NATO, System.UK)
        return self.found.level > Level.U and not foreign


def whole(block: Block) -> Location:
    """Return the location of a whole block."""
    return block.locate(0, len(block.text))


def also(places: Iterable[Location], note: str, most: int = 200) -> tuple[Evidence, ...]:
    """Return places as evidence, the first of them only where there are very many."""
    return tuple(Evidence(where, note) for where, _ in zip(places, range(most), strict=False))


def nowhere() -> Location:
    """Return the location that stands for the document as a whole."""
    return Location()


def shown(words: Iterable[str], most: int = 6) -> str:
    """Return words for a sentence, cut where there are many."""
    listed = list(words)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")


Faults = Iterator[Fault]
