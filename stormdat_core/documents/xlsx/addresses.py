"""Addresses of cells: `BC12` is row 12, column 55."""

_DIGITS = "0123456789"
_LONGEST_ROW = 7
"""Digits of the last row, 1,048,576."""


class Columns(dict[str, int]):
    """Numbers of columns by their letters, worked out at first use; 0 for what names no column."""

    def __missing__(self, letters: str) -> int:
        number = 0
        if len(letters) <= 3 and letters.isascii() and letters.isalpha():
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
        if len(self) < 16_384:
            self[letters] = number
        return number


COLUMNS = Columns()


def parse_address(reference: str) -> tuple[int, int] | None:
    """Return (row, column) from 1, or None for what is no address of a cell."""
    letters = reference.rstrip(_DIGITS)
    digits = reference[len(letters) :]
    column = COLUMNS[letters] if letters else 0
    if not column or not digits or len(digits) > _LONGEST_ROW:
        return None
    return int(digits), column
