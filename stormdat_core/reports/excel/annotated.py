"""The annotated copy of a workbook: the author's bytes, with a comment on each cell that has findings."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from stormdat_core.documents.limits import DEFAULT
from stormdat_core.documents.office.package import Package
from stormdat_core.model import Document, FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.contents import Numbered, not_audited, plural
from stormdat_core.reports.docx.package.copying import (
    open_rows,
    opened,
    read_back,
    refused,
    unchanged,
    write_package,
)
from stormdat_core.reports.docx.package.parts import Parts
from stormdat_core.reports.docx.proof.verify import Outline, differences, outline
from stormdat_core.reports.excel import notes
from stormdat_core.reports.excel.cells import CellRemark, cell_remarks, sheet_parts
from stormdat_core.reports.excel.splice import add_comments, is_worksheet
from stormdat_core.reports.mark import output_file


def write_annotated_workbook(result: FileResult, target: Path, context: ReportContext) -> tuple[str, ...]:
    """Write the copy of `result.path` and read it again before it gets its name.

    Returns:
        What a person should know about the copy, in sentences.

    Raises:
        SourceChanged: the original is not the file that was swept.
        OutputRefused: the copy could not be written, or does not read like the original.
    """
    with output_file(target, result.path) as stream, opened(result) as source:
        parts = Parts.of(Package(result.path, source, DEFAULT))
        said = (not_audited(result.unaudited),) if result.unaudited else ()
        remarks, original = _planned(parts, unchanged(result), open_rows(result, context), said)
        added, left = _annotate(parts, remarks)
        write_package(source, stream, parts, result, "annotated")
        copy = read_back(Path(stream.name), result, "annotated")
        fault = differences(original, copy, [notes.plain(remark) for remark in added])
        if fault:
            raise refused(result, "annotated", fault)
        return (*_unsaid(result, added), *_left_out(left), *parts.notices())


def _unsaid(result: FileResult, added: Sequence[CellRemark]) -> tuple[str, ...]:
    """Return what the copy has no place to say: no sheet that can hold a comment."""
    unaudited = None if any(remark.missing for remark in added) else result.unaudited
    return (f"The annotated copy does not say it: {unaudited.sentence}",) if unaudited else ()


def _planned(
    parts: Parts, document: Document, rows: Sequence[Numbered], missing: tuple[str, ...]
) -> tuple[tuple[CellRemark, ...], Outline]:
    sheets = [part for part in sheet_parts(document).values() if part and is_worksheet(parts, part)]
    return cell_remarks(document, list(dict.fromkeys(sheets)), rows, missing), outline(document)


def _annotate(parts: Parts, remarks: Sequence[CellRemark]) -> tuple[list[CellRemark], list[CellRemark]]:
    """Put the comments in, and return those that are there and those that could not be."""
    added: list[CellRemark] = []
    left: list[CellRemark] = []
    for part, of_sheet in groupby(remarks, key=lambda remark: remark.part):
        here = list(of_sheet)
        (added if add_comments(parts, part, here) else left).extend(here)
    return added, left


def _left_out(left: Sequence[CellRemark]) -> tuple[str, ...]:
    if not left:
        return ()
    findings = sum(len(remark.findings) for remark in left)
    if not findings:
        return ()
    return (
        f"{plural(findings, 'finding')} could not be put into the annotated copy: their sheets hold drawings "
        "of an unusual form. The reports have them.",
    )
