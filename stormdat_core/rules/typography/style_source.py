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

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import ClassVar

from stormdat_core.model import Certainty, Colour, Document, Evidence, Finding, Location, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.typography.departures import departure_words, departures, how_to_mend
from stormdat_core.rules.typography.deviations import WORDS, Cause, Deviation, share_words, source_words
from stormdat_core.rules.typography.looks import Look, survey
from stormdat_core.rules.typography.own import of_style
from stormdat_core.rules.typography.report import deviations
from stormdat_core.rules.typography.standouts import StandOut, stand_outs

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
        if context.profile.typography.standard == "auto":
            yield from self._own(context)
            yield from self._whole(context)
            return
        judged = deviations(context)
        for cause, places in judged.of_styles():
            breaks = (cause.source, cause.aspect, cause.found) in judged.right
            message = _message(cause, len(places), judged.share(places), breaks=breaks)
            yield self._finding(context, cause, places, message, cause.source)
        for causes, places in judged.of_many_styles():
            message = _message_of_many(causes, len(places), judged.share(places))
            yield self._finding(context, causes[0], places, message, "styles")

    def _own(self, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding for each style that makes paragraphs stand out against the document's text."""
        causes: dict[tuple[str, Look, Look], list[StandOut]] = defaultdict(list)
        for out in stand_outs(context):
            if of_style(out):
                causes[out.source, out.found, out.wanted].append(out)
        for (source, found, wanted), outs in causes.items():
            evidence = [Evidence(out.where, f"{found.words} here") for out in outs[:_PLACES]]
            breaks = survey(context).looks.decides_elsewhere(source, outs[0].kind)
            message = _message_of_own(source, found, wanted, len(outs), breaks=breaks)
            yield context.finding(
                self.info,
                Location(),
                message,
                certainty=Certainty.POSSIBLE,
                evidence=evidence,
                subject=f"own {found.words} {source}",
            )

    def _whole(self, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding where the document as a whole leaves the standard that the profile states."""
        leaves = tuple(departures(context))
        if leaves:
            message = " ".join([*map(departure_words, leaves), how_to_mend(leaves)])
            yield context.finding(
                self.info,
                Location(),
                message,
                severity=Severity.WARNING,
                certainty=Certainty.CERTAIN,
                evidence=[Evidence(each.example, "for example here") for each in leaves],
                subject="whole document",
            )

    def _finding(
        self, context: RuleContext, cause: Cause, places: Sequence[Deviation], message: str, source: str
    ) -> Finding:
        evidence = [Evidence(place.where, f"{cause.found} here") for place in places[:_PLACES]]
        subject = f"{cause.aspect} {cause.found} {source} {cause.kind}"
        return context.finding(self.info, Location(), message, evidence=evidence, subject=subject)


def _message(cause: Cause, places: int, share: float, *, breaks: bool) -> str:
    source = source_words(cause.source)
    sets, they = ("set", "They decide") if cause.source == "defaults" else ("sets", "It decides")
    mend = "Change the style." if cause.source.startswith("style:") else "Set it in the style of this text."
    if breaks:  # a change of the style would put text off the standard that is on it now
        mend = "Other text takes its look from there and is right: give these places a style of their own."
    return (
        f"{source[0].upper()}{source[1:]} {sets} {WORDS[cause.kind]} in {cause.found}; the standard is "
        f"{cause.wanted}. {they} {places:,} places, {share_words(share)}. {mend}"
    )


def _message_of_own(source: str, found: Look, wanted: Look, places: int, *, breaks: bool) -> str:
    named = source_words(source)
    sets = "set" if source == "defaults" else "sets"
    count = "one paragraph" if places == 1 else f"{places:,} paragraphs"
    mend = (
        "Give them the style of the text." if breaks else "Change the style, or give them that of the text."
    )
    return (
        f"{named[0].upper()}{named[1:]} {sets} {count} in {found.words}; "
        f"the text of the document is {wanted.words}. {mend}"
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
