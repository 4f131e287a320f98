"""A workbook of text and numbers, streamed sheet by sheet into its package.

openpyxl builds the parts. Its own way of saving is not used for three reasons: it writes each sheet to a
temporary file first, where a kill would leave text of the document behind; it stamps the package with the
time of saving, so that no two reports would be equal; and it takes a text that begins with `=` for a formula.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from stormdat_core.model.document import column_letters
from stormdat_core.reports.archive import Archive
from stormdat_core.reports.text import looks_like_formula, visible

LONGEST = 32_767
"""UTF-16 code units that Excel keeps in a cell."""
_LINE_FEEDS = 253
"""Line feeds that Excel keeps in a cell."""
_LINE_HEIGHT = 15
"""Points."""
_MOST_LINES = 12
"""Lines of a row that are shown without making it higher by hand."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LARGE = 100_000
"""Rows from which a sheet may pass 2 GiB and needs the larger zip header."""

Value = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is shown. Colours are RRGGBB; no fill when empty."""

    bold: bool = False
    size: int = 11
    ink: str = "000000"
    fill: str = ""
    align: str = "general"
    number_format: str = "General"


PLAIN = Look()
HEAD = Look(bold=True, ink="FFFFFF", fill="3A4149")
LABEL = Look(bold=True)
TITLE = Look(bold=True, size=14)
_NUMBER = Look(align="right")
FACT = Look(align="left")
TIME = Look(align="left", number_format="yyyy-mm-dd hh:mm:ss")


def cell_text(text: str) -> str:
    """Return `text` as Excel can hold it: nothing illegal, nothing decoded, cut with a stated count.

    Excel reads `_x0041_` in a cell as "A"; such text is escaped the way Excel itself does it.
    """
    shown = _ESCAPE.sub("_x005F_", visible(text))
    if shown.count("\n") > _LINE_FEEDS:
        kept = shown.split("\n", _LINE_FEEDS)
        shown = "\n".join(kept[:-1]) + "\n" + kept[-1].replace("\n", "\N{SYMBOL FOR NEWLINE}")
    return shown if _fits(shown) else _cut(shown)


def _fits(text: str) -> bool:
    return len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST


def _cut(text: str) -> str:
    room = LONGEST - len(_tail(len(text)))
    kept = text[:room].encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept + _tail(len(text) - len(kept))


def _tail(characters: int) -> str:
    return f"… [{characters:,} characters cut]"


class Sheet:
    """A sheet that takes rows from top to bottom."""

    def __init__(self, sheet: Any, widths: Sequence[int]) -> None:
        self._sheet = sheet
        self._widths = widths
        self._rows = 0
        self._cells: dict[tuple[Look, bool], Any] = {}

    def append(self, cells: Iterable[tuple[Value, Look]]) -> None:
        """Write one row, as high as its longest text needs."""
        row = list(cells)
        self._rows += 1
        lines = max(map(_lines, row, self._widths), default=1)
        # LibreOffice fits no heights to wrapped text by itself. Excel changes them when a cell is edited,
        # which it would not do had openpyxl's own setter marked them as chosen by a person.
        self._sheet.row_dimensions[self._rows] = {"ht": f"{_LINE_HEIGHT * min(lines, _MOST_LINES)}"}
        self._sheet.append(self._cell(value, look) for value, look in row)
        del self._sheet.row_dimensions[self._rows]

    def _cell(self, value: Value, look: Look) -> Any:
        """Return a cell. Each look has one, used again: a cell is written before the next is asked for."""
        if not isinstance(value, str):
            plain_number = isinstance(value, int) and look == PLAIN
            cell = self._styled(_NUMBER if plain_number else look, quoted=False)
            cell.value = value
            return cell
        text = cell_text(value)
        cell = self._styled(look, quoted=looks_like_formula(text))
        cell.value = text
        cell.data_type = "s"
        return cell

    def _styled(self, look: Look, *, quoted: bool) -> Any:
        cell = self._cells.get((look, quoted))
        if cell is None:
            cell = self._cells[look, quoted] = _make_cell(self._sheet, look)
            # Excel then keeps the cell a text when somebody edits it.
            cell.quotePrefix = quoted
        return cell


def _lines(cell: tuple[Value, Look], width: int) -> int:
    """Return about how many lines a cell takes in a column `width` characters wide."""
    value, look = cell
    if not isinstance(value, str):
        return 1
    room = width * 11 // look.size - 2
    return sum(1 + max(len(line) - 1, 0) // room for line in value.split("\n", _MOST_LINES))


def _make_cell(sheet: Any, look: Look) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name="Calibri", size=look.size, bold=look.bold, color=look.ink)
    cell.alignment = Alignment(
        horizontal=look.align, vertical="top", wrap_text=True, indent=int(look.align == "right")
    )
    cell.number_format = look.number_format
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    return cell


class _Package(ExcelWriter):
    """openpyxl's writer of everything around sheets that are in the archive already."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = None
        ws._rels = ws._writer._rels
        self.manifest.append(ws)


@dataclass(slots=True)
class Book:
    """A workbook being written."""

    archive: Archive
    book: Any = field(default_factory=lambda: Workbook(write_only=True))

    @contextmanager
    def sheet(
        self, title: str, widths: Sequence[int], rows: int = 0, *, form: bool = False
    ) -> Iterator[Sheet]:
        """Open the next sheet. With `rows`, its first row is a head: frozen, filtered, repeated in print.

        A form is printed with lines between its cells and narrow margins.
        """
        sheet = self.book.create_sheet(title)
        _lay_out(sheet, widths)
        if form:
            sheet.print_options.gridLines = True
            sheet.page_margins = PageMargins(0.4, 0.4, 0.4, 0.6, 0.3, 0.3)
        if rows:
            _make_table(sheet, len(widths), rows)
        sheet._id = len(self.book.worksheets)
        with self.archive.open(self.archive.entry(sheet.path[1:]), "w", force_zip64=rows > _LARGE) as part:
            sheet._writer = WorksheetWriter(sheet, part)
            sheet._writer.write_top()
            yield Sheet(sheet, widths)
            sheet.close()


def _lay_out(sheet: Any, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[column_letters(at)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter.center.text = "&A, page &P of &N"


def _make_table(sheet: Any, columns: int, rows: int) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{column_letters(columns)}{rows}"
    sheet.print_title_rows = "1:1"


@contextmanager
def new_book(stream: IO[bytes], title: str, made: datetime) -> Iterator[Book]:
    """Open a workbook that is written to `stream` when the block ends.

    Args:
        stream: seekable.
        title: for the properties of the file.
        made: aware; the only time the file carries.
    """
    utc = made.astimezone(UTC).replace(tzinfo=None)
    with Archive(stream, utc) as archive:
        book = Book(archive)
        properties = book.book.properties
        properties.creator, properties.title = "STORM DAT", visible(title)
        properties.created = properties.modified = utc
        yield book
        _Package(book.book, archive).write_data()
