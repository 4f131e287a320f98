"""Saving what a sweep found: into a folder the person chose, or as downloads in a browser."""

from pathlib import Path
from typing import Annotated

from flask import Blueprint, Response, jsonify, send_file, url_for
from pydantic import Field
from werkzeug.exceptions import NotFound

from stormdat_core.actions import exports
from stormdat_core.actions.known import Export
from stormdat_core.errors import StormError
from stormdat_core.reports import Fixes
from webui.context import context, services
from webui.requests import Body, body

_SHOWN = 500


class Told(Body):
    """What to write, and the token of the folder; no folder means downloads."""

    formats: Annotated[list[Annotated[str, Field(max_length=20)]], Field(min_length=1, max_length=10)]
    folder: Annotated[str, Field(max_length=64)] = ""
    fixes: Fixes | None = None
    """Which corrections a corrected copy makes; None as the settings say."""
    file: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    """The one file that is wanted; None for all of the sweep."""


def install(bp: Blueprint) -> None:
    """Add the addresses of exports to the sweeps."""
    bp.add_url_rule("/<key:sweep_id>/exports", "export", export, methods=["POST"])
    bp.add_url_rule("/exports/<name>/state.json", "exported", exported)
    bp.add_url_rule("/exports/<name>/<int(max=1000000):index>", "download", download)
    bp.add_url_rule("/exports/<name>/all", "archive", archive)


def export(sweep_id: int) -> tuple[Response, int]:
    """Write outputs of a sweep in the background."""
    told, own = body(Told), services()
    own.store.sweep(sweep_id)
    wanted = exports.Wanted(tuple(told.formats), _folder(told.folder), told.fixes, told.file)
    name, job = exports.start(own, sweep_id, wanted)
    urls = {"url": url_for("sweeps.exported", name=name), "state": url_for("sweeps.job_state", job_id=job.id)}
    return jsonify(job=job.id, **urls), 202


def _folder(token: str) -> Path | None:
    if token:
        return services().inbox.get(token).paths[0]
    if context().shell.native:
        raise StormError("No folder was chosen, so nothing was saved.", "Choose a folder.")
    return None


def _found(name: str) -> Export:
    found = exports.get(services(), name)
    if found is None:
        raise NotFound
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
    target = exports.archive(found)
    return send_file(target, as_attachment=True, download_name=target.name)
