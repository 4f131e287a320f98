"""One worksheet, read in one pass of its XML stream: text cells, headers and footers.

Nothing is sized from what the sheet claims to hold, so a stray cell in the last row costs one block.
Numbers, dates and truth values are not text. A formula counts by the result the file stores; it is never
worked out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from stormdat_core.documents.blocks import NO_FORMAT, BlockList
from stormdat_core.documents.office.dialects import SHEET
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute, dispatch
from stormdat_core.documents.xlsx.addresses import parse_address
from stormdat_core.documents.xlsx.headers import sections
from stormdat_core.documents.xlsx.strings import Runs, TextCollector, decode
from stormdat_core.documents.xlsx.workbook import Sheet
from stormdat_core.errors import UnreadableDocument
from stormdat_core.model import Block, BlockKind, Location, Run, RunSource
from stormdat_core.model.document import column_letters

_ON = frozenset({"1", "true"})
_TEXT_TYPES = frozenset({"s", "str"})
_HEADERS = {
    f"{variant}{end}": (kind, variant)
    for variant in ("odd", "even", "first")
    for end, kind in (("Header", BlockKind.HEADER), ("Footer", BlockKind.FOOTER))
}
_VARIANTS = {"odd": "", "even": "even-page ", "first": "first-page "}


@dataclass(slots=True)
class Tally:
    """Cells of one sort: how many, and where the first one is."""

    count: int = 0
    first: str = ""

    def add(self, sheet: str, row: int, column: int) -> None:
        if not self.count:
            self.first = f"sheet “{sheet}”, cell {column_letters(column)}{row}"
        self.count += 1


@dataclass(slots=True)
class Oddities:
    """What cells hold that is no text and should be."""

    unresolved: Tally = field(default_factory=Tally)
    """Formulas whose stored result is missing or empty; a file does not tell which of the two was meant."""
    errors: Tally = field(default_factory=Tally)
    nameless: Tally = field(default_factory=Tally)
    """Cells that promise a text and do not say which."""


class SheetReader:
    """Reads one sheet into blocks; `read` may be called once."""

    def __init__(
        self, sheet: Sheet, file: str, strings: Sequence[Runs], blocks: BlockList, oddities: Oddities
    ) -> None:
        self._sheet, self._file, self._strings = sheet, file, strings
        self._blocks, self._oddities = blocks, oddities
        self._hidden = sheet.state != "visible"
        self._texts = TextCollector(sheet.part)
        self._row = 0
        self._row_hidden = False
        self._address = ""
        """Latest address in this row."""
        self._behind = 0
        """How many cells without an address have followed it."""
        self._hidden_columns: list[tuple[int, int]] = []
        self._type = "n"
        self._formula = self._valued = False
        self._pieces: list[str] | None = None
        self._live = {"odd"}
        self._other_start, self._other_end = dispatch(self._starts(), self._ends())
        self._parser = Parser(self._start, self._end, self._characters, SHEET)

    def read(self, data: bytes) -> None:
        """Read the part's bytes.

        Raises:
            UnreadableDocument: damaged, or a cell refers to a text that is not there.
            LimitExceeded: too many cells.
        """
        try:
            self._parser.run(data, self._sheet.part, self._file)
        finally:
            del self._other_start, self._other_end  # they hold this reader: see `Parser._forget`

    def _starts(self) -> Mapping[str, Callable[[Attributes], None]]:
        return {
            **self._texts.starts(),
            "row": self._start_row,
            "f": self._start_formula,
            "col": self._start_columns,
            "headerFooter": self._start_headers,
            **dict.fromkeys(_HEADERS, self._start_header),
        }

    def _ends(self) -> Mapping[str, Callable[[], None]]:
        return {
            **self._texts.ends(),
            **{name: partial(self._end_header, *what) for name, what in _HEADERS.items()},
        }

    def _characters(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)
        else:
            self._texts.characters(text)

    # Cells, which are nearly all of a sheet, are handled without a further call

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._type, self._formula, self._valued = "n", False, False
            self._behind += 1
            for i in range(0, len(attributes), 2):
                key = attributes[i]
                if key == "r":
                    self._address, self._behind = attributes[i + 1], 0
                elif key == "t":
                    self._type = attributes[i + 1]
        elif name == "v":
            self._texts.count += 1
            self._valued = True
            if self._type in _TEXT_TYPES:
                self._pieces = []
        else:
            self._other_start(name, attributes)

    def _end(self, name: str) -> None:
        if name == "c":
            if self._type != "n" or self._formula:
                self._end_cell()
        elif name != "v":
            self._other_end(name)

    def _start_columns(self, attributes: Attributes) -> None:
        first, last = attribute(attributes, "min"), attribute(attributes, "max")
        if attribute(attributes, "hidden") in _ON and first.isdecimal() and last.isdecimal():
            self._hidden_columns.append((int(first[:9]), int(last[:9])))

    def _start_row(self, attributes: Attributes) -> None:
        self._row += 1
        self._row_hidden = False
        self._address, self._behind = "", 0
        for i in range(0, len(attributes), 2):
            key, value = attributes[i], attributes[i + 1]
            if key == "r" and value.isdecimal() and len(value) < 8:
                self._row = int(value)
            elif key == "hidden":
                self._row_hidden = value in _ON

    def _place(self) -> tuple[int, int]:
        """Return row and column of this cell. One without an address follows the one before it."""
        row, column = parse_address(self._address) or (self._row, 0)
        return row, column + self._behind

    def _start_formula(self, _: Attributes) -> None:
        self._formula = True

    def _end_cell(self) -> None:
        kind, pieces = self._type, self._pieces
        self._pieces = None
        if kind == "s":
            if pieces is not None:
                self._add_shared("".join(pieces).strip())
        elif kind == "str" and pieces:
            self._add_cell(self._own(decode("".join(pieces))))
        elif kind == "inlineStr":
            self._add_cell(self._texts.take())
        elif kind == "e":
            self._oddities.errors.add(self._sheet.name, *self._place())
        if self._formula and (not self._valued or (kind == "str" and not pieces)):
            self._oddities.unresolved.add(self._sheet.name, *self._place())

    def _own(self, text: str) -> Runs:
        return (Run(text, NO_FORMAT, RunSource(self._sheet.part, self._texts.count)),)

    def _add_shared(self, number: str) -> None:
        if number:
            self._add_cell(self._shared(number))
        else:
            self._oddities.nameless.add(self._sheet.name, *self._place())

    def _shared(self, number: str) -> Runs:
        index = int(number) if number.isdecimal() and len(number) < 10 else -1
        if 0 <= index < len(self._strings):
            return self._strings[index]
        row, column = self._place()
        raise UnreadableDocument(
            f"{self._file} is damaged: cell {column_letters(column)}{row} of sheet "
            f"“{self._sheet.name}” shows a text that the file does not hold.",
            "Open it in Excel, let Excel repair it, and save it.",
        )

    def _add_cell(self, runs: Runs) -> None:
        if not runs:
            return
        row, column = self._place()
        index = self._blocks.next_index()
        where = Location(
            part=self._sheet.part,
            kind=BlockKind.CELL,
            block=index,
            section=self._sheet.number - 1,
            table=self._sheet.number,
            row=row,
            column=column,
            note=self._hidden_by(column),
            sheet=self._sheet.name,
        )
        self._blocks.blocks.append(Block(index, BlockKind.CELL, runs, where))

    def _hidden_by(self, column: int) -> str | None:
        if self._hidden:
            return "hidden"
        if self._row_hidden:
            return "hidden row"
        if self._hidden_columns and any(a <= column <= b for a, b in self._hidden_columns):
            return "hidden column"
        return None

    # Headers and footers

    def _start_headers(self, attributes: Attributes) -> None:
        """Note which variants are printed: those for even and first pages only when switched on."""
        if attribute(attributes, "differentOddEven") in _ON:
            self._live.add("even")
        if attribute(attributes, "differentFirst") in _ON:
            self._live.add("first")

    def _start_header(self, _: Attributes) -> None:
        self._texts.count += 1
        self._pieces = []

    def _end_header(self, kind: BlockKind, variant: str) -> None:
        stored, self._pieces = "".join(self._pieces or ()), None
        if variant not in self._live:
            return
        for section, pieces in sections(stored, {"A": self._sheet.name, "F": self._file}):
            runs = tuple(
                Run(piece.text, NO_FORMAT, RunSource(self._sheet.part, self._texts.count, piece.offset))
                for piece in pieces
            )
            self._blocks.add(
                kind,
                runs,
                part=self._sheet.part,
                section=self._sheet.number - 1,
                note=f"{_VARIANTS[variant]}{section} {kind.value}",
                sheet=self._sheet.name,
            )
