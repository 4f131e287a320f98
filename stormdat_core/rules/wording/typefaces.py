"""Typefaces that are known to show letters as letters.

Fonts of signs, barcodes and icons, fonts that show another script under Latin codes, and fonts like
handwriting all carry meaning that another font would lose, and nobody can list them. So the list is of the
others: what is not on it may be such a font.
"""

import re
from functools import lru_cache

_TEXT = """
adobe garamond|adobe garamond pro|aptos|arial|arial unicode ms|bahnschrift|baskerville|book antiqua
bookman|bookman old style|caladea|calibri|calisto|calisto mt|cambria|candara|carlito|century
century gothic|century old style|century schoolbook|charter|constantia|corbel|cormorant garamond
dejavu sans|dejavu serif|didot|droid sans|droid serif|eb garamond|ebrima|franklin gothic
franklin gothic book|franklin gothic medium|frutiger|futura|garamond|georgia|gill sans|gill sans mt|goudy
goudy old style|helvetica|helvetica neue|ibm plex sans|ibm plex serif|inter|itc franklin gothic|lato
liberation sans|liberation serif|libre baskerville|lucida bright|lucida grande|lucida sans
lucida sans unicode|merriweather|microsoft sans serif|minion|minion pro|montserrat|ms sans serif|ms serif
myriad|myriad pro|new century schoolbook|nimbus roman|nimbus roman no9 l|nimbus sans|nimbus sans l
noto sans|noto serif|open sans|optima|palatino|palatino linotype|perpetua|public sans|roboto|rockwell
segoe ui|sitka|sitka text|source sans|source sans 3|source sans pro|source serif|source serif 4
source serif pro|sylfaen|tahoma|tex gyre heros|tex gyre termes|times|times new roman|timesnewroman
trebuchet|trebuchet ms|tw cen mt|univers|verdana|work sans
"""
_KNOWN = frozenset(name for line in _TEXT.split("\n") for name in line.split("|") if name)
_CUT = re.compile(
    r"(?:[ -,]+(?:ultra|extra|semi|demi|mt|ps|std|lt|itc|display|headings?|body|black|bold|book|roman|"
    r"regular|light|semilight|semibold|medium|thin|narrow|condensed|cond|heavy|italic|oblique))+$"
)
"""Names of cuts behind the name of a family: Calibri Light, Arial Narrow."""


@lru_cache(maxsize=256)
def shows_letters(font: str) -> bool:
    """Return whether a font is known as one for text, by the name of its family."""
    name = " ".join(font.casefold().split())
    return name in _KNOWN or _CUT.sub("", name) in _KNOWN
