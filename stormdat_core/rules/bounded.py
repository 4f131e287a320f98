"""No rule floods a report: beyond a bound, what one rule finds in one file is counted and not listed.

A log of 50 MB repeats one fault 655,000 times. Nobody reads that list, Word does not open a copy with that
many comments, and a sweep runs out of time and memory over it. What a person needs is the first places,
how many there are, and that the rest is known not to be listed.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from stormdat_core.model import Finding
from stormdat_core.rules.base import Rule, RuleContext

MOST = 5000
"""Findings of one rule in one file: several times what a real document of a thousand pages brings."""


def bounded(rule: Rule, context: RuleContext, most: int = MOST) -> Iterator[Finding]:
    """Yield a rule's findings; instead of those beyond `most`, one that stands at the first and counts them.

    Args:
        rule: the rule.
        context: of the document it judges.
        most: how many findings are listed.
    """
    found = iter(rule.check(context.document, context))
    yield from islice(found, most)
    first = next(found, None)
    if first is not None:
        yield _counted(first, found, rule, context)


def _counted(first: Finding, others: Iterator[Finding], rule: Rule, context: RuleContext) -> Finding:
    """Return `first` if it is the only one, else a finding in its place that stands for all."""
    count, severity = 1, first.severity
    for finding in others:
        count += 1
        severity = max(severity, finding.severity)
    if count == 1:
        return first
    message = (
        f"{count:,} more places like this one are not listed one by one. "
        "Mend what causes those that are listed, then check again."
    )
    stands = context.finding(rule.info, first.where, message, subject="more")
    return replace(stands, severity=severity)
