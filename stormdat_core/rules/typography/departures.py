"""Where a document as a whole leaves the standard that a profile states: one fact about each kind of text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.model import Location
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.profiles import TextStandard, Typography
from stormdat_core.rules.typography.deviations import WORDS, points, source_words
from stormdat_core.rules.typography.looks import Look, Looks, Survey, family, survey

_THROUGHOUT = 0.95


@dataclass(frozen=True, slots=True)
class Departure:
    """One kind of text, most of which is off the stated standard."""

    kind: str
    found: Look
    wanted: str
    share: float
    """How much of this kind has the look, from 0 to 1."""
    source: str
    """What mostly decides it, as in `RunFormat.font_source`; empty where it decides other text too."""
    example: Location


def departures(context: RuleContext) -> Iterator[Departure]:
    """Yield the kinds of text whose own look is not the one that the profile states."""
    surveyed = survey(context)
    for kind in WORDS:
        standard = _stated(context.profile.typography, kind)
        dominant = surveyed.looks.dominant(kind) if standard else None
        if standard is not None and dominant is not None and _off(dominant.look, standard):
            yield _departure(kind, dominant.look, standard, surveyed)


def _stated(typography: Typography, kind: str) -> TextStandard | None:
    standard: TextStandard | None = getattr(typography, kind)
    return standard


def _off(look: Look, standard: TextStandard) -> bool:
    fonts = {family(font) for font in standard.fonts}
    return bool(fonts and family(look.font) not in fonts) or bool(
        standard.sizes and look.size_pt not in standard.sizes
    )


def _departure(kind: str, look: Look, standard: TextStandard, surveyed: Survey) -> Departure:
    looks: Looks = surveyed.looks
    example = next(
        each.block.locate(0, len(each.block.text))
        for each in surveyed.judged
        if each.kind == kind and look in each.letters.by_look
    )
    return Departure(
        kind, look, _wanted(standard), looks.share(kind, look), looks.source(kind, look), example
    )


def _wanted(standard: TextStandard) -> str:
    font = " or ".join(standard.fonts)
    size = " or ".join(points(size) for size in standard.sizes)
    return f"{font} {size}".strip()


def departure_words(departure: Departure) -> str:
    """Return a departure in a sentence that names the look, how much of the text has it, and the standard."""
    words, share = WORDS[departure.kind], departure.share
    verb = "are" if words.endswith("s") else "is"
    if share >= _THROUGHOUT:
        found = f"The {words} {verb} {departure.found.words} throughout"
    else:
        found = f"{share:.0%} of the {words} {verb} {departure.found.words}"
    return f"{found}; the standard is {departure.wanted}."


def how_to_mend(departures: Sequence[Departure]) -> str:
    """Return what to do: the styles that decide the looks, each once."""
    styles = dict.fromkeys(each.source for each in departures if each.source.startswith("style:"))
    named = " and ".join(source_words(style) for style in styles)
    return f"Change {named}." if named else "Set it in the styles of the text."
