"""The columns of the findings and of their other places, the same in Excel and in CSV."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from stormdat_core.model import Evidence, FileResult, Finding
from stormdat_core.reports.colours import kind
from stormdat_core.reports.contents import (
    NOT_AUDITED,
    NOT_CHECKED,
    Numbered,
    checked,
    decided_by,
    evidence_words,
    heading_path,
    not_audited,
)
from stormdat_core.reports.naming import title

Cell = str | int | None
"""A number stays a number; None is an empty cell."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: what its head says, how wide it is in characters, what a row holds in it."""

    heading: str
    width: int
    value: Callable[[Row], Cell]
    coloured: bool = False
    """True when the cell is filled with the colour of its finding."""


@dataclass(frozen=True, slots=True)
class Place:
    """Another place of a finding."""

    number: int
    """The finding's."""
    finding: Finding
    evidence: Evidence


def places(rows: Iterable[Numbered]) -> Iterator[Place]:
    """Yield each other place of each finding."""
    for row in rows:
        for evidence in row.finding.evidence:
            yield Place(row.number, row.finding, evidence)


FINDINGS: tuple[Column[Numbered], ...] = (
    Column("No.", 7, lambda row: row.number),
    Column("Severity", 10, lambda row: row.finding.severity.word),
    Column("Kind", 17, lambda row: kind(row.finding.colour, row.finding.rule), coloured=True),
    Column("Finding", 34, lambda row: title(row.finding.rule)),
    Column("Message", 46, lambda row: row.finding.message),
    Column("Excerpt", 46, lambda row: row.finding.excerpt),
    Column("Section", 24, lambda row: heading_path(row.finding.where)),
    Column("Place", 30, lambda row: row.finding.where.label),
    Column("Page", 7, lambda row: row.finding.where.page),
    Column("Other places", 13, lambda row: len(row.finding.evidence)),
    Column("Evidence", 36, lambda row: evidence_words(row.finding.evidence)),
    Column("Fix", 30, lambda row: row.fix),
    Column("Decision", 14, lambda row: row.decision.verdict.value if row.decision else ""),
    Column("Reason", 30, lambda row: row.decision.reason if row.decision else ""),
    Column("Decided by", 24, lambda row: decided_by(row.decision) if row.decision else ""),
    Column("Certainty", 10, lambda row: row.finding.certainty.word),
    Column("Rule", 26, lambda row: row.finding.rule),
    Column("Colour", 10, lambda row: row.finding.colour.value),
    Column("Fingerprint", 26, lambda row: row.finding.fingerprint),
)
PLACES: tuple[Column[Place], ...] = (
    Column("No.", 7, lambda place: place.number),
    Column("Finding", 34, lambda place: title(place.finding.rule)),
    Column("What stands there", 34, lambda place: place.evidence.note),
    Column("Section", 34, lambda place: heading_path(place.evidence.where)),
    Column("Place", 44, lambda place: place.evidence.where.label),
    Column("Page", 7, lambda place: place.evidence.where.page),
    Column("Coloured", 10, lambda place: "yes" if place.evidence.marked else "no"),
)


def remark(kind: str, sentence: str) -> list[Cell]:
    """Return a row that is no finding: without a number, and with `kind` where a severity would stand."""
    cells: dict[str, Cell] = {"Severity": kind, "Message": sentence}
    return [cells.get(column.heading) for column in FINDINGS]


def not_checked(result: FileResult) -> Iterator[list[Cell]]:
    """Yield the rows that keep what was not checked, or not audited, from looking like no findings."""
    if result.unaudited:
        yield remark(NOT_AUDITED, not_audited(result.unaudited))
    if result.unmarked:
        yield remark(NOT_AUDITED, result.unmarked)
    if not checked(result):
        yield remark(NOT_CHECKED, f"{result.error} {result.hint}".strip())
