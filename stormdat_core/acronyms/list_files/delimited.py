"""An acronym list as text in columns: .csv, .tsv. Every cell is text, so `3D` and `1E6` stay so."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from stormdat_core.acronyms.list_files.cells import Cell, Merge, Row
from stormdat_core.errors import BadList

_SEPARATORS = ",;\t|"
_SAMPLE = 65536
_SAMPLE_LINES = 30
_SAYS_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAVE_AS = "Save it from Excel as “CSV UTF-8”, with the columns Acronym and Definition."


class DelimitedList:
    """A text whose lines are rows; the separator is the one that parts most lines alike."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._remarks: list[str] = []

    def rows(self) -> Iterator[tuple[str, int, Row]]:
        """Yield the rows, numbered as Excel numbers them.

        Raises:
            BadList: empty, not a text, or quoted so that no rows can be made of it.
        """
        text = self._decoded()
        said = _SAYS_SEPARATOR.match(text)
        separator = said[1] if said else _separator(text)
        try:
            for number, texts in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
                row = {at: Cell(each) for at, each in enumerate(texts) if each and not each.isspace()}
                if row and not (said and number == 1):
                    yield "", number, row
        except csv.Error as exc:
            raise BadList(f"{self._name} could not be read as a table ({exc}).", _SAVE_AS) from exc

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return nothing: what begins with = is text here."""
        return set()

    def merged(self, sheet: str) -> list[Merge]:
        """Return nothing: text has no merged cells."""
        return []

    def remarks(self, sheet: str) -> list[str]:
        """Return how the text was decoded, where that was a guess."""
        return self._remarks

    def _decoded(self) -> str:
        content = self._content
        if not content:
            raise BadList(f"The acronym list {self._name} is empty (0 bytes).", _SAVE_AS)
        encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "")
        if not encoding and (b"\0" in content[:_SAMPLE] or content.startswith((b"PK\x03\x04", b"%PDF"))):
            raise BadList(f"{self._name} is not a text file.", _SAVE_AS)
        try:
            return content.decode(encoding or "utf-8")
        except UnicodeDecodeError:
            self._remarks.append(
                "The file is not UTF-8 and was read as Windows-1252; check accented letters."
            )
            return content.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """Return the separator that parts most lines of a sample into equally many cells; a comma in doubt."""
    lines = text[:_SAMPLE].splitlines()[:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda separator: _evenness(lines, separator))


def _evenness(lines: list[str], separator: str) -> tuple[int, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
    usual = max(set(widths), key=widths.count) if widths else 1
    return (widths.count(usual), usual) if usual > 1 else (0, 1)
