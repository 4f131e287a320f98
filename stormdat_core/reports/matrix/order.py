"""The order of comments in a matrix: that of the document, as far as pages and paragraphs tell it."""

import re

from stormdat_core.reports.matrix.comments import Comment

_NUMBER = re.compile(r"[0-9]{1,9}")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LAST = (9, (), "")
_Place = tuple[int, tuple[int, ...], str]


def order(comment: Comment) -> tuple[_Place, _Place, _Place]:
    """Return what comments are sorted by: page, paragraph and line; what has none stands last."""
    return place(comment.page), place(comment.paragraph), place(comment.line)


def place(text: str) -> _Place:
    """Return a place for sorting: i, ii, ES-1 before 1, 2, 10; A-1 behind them."""
    said = text.strip().casefold()
    if not said:
        return _LAST
    numbers = tuple(map(int, _NUMBER.findall(said)))[:20]
    if _ROMAN.fullmatch(said):
        return 0, (_roman(said),), ""
    letters = said.rstrip("0123456789-. ") if not said[0].isdigit() else ""
    return (1 if letters == "es" else 3 if len(letters) == 1 else 2, numbers, letters)


def _roman(numeral: str) -> int:
    """Return the value of a numeral in small letters; a smaller digit before a larger one is taken off."""
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
