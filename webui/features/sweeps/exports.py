"""Saving what a sweep found: into a folder the person chose, or as downloads in a browser."""

import secrets
import shutil
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from flask import Blueprint, Response, current_app, jsonify, send_file, url_for
from pydantic import Field
from werkzeug.exceptions import NotFound

from stormdat_core import reports
from stormdat_core.atomic import whole_file
from stormdat_core.errors import StormError
from stormdat_core.jobs import JobContext
from stormdat_core.paths import private_folder
from stormdat_core.reports import Fixes
from stormdat_core.reports.coverage import named
from stormdat_core.services import Services
from stormdat_core.store import NotStored, StoredFile
from stormdat_core.sweep.executor import TaskLimits
from stormdat_core.sweep.export import Exported, export_sweep
from stormdat_core.sweep.outputs import writers
from webui.context import context, services
from webui.requests import Body, body

_KEPT = 20
_KEY = "stormdat.exports"
_SHOWN = 500
_ARCHIVE = "STORM DAT results.zip"
_PACKED = frozenset({".docx", ".xlsx"})


class Wanted(Body):
    """What to write, and the token of the folder; no folder means downloads."""

    formats: Annotated[list[Annotated[str, Field(max_length=20)]], Field(min_length=1, max_length=10)]
    folder: Annotated[str, Field(max_length=64)] = ""
    fixes: Fixes | None = None
    """Which corrections a corrected copy makes; None as the settings say."""


@dataclass(frozen=True, slots=True)
class Export:
    """What was written, and where."""

    sweep: int
    folder: Path
    files: tuple[Exported, ...]
    download: bool
    missing: tuple[str, ...] = ()
    """What is not there and was not refused: files that were never read, copies not made, in sentences."""

    def written(self) -> list[Path]:
        return [item.path for file in self.files for item in file.outputs if item.written]

    def refused(self) -> list[str]:
        return [
            f"{item.error} {item.hint}".strip() for file in self.files for item in file.outputs if item.error
        ]


class Exports:
    """The last exports of this run, by the id of their job. Downloads that are forgotten are removed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exports: OrderedDict[str, Export] = OrderedDict()

    def put(self, key: str, export: Export) -> None:
        with self._lock:
            self._exports[key] = export
            old = [self._exports.popitem(last=False)[1] for _ in range(len(self._exports) - _KEPT)]
        for export in old:
            if export.download:
                shutil.rmtree(export.folder, ignore_errors=True)

    def get(self, key: str) -> Export:
        with self._lock:
            found = self._exports.get(key)
        if found is None:
            raise NotFound
        return found

    def drop(self, key: str) -> None:
        with self._lock:
            self._exports.pop(key, None)


def install(bp: Blueprint) -> None:
    """Add the addresses of exports to the sweeps."""
    bp.record_once(lambda state: state.app.extensions.setdefault(_KEY, Exports()))
    bp.add_url_rule("/<key:sweep_id>/exports", "export", export, methods=["POST"])
    bp.add_url_rule("/exports/<name>/state.json", "exported", exported)
    bp.add_url_rule("/exports/<name>/<int(max=1000000):index>", "download", download)
    bp.add_url_rule("/exports/<name>/all", "archive", archive)


def _book() -> Exports:
    found = current_app.extensions[_KEY]
    assert isinstance(found, Exports)
    return found


def export(sweep_id: int) -> tuple[Response, int]:
    """Write outputs of a sweep in the background."""
    wanted = body(Wanted)
    own = services()
    own.store.sweep(sweep_id)
    unknown = [word for word in wanted.formats if word not in {each.id for each in reports.WRITERS}]
    if unknown:
        raise StormError(f"There is no output format “{unknown[0]}”.", "Choose from the list.")
    folder = _folder(own, sweep_id, wanted.folder)
    name, book = secrets.token_urlsafe(12), _book()

    def work(job: JobContext) -> str:
        book.put(name, _whole(own, sweep_id, folder, wanted, job))
        return name

    job = own.jobs.submit("export", "Saving results", work)
    own.exporting(sweep_id, job.id)
    urls = {"url": url_for("sweeps.exported", name=name), "state": url_for("sweeps.job_state", job_id=job.id)}
    return jsonify(job=job.id, **urls), 202


def _folder(own: Services, sweep_id: int, token: str) -> Path:
    if token:
        return own.inbox.get(token).paths[0]
    if context().shell.native:
        raise StormError("No folder was chosen, so nothing was saved.", "Choose a folder.")
    return private_folder(own.paths.downloads / str(sweep_id)) / secrets.token_hex(8)


def _whole(own: Services, sweep_id: int, folder: Path, wanted: Wanted, job: JobContext) -> Export:
    """Export; downloads that were broken off, or whose sweep was deleted meanwhile, are removed again."""
    try:
        made = _export(own, sweep_id, folder, wanted, job)
        own.store.sweep(sweep_id)
    except BaseException:
        if not wanted.folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return made


def _export(own: Services, sweep_id: int, folder: Path, wanted: Wanted, job: JobContext) -> Export:
    settings = own.settings
    limits = TaskLimits(settings.file_seconds, settings.file_memory_mib)
    remember = bool(wanted.folder)
    workers = settings.jobs or 2
    files = export_sweep(
        own.store,
        sweep_id,
        folder,
        wanted.formats,
        job,
        workers=workers,
        limits=limits,
        remember=remember,
        style=replace(own.copy_style, fixes=wanted.fixes) if wanted.fixes else own.copy_style,
    )
    missing = _missing(own.store.files(sweep_id), wanted.formats, files)
    return Export(sweep_id, folder, files, download=not remember, missing=missing)


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


def _found(name: str) -> Export:
    """Return an export of a sweep that is there; of a deleted one not even names are told."""
    found = _book().get(name)
    try:
        services().store.sweep(found.sweep)
    except NotStored:
        _book().drop(name)
        raise
    return found


def exported(name: str) -> Response:
    """Return what an export wrote: names only, and addresses where they are downloads."""
    found = _found(name)
    written = found.written()
    links = [
        {
            "name": path.name,
            "url": url_for("sweeps.download", name=name, index=index) if found.download else None,
        }
        for index, path in enumerate(written[:_SHOWN])
    ]
    archive_url = url_for("sweeps.archive", name=name) if found.download and len(written) > 1 else None
    return jsonify(
        folder=None if found.download else found.folder.name or str(found.folder),
        written=len(written),
        files=links,
        refused=found.refused()[:_SHOWN],
        missing=list(found.missing[:_SHOWN]),
        archive=archive_url,
    )


def download(name: str, index: int) -> Response:
    """Hand one written file to the browser."""
    found = _found(name)
    written = found.written() if found.download else []
    if index >= len(written) or not written[index].is_file():
        raise NotFound
    return send_file(written[index], as_attachment=True, download_name=written[index].name)


def archive(name: str) -> Response:
    """Hand all written files to the browser as one archive."""
    found = _found(name)
    if not found.download or not found.folder.is_dir():
        raise NotFound
    target = found.folder / _ARCHIVE
    if not target.exists():
        _pack(found, target)
    return send_file(target, as_attachment=True, download_name=_ARCHIVE)


def _pack(found: Export, target: Path) -> None:
    with whole_file(target) as stream, zipfile.ZipFile(stream, "w") as package:
        for path in found.written():
            if path.is_file():
                stored = path.suffix in _PACKED  # they are archives already
                package.write(path, path.name, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
