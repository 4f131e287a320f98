"""A reviewer's own comments: findings that no rule made."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from stormdat_core.model.document import Location
from stormdat_core.model.excerpts import make_excerpt
from stormdat_core.model.findings import Certainty, Colour, Finding, Severity

OWN = "OWN-COMMENT"
"""In the place of a rule's id."""
OWN_TITLE = "Reviewer’s comment"


class CommentType(StrEnum):
    """How much hangs on a comment. Source: the legend of the DoD's matrices."""

    CRITICAL = "C"
    """It contradicts law or policy."""
    MAJOR = "M"
    SUBSTANTIVE = "S"
    """The document is, or seems, incorrect, inconsistent or confusing."""
    ADMINISTRATIVE = "A"
    """Typography, spelling, form."""


_WEIGHTS: Mapping[CommentType, tuple[Severity, Certainty]] = {
    CommentType.CRITICAL: (Severity.ERROR, Certainty.CERTAIN),
    CommentType.MAJOR: (Severity.ERROR, Certainty.LIKELY),
    CommentType.SUBSTANTIVE: (Severity.WARNING, Certainty.CERTAIN),
    CommentType.ADMINISTRATIVE: (Severity.INFO, Certainty.CERTAIN),
}
"""A finding has no type of its own: these two say it, and sort comments among the other findings."""
_TYPES = {weight: kind for kind, weight in _WEIGHTS.items()}


def own_comment(text: str, where: Location, words: str, kind: CommentType, equals: int = 0) -> Finding:
    """Return a reviewer's comment as a finding.

    Args:
        text: of the block it is about.
        where: the stretch of that block.
        words: what the reviewer says.
        kind: how much hangs on it.
        equals: blocks before it that have the same text; below 0 where that number is taken.
    """
    severity, certainty = _WEIGHTS[kind]
    said = "\x1f".join(
        (OWN, kind.value, words, text, str(where.start), str(where.end), *([str(equals)] if equals else []))
    )
    return Finding(
        rule=OWN,
        severity=severity,
        colour=Colour.NONE,
        where=where,
        message=words,
        excerpt=make_excerpt(text, where.start, where.end),
        fingerprint=hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest(),
        certainty=certainty,
    )


def type_of(finding: Finding) -> CommentType:
    """Return the type that a reviewer gave an own comment."""
    return _TYPES.get((finding.severity, finding.certainty), CommentType.SUBSTANTIVE)


GONE = "its text is gone"
"""In the place of a comment that is kept from an earlier revision and was not found in this one."""


def without_place(finding: Finding) -> Finding:
    """Return a comment as it is kept in a revision in which its text is not found: with its old words."""
    old = finding.where
    where = Location(kind=old.kind, heading=old.heading, note=GONE, start=old.start, end=old.end)
    return replace(finding, where=where)


def is_gone(finding: Finding) -> bool:
    """Return whether a comment has no place in its document."""
    return finding.rule == OWN and finding.where.block < 0
