"""One finding for one cause: the first place carries it, the others are coloured and mended with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stormdat_core.model import Certainty, Evidence, Finding, Fix, Location
from stormdat_core.rules.base import RuleContext, RuleInfo

MOST = 5000
"""Places that one finding lists; those beyond are only counted in its message."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a fault stands at, and what would stand there instead."""

    where: Location
    fix: Fix | None = None


def one_finding(
    info: RuleInfo,
    context: RuleContext,
    places: Sequence[Place],
    message: str,
    note: str,
    *,
    certainty: Certainty | None = None,
    rests_on: Sequence[Evidence] = (),
) -> Finding:
    """Return the finding at the first of the places, with the others as marked evidence.

    Args:
        info: the rule's own.
        context: of the document.
        places: at least one, in reading order.
        message: what the user reads; it says how many places there are.
        note: what stands at each of the other places.
        certainty: when it differs from the rule's own.
        rests_on: places that are not at fault, behind the others.
    """
    first, *others = places[:MOST]
    evidence = [Evidence(place.where, note, marked=True) for place in others]
    return context.finding(
        info,
        first.where,
        message,
        certainty=certainty,
        evidence=[*evidence, *rests_on],
        fix=_fix(places[:MOST]),
    )


def _fix(places: Sequence[Place]) -> Fix | None:
    """Return the fix of the first place that has one, with those of all that want the same look.

    Where some are safe and some are not, it holds the safe ones: the others need a person and wait.
    """
    fixes = [place.fix for place in places if place.fix is not None]
    mended = [fix for fix in fixes if fix.safe] or fixes
    if not mended:
        return None
    first = mended[0]
    look = first.font, first.size_pt
    also = tuple((fix.where, fix.replacement) for fix in mended[1:] if (fix.font, fix.size_pt) == look)
    may_wait = first.safe and first.changes_text
    waiting = [fix for fix in fixes if may_wait and not fix.safe and fix.changes_text]
    return replace(
        first,
        others=also,
        independent=True,
        reason=waiting[0].reason if waiting else first.reason,
        waiting=tuple((fix.where, fix.replacement) for fix in waiting),
    )
