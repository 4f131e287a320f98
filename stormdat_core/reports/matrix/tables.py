"""The tables of a file that may hold a matrix, as rows of texts, whatever program wrote them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from stormdat_core.acronyms.list_files.cells import Cell, Merge, Source
from stormdat_core.acronyms.list_files.delimited import DelimitedList
from stormdat_core.acronyms.list_files.sheet_layout import hidden_rows
from stormdat_core.acronyms.list_files.word_table import WordList
from stormdat_core.acronyms.list_files.workbook import Workbook, read_bytes
from stormdat_core.model import Block, BlockKind, Document

Row = Mapping[int, str]
"""Text by column, from 0."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a table."""

    name: str
    """“Sheet1”, “table 2”, “table 2.1” in a cell of it."""
    rows: Mapping[int, Row]
    """By their numbers; rows without any text are left out."""
    merges: Sequence[Merge] = ()
    uncalculated: int = 0
    """Formulas without a stored value, and those whose value is an error."""
    hidden: int = 0
    """Rows that the program does not show."""

    @property
    def columns(self) -> int:
        """Return up to which column there is text."""
        return 1 + max((column for row in self.rows.values() for column in row), default=-1)


def tables_of(path: Path, document: Document) -> list[Table]:
    """Return the tables of a file that was read as a document, in its order.

    Raises:
        BadList: the file is no table after all, or larger than a table may be.
    """
    if document.format == "xlsx":
        content = read_bytes(path)
        return list(_sheets(Workbook(content, path.name), content))
    if document.format == "docx":
        return _read(WordList(read_bytes(path), path.name, nested=True))
    if document.format == "text":
        return _read(DelimitedList(read_bytes(path), path.name))
    return list(_blocks(document))


def _read(source: Source) -> list[Table]:
    rows = _rows(source)
    return [Table(name, held, tuple(source.merged(name))) for name, held in rows.items()]


def _rows(source: Source) -> dict[str, dict[int, dict[int, str]]]:
    held: defaultdict[str, dict[int, dict[int, str]]] = defaultdict(dict)
    for name, number, cells in source.rows():
        row = {column: text for column, cell in cells.items() if (text := _shown(cell))}
        if row:
            held[name][number] = row
    return held


def _sheets(book: Workbook, content: bytes) -> Iterator[Table]:
    for name, rows in _rows(book).items():
        empty = sum(column not in rows.get(number, {}) for number, column in book.formulas(name))
        yield Table(name, rows, tuple(book.merged(name)), empty, hidden_rows(content, name))


def _shown(cell: Cell) -> str:
    """Return a cell's value as a person reads it: a date without its midnight, a whole number without .0."""
    value = cell.value
    if cell.kind == "e":
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return f"{value:.12g}" if isinstance(value, float) else str(value).strip()


def _blocks(document: Document) -> Iterator[Table]:
    """Yield each table of a document of another kind, such as a page, as rows of cells."""
    tables: dict[int, dict[int, dict[int, str]]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.CELL and block.where.row and block.where.column:
            rows = tables.setdefault(block.where.table or 0, {})
            _put(rows.setdefault(block.where.row, {}), block)
    for number, rows in tables.items():
        yield Table(f"table {number}", rows)


def _put(row: dict[int, str], block: Block) -> None:
    """Add a paragraph of a cell: a comment may have several."""
    column, text = (block.where.column or 1) - 1, block.text.strip()
    if text:
        row[column] = f"{row[column]}\n{text}" if column in row else text
