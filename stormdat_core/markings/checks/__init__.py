"""One marking judged: what is wrong with it, and the marking put right."""

from stormdat_core.markings.checks.judging import check, judge

__all__ = [
    "check",
    "judge",
]
