"""The families of rules side by side: the banner each computes, and the rule that makes them differ."""

import heapq
from collections.abc import Iterator, Mapping, Sequence

from stormdat_core.markings.model import Regime
from stormdat_core.markings.portion_marks import Portion
from stormdat_core.markings.reading import Content
from stormdat_core.markings.rollup import Reason, RollUp, combine, compare
from stormdat_core.markings.whole_document import DocumentMarkings
from stormdat_core.model import BannerReason, Location, RolledBanner

_BESIDE = (Regime.IC, Regime.DOD, Regime.NARA)
_PLACES = 5
_REASONS = 100
_MOST_WORK = 5_000
"""Reasons times different marks; beyond it nobody reads what each element would leave."""


def rolled_banners(found: DocumentMarkings) -> tuple[RolledBanner, ...]:
    """Return the banner in the regime of the audit, then in the other American ones."""
    held = _held(found.portions.marked)
    if not held:
        return ()
    banner = found.banner.content if found.banner is not None else None
    rolled = {
        regime: combine(_numbered(held), found.scheme.in_regime(regime), banner)
        for regime in dict.fromkeys((found.regime, *_BESIDE))
    }
    return tuple(_rolled(regime, rolled, found, held) for regime in rolled)


Held = Mapping[Content, Sequence[Portion]]


def _held(marked: Sequence[Portion]) -> Held:
    """Return the portions by what they say. Equal ones say nothing new to a roll-up."""
    held: dict[Content, list[Portion]] = {}
    for portion in marked:
        if portion.content is not None:
            held.setdefault(portion.content, []).append(portion)
    return held


def _numbered(held: Held) -> list[tuple[int, Content]]:
    return list(enumerate(held))


def _rolled(
    regime: Regime, rolled: Mapping[Regime, RollUp], found: DocumentMarkings, held: Held
) -> RolledBanner:
    own, base = rolled[regime], rolled[found.regime]
    return RolledBanner(
        regime=regime.value,
        banner=own.banner,
        verdict=_verdict(found, own, regime),
        reasons=tuple(_reasons(own, found, held)) if own is base else (),
        differs=tuple(_differs(own, base)) if own.banner != base.banner else (),
    )


def _verdict(found: DocumentMarkings, computed: RollUp, regime: Regime) -> str:
    """Return how the banner found compares with a computed one."""
    banner = found.banner.content if found.banner is not None else None
    if banner is None or computed.content is None:
        return ""
    result = compare(banner, computed.content, found.scheme.in_regime(regime))
    if result.lower or result.missing or result.looser:
        return "too weak"
    if result.release or result.joint:
        return "different"
    return "stronger" if result.higher or result.extra else "the same"


def _differs(own: RollUp, base: RollUp) -> Iterator[str]:
    """Yield the rules that only one of two roll-ups applied."""
    said = {(reason.element, reason.rule) for reason in base.reasons}
    here = {(reason.element, reason.rule) for reason in own.reasons}
    yield from dict.fromkeys(r.rule for r in own.reasons if (r.element, r.rule) not in said)
    left_out = dict.fromkeys(r.element for r in base.reasons if (r.element, r.rule) not in here)
    if left_out:
        yield f"Not carried here: {', '.join(left_out)}."


def _reasons(own: RollUp, found: DocumentMarkings, held: Held) -> Iterator[BannerReason]:
    """Yield the reasons; what would be left without each is computed where that is little work."""
    contents = list(held)
    ask = len(own.reasons) * len(contents) <= _MOST_WORK
    for reason in own.reasons[:_REASONS]:
        portions = [portion for at in reason.portions for portion in held[contents[at]]]
        first = heapq.nsmallest(_PLACES, portions, key=lambda portion: portion.block.index)
        otherwise = _otherwise(reason, found, held) if ask else ""
        places = tuple(_place(portion) for portion in first)
        yield BannerReason(reason.element, reason.rule, len(portions), places, otherwise)


def _place(portion: Portion) -> Location:
    return portion.block.locate(portion.start, portion.end)


def _otherwise(reason: Reason, found: DocumentMarkings, held: Held) -> str:
    """Return the banner that would be left without the portions that force an element."""
    forcing = set(reason.portions)
    left = [(at, content) for at, content in enumerate(held) if at not in forcing]
    banner = found.banner.content if found.banner is not None else None
    return combine(left, found.scheme, banner).banner if left and forcing else ""
