"""Matrices as files: several filled ones made one."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.atomic import whole_file
from stormdat_core.errors import OutputRefused
from stormdat_core.reports.matrix.about import About
from stormdat_core.reports.matrix.layouts import layouts
from stormdat_core.reports.matrix.merging import Merged, merge
from stormdat_core.reports.matrix.reading import Matrix, read_matrix


def merge_files(paths: Sequence[Path], target: Path, layout: str) -> tuple[Merged, tuple[Matrix, ...]]:
    """Merge filled matrices into one file, .xlsx or .docx; return what it holds and what was read.

    Args:
        paths: the filled matrices; they are only read.
        target: must not exist.
        layout: id of the form that is written.

    Raises:
        OutputRefused: `target` is there already, has another ending, or cannot be written.
        StormError: a file cannot be read or holds no matrix.
    """
    write = _writers().get(target.suffix.casefold())
    if write is None:
        raise OutputRefused(
            f"{target.name} is neither a .docx nor an .xlsx.", "Give --out one of these endings."
        )
    if target.exists():
        raise OutputRefused(f"{target.name} is there already.", "Give another name, or remove it first.")
    read = tuple(read_matrix(path) for path in paths)
    merged = merge(read)
    notes = [*(conflict.sentence for conflict in merged.conflicts), *_left_out(read)]
    marking = "; ".join(dict.fromkeys(each.marking for each in read if each.marking))
    about = About(", ".join(each.name for each in read), "", marking, tuple(notes))
    with whole_file(target) as stream:
        write(stream, layouts()[layout], about, merged.comments, datetime.now(UTC))
    return merged, read


def _left_out(read: Sequence[Matrix]) -> list[str]:
    return [
        f"{each.name} has columns that this form has no place for: {', '.join(each.left_out)}."
        for each in read
        if each.left_out
    ]


def _writers() -> dict[str, Callable[..., None]]:
    from stormdat_core.reports.matrix.sheet import write_sheet
    from stormdat_core.reports.matrix.word import write_word

    return {".xlsx": write_sheet, ".docx": write_word}
