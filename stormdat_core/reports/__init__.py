"""Reports of one checked file: a module for each writer; those of plug-ins come through the same door."""

import re
from collections.abc import Iterable
from inspect import isclass
from typing import cast

from stormdat_core.plugins import REPORTS, Door, Offer, Unsuitable
from stormdat_core.plugins.entries import builtin
from stormdat_core.reports.base import CopyStyle, Fixes, ReportContext, ReportWriter

__all__ = [
    "DOOR",
    "CopyStyle",
    "Fixes",
    "ReportContext",
    "ReportWriter",
    "classified",
    "offer",
    "serving",
    "writer",
    "writers",
]

_OWN = {
    "docx": "stormdat_core.reports.docx.annotated:AnnotatedCopy",
    "fixed": "stormdat_core.reports.docx.fixed:FixedWord",
    "xlsx": "stormdat_core.reports.spreadsheet.report:XlsxWriter",
    "html": "stormdat_core.reports.web.page:HtmlWriter",
    "json": "stormdat_core.reports.data.json_report:JsonWriter",
    "csv": "stormdat_core.reports.data.csv_report:CsvWriter",
    "crm": "stormdat_core.reports.matrix.writers:MatrixSheet",
    "crm-docx": "stormdat_core.reports.matrix.writers:MatrixWord",
}
"""Every kind of output, in the order in which they are offered and written: what copies could not hold or do
is known when the reports are written."""
_WORD = re.compile(r"[a-z][a-z0-9-]{0,31}")
_SUFFIX = re.compile(r"(\.[a-z0-9-]{1,32}){1,3}")


def classified(held: object) -> ReportWriter:
    """Return an object, or what its class makes, as a writer.

    Raises:
        Unsuitable: it is none.
    """
    made = held() if isclass(held) else held
    if not callable(getattr(made, "write", None)):
        raise Unsuitable(f"{type(made).__name__} has no function write(result, target, context).")
    word, suffix = getattr(made, "id", None), getattr(made, "suffix", None)
    if not isinstance(word, str) or not _WORD.fullmatch(word):
        raise Unsuitable(f"{type(made).__name__} needs an id: a word in small letters, such as minutes.")
    if not isinstance(suffix, str) or not _SUFFIX.fullmatch(suffix):
        raise Unsuitable(f"{word} needs a suffix, such as .findings.md.")
    formats = getattr(made, "formats", None)
    if not isinstance(getattr(made, "label", None), str) or not isinstance(formats, tuple):
        raise Unsuitable(f"{word} needs a label, a text, and formats, a tuple.")
    return cast("ReportWriter", made)


def _names(writer: ReportWriter) -> Iterable[str]:
    return writer.id, writer.suffix


DOOR: Door[ReportWriter] = Door(builtin(REPORTS, _OWN), classified, _names)


def writers() -> tuple[ReportWriter, ...]:
    """Return what writes each kind of output: ours, then those of plug-ins in the order of their door."""
    return DOOR.items()


def offer(kind: str) -> Offer[ReportWriter]:
    """Return the writer of a `--format` word with who brought it.

    Raises:
        KeyError: no writer has this word.
    """
    return {each.item.id: each for each in DOOR.offers()}[kind]


def writer(kind: str) -> ReportWriter:
    """Return the writer of a `--format` word.

    Raises:
        KeyError: no writer has this word.
    """
    return offer(kind).item


def serving(file_format: str) -> tuple[ReportWriter, ...]:
    """Return the writers that can serve a checked file of a format, such as `docx`."""
    return tuple(each for each in writers() if not each.formats or file_format in each.formats)
