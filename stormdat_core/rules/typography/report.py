"""Findings for deviations from a stated standard that no style or default decides in bulk."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stormdat_core.model import Evidence, Finding, Fix, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.needs import builds
from stormdat_core.rules.typography.deviations import (
    WORDS,
    Cause,
    Deviation,
    Deviations,
    TypographyJudge,
    share_words,
    source_words,
)
from stormdat_core.rules.typography.own import report_stand_outs
from stormdat_core.rules.wording import wording_of


def deviations(context: RuleContext) -> Deviations:
    """Return the document's deviations, judged once for all rules."""
    return context.need(Deviations)


@builds(Deviations)
def _judge(context: RuleContext) -> Deviations:
    return TypographyJudge(context.profile.typography).judge(context.document)


def report_deviations(info: RuleInfo, context: RuleContext, aspect: str) -> Iterator[Finding]:
    """Yield a finding for each deviation of one aspect, and one for each format given by hand in bulk."""
    if context.profile.typography.standard == "auto":
        yield from report_stand_outs(info, context, aspect)
        return
    judged = deviations(context)
    for deviation in judged.single(aspect):
        yield context.finding(info, deviation.where, _message(deviation), fix=_fix(context, [deviation]))
    for cause, places in judged.by_hand(aspect):
        yield _in_bulk(info, context, cause, places)


def _in_bulk(info: RuleInfo, context: RuleContext, cause: Cause, places: tuple[Deviation, ...]) -> Finding:
    """Return the finding at the first place, which colours and mends the others with it."""
    first, *others = places
    message = (
        f"{len(places):,} places of {WORDS[cause.kind]}, {share_words(deviations(context).share(places))}, "
        f"were set in {cause.found} by hand; the standard is {cause.wanted}. Clear the formatting, "
        "or give the text a style that says what it is."
    )
    evidence = [Evidence(place.where, f"{cause.found} here too", marked=True) for place in others]
    fix = _fix(context, places)
    return context.finding(info, first.where, message, evidence=evidence, fix=fix)


def _fix(context: RuleContext, places: Sequence[Deviation]) -> Fix:
    """Return the wanted look for places with one cause.

    Safe where the text itself was formatted and stands out from its paragraph: a style is mended once.
    """
    cause, here = places[0].cause, places[0].where
    font, size_pt = ("", cause.wanted_pt) if cause.aspect == "size" else (cause.wanted, 0.0)
    reason = reasons.BY_STYLE if cause.source != "run" else _obstacle(context, places, font, size_pt)
    others = tuple((place.where, "") for place in places[1:])
    return replace(corrected(here, "", reason, others), font=font, size_pt=size_pt)


def _obstacle(context: RuleContext, places: Sequence[Deviation], font: str, size_pt: float) -> str:
    wording = wording_of(context)
    found = (wording.restyled(place.where, font=font, size_pt=size_pt) for place in places)
    return next(filter(None, found), "")


def _message(deviation: Deviation) -> str:
    cause = deviation.cause
    kind = WORDS[cause.kind]
    sentence = f"This {kind} is {cause.found}; the standard for {kind} is {cause.wanted}."
    if cause.source == "run":
        return sentence
    return f"{sentence} It comes from {source_words(cause.source)}."
