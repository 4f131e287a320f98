"""The one order in which findings are shown: what matters most comes first."""

from collections.abc import Iterable

from stormdat_core.model.findings import Finding


def by_importance(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, then certainty, then how many other places they have, then place."""
    return tuple(sorted(findings, key=_importance))


def by_place(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in reading order, those about the whole document last."""
    return tuple(sorted(findings, key=reading_order))


def _importance(finding: Finding) -> tuple[int, int, int, tuple[bool, int, int, int, str]]:
    return -finding.severity, -finding.certainty, -len(finding.evidence), reading_order(finding)


def reading_order(finding: Finding) -> tuple[bool, int, int, int, str]:
    """Return what sorts findings by place."""
    where = finding.where
    return where.block < 0, where.block, where.start, -finding.severity, finding.rule
