"""The list of transcripts, the queue, and one transcript with its player."""

import math
from collections.abc import Sequence
from io import BytesIO
from typing import Annotated

from flask import Blueprint, Response, flash, jsonify, render_template, request, send_file, url_for
from pydantic import Field
from werkzeug.exceptions import NotFound

from stormdat_core.actions import transcripts
from stormdat_core.inbox import Delivery, UnknownToken
from stormdat_core.jobs import Job
from stormdat_core.model.media import Marker, Recording
from stormdat_core.model.transcripts import (
    Segment,
    Speaker,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
)
from stormdat_core.store import NotStored
from stormdat_core.transcription.desk import FILES, PARTS
from stormdat_core.transcription.exports import FORMATS
from stormdat_core.transcription.exports.times import at
from stormdat_core.transcription.recognition.languages import choices
from webui.context import context, services
from webui.feature import Feature
from webui.features.transcripts import editing, exporting, live, models
from webui.media import is_picture, media_type
from webui.requests import Body, body, number

bp = Blueprint(
    "transcripts", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)

PER_PAGE = 50
SEGMENTS_PER_PAGE = 1000

Model = Annotated[str, Field(max_length=100, pattern=r"^[\w. -]*$")]
Tokens = Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=64)]
Language = Annotated[str, Field(pattern=r"^[a-z]{0,3}$")]
Track = Annotated[int, Field(ge=0, le=1000)]
"""From 1; 0 leaves it to the program."""
Channel = Annotated[int, Field(ge=0, le=1000)]


class Start(Body):
    """Media files by their tokens, and how to hear them; empty means what the settings say."""

    media: Tokens
    model: Model = ""
    language: Language = ""
    track: Track = 0
    channel: Channel = 0


class Chosen(Body):
    model: Model = ""


class Anew(Body):
    """How to hear the same media; without a language, track and channel as it was heard before."""

    model: Model = ""
    language: Language | None = None
    track: Track = 0
    channel: Channel = 0

    @property
    def how(self) -> TranscriptionSettings | None:
        """Return what was chosen; None when nothing was said."""
        if self.language is None:
            return None
        return TranscriptionSettings(self.language, tracks=_index(self.track), channel=self.channel)


class Named(Body):
    title: Annotated[str, Field(min_length=1, max_length=200)]


class Gap(Body):
    gap: Annotated[int, Field(ge=0, le=10**6)]
    model: Model = ""


class Nothing(Body):
    """A body that says no more than its address."""


@bp.get("")
def index() -> str:
    """Show where media comes in, the queue, and what was transcribed before."""
    own, page = services(), number("page", 1, 1)
    found = own.transcription.transcripts.page(limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    packs = own.transcription.packs.installed()
    return render_template(
        "transcripts/index.html",
        transcripts=found.items,
        total=found.total,
        page=page,
        per_page=PER_PAGE,
        packs=packs,
        chosen=own.settings.file_model,
        language=own.settings.spoken_language,
        languages=choices(packs),
        jobs=[job for job in own.jobs.jobs() if job.kind == FILES and not job.state.ended][::-1],
        refused=own.transcription.refused,
        offer=_delivery("offer"),
        left=_delivery("left"),
    )


@bp.post("")
def start() -> tuple[Response, int]:
    """Queue media files."""
    told, own = body(Start), services()
    paths = [path for token in told.media for path in own.inbox.get(token).paths]
    jobs = transcripts.start(own, paths, told.model, told.language, _index(told.track), told.channel)
    return jsonify(jobs=[job.id for job in jobs], url=url_for("transcripts.index")), 202


@bp.post("/refused/forget")
def forget_refused() -> dict[str, bool]:
    """Drop the list of what could not be transcribed."""
    body(Nothing)
    transcripts.forget_refused(services())
    return {"done": True}


@bp.post("/recordings/<recording_id>")
def of_recording(recording_id: str) -> tuple[Response, int]:
    """Queue a recording."""
    told, own = body(Chosen), services()
    (job,) = transcripts.start(own, [own.recordings.get(recording_id).path], told.model)
    return _queued(job)


@bp.get("/<key:transcript_id>")
def transcript(transcript_id: int) -> str:
    """Show what was said, beside what it was said in."""
    desk, page = services().transcription, number("page", 1, 1)
    summary = desk.transcripts.summary(transcript_id)
    segments = desk.transcripts.segments(
        transcript_id, offset=(page - 1) * SEGMENTS_PER_PAGE, limit=SEGMENTS_PER_PAGE + 1
    )
    found, rest = segments.items[:SEGMENTS_PER_PAGE], segments.items[SEGMENTS_PER_PAGE:]
    tracks = desk.tracks(transcript_id)
    return render_template(
        "transcripts/transcript.html",
        transcript=summary,
        segments=found,
        lines=_lines(found, rest, desk.transcripts.markers(transcript_id), first=page == 1),
        total=segments.total,
        page=page,
        per_page=SEGMENTS_PER_PAGE,
        edits=desk.transcripts.edits(transcript_id),
        job=_job(summary),
        packs=desk.packs.installed(),
        is_there=summary.media.is_file(),
        has_recording=_recording(summary) is not None,
        has_picture=_has_picture(summary),
        speakers=len({segment.speaker for segment in found}) > 1,
        formats=tuple(FORMATS),
        all_speakers=tuple(Speaker),
        heard=desk.heard(transcript_id),
        tracks=tracks,
        channels=max((each.channels for each in tracks), default=0),
        languages=choices(desk.packs.installed()),
        uncertain=editing.UNCERTAIN,
    )


@bp.get("/<key:transcript_id>/media")
def media(transcript_id: int) -> Response:
    """Hand out the media file in the ranges that a player asks for."""
    path = services().transcription.media(transcript_id)
    return send_file(path, mimetype=media_type(path), conditional=True)


@bp.post("/<key:transcript_id>/resume")
def resume(transcript_id: int) -> tuple[Response, int]:
    """Go on with a transcript that was not finished."""
    return _queued(transcripts.resume(services(), transcript_id, body(Chosen).model))


@bp.post("/<key:transcript_id>/again")
def again(transcript_id: int) -> tuple[Response, int]:
    """Transcribe the same media anew, with the model, language, track and channel that are named."""
    told = body(Anew)
    return _queued(transcripts.start_again(services(), transcript_id, told.model, told.how))


@bp.get("/<key:transcript_id>/parts/<kind>/<key:number>.wav", endpoint="part")
def sound_of_part(transcript_id: int, kind: str, number: int) -> Response:
    """Hand out what is heard at a place of the audit, of its own track or channel; counted from 1."""
    if kind not in PARTS:
        raise NotFound
    content = BytesIO(services().transcription.part(transcript_id, kind, number - 1))
    return send_file(content, mimetype="audio/wav", conditional=True)


@bp.post("/<key:transcript_id>/retry")
def retry(transcript_id: int) -> tuple[Response, int]:
    """Hear a gap once more."""
    told = body(Gap)
    return _queued(transcripts.retry(services(), transcript_id, told.gap, told.model))


@bp.post("/<key:transcript_id>/delete")
def delete(transcript_id: int) -> Response:
    """Delete a transcript and every trace of its text; a media file of the person's own stays."""
    body(Nothing)
    media = services().transcription.transcripts.summary(transcript_id).media
    erased = transcripts.delete(services(), transcript_id)
    stays = " The media file is still there." if media.exists() else ""
    flash(f"Transcript deleted.{stays}", "done")
    if not erased:
        flash(erased.told, "warning")
    return jsonify(url=url_for("transcripts.index"))


@bp.post("/<key:transcript_id>/rename")
def rename(transcript_id: int) -> Response:
    """Give a transcript a title of its own."""
    return jsonify(title=transcripts.rename(services(), transcript_id, body(Named).title))


@bp.post("/<key:transcript_id>/reveal")
def reveal(transcript_id: int) -> Response:
    """Show the media file in the system's file manager."""
    body(Nothing)
    context().shell.reveal(services().transcription.media(transcript_id))
    return jsonify(ok=True)


def _lines(
    segments: Sequence[Segment], rest: Sequence[Segment], markers: Sequence[Marker], *, first: bool
) -> list[Segment | Marker]:
    """Return the segments of a page with the markers of its time among them; `rest` begins the next page."""
    begin = 0 if first or not segments else segments[0].start_ms
    end = rest[0].start_ms if rest else math.inf
    own = [each for each in markers if begin <= each.at_ms < end and (first or segments)]
    return sorted((*own, *segments), key=at)


def _delivery(name: str) -> Delivery | None:
    """Return what came to be checked and cannot be: media, or what nothing reads; None without one."""
    token = request.args.get(name, "")[:64]
    try:
        return services().inbox.get(token) if token else None
    except UnknownToken:
        return None


def _index(track: int) -> tuple[int, ...]:
    return (track - 1,) if track else ()


def _queued(job: Job) -> tuple[Response, int]:
    urls = {
        "state": url_for("sweeps.job_state", job_id=job.id),
        "cancel": url_for("sweeps.cancel", job_id=job.id),
    }
    return jsonify(job=job.id, **urls), 202


def _has_picture(summary: TranscriptSummary) -> bool:
    """Return whether there is anything to look at: a recording says so, of other files the name does."""
    recording = _recording(summary)
    return is_picture(summary.media) if recording is None else bool(recording.width)


def _recording(summary: TranscriptSummary) -> Recording | None:
    """Return the recording of a transcript; None for other files, and where only the text was kept."""
    try:
        return services().recordings.get(summary.recording) if summary.recording else None
    except NotStored:
        return None


def _job(summary: TranscriptSummary) -> Job | None:
    """Return the job that is at work on a transcript."""
    job = services().transcription.job_of(summary.id)
    return job if job and not job.state.ended and summary.state is TranscriptState.RUNNING else None


for part in (editing, exporting, live, models):
    part.install(bp)

FEATURE = Feature(
    "transcripts",
    "Transcripts",
    bp,
    prefix="/transcripts",
    icon="transcripts",
    endpoint="transcripts.index",
)
