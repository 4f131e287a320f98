"""An acronym list as an Excel workbook: checked as a package, then read by openpyxl, row by row."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from stormdat_core.acronyms.list_files.cells import Cell, Merge, Row
from stormdat_core.acronyms.list_files.package import check_package, damaged
from stormdat_core.acronyms.list_files.sheet_layout import layout
from stormdat_core.errors import BadList
from stormdat_core.model.document import column_letters
from stormdat_core.regular import NotRegular, open_regular

MAX_FILE = 64 << 20
"""Bytes of the file."""
MAX_COLUMNS = 64
"""Columns looked at; what stands further right is no part of a list."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open it in Excel, save it as .xlsx with the columns Acronym and Definition, and choose that file."
_HEADS = (
    (b"%PDF", "is a PDF, not an Excel workbook"),
    (b"{\\rtf", "is an RTF document, not an Excel workbook"),
    (b"<", "is a web page or an XML file, not an Excel workbook"),
)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a list file.

    Raises:
        BadList: missing, a folder, unreadable, or over the size limit.
    """
    try:
        if path.is_dir():
            raise BadList(f"{path.name} is a folder, not an acronym list.", "Choose an .xlsx file.")
        with open_regular(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > MAX_FILE:
                raise BadList(
                    f"{path.name} has {size >> 20} MB; an acronym list may have {MAX_FILE >> 20} MB.",
                    _SAVE_AS,
                )
            return stream.read(MAX_FILE)
    except NotRegular as exc:
        raise BadList(
            f"The acronym list {path.name} could not be read: {exc.strerror}.", "Choose an .xlsx file."
        ) from exc
    except FileNotFoundError as exc:
        raise BadList(f"The acronym list {path.name} was not found.", "Check its name and folder.") from exc
    except OSError as exc:
        raise BadList(
            f"The acronym list {path.name} could not be read: {exc.strerror or exc}.",
            "Close the program that has it open, or copy it to a folder you may read.",
        ) from exc


class Workbook:
    """The sheets of an Excel workbook."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._layouts: dict[str, tuple[list[Merge], list[str]]] = {}

    def rows(self) -> Iterator[tuple[str, int, Row]]:
        """Yield the rows sheet by sheet. Formulas give the value Excel stored; they are never evaluated.

        Raises:
            BadList: not a workbook, damaged, protected, or larger than the limits once unpacked.
        """
        _check_kind(self._content, self._name)
        check_package(self._content, self._name, "xl/", _SAVE_AS)
        yield from _read(self._content, self._name, values=True)

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return (row, column from 0) of the cells of a sheet that hold a formula."""
        return {
            (number, column)
            for title, number, row in _read(self._content, self._name, values=False)
            if title == sheet
            for column, cell in row.items()
            if cell.kind == "f"
        }

    def merged(self, sheet: str) -> list[Merge]:
        """Return the merged cells of a sheet."""
        return self._layout(sheet)[0]

    def remarks(self, sheet: str) -> list[str]:
        """Return which cells lie too far to the right to be part of a list."""
        strays = self._layout(sheet)[1]
        if not strays:
            return []
        more = f" and {len(strays) - 1:,} more" if len(strays) > 1 else ""
        edge = column_letters(MAX_COLUMNS)
        return [f"Cell {strays[0]}{more} beyond column {edge} was ignored: it is no part of a list."]

    def _layout(self, sheet: str) -> tuple[list[Merge], list[str]]:
        if sheet not in self._layouts:
            self._layouts[sheet] = layout(self._content, sheet, MAX_COLUMNS)
        return self._layouts[sheet]


def _check_kind(content: bytes, name: str) -> None:
    if not content:
        raise BadList(f"The acronym list {name} is empty (0 bytes).", "Save it again from Excel.")
    if content.startswith(_OLE):
        raise _ole(content, name)
    if content.startswith(b"PK"):
        return
    for head, kind in _HEADS:
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(head):
            raise BadList(f"{name} {kind}.", _SAVE_AS)
    binary = b"\0" in content[:4096]
    kind = "is not an Excel workbook" if binary else "is a text file (perhaps CSV), not an Excel workbook"
    raise BadList(f"{name} {kind}.", _SAVE_AS)


def _ole(content: bytes, name: str) -> BadList:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return BadList(
            f"{name} is password protected.", "Open it in Excel, remove the password, and save it."
        )
    if "WordDocument".encode("utf-16-le") in content:
        return BadList(f"{name} is an old Word document (.doc), not an Excel workbook.", _SAVE_AS)
    return BadList(f"{name} is an Excel 97-2003 workbook or another old Office file.", _SAVE_AS)


def _read(content: bytes, name: str, *, values: bool) -> Iterator[tuple[str, int, Row]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=values, keep_links=False, keep_vba=False
        )
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file claims about its size is not believed
            for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
                row = {
                    at: Cell(cell.value, cell.data_type)
                    for at, cell in enumerate(cells)
                    if cell.value is not None
                }
                if row:
                    yield sheet.title, number, row
    except (
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as exc:
        raise damaged(name, "Excel") from exc
