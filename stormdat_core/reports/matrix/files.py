"""Matrices as files: several filled ones made one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.atomic import whole_file
from stormdat_core.errors import OutputRefused
from stormdat_core.reports.matrix.about import About
from stormdat_core.reports.matrix.columns import counted, missing, widened
from stormdat_core.reports.matrix.layouts import Layout
from stormdat_core.reports.matrix.merging import Merged, merge
from stormdat_core.reports.matrix.reading import Matrix, read_matrix
from stormdat_core.reports.matrix.writers import writer_for


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What became of several filled matrices."""

    read: tuple[Matrix, ...]
    merged: Merged
    left_out: tuple[str, ...]
    """What has no column of its own in the merged matrix, or was not read, in sentences."""


def merge_files(paths: Sequence[Path], target: Path, layout: Layout) -> MergedFile:
    """Merge filled matrices into one file, .xlsx or .docx.

    Args:
        paths: the filled matrices; they are only read.
        target: must not exist.
        layout: the form that is written; its headings are known where they are read too.

    Raises:
        OutputRefused: `target` is there already, has another ending, or cannot be written.
        StormError: a file cannot be read or holds no matrix.
    """
    write = writer_for(target.suffix)
    if write is None:
        raise OutputRefused(
            f"{target.name} is neither a .docx nor an .xlsx.", "Give --out one of these endings."
        )
    if target.exists():
        raise OutputRefused(f"{target.name} is there already.", "Give another name, or remove it first.")
    read = sorted(_named(paths, [read_matrix(path, layout) for path in paths]), key=lambda each: each.name)
    merged = merge(read)
    made = MergedFile(tuple(read), merged, tuple(_left_out(read, merged, layout)))
    notes = (*(conflict.sentence for conflict in merged.conflicts), *made.left_out)
    about = _about(read, notes)
    form, comments = widened(counted(layout), merged.comments)
    with whole_file(target) as stream:
        write(stream, form, about, comments, datetime.now(UTC))
    return made


def _about(read: Sequence[Matrix], notes: Sequence[str]) -> About:
    """Return what the merged matrix says of itself: the documents, as far as the matrices name them."""
    names, digests, markings = (
        "; ".join(dict.fromkeys(filter(None, said)))
        for said in (
            (each.about.document for each in read),
            (each.about.sha256 for each in read),
            (each.marking for each in read),
        )
    )
    files = ", ".join(each.name for each in read)
    held = dict.fromkeys(note for each in read for note in each.about.notes)
    made = (f"Merged from {files}.",) if names else ()
    return About(names or files, digests, markings, (*made, *dict.fromkeys((*held, *notes))))


def _left_out(read: Sequence[Matrix], merged: Merged, layout: Layout) -> list[str]:
    """Return what a file holds that has no column of its own, or was not read, in sentences."""
    said = [
        f"{each.name} has columns that are not known: {', '.join(each.unknown)}. They stand at the end."
        for each in read
        if each.unknown
    ]
    said += [
        f"{each.name} has {each.uncalculated:,} formulas without a stored value, read as empty cells: "
        "open it in Excel, save it and merge again."
        for each in read
        if each.uncalculated
    ]
    said += [f"{each.name}: {sentence}." for each in read for sentence in each.told]
    without = [column.key for column in missing(layout, merged.comments)]
    if without:
        said.append(f"The form {layout.id} has no column for: {', '.join(without)}. They stand at the end.")
    return said


def _named(paths: Sequence[Path], read: Sequence[Matrix]) -> tuple[Matrix, ...]:
    """Return the matrices by the names of their files, by whole paths where two names are the same."""
    count = Counter(path.name for path in paths)
    return tuple(
        replace(each, name=str(path)) if count[path.name] > 1 else each
        for path, each in zip(paths, read, strict=True)
    )
