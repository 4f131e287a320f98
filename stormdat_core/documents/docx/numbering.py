"""Numbers and bullets that Word puts before paragraphs: "3.1.2", "(a)", "•" (ECMA-376 part 1, 17.9).

They are nowhere in the text, and yet readers see them: outline numbers of headings, list letters, and in
government documents portion marks.
"""

import re

from stormdat_core.documents.docx.lists import LEVELS, Instance, Level, NumberingSheet

_PLACE = re.compile(r"%([1-9])")
_LONGEST = 255
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class NumberCounter:
    """Counts through a document in reading order. Lists made of one abstract list share its counters."""

    def __init__(self, sheet: NumberingSheet) -> None:
        self._sheet = sheet
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, number_id: str, level: int) -> str:
        """Count one paragraph and return its number; empty when the list does not exist."""
        instance = self._sheet.instances.get(number_id)
        own = self._sheet.level(number_id, level)
        if instance is None or own is None:
            return ""
        counts = self._counts.setdefault(instance.abstract, [None] * LEVELS)
        self._advance(counts, number_id, level, instance, own)
        return self._text(counts, number_id, level, own)

    def _advance(
        self, counts: list[int | None], number_id: str, level: int, instance: Instance, own: Level
    ) -> None:
        override = instance.starts.get(level)
        if override is not None and (number_id, level) not in self._begun:
            counts[level] = override
        else:
            before = counts[level]
            counts[level] = own.start if before is None else before + 1
        self._begun.add((number_id, level))
        for below in range(level + 1, LEVELS):
            if counts[below] is not None and self._restarts(number_id, below, level):
                counts[below] = None

    def _restarts(self, number_id: str, below: int, level: int) -> bool:
        """Return whether a level begins anew behind one above it."""
        own = self._sheet.level(number_id, below)
        return own is None or own.restart is None or level < own.restart

    def _text(self, counts: list[int | None], number_id: str, level: int, own: Level) -> str:
        if own.hidden:
            return ""
        if own.format == "bullet":
            return own.text

        def value(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = self._sheet.level(number_id, index) or own
            if other.format in ("none", "bullet"):
                return ""
            count = counts[index] if counts[index] is not None else other.start
            number = formatted(count or 0, "decimal" if own.legal else other.format)
            return number.zfill(other.digits) if number.isdecimal() else number

        text = _PLACE.sub(value, own.text)[:_LONGEST]
        return text.upper() if own.caps else text


def formatted(number: int, form: str) -> str:
    """Return a number in a list format; formats of other scripts fall back to digits."""
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 780:
        letter = chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1)  # Word counts Z, AA, BB
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02}"
    if form == "ordinal":
        return f"{number}{_ordinal_ending(number)}"
    return str(number)


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        found += letters * (number // value)
        number %= value
    return found


def _ordinal_ending(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
