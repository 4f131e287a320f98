"""The seven colours wherever they appear: page, Word, Excel and HTML mean the same."""

from dataclasses import dataclass

from stormdat_core.model import Colour


@dataclass(frozen=True, slots=True)
class Shade:
    """One colour in each medium."""

    colour: Colour
    meaning: str
    highlight: str
    """Value of `w:highlight`."""
    rgb: str
    """Fill in reports, RRGGBB."""
    ink: str
    """Text on that fill, RRGGBB, at least 4.5:1."""
    light: str = ""
    """Light shading behind black text, RRGGBB."""


SHADES = {
    shade.colour: shade
    for shade in (
        Shade(Colour.PINK, "font or size off the standard", "magenta", "FFC0CB", "000000", "FFD9E6"),
        Shade(Colour.TEAL, "acronym defined again, or differently", "darkCyan", "008080", "FFFFFF", "C9F0EE"),
        Shade(
            Colour.GREEN, "full form where the acronym should stand", "green", "008000", "FFFFFF", "D9F2D0"
        ),
        Shade(
            Colour.YELLOW,
            "acronym used before or without its definition",
            "darkYellow",
            "FFD700",
            "000000",
            "FFF2B3",
        ),
        Shade(Colour.RED, "spacing", "red", "FF0000", "000000", "FFD2CC"),
        Shade(Colour.VIOLET, "acronym not in the list", "darkMagenta", "8B00FF", "FFFFFF", "E6D7F7"),
        Shade(Colour.BLUE, "potential new acronym", "blue", "0000FF", "FFFFFF", "D6E4FF"),
        Shade(Colour.NONE, "reported without a colour", "", "E6E6E6", "000000"),
    )
}
"""Fills and highlights as the original STORM DAT used them, so that reviewers keep their habits."""
