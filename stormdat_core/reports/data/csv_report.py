"""Findings as comma-separated values: UTF-8 with a byte order mark, RFC 4180, one row for each finding.

A spreadsheet that opens a CSV file takes a cell that begins with `=`, `+`, `-`, `@` and a few others for a
formula, quoted or not. Such a text gets an apostrophe before it, and so does one that begins with an
apostrophe; taking one leading apostrophe from a cell gives back its text in every case. The beginning is
looked for behind spaces and invisible characters too. Numbers are written bare, texts in quotes.

What was not checked or not read has a row of its own, without a number, that says so in the column Severity:
a file that could not be read must not look like one without findings.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.contents import NOT_READ, PLUGIN, numbered, plugins_of
from stormdat_core.reports.data.columns import FINDINGS, Cell, not_checked, remark
from stormdat_core.reports.mark import blank_mark, output_file
from stormdat_core.reports.text import looks_like_formula, visible

_HEADINGS = [column.heading for column in FINDINGS]


class CsvWriter:
    """Writes `.findings.csv`."""

    id: ClassVar[str] = "csv"
    label: ClassVar[str] = "Findings for any spreadsheet (.csv)"
    suffix: ClassVar[str] = ".findings.csv"
    formats: ClassVar[tuple[str, ...]] = ()

    def write(self, result: FileResult, target: Path, context: ReportContext) -> None:
        """Write the findings of one file to `target`.

        Raises:
            OutputRefused: the file cannot be written.
        """
        with output_file(target, result.path) as stream:
            text = codecs.getwriter("utf-8-sig")(stream)
            writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
            writer.writerow([*_HEADINGS, "File", "SHA-256", blank_mark(result.path)])
            source = [inert(result.name), result.sha256, ""]
            writer.writerows([*map(inert, row), *source] for row in _rows(result, context))


def inert(value: Cell) -> Cell:
    """Return `value` so that no spreadsheet takes it for a formula."""
    if not isinstance(value, str):
        return value
    shown = visible(value)
    return f"'{shown}" if looks_like_formula(shown) else shown


def _rows(result: FileResult, context: ReportContext) -> Iterator[Iterable[Cell]]:
    yield from not_checked(result)
    for row in numbered(result, context.decisions, context.style.fixes):
        yield [column.value(row) for column in FINDINGS]
    for warning in result.warnings:
        yield remark(NOT_READ, warning)
    for item in plugins_of(result):
        yield remark(PLUGIN, f"Checked with the plug-in {item.words}.")
