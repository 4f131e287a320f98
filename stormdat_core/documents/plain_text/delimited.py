"""Text in columns, such as .csv: one block for each cell that holds something."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.documents.blocks import NO_FORMAT, Place
from stormdat_core.documents.plain_text.lines import LineBlocks
from stormdat_core.errors import UnreadableDocument
from stormdat_core.model import BlockKind, Run, RunSource

_SEPARATORS = ",;\t|"
_SAMPLE_LINES = 30
_SAMPLE = 65536
_LONGEST_CELL = 2**31 - 1


@dataclass(slots=True)
class _Feed:
    """Hands the lines of a text to the csv module, ends kept, and knows where the last one began."""

    text: str
    at: int = 0
    start: int = 0

    def __iter__(self) -> Iterator[str]:
        while self.at < len(self.text):
            self.start = self.at
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end + 1
            yield self.text[self.start : self.at]


def read_delimited(out: LineBlocks, name: str, separator: str = "") -> None:
    """Add the cells of a comma, semicolon, tab or bar separated text.

    Args:
        out: takes the cells.
        name: of the file.
        separator: as the ending promises it; empty when the text is to show it.

    Raises:
        UnreadableDocument: the csv module cannot make rows of it.
    """
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        _read(out, separator or _separator(out.text))
    except csv.Error as exc:
        raise UnreadableDocument(
            f"{name} could not be read as a table ({exc}).", "Give it the ending .txt, and check it again."
        ) from exc
    finally:
        csv.field_size_limit(before)


def _read(out: LineBlocks, separator: str) -> None:
    feed = _Feed(out.text)
    reader = csv.reader(iter(feed), delimiter=separator)
    out.tables += 1
    line = offset = 0
    for number, row in enumerate(reader, 1):
        for column, text in enumerate(row, 1):
            if text and not text.isspace():
                run = Run(text, NO_FORMAT, RunSource("", column - 1, offset))
                place = Place(table=out.tables, row=number, column=column, note=f"line {line + 1}")
                out.blocks.add(BlockKind.CELL, [run], place)
        line, offset = reader.line_num, feed.at


def _separator(text: str) -> str:
    """Return the separator that parts most lines of a sample into equally many cells; a comma in doubt."""
    sample = text[:_SAMPLE].split("\n")[:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: list[str], separator: str) -> tuple[int, int]:
    widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
    usual = max(set(widths), key=widths.count) if widths else 1
    return (widths.count(usual), usual) if usual > 1 else (0, 1)
