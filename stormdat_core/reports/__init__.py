"""Reports of one checked file. Each writer is one module; this is the list of them."""

from stormdat_core.reports.base import CopyStyle, Fixes, ReportContext, ReportWriter
from stormdat_core.reports.csv_report import CsvWriter
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.docx.fixed import FixedWord
from stormdat_core.reports.html import HtmlWriter
from stormdat_core.reports.json_report import JsonWriter
from stormdat_core.reports.xlsx import XlsxWriter

__all__ = ["WRITERS", "CopyStyle", "Fixes", "ReportContext", "ReportWriter", "serving", "writer"]

WRITERS: tuple[ReportWriter, ...] = (
    AnnotatedCopy(),
    FixedWord(),
    XlsxWriter(),
    HtmlWriter(),
    JsonWriter(),
    CsvWriter(),
)
"""Every kind of output, in the order in which they are offered and written: what copies could not hold or do
is known when the reports are written."""


def writer(kind: str) -> ReportWriter:
    """Return the writer of a `--format` word.

    Raises:
        KeyError: no writer has this word.
    """
    return {each.id: each for each in WRITERS}[kind]


def serving(file_format: str) -> tuple[ReportWriter, ...]:
    """Return the writers that can serve a checked file of a format, such as `docx`."""
    return tuple(each for each in WRITERS if not each.formats or file_format in each.formats)
