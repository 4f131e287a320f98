"""Copies and reports of a sweep: into a folder the person chose, or as downloads."""

import secrets
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stormdat_core import reports
from stormdat_core.actions.announcing import action
from stormdat_core.actions.known import Export
from stormdat_core.actions.parts import Parts
from stormdat_core.actions.style import copy_style
from stormdat_core.atomic import whole_file
from stormdat_core.errors import BadProfile, StormError
from stormdat_core.jobs import Job
from stormdat_core.paths import private_folder
from stormdat_core.progress import JobContext
from stormdat_core.reports import Fixes
from stormdat_core.reports.base import CopyStyle
from stormdat_core.reports.coverage import named
from stormdat_core.rules import profiles
from stormdat_core.store import NotStored, StoredFile
from stormdat_core.sweep.executor import TaskLimits
from stormdat_core.sweep.export import Exported, export_sweep
from stormdat_core.sweep.outputs import writers

ARCHIVE = "STORM DAT results.zip"
_PACKED = frozenset({".docx", ".xlsx"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is written of a sweep."""

    formats: tuple[str, ...]
    folder: Path | None = None
    """None makes downloads."""
    fixes: Fixes | None = None
    """Which corrections a corrected copy makes; None as the settings say."""
    file_id: int | None = None
    """The one file that is wanted; None for all of the sweep."""


@action("sweep_id")
def start(parts: Parts, sweep_id: int, wanted: Wanted) -> tuple[str, Job]:
    """Write outputs of a sweep in the background; return the name by which `get` knows them, and the job.

    Raises:
        NotStored: no such sweep.
        StormError: an unknown format.
    """
    parts.store.sweep(sweep_id)
    unknown = [word for word in wanted.formats if word not in {each.id for each in reports.writers()}]
    if unknown:
        raise StormError(f"There is no output format “{unknown[0]}”.", "Choose from the list.")
    folder = wanted.folder or private_folder(parts.paths.downloads / str(sweep_id)) / secrets.token_hex(8)
    name = secrets.token_urlsafe(12)

    def work(context: JobContext) -> str:
        parts.known_exports.put(name, _whole(parts, sweep_id, folder, wanted, context))
        return name

    job = parts.jobs.submit("export", "Saving results", work)
    parts.known_jobs.exports(job.id, sweep_id)
    return name, job


def get(parts: Parts, name: str) -> Export | None:
    """Return an export of a sweep that is there; of a deleted one not even names are told.

    Raises:
        NotStored: its sweep was deleted.
    """
    found = parts.known_exports.get(name)
    try:
        if found is not None:
            parts.store.sweep(found.sweep)
    except NotStored:
        parts.known_exports.drop(name)
        raise
    return found


def archive(export: Export) -> Path:
    """Return an archive of all that was written as downloads, made beside them when first asked for.

    Raises:
        OutputRefused: it cannot be written.
    """
    target = export.folder / ARCHIVE
    if not target.exists():
        _pack(export, target)
    return target


def _pack(export: Export, target: Path) -> None:
    with whole_file(target) as stream, zipfile.ZipFile(stream, "w") as package:
        for path in export.written():
            if path.is_file():
                stored = path.suffix in _PACKED  # they are archives already
                package.write(path, path.name, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)


def _whole(parts: Parts, sweep_id: int, folder: Path, wanted: Wanted, context: JobContext) -> Export:
    """Export; downloads that were broken off, or whose sweep was deleted meanwhile, are removed again."""
    try:
        made = _export(parts, sweep_id, folder, wanted, context)
        parts.store.sweep(sweep_id)
    except BaseException:
        if wanted.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return made


def _export(parts: Parts, sweep_id: int, folder: Path, wanted: Wanted, context: JobContext) -> Export:
    own = parts.settings
    limits = TaskLimits(own.file_seconds, own.file_memory_mib)
    remember = wanted.folder is not None
    workers = own.jobs or 2
    files = export_sweep(
        parts.store,
        sweep_id,
        folder,
        wanted.formats,
        context,
        workers=workers,
        limits=limits,
        remember=remember,
        style=_style(parts, sweep_id, wanted),
        file_id=wanted.file_id,
    )
    stored = [file for file in parts.store.files(sweep_id) if wanted.file_id in (None, file.id)]
    missing = _missing(stored, wanted.formats, files)
    return Export(sweep_id, folder, files, download=not remember, missing=missing)


def _style(parts: Parts, sweep_id: int, wanted: Wanted) -> CopyStyle:
    """Return how it is written: as the settings say, matrices on the form of the sweep's profile.

    A profile that is gone or broken since then states none.
    """
    style = copy_style(parts.settings, wanted.fixes)
    try:
        profile = parts.store.sweep(sweep_id).request.profile
        return style.on_form(profiles.trusted(profile, parts.trust).matrix)
    except BadProfile:
        return style


def _unread(names: Sequence[str], formats: Sequence[str]) -> str:
    """Return what was written of files that could not be read: reports that say so, if any were chosen."""
    they = "it" if len(names) == 1 else "they"
    if any(not writer.formats for writer in writers(tuple(formats))):
        return f"No copy was written of {named(names)}: {they} could not be read, as the reports say."
    return f"Nothing was written of {named(names)}: {they} could not be read."


def _missing(
    stored: Sequence[StoredFile], formats: Sequence[str], files: Sequence[Exported]
) -> tuple[str, ...]:
    """Return what was not written, and why: nobody shall take the files there for all there are."""
    unread = [file.name for file in stored if file.error]
    read = [file for file in stored if not file.error]
    found = [_unread(unread, formats)] if unread else []
    for writer in writers(tuple(formats)):
        other = [file.name for file in read if writer.formats and file.format not in writer.formats]
        if other:
            found.append(f"No {writer.label[0].lower()}{writer.label[1:]} is made of {named(other)}.")
    left = [note for file in files for item in file.outputs if item.skipped for note in item.notes]
    return (*found, *left)
