"""What every copy of a Word document has in common: its original is checked, its package is checked."""

from pathlib import Path
from typing import IO

from stormdat_core import documents
from stormdat_core.errors import OutputRefused, SourceChanged, UnreadableDocument
from stormdat_core.model import Document, FileResult, Verdict
from stormdat_core.regular import open_regular
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.contents import Numbered, numbered
from stormdat_core.reports.docx.package.parts import Parts
from stormdat_core.reports.docx.package.zipcopy import copy_file, copy_package, same_entries


def opened(result: FileResult) -> IO[bytes]:
    """Return the original, open for reading.

    Raises:
        SourceChanged: it cannot be opened any more.
    """
    try:
        return open_regular(result.path)
    except OSError as exc:
        raise SourceChanged(f"{result.name} can no longer be read: {exc.strerror or exc}.") from exc


def unchanged(result: FileResult) -> Document:
    """Return the original, read again.

    Raises:
        SourceChanged: it is not the file that was swept, or can no longer be read.
    """
    try:
        document = documents.read(result.path)
    except UnreadableDocument as exc:
        raise SourceChanged(f"{result.name} can no longer be read: {exc}") from exc
    if document.sha256 != result.sha256:
        raise SourceChanged(f"{result.name} has changed since it was swept, so no copy was written.")
    return document


def open_rows(result: FileResult, context: ReportContext) -> tuple[Numbered, ...]:
    """Return the findings that an annotated copy shows, with the numbers they have in the reports.

    They are those that nobody has decided about, and those that a reviewer leaves to the author.
    """
    return _rows(result, context, Verdict.FOR_AUTHOR)


def correctable_rows(result: FileResult, context: ReportContext) -> tuple[Numbered, ...]:
    """Return the findings that a corrected copy may mend: undecided ones, and those that are to be fixed."""
    return _rows(result, context, Verdict.FIX)


def _rows(result: FileResult, context: ReportContext, verdict: Verdict) -> tuple[Numbered, ...]:
    rows = numbered(result, context.decisions, context.style.fixes)
    return tuple(row for row in rows if row.decision is None or row.decision.verdict is verdict)


def write_package(source: IO[bytes], target: IO[bytes], parts: Parts, result: FileResult, kind: str) -> None:
    """Write the original with its changed and added parts, and check what was not to change.

    Raises:
        OutputRefused: another part differs.
    """
    write_plain(source, target, parts)
    if not same_entries(source, target, parts.replaced, parts.added):
        raise refused(result, kind, "a part that was not touched differs")


def read_back(written: Path, result: FileResult, kind: str) -> Document:
    """Return what a written copy holds.

    Raises:
        OutputRefused: it cannot be read.
    """
    try:
        return documents.read(written)
    except UnreadableDocument as exc:
        raise refused(result, kind, f"it could not be read ({exc})") from exc


def write_plain(source: IO[bytes], target: IO[bytes], parts: Parts, *, compress: bool = True) -> None:
    """Write the original with its changed and added parts."""
    if not parts.all:
        copy_file(source, target)
    else:
        copy_package(source, target, parts.replaced, parts.added, compress=compress)
    target.flush()


def refused(result: FileResult, kind: str, why: str) -> OutputRefused:
    """Return the error for a copy that is not what it should be."""
    return OutputRefused(
        f"No {kind} copy of {result.name} was delivered: after writing, {why}.",
        "The reports are complete. Please report this document's structure as a fault.",
    )
