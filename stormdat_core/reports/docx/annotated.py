"""The annotated copy: the author's document with every finding coloured where it stands and commented on."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from stormdat_core.documents.limits import DEFAULT
from stormdat_core.memory import collector_paused, give_back
from stormdat_core.model import FileResult
from stormdat_core.reports.base import CopyStyle, ReportContext
from stormdat_core.reports.colours import SHADES
from stormdat_core.reports.contents import Numbered, count, found_words, not_audited
from stormdat_core.reports.docx.commenting import markup
from stormdat_core.reports.docx.commenting.anchors import Remark, remarks
from stormdat_core.reports.docx.commenting.markup import Comments
from stormdat_core.reports.docx.commenting.texts import Line, opening
from stormdat_core.reports.docx.highlights import Mark, Marks, collect_marks
from stormdat_core.reports.docx.package.copying import open_rows, opened, refused, unchanged, write_package
from stormdat_core.reports.docx.package.expanded import LeanPackage
from stormdat_core.reports.docx.package.parts import Parts, free_ids
from stormdat_core.reports.docx.proof.rereading import digests, reread
from stormdat_core.reports.docx.proof.verify import Outline, differences, outline
from stormdat_core.reports.docx.runs.finder import find_runs
from stormdat_core.reports.docx.runs.markup import Found, RunMarkup
from stormdat_core.reports.docx.runs.properties import Colouring, Stamp, coloured
from stormdat_core.reports.docx.runs.split import Cuts, Edit, Piece, spliced, split_run
from stormdat_core.reports.mark import output_file
from stormdat_core.reports.text import visible

AUTHOR = "STORM DAT"
_MOST_MISSING = 20
"""Things that were not read and are named in the copy; the reports have all."""


class AnnotatedCopy:
    """Writes `STEM.annotated.docx`, or `.xlsx`. Whatever is not spliced stays the author's bytes."""

    id: ClassVar[str] = "docx"
    label: ClassVar[str] = "Annotated copy"
    suffix: ClassVar[str] = ".annotated.docx"
    formats: ClassVar[tuple[str, ...]] = ("docx", "xlsx")

    def write(self, result: FileResult, target: Path, context: ReportContext) -> tuple[str, ...]:
        """Write the copy of `result.path` and read it again before it gets its name.

        Raises:
            SourceChanged: the original is not the file that was swept.
            OutputRefused: the copy could not be written, or does not read like the original.
        """
        if result.format == "xlsx":
            from stormdat_core.reports.excel.annotated import write_annotated_workbook

            return write_annotated_workbook(result, target, context)
        with collector_paused(), output_file(target, result.path) as stream, opened(result) as source:
            written = _written(source, stream, result, context)
            give_back()
            copy = reread(Path(stream.name), written.main, result, "annotated", written.ids, written.comments)
            fault = differences(written.outline, copy)
            if fault:
                raise refused(result, "annotated", fault)
            return (*_unsaid(result, context), *written.notices)


def _unsaid(result: FileResult, context: ReportContext) -> tuple[str, ...]:
    """Return what a copy without comments cannot say itself."""
    if context.style.marks != "highlight" or not result.unaudited:
        return ()
    return (f"The annotated copy does not say it: {result.unaudited.sentence}",)


@dataclass(frozen=True, slots=True)
class _Written:
    """What must be read from a copy, and what is to be said of it: all that is kept while it is checked."""

    outline: Outline
    main: str
    ids: "array[int]"
    """Of our comments."""
    comments: "array[int]"
    """Digests of their paragraphs."""
    notices: tuple[str, ...]


def _written(source: IO[bytes], target: IO[bytes], result: FileResult, context: ReportContext) -> _Written:
    parts = Parts.of(LeanPackage(result.path, source, DEFAULT))
    review = _planned(parts, result, context)
    _annotate(parts, review, context.style)
    write_package(source, target, parts, result, "annotated")
    wanted = review.comments
    return _Written(
        review.outline, parts.main, wanted.ids, digests(wanted.paragraphs), tuple(parts.notices())
    )


@dataclass(frozen=True, slots=True)
class _Review:
    """All that goes into a copy, and what the copy must still hold. The document itself is not kept."""

    marks: Marks
    comments: Comments
    outline: Outline


def _planned(parts: Parts, result: FileResult, context: ReportContext) -> _Review:
    document = unchanged(result)
    rows, marks = open_rows(result, context), Marks()
    wanted: tuple[Remark, ...] = ()
    if context.style.marks != "comment":
        marks = collect_marks(document, (row.finding for row in rows))
    if context.style.marks != "highlight":
        wanted = remarks(document, parts.main, rows)
    held = outline(document)
    del document  # its memory is wanted for the parts that are read
    give_back()
    said = _opening(result, context, rows) if context.style.marks != "highlight" else ()
    reviewer = visible(context.style.matrix.reviewer.reviewer.strip())
    comments = markup.planned(parts, wanted, Stamp(AUTHOR, context.stamp), said, reviewer)
    return _Review(marks, comments, held)


def _opening(result: FileResult, context: ReportContext, rows: Sequence[Numbered]) -> tuple[Line, ...]:
    """Return what stands at the beginning of a copy that shows findings, or leaves something out."""
    missing = [
        *([not_audited(result.unaudited)] if result.unaudited else []),
        *result.warnings[:_MOST_MISSING],
    ]
    if not rows and not missing:
        return ()
    outcome = found_words(count(result, context.decisions))
    return opening(missing, outcome, rows, context.style.colours)


def _annotate(parts: Parts, review: _Review, style: CopyStyle) -> None:
    for part in {**review.marks, **({parts.main: {}} if review.comments.remarks else {})}:
        _annotate_part(parts, part, review.marks.get(part, {}), review.comments, style)
    markup.add(parts, review.comments)


def _annotate_part(
    parts: Parts, part: str, marks: Mapping[int, list[Mark]], wanted: Comments, style: CopyStyle
) -> None:
    data = parts.read(part)
    here = wanted if part == parts.main else Comments()
    found = find_runs(data, {*marks, *here.runs}, part, parts.package.name, here.references)
    edits = markup.place(data, found, here)
    edits += _cut(data, found, marks, here, style, free_ids([data]))
    del found
    parts.write(part, spliced(data, edits))


def _cut(
    data: bytes,
    found: Found,
    marks: Mapping[int, list[Mark]],
    wanted: Comments,
    style: CopyStyle,
    ids: Iterator[int],
) -> list[Edit]:
    edits: list[Edit] = []
    nothing: Mapping[int, bytes] = defaultdict(bytes)
    for ordinal, run in found.runs.items():
        pieces = _pieces(data, run, marks.get(ordinal, ()), style)
        behind, before = wanted.behind.get(ordinal, nothing), wanted.before.get(ordinal, nothing)
        if pieces or behind or before:
            edits += split_run(data, run, Cuts(pieces, behind, before), ids)
    return edits


def _pieces(data: bytes, run: RunMarkup, marks: "list[Mark] | tuple[()]", style: CopyStyle) -> list[Piece]:
    known: dict[object, bytes] = {}
    pieces = []
    for mark in marks:
        properties = known.get(mark.colour)
        if properties is None:
            shade = SHADES[mark.colour]
            strong = shade.highlight if style.colours == "strong" else ""
            colouring = Colouring(strong, shade.fill(style.colours), shade.rgb)
            properties = known[mark.colour] = coloured(data, run, colouring)
        pieces.append(Piece(mark.start, mark.end, properties))
    return pieces
