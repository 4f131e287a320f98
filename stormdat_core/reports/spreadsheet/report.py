"""Findings as an Excel workbook."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.mark import output_file

MOST_ROWS = 1_048_575
"""Rows that Excel has below a head."""


@dataclass(frozen=True, slots=True)
class XlsxWriter:
    """Writes `.findings.xlsx`: sheets Summary, Findings, Other places, and Markings if audited."""

    id: ClassVar[str] = "xlsx"
    label: ClassVar[str] = "Findings for Excel (.xlsx)"
    suffix: ClassVar[str] = ".findings.xlsx"
    formats: ClassVar[tuple[str, ...]] = ()
    most_rows: int = MOST_ROWS
    """Findings, and other places, that are written; what is left out is said in the Summary."""

    def write(self, result: FileResult, target: Path, context: ReportContext) -> None:
        """Write the findings of one file to `target`.

        Raises:
            OutputRefused: the file cannot be written.
        """
        # openpyxl takes a while to import, and the command line must start at once.
        from stormdat_core.reports.spreadsheet.sheets import write_sheets

        with output_file(target, result.path) as stream:
            write_sheets(stream, result, context, self.most_rows)
