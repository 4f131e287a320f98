"""Revisions of a document: what became of its findings from one to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Change(StrEnum):
    """What became of a finding between two revisions."""

    NEW = "new"
    """It was not there before, and nobody had decided about it."""
    FIXED = "fixed"
    """It is gone."""
    OPEN = "still open"
    DECIDED = "still decided"
    """It is there, and what was decided about it holds."""
    REOPENED = "reopened"
    """It was to be fixed, or for the author, and is there again; or its decision was taken back."""


class Likeness(StrEnum):
    """Why two files are taken for the same document."""

    PATH = "the same file"
    NAME = "the same name"
    ELSEWHERE = "the same name in another folder"
    TITLE = "the same title"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Revision:
    """A checked file as a revision of a document."""

    file_id: int
    sweep_id: int
    path: Path
    sha256: str
    checked: datetime
    """When the check of it began; aware."""
    findings: int
    why: Likeness
    profile_digest: str = ""
    first: int = 0
    """Id of the file by which these bytes first came into the library: the order of revisions."""

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files whose findings were compared."""

    id: int
    file_id: int
    against: int
    """The earlier file."""
    began: datetime
    """When the check of the newer one began: what was decided before was decided about earlier revisions."""
    moved: int = 0
    """Findings that were recognised by rule, words and place, because the text round them has changed."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many findings changed in which way, in all and by rule."""

    total: Mapping[Change, int]
    rules: Mapping[str, Mapping[Change, int]] = field(default_factory=dict)

    def of(self, change: Change, rule: str = "") -> int:
        """Return how many there are of a change, in all or of one rule."""
        return (self.rules.get(rule, {}) if rule else self.total).get(change, 0)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One revision in the history of its document."""

    revision: Revision
    decided: int
    """Findings that were decided about before the next revision came."""
    fixed: int | None
    """Findings of the revision before that are gone; None where the two were not compared."""

    @property
    def open(self) -> int:
        return max(0, self.revision.findings - self.decided)
