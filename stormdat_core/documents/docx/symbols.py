"""What `w:sym` shows: the characters of symbol fonts that Unicode has, by their codes in the font.

Sources: Adobe's Symbol encoding, and the mapping of Wingdings that came with Unicode 7. Of Wingdings only the
signs that stand in texts are listed: arrows, bullets, boxes, ticks, hands and digits.
"""

from collections.abc import Mapping
from unicodedata import category

from stormdat_core.model import OBJECT

_LOW = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪" + OBJECT + "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_SYMBOL = {**dict(enumerate(_LOW, 0x20)), **dict(enumerate(_HIGH, 0xA0))}
_WINGDINGS = {
    0x20: " ", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x45: "☜",
    0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹", 0x51: "✈", 0x52: "☼", 0x54: "❄",
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0x7A: "⌘",
    **dict(enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x80)),
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAA: "✦", 0xAB: "★",
    0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖",
    0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_OTHER_PICTURES = frozenset(
    {"wingdings 2", "wingdings 3", "webdings", "zapfdingbats", "mt extra", "marlett", "ms outlook"}
)
"""Fonts whose codes mean pictures too, which are not listed here."""
_PRIVATE = range(0xE000, 0xF900)
_FONT_CODES = range(0xF000, 0xF100)
"""Where codes of symbol fonts are put."""
_SURROGATES = range(0xD800, 0xE000)
_CHARACTERS = range(0x20, 0x110000)


def symbol(font: str, code: str) -> str:
    """Return the character that a code of a font shows, `OBJECT` where Unicode has none or it is not known.

    Args:
        font: name of the font.
        code: hexadecimal, as written.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return OBJECT
    family = font.strip().casefold()
    if family in _OTHER_PICTURES:
        return OBJECT
    known = _FONTS.get(family)
    if known is not None:
        return known.get(number - _FONT_CODES.start if number in _FONT_CODES else number, OBJECT)
    return _plain(number)


def _plain(number: int) -> str:
    odd = number in _PRIVATE or number in _SURROGATES or number not in _CHARACTERS
    return OBJECT if odd or category(chr(number)) in ("Cc", "Cn") else chr(number)
