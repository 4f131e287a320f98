"""The seven colours wherever they appear: page, Word, Excel and HTML show and call them the same.

This table is the only one. Style sheets, fills and legends are computed from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from stormdat_core.model import Colour

Scheme = Literal["strong", "light"]
_BLACK = "000000"


@dataclass(frozen=True, slots=True)
class Shade:
    """One colour in each medium."""

    colour: Colour
    name: str
    """What people call what it stands for, in a word or three."""
    meaning: str
    highlight: str
    """Value of `w:highlight` in the strong scheme."""
    rgb: str
    """Fill of the strong scheme, RRGGBB."""
    ink: str
    """Text on that fill, RRGGBB, at least 4.5:1."""
    light: str
    """Fill of the light scheme, behind black text, RRGGBB."""

    def fill(self, scheme: Scheme) -> str:
        """Return what lies behind the text, RRGGBB."""
        return self.rgb if scheme == "strong" else self.light

    def text(self, scheme: Scheme) -> str:
        """Return the colour of text on the fill, RRGGBB."""
        return self.ink if scheme == "strong" else _BLACK


SHADES = {
    shade.colour: shade
    for shade in (
        Shade(
            Colour.PINK, "Font or size", "font or size off the standard",
            "magenta", "FFC0CB", _BLACK, "FFD9E6",
        ),
        Shade(
            Colour.TEAL, "Definition", "acronym defined again, differently or for nothing",
            "darkCyan", "008080", "FFFFFF", "BFEDEA",
        ),
        Shade(
            Colour.GREEN, "Full form", "full form where the acronym should stand",
            "green", "008000", "FFFFFF", "D3F2C4",
        ),
        Shade(
            Colour.YELLOW, "Not defined", "acronym used before or without its definition",
            "darkYellow", "FFD700", _BLACK, "FFF0A8",
        ),
        Shade(
            Colour.RED, "Spacing", "space that is too much, or stands in the wrong place",
            "red", "FF0000", _BLACK, "FFC9C2",
        ),
        Shade(
            Colour.VIOLET, "Not as listed", "acronym not in the list, or not written as there",
            "darkMagenta", "8B00FF", "FFFFFF", "E6D7F7",
        ),
        Shade(
            Colour.BLUE, "Possible acronym", "phrase that could have an acronym, or may be one",
            "blue", "0000FF", "FFFFFF", "CFE0FF",
        ),
        Shade(
            Colour.NONE, "Other", "listed and commented on, not coloured",
            "", "E6E6E6", _BLACK, "E9EBED",
        ),
    )
}  # fmt: skip
"""The strong fills and highlights are those of the original STORM DAT; the light ones keep text readable."""


_UNCOLOURED = (
    (("MRK-",), "Marking"),
    (("OWN-",), "Comment"),
    (("ACR-LIST-", "ACR-TABLE-"), "List"),
    (("ACR-",), "Acronym"),
    (("SPC-", "TYP-"), "Document"),
)
"""What a finding without a colour is about, by the beginning of its rule's id."""


def kind(colour: Colour, rule: str) -> str:
    """Return in a word or three what kind of finding a rule makes in a colour."""
    if colour is Colour.NONE:
        for beginnings, word in _UNCOLOURED:
            if rule.startswith(beginnings):
                return word
    return SHADES[colour].name


def kinds(colour: Colour, rules: Iterable[str]) -> str:
    """Return the kinds of several rules of one colour: "Marking, List"."""
    return ", ".join(dict.fromkeys(kind(colour, rule) for rule in rules)) or SHADES[colour].name


def chip_styles(scheme: Scheme) -> str:
    """Return the style rules `.c-COLOUR` that give a mark or chip its fill and text."""
    return "".join(
        f".c-{colour.value}{{background:#{shade.fill(scheme)};color:#{shade.text(scheme)}}}\n"
        for colour, shade in SHADES.items()
    )


def area_styles(scheme: Scheme) -> str:
    """Return the style rules `.p-COLOUR` that give an area laid over a picture the fill of a mark."""
    return "".join(f".p-{colour.value}{{fill:#{shade.fill(scheme)}}}\n" for colour, shade in SHADES.items())
