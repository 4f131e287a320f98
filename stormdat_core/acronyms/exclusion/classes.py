"""The classes of what looks like an acronym and is not judged, in words. Source: acronym rules, section 8."""

from collections.abc import Mapping
from typing import NamedTuple


class SuppressionClass(NamedTuple):
    """What a reader is told about a class."""

    name: str
    why: str
    """Why its members are not judged."""


CLASSES: Mapping[str, SuppressionClass] = {
    "SUP-MARKING": SuppressionClass(
        "Security markings", "Portion marks, banners and control words belong to the marking rules."
    ),
    "SUP-CAPS-TEXT": SuppressionClass(
        "Text in capitals", "Headings and warnings in capitals do not tell words from acronyms."
    ),
    "SUP-ROMAN": SuppressionClass("Roman numerals", "They number sections, phases and tables."),
    "SUP-UNIT": SuppressionClass("Units", "Units of measure stand after a number or in a unit column."),
    "SUP-DATE": SuppressionClass("Dates and times", "Months, time zones and date-time groups."),
    "SUP-PART": SuppressionClass(
        "Part and document numbers", "Drawing, stock, contract and standard numbers name a thing."
    ),
    "SUP-ID": SuppressionClass("Identifiers", "Requirement numbers and reference tags name a place."),
    "SUP-CODE": SuppressionClass(
        "Code and addresses", "Programs, paths, web and mail addresses are not prose."
    ),
    "SUP-NAME": SuppressionClass("Names", "Initials, states in addresses, ranks and post-nominals."),
    "SUP-WORD": SuppressionClass("Words in capitals", "English words that are written large for emphasis."),
    "SUP-PLACEHOLDER": SuppressionClass("Open items", "Drafting marks such as TBD: still to be filled in."),
    "SUP-WELLKNOWN": SuppressionClass(
        "Well known", "The profile, a list or your decisions say that they need no definition."
    ),
    "SUP-FORMULA": SuppressionClass("Chemical formulas", "They are symbols and not short for words."),
    "SUP-DECIDED": SuppressionClass(
        "Not acronyms", "You decided, or a list says, that they are no acronyms."
    ),
}


def described(name: str) -> SuppressionClass:
    """Return a class in words; one that this version does not know is called by its id."""
    return CLASSES.get(name, SuppressionClass(name, ""))
