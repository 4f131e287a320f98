"""A style, theme or default decides a format off the standard.

What it does
    When one style or default puts more places off the standard than are worth listing one by one, reports
    it once: which style, how many places, what share of the text, and a few of the places.
Why it matters
    Mending the style mends them all; mending the places leaves the next paragraph wrong.
Example
    Bad:  The style “Normal” is set in Calibri 11 points in a house that writes Arial 12.
    Good: The style “Normal” is set in Arial 12 points.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from stormdat_core.model import Colour, Document, Evidence, Finding, Location, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.typography.deviations import WORDS, Cause, Deviation, share_words, source_words
from stormdat_core.rules.typography.report import deviations

_PLACES = 5
_NAMED = 3


class StyleSource:
    info: ClassVar = RuleInfo(
        id="TYP-STYLE-SOURCE",
        name="style-source",
        title="Style puts text off the standard",
        summary="A style, theme or default puts much text off the standard.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        source="Typographic standard of the profile",
        scope="document",
        formats=("docx",),
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        judged = deviations(context)
        for cause, places in judged.of_styles():
            message = _message(cause, len(places), judged.share(places))
            yield self._finding(context, cause, places, message, cause.source)
        for causes, places in judged.of_many_styles():
            message = _message_of_many(causes, len(places), judged.share(places))
            yield self._finding(context, causes[0], places, message, "styles")

    def _finding(
        self, context: RuleContext, cause: Cause, places: Sequence[Deviation], message: str, source: str
    ) -> Finding:
        evidence = [Evidence(place.where, f"{cause.found} here") for place in places[:_PLACES]]
        subject = f"{cause.aspect} {cause.found} {source} {cause.kind}"
        return context.finding(self.info, Location(), message, evidence=evidence, subject=subject)


def _message(cause: Cause, places: int, share: float) -> str:
    source = source_words(cause.source)
    sets, they = ("set", "They decide") if cause.source == "defaults" else ("sets", "It decides")
    mend = "Change the style." if cause.source.startswith("style:") else "Set it in the style of this text."
    return (
        f"{source[0].upper()}{source[1:]} {sets} {WORDS[cause.kind]} in {cause.found}; the standard is "
        f"{cause.wanted}. {they} {places:,} places, {share_words(share)}. {mend}"
    )


def _message_of_many(causes: Sequence[Cause], places: int, share: float) -> str:
    cause = causes[0]
    named = [source_words(each.source) for each in causes[:_NAMED]]
    more = [f"{len(causes) - _NAMED:,} more"] if len(causes) > _NAMED else []
    return (
        f"{len(causes):,} styles and defaults set {WORDS[cause.kind]} in {cause.found}; the standard is "
        f"{cause.wanted}. Together they decide {places:,} places, {share_words(share)}. "
        f"Change them: {', '.join([*named, *more])}."
    )
