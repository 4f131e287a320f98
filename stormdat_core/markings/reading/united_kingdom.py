"""Markings of the United Kingdom: a tier, SENSITIVE behind the lowest, handling words behind them."""

import re

from stormdat_core.markings.model import Category, Item, Kind, Level, Marking, Segment, Slip, System
from stormdat_core.markings.reading.separators import Piece
from stormdat_core.markings.vocabulary import Vocabulary

_TIER = re.compile(
    r"(?P<prefix>UK )?(?P<tier>OFFICIAL(?P<sensitive>[- ]SENSITIVE)?|TOP SECRET|SECRET)"
    r"(?P<handling>(?: ?[-–:\[(] ?| ).+)?$"
)
_LEVELS = {"OFFICIAL": Level.U, "SECRET": Level.S, "TOP SECRET": Level.TS}
_SHORT = {
    "O": "OFFICIAL",
    "O-S": "OFFICIAL-SENSITIVE",
    "OS": "OFFICIAL-SENSITIVE",
    "S": "SECRET",
    "TS": "TOP SECRET",
}


def parse(whole: Piece, kind: Kind, vocabulary: Vocabulary) -> Marking:
    """Return a UK marking taken apart. SENSITIVE and each handling word is an item."""
    text = _SHORT.get(whole.text, whole.text) if kind == "portion" else whole.text
    match = _TIER.match(text)
    if match is None:
        return Marking(kind, whole.text, System.UNKNOWN, None, slips=tuple(_no_tier(whole, vocabulary)))
    level = _LEVELS["OFFICIAL" if match["sensitive"] else match["tier"]]
    items = []
    slips = []
    if match["sensitive"]:
        items.append(Item(Category.DISSEMINATION, "SENSITIVE", "SENSITIVE", whole.start, whole.end))
    if match["sensitive"] == " SENSITIVE":
        message = "A hyphen joins the two words: OFFICIAL-SENSITIVE."
        slips.append(Slip("MRK-UK-HYPHEN", whole.start, whole.end, message))
    handling = (match["handling"] or "").strip(" -–:[]()")
    if handling:
        items.append(Item(Category.DISSEMINATION, handling, handling, whole.start, whole.end))
    segments = (Segment(Category.DISSEMINATION, tuple(items), whole.start, whole.end),) if items else ()
    owners = ("UK",) if match["prefix"] else ()
    return Marking(kind, whole.text, System.UK, level, owners, "", segments, whole.end, slips=tuple(slips))


def _no_tier(whole: Piece, vocabulary: Vocabulary) -> list[Slip]:
    word = whole.text.removeprefix("UK ").split(" ")[0]
    now = vocabulary.uk_legacy.get(word)
    if now:
        text = f"{word} is a marking from before 2014; the tier is now {now}."
        return [Slip("MRK-UK-LEGACY", whole.start, whole.end, text)]
    text = f"“{whole.text[:60]}” is no tier; the tiers are OFFICIAL, SECRET and TOP SECRET."
    return [Slip("MRK-LEVEL-UNKNOWN", whole.start, whole.end, text)]
