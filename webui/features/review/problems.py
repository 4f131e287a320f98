"""The problems of a document, grouped in plain words, and the one that is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from stormdat_core.model import Decision, Finding, Severity, Verdict, excerpts
from stormdat_core.model.comments import GONE, OWN, type_of
from stormdat_core.model.drawn import Group
from stormdat_core.reports.contents import fix_words, heading_path
from stormdat_core.reports.text import shorten, split_excerpt
from stormdat_core.rules.registry import title
from stormdat_core.store import FindingRow, Page, StoredFile
from stormdat_core.sweep import deciding
from webui.context import services

PER_GROUP = 100
"""Findings of a group that are listed at once."""
_LONGEST = 60
_WHOLE = 2000
REASONS = 8
"""Reasons that were given before and are offered again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as a row."""

    row: FindingRow
    words: str
    """What it is about: the text, and what it becomes."""

    @property
    def is_gone(self) -> bool:
        """Return whether it is a comment whose text is gone from the document."""
        return self.row.rule == OWN and self.row.label == GONE

    @classmethod
    def of(cls, row: FindingRow) -> "Problem":
        """Return a finding as a row: the matched text, or its sentence where it has none."""
        if row.rule == OWN:
            return cls(row, shorten(row.message, 2 * _LONGEST))
        match = excerpts.split_excerpt(row.excerpt, row.start, row.end)[1]
        if not match.strip():
            return cls(row, shorten(row.message, 2 * _LONGEST))
        return cls(row, f"“{shorten(' '.join(match.split()), _LONGEST)}”")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group as the page lists it."""

    group: Group
    title: str
    severity: Severity
    problems: Page[Problem] | None
    """Of the group that is open."""
    earlier: int = 0
    later: int = 0
    """The last finding of the window before, the first of the one behind; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The left pane."""

    shelves: tuple[Shelf, ...]
    number: int
    decided: int
    safe: int

    @property
    def open(self) -> int:
        return self.number - self.decided

    @property
    def severities(self) -> tuple[str, ...]:
        """Return the words of the severities there are, the worst first."""
        return tuple(dict.fromkeys(shelf.severity.word for shelf in self.shelves))

    @property
    def share(self) -> int:
        """Return how much is decided, in percent."""
        return 100 * self.decided // self.number if self.number else 100


def listed(file: StoredFile, groups: Iterable[Group], rule: str, rank: int = 0) -> Listed:
    """Return the groups of a file, that of `rule` with its findings.

    Args:
        file: the file.
        groups: as `Store.review.groups` gives them.
        rule: whose findings are listed.
        rank: place of a finding that has to be among them, from 0.
    """
    groups = tuple(groups)
    shelves = tuple(_shelf(file, group, rule, rank) for group in groups)
    sums = [sum(getattr(group, name) for group in groups) for name in ("number", "decided", "safe")]
    return Listed(shelves, *sums)


def _shelf(file: StoredFile, group: Group, rule: str, rank: int) -> Shelf:
    plain = Shelf(group, title(group.rule), Severity(group.severity), None)
    if group.rule != rule:
        return plain
    review = services().store.review
    first = rank - rank % PER_GROUP
    found = review.members(file.id, rule, first, PER_GROUP)
    problems = Page(group.number, tuple(map(Problem.of, found)), first)
    earlier = _neighbour(file, rule, first - 1) if first else 0
    later = _neighbour(file, rule, first + PER_GROUP) if problems.more else 0
    return Shelf(group, plain.title, plain.severity, problems, earlier, later)


def _neighbour(file: StoredFile, rule: str, at: int) -> int:
    found = services().store.review.members(file.id, rule, at, 1)
    return found[0].id if found else 0


@dataclass(frozen=True, slots=True)
class Opened:
    """The chosen finding in full."""

    id: int
    finding: Finding
    excerpt: tuple[str, str, str]
    fix: str
    above: str
    subject: deciding.Subject
    decision: Decision | None
    at: int
    """Its place among the findings of its rule, from 1."""
    of: int

    @property
    def own(self) -> str:
        """Return the type of a reviewer's own comment in a word; empty for what a rule found."""
        return type_of(self.finding).name.capitalize() if self.finding.rule == OWN else ""


def opened(file: StoredFile, finding_id: int, groups: Iterable[Group]) -> Opened | None:
    """Return a finding of a file in full; None for 0.

    Raises:
        NotStored: no such finding.
    """
    if not finding_id:
        return None
    store = services().store
    found = store.found_in(finding_id)
    finding = found.finding
    before, match, after = (shorten(part, _WHOLE) for part in split_excerpt(finding))
    fix = fix_words(finding.fix, "proposed") if finding.fix else ""
    above = heading_path(finding.where) if len(finding.where.heading) > 1 else ""
    about = deciding.subject_of(store, finding, file.id)
    number = next((group.number for group in groups if group.rule == finding.rule), 0)
    at = store.review.rank(finding_id) + 1
    return Opened(finding_id, finding, (before, match, after), fix, above, about, found.decision, at, number)


def reasons() -> tuple[str, ...]:
    """Return the reasons for which findings were waived last."""
    waived = services().store.decisions.page(limit=200).items
    found = (each.reason for each in waived if each.verdict is Verdict.WAIVED and each.reason)
    return tuple(dict.fromkeys(found))[:REASONS]
