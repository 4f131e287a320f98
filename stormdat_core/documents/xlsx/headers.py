"""Headers and footers of a sheet: one string with codes, of which the printed page shows the text.

`&L`, `&C` and `&R` begin the left, centre and right part. Font, size, colour and style codes are dropped.
The name of the sheet (`&A`) and of the file (`&F`) are text; page numbers, dates and times, which no file
stores, become `#`; the folder and a picture become nothing.

Source: ISO/IEC 29500-1, 18.3.1.46 (firstHeader) and its siblings.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_CODE = re.compile(
    r"""
      &"[^"]*"                      # font name and style
    | &K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})   # colour, or theme colour with its tint
    | &[0-9]{1,3}                   # size
    | &[PN](?:[+-][0-9]+)?          # page number with an offset, number of pages
    | &.                            # all others: one letter, or && for one &
    """,
    re.VERBOSE | re.DOTALL,
)
_SECTIONS = {"L": "left", "C": "centre", "R": "right"}
_UNKNOWN = "#"
_STANDS_FOR = {"P": _UNKNOWN, "N": _UNKNOWN, "D": _UNKNOWN, "T": _UNKNOWN, "&": "&"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in a header."""

    text: str
    offset: int
    """Where it, or the code it stands for, begins in the stored string."""


def sections(stored: str, names: Mapping[str, str]) -> Iterator[tuple[str, list[Piece]]]:
    """Yield (`left`, `centre` or `right`, its pieces) of a header or footer that says something.

    Args:
        stored: the string in the file.
        names: what `A` (sheet) and `F` (file) stand for.
    """
    found: dict[str, list[Piece]] = {}
    current = "centre"  # where text goes that stands before the first section code
    at = 0
    for match in _CODE.finditer(stored):
        _add(found, current, stored[at : match.start()], at)
        at, letter = match.end(), match[0][1:2].upper()
        current = _SECTIONS.get(letter, current)
        _add(found, current, _STANDS_FOR.get(letter) or names.get(letter, ""), match.start())
    _add(found, current, stored[at:], at)
    for section in _SECTIONS.values():
        pieces = found.get(section, [])
        if any(piece.text.strip() not in ("", _UNKNOWN) for piece in pieces):
            yield section, pieces


def _add(found: dict[str, list[Piece]], section: str, text: str, offset: int) -> None:
    if text:
        found.setdefault(section, []).append(Piece(text, offset))
