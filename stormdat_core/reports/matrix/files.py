"""Matrices as files: several filled ones made one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.atomic import whole_file
from stormdat_core.errors import OutputRefused
from stormdat_core.reports.matrix.about import About
from stormdat_core.reports.matrix.layouts import KEYS, Layout, layouts
from stormdat_core.reports.matrix.merging import Merged, merge
from stormdat_core.reports.matrix.reading import Matrix, read_matrix
from stormdat_core.reports.matrix.writers import writer_for


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What became of several filled matrices."""

    read: tuple[Matrix, ...]
    merged: Merged
    left_out: tuple[str, ...]
    """What a file holds and the merged matrix does not, in sentences."""


def merge_files(paths: Sequence[Path], target: Path, layout: str) -> MergedFile:
    """Merge filled matrices into one file, .xlsx or .docx.

    Args:
        paths: the filled matrices; they are only read.
        target: must not exist.
        layout: id of the form that is written.

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
    read = _named(paths, [read_matrix(path) for path in paths])
    merged = merge(read)
    form = layouts()[layout]
    made = MergedFile(read, merged, tuple(_left_out(read, merged, form)))
    notes = (*(conflict.sentence for conflict in merged.conflicts), *made.left_out)
    marking = "; ".join(dict.fromkeys(each.marking for each in read if each.marking))
    about = About(", ".join(each.name for each in read), "", marking, notes)
    with whole_file(target) as stream:
        write(stream, form, about, merged.comments, datetime.now(UTC))
    return made


def _left_out(read: Sequence[Matrix], merged: Merged, layout: Layout) -> list[str]:
    """Return what does not stand in the merged matrix though a file holds it, in sentences."""
    said = [
        f"{each.name} has columns that are not known: {', '.join(each.left_out)}."
        for each in read
        if each.left_out
    ]
    said += [
        f"{each.name} has {each.uncalculated:,} formulas without a stored value, read as empty cells: "
        "open it in Excel, save it and merge again."
        for each in read
        if each.uncalculated
    ]
    shown = {column.key for column in layout.columns} | {"item"}
    lost = [key for key in KEYS if key not in shown and any(each.value(key) for each in merged.comments)]
    if lost:
        said.append(f"The form {layout.id} has no column for: {', '.join(lost)}. Another form may have.")
    return said


def _named(paths: Sequence[Path], read: Sequence[Matrix]) -> tuple[Matrix, ...]:
    """Return the matrices by the names of their files, by whole paths where two names are the same."""
    count = Counter(path.name for path in paths)
    return tuple(
        replace(each, name=str(path)) if count[path.name] > 1 else each
        for path, each in zip(paths, read, strict=True)
    )
