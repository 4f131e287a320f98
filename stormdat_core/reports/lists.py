"""Acronym tables and acronym lists as files: .docx or .xlsx, written whole or not at all.

Texts go into the files as text: what begins with = is no formula, and what no file may hold is left out.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from stormdat_core.acronyms.glossary import Glossary, Line
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.atomic import whole_file
from stormdat_core.errors import OutputRefused

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from stormdat_core.reports.spreadsheet.workbook import Book

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TABLE = ("Acronym", "Definition", "Uses", "First place")
_PROPOSED = ("Acronym", "Definition", "Notes")
_WIDTHS = (16, 56, 10, 56)
"""Characters."""


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


def write_list(made: AcronymList, target: Path) -> None:
    """Write a list as .xlsx with the columns Acronym, Definition and Notes, whole or not at all.

    Raises:
        OutputRefused: another ending, or the file cannot be written.
    """
    if target.suffix.casefold() != ".xlsx":
        raise OutputRefused(f"{target.name} is no .xlsx.", "Give a name with this ending.")
    with whole_file(target) as stream:
        save_list(made, stream)


def save_list(made: AcronymList, stream: IO[bytes]) -> None:
    """Write a list as .xlsx to a seekable stream."""
    from stormdat_core.reports.spreadsheet.workbook import new_book

    rows = sorted((*made.rows, *made.bare), key=lambda row: row.row)
    with new_book(stream, made.name, datetime.now(UTC)) as book:
        _add_sheet(book, "Acronyms", _PROPOSED, [(row.acronym, row.definition, row.notes) for row in rows])


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
    from stormdat_core.reports.spreadsheet.workbook import new_book

    with new_book(stream, made.title, datetime.now(UTC)) as book:
        _add_sheet(book, "Acronyms", _TABLE, _table_rows(made.table))
        if made.proposed is not None:
            _add_sheet(book, "Proposed", _PROPOSED, _proposed_rows(made.proposed))


def _add_sheet(book: "Book", title: str, header: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Add a sheet of texts; the column Uses holds numbers."""
    from stormdat_core.reports.spreadsheet.workbook import HEAD, PLAIN

    with book.sheet(title, _WIDTHS[: len(header)], 1 + len(rows)) as sheet:
        sheet.append((text, HEAD) for text in header)
        for texts in rows:
            pairs = zip(header, texts, strict=True)
            sheet.append((int(text) if head == "Uses" else _clean(text), PLAIN) for head, text in pairs)
