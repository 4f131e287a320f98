"""Run properties as written: which of the few that decide a format an element sets.

A property list is a tuple of (element name, attributes), hashable as expat gives it, so that equal markup
is understood once for each document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from stormdat_core.documents.office.xmlparse import Attributes

RawProperties = tuple[tuple[str, tuple[str, ...]], ...]

RELEVANT = frozenset(
    {
        "w:rStyle",
        "w:rFonts",
        "w:sz",
        "w:b",
        "w:i",
        "w:caps",
        "w:smallCaps",
        "w:vanish",
        "w:strike",
        "w:dstrike",
        "w:u",
        "w:color",
        "w:lang",
        "w:rtl",
        "w:cs",
    }
)
"""Run properties that decide the effective format."""

_OFF = frozenset({"0", "false", "off"})
_PLAIN = frozenset(("", "AUTO", "000000", "text1", "dark1", "tx1", "dk1"))
"""Colours that text has which nothing sets off."""
_LARGEST_HALF_POINTS = 2 * 1638  # the largest size Word accepts, 1638 points


@dataclass(frozen=True, slots=True)
class RunProperties:
    """What one element, style or default sets; None where it says nothing."""

    ascii: str | None = None
    h_ansi: str | None = None
    east_asia: str | None = None
    complex: str | None = None
    ascii_theme: str | None = None
    h_ansi_theme: str | None = None
    east_asia_theme: str | None = None
    complex_theme: str | None = None
    half_points: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    caps: bool | None = None
    small_caps: bool | None = None
    struck: bool | None = None
    struck_twice: bool | None = None
    underlined: bool | None = None
    colour: str | None = None
    language: str | None = None
    style: str | None = None
    complex_script: bool | None = None


EMPTY = RunProperties()

_FONT_SLOTS = {
    "w:ascii": "ascii",
    "w:hAnsi": "h_ansi",
    "w:eastAsia": "east_asia",
    "w:cs": "complex",
    "w:asciiTheme": "ascii_theme",
    "w:hAnsiTheme": "h_ansi_theme",
    "w:eastAsiaTheme": "east_asia_theme",
    "w:cstheme": "complex_theme",
}
_TOGGLES = {
    "w:b": "bold",
    "w:i": "italic",
    "w:vanish": "hidden",
    "w:caps": "caps",
    "w:smallCaps": "small_caps",
    "w:strike": "struck",
    "w:dstrike": "struck_twice",
    "w:rtl": "complex_script",
    "w:cs": "complex_script",
}


@lru_cache(maxsize=4096)
def parse_properties(raw: RawProperties) -> RunProperties:
    """Return what a property list sets. A value that cannot be used counts as not set."""
    values: dict[str, str | float | bool | None] = {}
    for name, flat in raw:
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        value = attributes.get("w:val", "")
        if name == "w:rFonts":
            values.update({slot: attributes[key] for key, slot in _FONT_SLOTS.items() if attributes.get(key)})
        elif name == "w:sz":
            values["half_points"] = _half_points(value)
        elif name in _TOGGLES:
            values[_TOGGLES[name]] = value not in _OFF
        elif name == "w:u":
            values["underlined"] = value != "none"
        elif name == "w:color":
            values["colour"] = _colour(attributes)
        elif name == "w:rStyle":
            values["style"] = value
        elif name == "w:lang":
            values["language"] = value or None
    return RunProperties(**values)  # type: ignore[arg-type]


def _colour(attributes: Mapping[str, str]) -> str:
    """Return a colour as six digits or the name of a theme's; "" for that of plain text."""
    theme = attributes.get("w:themeColor", "")
    value = theme or attributes.get("w:val", "").upper()
    return "" if value in _PLAIN else value


def _half_points(value: str) -> float | None:
    """Return a size in half points; strict files may write it with a unit."""
    text = value.removesuffix("pt")
    try:
        number = float(text) * (2 if value.endswith("pt") else 1)
    except ValueError:
        return None
    return number if 0 < number <= _LARGEST_HALF_POINTS else None


def raw_property(name: str, attributes: Attributes) -> tuple[str, tuple[str, ...]]:
    """Return one entry of a property list."""
    return name, tuple(attributes)


FONT_FIELDS = tuple(field.name for field in fields(RunProperties) if field.name in _FONT_SLOTS.values())
