"""The matrix as outputs of a checked file: one for Excel, one for Word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, ClassVar

from stormdat_core.errors import OutputRefused
from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.mark import output_file
from stormdat_core.reports.matrix.about import About
from stormdat_core.reports.matrix.comments import Comment, comments_of
from stormdat_core.reports.matrix.layouts import Layout, layouts, stated
from stormdat_core.reports.matrix.style import MatrixStyle

Write = Callable[[IO[bytes], Layout, About, Sequence[Comment], datetime], None]
"""Writes a matrix to a seekable stream."""


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """Writes `.crm.xlsx`."""

    id: ClassVar[str] = "crm"
    label: ClassVar[str] = "Comment matrix for Excel (.xlsx)"
    suffix: ClassVar[str] = ".crm.xlsx"
    formats: ClassVar[tuple[str, ...]] = ()

    def write(self, result: FileResult, target: Path, context: ReportContext) -> None:
        """Write the comments on one file to `target`.

        Raises:
            OutputRefused: the file cannot be written, or the form has not the columns asked for.
        """
        _write(result, target, context)


@dataclass(frozen=True, slots=True)
class MatrixWord:
    """Writes `.crm.docx`."""

    id: ClassVar[str] = "crm-docx"
    label: ClassVar[str] = "Comment matrix for Word (.docx)"
    suffix: ClassVar[str] = ".crm.docx"
    formats: ClassVar[tuple[str, ...]] = ()

    def write(self, result: FileResult, target: Path, context: ReportContext) -> None:
        """Write the comments on one file to `target`; errors as for Excel."""
        _write(result, target, context)


def chosen_layout(style: MatrixStyle) -> Layout:
    """Return the form a matrix is written on: the profile's where it states one, else the person's.

    Raises:
        OutputRefused: it has not the columns asked for.
    """
    form = style.form
    layout = stated(form, style.layout) if form else layouts()[style.layout]
    if (form and (form.layout or form.columns)) or not style.columns:
        return layout
    try:
        return layout.only(style.columns)
    except KeyError as exc:
        raise OutputRefused(
            f"The form “{style.layout}” has no column “{exc.args[0]}”.",
            "Correct the columns of comment matrices in the settings.",
        ) from exc


def writer_for(suffix: str) -> Write | None:
    """Return what writes a matrix as files of an ending; None for an ending that no matrix has."""
    # Libraries for Office files take a while to import, and the command line must start at once.
    from stormdat_core.reports.matrix.sheet import write_sheet
    from stormdat_core.reports.matrix.word import write_word

    known: dict[str, Write] = {".xlsx": write_sheet, ".docx": write_word}
    return known.get(suffix.casefold())


def _write(result: FileResult, target: Path, context: ReportContext) -> None:
    style = context.style.matrix
    layout = chosen_layout(style)
    nameless = "reviewer" not in {column.key for column in layout.columns}
    comments = comments_of(result, context.decisions, context.made, style.reviewer, source_names=nameless)
    write = writer_for(target.suffix)
    assert write is not None
    with output_file(target, result.path) as stream:
        write(stream, layout, _about(result, context), comments, context.made)


def _about(result: FileResult, context: ReportContext) -> About:
    notes = [result.error, *result.warnings, *context.notes, *context.passed_over]
    marking = result.markings.banner if result.markings is not None else ""
    return About(result.name, result.sha256, marking, tuple(filter(None, notes)))
