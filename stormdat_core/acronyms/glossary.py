"""The acronym table a document should have, and the rows its list lacks, as values and as .docx or .xlsx.

Texts go into the files as text: what begins with = is no formula, and what no file may hold is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.reconcile import MatrixRow
from stormdat_core.atomic import whole_file
from stormdat_core.errors import OutputRefused
from stormdat_core.model import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from openpyxl.workbook.workbook import Workbook

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TABLE = ("Acronym", "Definition", "Uses", "First place")
_PROPOSED = ("Acronym", "Definition", "Notes")
_WIDTHS = (16, 56, 10, 56)
"""Characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `full_form` is empty where nobody gives one."""

    acronym: str
    full_form: str
    uses: int
    place: str
    """The first place, in words."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a document's acronym table should hold, and what the lists given do not."""

    title: str
    table: tuple[Line, ...]
    proposed: tuple[Line, ...] | None = None
    """None where no list was given."""


def glossary(document: Document, index: AcronymIndex) -> Glossary:
    """Return the acronym table of a document and, beside lists, the rows that these lack."""
    used = [row for row in index.matrix() if row.first is not None and not row.ignored]
    lacking = [row for row in used if not any(row.lists)]
    return Glossary(
        title=document.title or document.path.stem,
        table=tuple(_line(document, row) for row in used),
        proposed=tuple(_line(document, row) for row in lacking) if index.lists else None,
    )


def _line(document: Document, row: MatrixRow) -> Line:
    assert row.first is not None
    block, start, end = row.first
    return Line(row.acronym, row.full_form, row.uses, document.blocks[block].locate(start, end).label)


def write_glossary(made: Glossary, target: Path) -> None:
    """Write a glossary as .docx or .xlsx, whole or not at all.

    Raises:
        OutputRefused: another ending, or the file cannot be written.
    """
    write = {".docx": _write_word, ".xlsx": _write_excel}.get(target.suffix.casefold())
    if write is None:
        raise OutputRefused(
            f"{target.name} is neither a .docx nor an .xlsx.", "Give --out one of these endings."
        )
    with whole_file(target) as stream:
        write(made, stream)


def _clean(text: str) -> str:
    return _NO_TEXT.sub("", text)


def _table_rows(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return [(line.acronym, line.full_form, str(line.uses), line.place) for line in lines]


def _proposed_rows(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return [(line.acronym, line.full_form, _remark(line)) for line in lines]


def _remark(line: Line) -> str:
    known = "" if line.full_form else "no full form is known; "
    return f"{known}used {line.uses} times, first in {line.place}"


def _write_word(made: Glossary, stream: IO[bytes]) -> None:
    import docx

    page = docx.Document()
    page.core_properties.author = "STORM DAT"
    page.add_heading(_clean(f"Acronyms and abbreviations: {made.title}"), 1)
    _add_table(page, _TABLE, _table_rows(made.table))
    if made.proposed is not None:
        page.add_heading("Proposed for the acronym list", 1)
        _add_table(page, _PROPOSED, _proposed_rows(made.proposed))
    page.save(stream)


def _add_table(page: "WordDocument", header: Sequence[str], rows: list[tuple[str, ...]]) -> None:
    if not rows:
        page.add_paragraph("None.")
        return
    table = page.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
    cells = table._cells  # one list for the whole table; table.cell() would build it for each cell
    for at, text in enumerate([*header, *(text for row in rows for text in row)]):
        cells[at].paragraphs[0].add_run(_clean(text)).bold = at < len(header) or None


def _write_excel(made: Glossary, stream: IO[bytes]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    add_sheet(book, "Acronyms", _TABLE, _table_rows(made.table))
    if made.proposed is not None:
        add_sheet(book, "Proposed", _PROPOSED, _proposed_rows(made.proposed))
    book.save(stream)


def add_sheet(book: "Workbook", title: str, header: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Add a sheet of texts; the column Uses holds numbers."""
    from openpyxl.styles import Font

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, texts in enumerate([header, *rows], 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(number, column, _clean(text))
            cell.data_type, cell.quotePrefix = "s", text[:1] in "=+-@"
            if number == 1:
                cell.font = Font(bold=True)
            elif header[column - 1] == "Uses":
                cell.value = int(text)
    for column in range(len(header)):
        sheet.column_dimensions["ABCD"[column]].width = _WIDTHS[column]
