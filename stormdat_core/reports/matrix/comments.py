"""The comments of a matrix: what a reviewer hands in about a document, one row each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from stormdat_core.model import FileResult, Finding, Location, Severity, Verdict
from stormdat_core.model.comments import OWN, CommentType, type_of
from stormdat_core.model.document import column_letters
from stormdat_core.model.matrix import COLUMNS
from stormdat_core.reports.contents import (
    Decisions,
    Numbered,
    evidence_words,
    fix_does,
    numbered,
    with_unseen,
)
from stormdat_core.reports.matrix.style import NOBODY, Reviewer
from stormdat_core.reports.text import shorten, split_excerpt
from stormdat_core.reports.unseen import is_unseen

_LONGEST_QUOTED = 500
"""Characters of the text that a proposed wording replaces."""


_MARKINGS: Mapping[Severity, CommentType] = {
    Severity.ERROR: CommentType.CRITICAL,
    Severity.WARNING: CommentType.SUBSTANTIVE,
    Severity.INFO: CommentType.ADMINISTRATIVE,
}
"""Faults of security markings contradict policy; of two equally severe faults theirs weighs more."""
_OTHERS: Mapping[Severity, CommentType] = {
    Severity.ERROR: CommentType.SUBSTANTIVE,
    Severity.WARNING: CommentType.ADMINISTRATIVE,
    Severity.INFO: CommentType.ADMINISTRATIVE,
}
_NOT_HANDED_IN = frozenset(Verdict) - {Verdict.FOR_AUTHOR, Verdict.FIX}
"""What a reviewer has settled is nothing for the author."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One row of a matrix; every value as the text that its cell holds."""

    number: str = ""
    source: str = ""
    reviewer: str = ""
    grade: str = ""
    office: str = ""
    telephone: str = ""
    date: str = ""
    type: str = ""
    page: str = ""
    paragraph: str = ""
    line: str = ""
    comment: str = ""
    rationale: str = ""
    proposed: str = ""
    disposition: str = ""
    response: str = ""
    item: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """What a matrix of others holds in columns that are not known: heading and text."""

    def value(self, key: str) -> str:
        """Return what stands in the column of a key."""
        return str(getattr(self, key))

    def filled(self) -> Iterator[str]:
        """Yield the keys of the columns that hold something."""
        return (key for key in COLUMNS if getattr(self, key))


def comments_of(
    result: FileResult,
    decisions: Decisions,
    made: datetime,
    reviewer: Reviewer = NOBODY,
    *,
    source_names: bool = False,
) -> tuple[Comment, ...]:
    """Return the comments of a checked file: its findings in document order, but for those that are settled.

    Args:
        result: the file.
        decisions: what the reviewer decided, by fingerprint.
        made: when, for the column Date.
        reviewer: whom they come from.
        source_names: whether the source says the name too, as where the form has no column for it.
    """
    handed_in = [
        each
        for each in numbered(result, decisions)
        if each.decision is None or each.decision.verdict not in _NOT_HANDED_IN
    ]
    handed_in.sort(key=lambda row: (row.finding.where.block, row.finding.where.start))
    whose = Comment(
        source=_source(reviewer) if source_names else reviewer.source,
        reviewer=reviewer.reviewer,
        grade=reviewer.grade,
        office=reviewer.office,
        telephone=reviewer.telephone,
        date=f"{made:%Y-%m-%d}",
    )
    return tuple(_numbered(whose, handed_in))


def _source(reviewer: Reviewer) -> str:
    return " / ".join(filter(None, (reviewer.source.strip(), reviewer.reviewer.strip())))


def _numbered(whose: Comment, rows: Sequence[Numbered]) -> Iterator[Comment]:
    for number, row in enumerate(rows, 1):
        finding = row.finding
        yield replace(
            whose,
            item=str(number),
            number=str(number),
            type=_type(finding).value,
            page=_page(finding.where),
            paragraph=_paragraph(finding.where),
            comment=_comment(row),
            rationale=_rationale(finding.rule),
            proposed=_proposed(finding),
        )


def _type(finding: Finding) -> CommentType:
    if finding.rule == OWN:
        return type_of(finding)
    return (_MARKINGS if finding.rule.startswith("MRK-") else _OTHERS)[finding.severity]


def _page(where: Location) -> str:
    """Return the page as far as the file knows it; of slides their number."""
    if where.slide is not None:
        return f"slide {where.slide}"
    return "" if where.page is None else str(where.page)


def _paragraph(where: Location) -> str:
    """Return the paragraph as a reader counts it: below the number of its heading, or its cell."""
    if where.sheet is not None:
        cell = f"{column_letters(where.column)}{where.row}" if where.column and where.row else ""
        return f"{where.sheet} {cell}".strip()
    if where.note:
        return where.note
    above = where.heading_number or (where.heading[-1] if where.heading else "")
    if where.table is not None:
        return f"{above}, table {where.table}, row {where.row}".removeprefix(", ")
    return f"{above}, para {where.paragraph}".removeprefix(", ") if where.paragraph else above


def _comment(row: Numbered) -> str:
    finding = row.finding
    others = evidence_words(finding.evidence)
    lines = (row.note, finding.message, f"Text: “{finding.excerpt}”" if finding.excerpt else "", others)
    return "\n".join(filter(None, lines))


@cache
def _rationale(rule: str) -> str:
    """Return why it matters, with the source of the rule."""
    from stormdat_core.rules import registry

    found = registry.rule(rule)
    return f"{found.info.summary} Source: {found.info.source}." if found is not None else ""


def _proposed(finding: Finding) -> str:
    fix = finding.fix
    if fix is None:
        return ""
    before = split_excerpt(finding)[1]
    seen = before.strip() and not is_unseen(fix.replacement) and fix.replacement
    if not (fix.changes_text and fix.where == finding.where and seen):
        return fix_does(fix)
    odd = with_unseen(fix.replacement)
    return f"Change “{before}” to “{shorten(fix.replacement, _LONGEST_QUOTED)}”{odd}."
