"""The recordings' pages: the list, one recording with its player, what can be done with it."""

from typing import Annotated

from flask import Blueprint, flash, jsonify, render_template, send_file, url_for
from pydantic import Field
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from stormdat_core.actions import recordings
from stormdat_core.model.media import Gap, Marker, Recording, Role, SourceEvent
from webui.context import context, services
from webui.feature import Feature
from webui.requests import Body, body, number
from webui.wording import plural

bp = Blueprint(
    "recordings", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)

PER_PAGE = 50
_WITH_PICTURE, _SOUND_ONLY = "video/mp4", "audio/mp4"

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Chosen(Body):
    recordings: Annotated[list[Id], Field(min_length=1, max_length=1000)]
    keep_text: bool = False
    """Whether their transcripts stay."""


class Named(Body):
    title: Annotated[str, Field(min_length=1, max_length=200)]


class Nothing(Body):
    """A body that says no more than its address."""


@bp.get("")
def index() -> str:
    """List recordings, the newest first, and what was not finished."""
    shelf, page = services().recordings, number("page", 1, 1)
    shelf.refresh()
    found = shelf.page(limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render_template(
        "recordings/index.html",
        recordings=found.items,
        total=found.total,
        missing={each.id for each in found.items if not each.path.is_file()},
        unfinished=shelf.unfinished(),
        page=page,
        per_page=PER_PAGE,
    )


@bp.get("/<recording_id>")
def recording(recording_id: str) -> str:
    """Play one recording and say everything about it."""
    shelf = services().recordings
    found = shelf.get(recording_id)
    return render_template(
        "recordings/recording.html",
        recording=found,
        is_there=found.path.is_file(),
        has_picture=has_picture(found),
        stills=shelf.stills(found),
        transcripts=services().transcription.transcripts.page(recording=recording_id, limit=20).items,
        can_transcribe=bool(services().transcription.packs.installed()),
        moments=sorted((*found.markers, *found.gaps, *shelf.events(found)), key=_when),
    )


@bp.get("/<recording_id>/media")
def media(recording_id: str) -> Response:
    """Hand out the media file in the ranges that a player asks for; nothing of it is held in memory."""
    return _file(services().recordings.get(recording_id), attached=False)


@bp.get("/<recording_id>/download")
def download(recording_id: str) -> Response:
    """Hand the media file to the browser to keep."""
    return _file(services().recordings.get(recording_id), attached=True)


@bp.get("/<recording_id>/stills/<int(max=1000000):index>")
def still(recording_id: str, index: int) -> Response:
    """Hand out a still picture."""
    shelf = services().recordings
    stills = shelf.stills(shelf.get(recording_id))
    if index >= len(stills):
        raise NotFound
    return send_file(stills[index], mimetype="image/png")


@bp.post("/<recording_id>/rename")
def rename(recording_id: str) -> Response:
    """Give a recording another title, in its sidecar too."""
    return jsonify(title=recordings.rename(services(), recording_id, body(Named).title.strip()).title)


@bp.post("/<recording_id>/reveal")
def reveal(recording_id: str) -> Response:
    """Show the file in the system's file manager."""
    body(Nothing)
    context().shell.reveal(services().recordings.get(recording_id).path)
    return jsonify(ok=True)


@bp.post("/delete")
def delete() -> Response:
    """Delete recordings: their files and every trace in the library."""
    told = body(Chosen)
    chosen = dict.fromkeys(told.recordings)
    erasures = [recordings.delete(services(), each, keep_text=told.keep_text) for each in chosen]
    stay = " Transcripts stay." if told.keep_text else ""
    flash(f"{plural(len(chosen), 'recording')} deleted.{stay}", "done")
    for words in dict.fromkeys(each.told for each in erasures if not each):
        flash(words, "warning")
    return jsonify(url=url_for("recordings.index"))


@bp.post("/repair")
def repair() -> tuple[Response, int]:
    """Make ordinary files of all recordings that were broken off, in the background."""
    body(Nothing)
    job = recordings.start_repair(services())
    return jsonify(job=job.id, state=url_for("sweeps.job_state", job_id=job.id)), 202


def has_picture(recording: Recording) -> bool:
    """Return whether there is anything to look at."""
    return any(track.role is Role.SCREEN for track in recording.tracks)


def _file(found: Recording, *, attached: bool) -> Response:
    if not found.path.is_file():
        raise NotFound
    kind = _WITH_PICTURE if has_picture(found) else _SOUND_ONLY
    # The digest of a recording never changes, so an interrupted download goes on where it was.
    etag = found.sha256 or False
    return send_file(
        found.path, mimetype=kind, conditional=True, etag=etag, as_attachment=attached,
        download_name=found.path.name,
    )  # fmt: skip


def _when(moment: Marker | Gap | SourceEvent) -> int:
    return moment.start_ms if isinstance(moment, Gap) else moment.at_ms


FEATURE = Feature(
    "recordings",
    "Recordings",
    bp,
    prefix="/recordings",
    icon="recordings",
    endpoint="recordings.index",
)
