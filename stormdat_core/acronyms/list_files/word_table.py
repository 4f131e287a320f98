"""An acronym list that is a table in a Word document: its text as Word shows it, changes accepted."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stormdat_core.acronyms.list_files.cells import Cell, Merge, Row
from stormdat_core.acronyms.list_files.package import check_package, damaged

_MARKS = {"tab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n"}
_NOT_SHOWN = frozenset(("moveFrom", "Fallback", "del"))
_MAX_SPAN = 64
"""Columns that one cell may claim; more is a claim and no layout."""
_SAVE_AS = "Save the table in a .docx with the columns Acronym and Definition, and choose that file."


@dataclass(slots=True)
class _Row:
    """A row as it is read: the cells so far, and the column the next one begins in."""

    cells: Row = field(default_factory=dict)
    at: int = 0
    span: int = 1
    text: list[str] = field(default_factory=list)
    continued: bool = False
    """True in a cell that continues the one above."""


@dataclass(slots=True)
class _Open:
    """A table that is being read."""

    name: str
    rows: int = 0
    inner: int = 0
    """Tables within its cells so far."""
    row: _Row = field(default_factory=_Row)


class WordList:
    """The tables of a Word document, each a sheet: “table 1”, “table 2”.

    Args:
        content: of the file.
        name: of the file, for sentences.
        nested: whether tables within cells are tables too, “table 1.1”, before the row they stand in.
    """

    def __init__(self, content: bytes, name: str, *, nested: bool = False) -> None:
        self._content = content
        self._name = name
        self._nested = nested
        self._merged: dict[str, list[Merge]] = {}

    def rows(self) -> Iterator[tuple[str, int, Row]]:
        """Yield the rows of every table; a table within a cell is part of the cell's text in each case.

        Raises:
            BadList: not a Word document, damaged, protected, or larger than the limits once unpacked.
        """
        check_package(self._content, self._name, "word/", _SAVE_AS)
        from lxml import etree

        try:
            with zipfile.ZipFile(io.BytesIO(self._content)) as package:
                part = _main_part(package)
                with package.open(part) as stream:
                    yield from self._read(
                        etree.iterparse(stream, events=("start", "end"), resolve_entities=False)
                    )
        except (KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile) as exc:
            raise damaged(self._name, "Word") from exc

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return nothing: results of fields are text."""
        return set()

    def merged(self, sheet: str) -> list[Merge]:
        """Return the cells of a table that span rows or columns."""
        return self._merged.get(sheet, [])

    def remarks(self, sheet: str) -> list[str]:
        """Return nothing."""
        return []

    def _read(self, events: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, int, Row]]:
        tables: list[_Open] = []
        hidden = number = 0
        for event, element in events:
            kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if event == "start":
                hidden += kind in _NOT_SHOWN
                number += kind == "tbl" and not tables
                _begin(kind, tables, number)
                continue
            if tables and not hidden:
                _take(kind, element, tables)
            if tables and kind == "tc":
                self._close(tables[-1])
            elif tables and kind == "tr" and tables[-1].row.cells and (self._nested or len(tables) == 1):
                yield tables[-1].name, tables[-1].rows, tables[-1].row.cells
            if kind == "tbl" and tables:
                tables.pop()
            hidden -= kind in _NOT_SHOWN
            if kind in {"tr", "p", "tbl"} and not hidden:
                element.clear()

    def _close(self, table: _Open) -> None:
        """End a cell: keep its text under its column, and what it is merged with."""
        row, number = table.row, table.rows
        text = "".join(row.text).strip()
        merges = self._merged.setdefault(table.name, [])
        last = row.at + row.span - 1
        if row.continued:
            _extend(merges, number, row.at, last)
        elif row.span > 1:
            merges.append(Merge(number, number, row.at, last))
        if text and not row.continued:
            row.cells[row.at] = Cell(text)
        row.at, row.span, row.text, row.continued = last + 1, 1, [], False


def _begin(kind: str, tables: list[_Open], number: int) -> None:
    """Open a table or a row of the innermost one."""
    if kind == "tbl":
        outer = tables[-1] if tables else None
        if outer:
            outer.inner += 1
        tables.append(_Open(f"{outer.name}.{outer.inner}" if outer else f"table {number}"))
    elif kind == "tr" and tables:
        tables[-1].rows += 1
        tables[-1].row = _Row()


def _take(kind: str, element: Any, tables: list[_Open]) -> None:
    """Add what an element says to the cells that are being read; a nested table's text is its cell's too."""
    row = tables[-1].row
    text = (element.text or "") if kind == "t" else "\n" if kind == "p" else _MARKS.get(kind, "")
    if text:
        for each in tables:
            each.row.text.append(text)
    elif kind == "gridSpan":
        row.span = min(_MAX_SPAN, max(1, int(_value(element) or 1)))
    elif kind == "gridBefore":
        row.at = min(_MAX_SPAN, max(0, int(_value(element) or 0)))
    elif kind == "vMerge":
        row.continued = _value(element) in {"", "continue"}


def _value(element: Any) -> str:
    return next((str(value) for name, value in element.attrib.items() if name.endswith("}val")), "")


def _extend(merges: list[Merge], number: int, first: int, last: int) -> None:
    """Let the merged cell that ends in the row above reach this row too, or begin one there."""
    for at in range(len(merges) - 1, max(-1, len(merges) - _MAX_SPAN), -1):
        if merges[at].last_row == number - 1 and merges[at].first_column == first:
            merges[at] = merges[at]._replace(last_row=number)
            return
    merges.append(Merge(number - 1, number, first, last))


def _main_part(package: zipfile.ZipFile) -> str:
    """Return the name of the main document part, which need not be word/document.xml."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in etree.fromstring(package.read("_rels/.rels"), parser):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError("officeDocument")
