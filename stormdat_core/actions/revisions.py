"""Revisions of a document: compare two of them, and hand on what the author did with the comments."""

from datetime import UTC, datetime
from pathlib import Path

from stormdat_core import version
from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.atomic import free_name
from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.model.revisions import Comparison, Revision
from stormdat_core.reports.mark import output_file
from stormdat_core.sweep import revising
from stormdat_core.sweep.outputs import digest


def last_check(parts: Parts, path: Path) -> Revision | None:
    """Return the last check of the bytes that a file has now; None where they were never checked."""
    found = digest(path)
    return parts.store.revisions.with_digest(found) if found else None


@action("file_id", "against")
def compare(parts: Parts, file_id: int, against: int) -> Comparison:
    """Compare a checked file with another one and keep the result. See `revising.compare`."""
    return revising.compare(parts.store, file_id, against)


@action("file_id", "against")
def write(parts: Parts, file_id: int, against: int, target: Path) -> int:
    """Write what became of the findings of two compared files as a workbook; return the number of findings.

    Raises:
        NotStored: no such file.
        StormError: they were not compared.
        OutputRefused: the file is there already, or cannot be written.
    """
    if target.exists():
        raise OutputRefused(f"{target.name} is there already.", "Give another name, or remove it first.")
    return _write(parts, file_id, against, target)


@action("file_id", "against")
def save(parts: Parts, file_id: int, against: int, folder: Path) -> tuple[Path, int]:
    """Write the same into a folder, under a name that is free; return the file and the number of findings.

    Raises:
        NotStored: no such file.
        StormError: they were not compared.
        OutputRefused: it cannot be written.
    """
    target = free_name(folder, parts.store.file(file_id).path.stem, revising.SUFFIX)
    return target, _write(parts, file_id, against, target)


def _write(parts: Parts, file_id: int, against: int, target: Path) -> int:
    made = revising.compared(parts.store, file_id, against)
    if made is None:
        raise StormError("These two files were not compared.", "Compare them first.")
    with output_file(target, parts.store.file(file_id).path) as stream:
        return revising.write_report(parts.store, made, stream, version(), datetime.now(UTC))
