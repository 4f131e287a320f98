"""The sheets “Acronyms” and “Suppressed” of `.findings.xlsx`: text, table and lists side by side."""

from collections.abc import Iterable, Iterator

from stormdat_core.acronyms.exclusion.classes import described
from stormdat_core.model import AcronymMatrix, AcronymRow, ListedMeaning, Meaning
from stormdat_core.reports.data.columns import Column
from stormdat_core.reports.spreadsheet.workbook import HEAD, LABEL, PLAIN, Book

Named = tuple[str, str, str, int]
"""Class, why, form and number of places."""


def write_acronyms(book: Book, matrix: AcronymMatrix) -> None:
    """Write both sheets. Every text is a text to Excel, whatever it begins with."""
    with book.sheet("Acronyms", [column.width for column in _MATRIX], len(matrix.rows) + 1) as sheet:
        sheet.append((column.heading, HEAD) for column in _MATRIX)
        for row in matrix.rows:
            sheet.append((column.value(row), PLAIN) for column in _MATRIX)
        if matrix.more:
            sheet.append([(f"{matrix.more:,} more acronyms, the least urgent, are not listed.", LABEL)])
    named = [*_suppressed(matrix)]
    with book.sheet("Suppressed", [column.width for column in _SUPPRESSED], len(named) + 1) as sheet:
        sheet.append((column.heading, HEAD) for column in _SUPPRESSED)
        for line in named:
            sheet.append((column.value(line), PLAIN) for column in _SUPPRESSED)


def _suppressed(matrix: AcronymMatrix) -> Iterator[Named]:
    for each in matrix.suppressed:
        about = described(each.id)
        why = f"{about.name}. {about.why}"
        yield from ((each.id, why, form, count) for form, count in each.forms)
        if each.more:
            rest = each.count - sum(count for _, count in each.forms)
            yield each.id, why, f"and {each.more:,} more", rest
    for reason, blocks in matrix.left_out:
        yield "not read", "Paragraphs and cells that were not read for acronyms.", reason, blocks


def _said(meanings: Iterable[Meaning]) -> str:
    return "\n".join(f"{each.full_form} ({each.where.label})" for each in meanings)


def _listed(meanings: Iterable[ListedMeaning]) -> str:
    kept = [*meanings]
    rows = [f"{each.source}, row {each.row}" if each.row else each.source for each in kept]
    return "\n".join(f"{each.full_form} ({row})" for each, row in zip(kept, rows, strict=True))


_MATRIX: tuple[Column[AcronymRow], ...] = (
    Column("Acronym", 16, lambda row: row.acronym),
    Column("State", 12, lambda row: "left alone" if row.ignored else row.state),
    Column("Full form", 40, lambda row: row.full_form),
    Column("Uses", 8, lambda row: row.uses),
    Column("Text says", 46, lambda row: _said(row.text)),
    Column("Table says", 40, lambda row: _said(row.table)),
    Column("Lists say", 40, lambda row: _listed(row.lists)),
    Column("First place", 34, lambda row: row.first.label if row.first else "only in the table"),
    Column("Findings", 10, lambda row: len(row.findings)),
)
_SUPPRESSED: tuple[Column[Named], ...] = (
    Column("Class", 18, lambda line: line[0]),
    Column("Why it was not judged", 56, lambda line: line[1]),
    Column("Form", 28, lambda line: line[2]),
    Column("Places", 9, lambda line: line[3]),
)
