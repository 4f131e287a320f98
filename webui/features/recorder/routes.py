"""The recorder's page. Every answer comes from the recorder, so that all windows and a reload agree."""

from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, render_template
from pydantic import Field

from stormdat_core import markings
from stormdat_core.actions import recorder, transcripts
from stormdat_core.errors import StormError
from stormdat_core.model.media import Monitor, RecorderStatus, Region, SourceList
from stormdat_core.paths import private_folder
from stormdat_core.transcription.recognition.languages import choices
from webui.context import services
from webui.feature import Feature
from webui.features.recorder.choices import Wanted, check_locks, remember, remembered
from webui.requests import Body, body

bp = Blueprint(
    "recorder", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


class Note(Body):
    note: Annotated[str, Field(max_length=500)] = ""


class Text(Body):
    text: Annotated[str, Field(max_length=4000)]


class Nothing(Body):
    """A body that says no more than its address."""


@bp.get("")
def index() -> str:
    """Show what can be recorded and the recorder as it is."""
    own = services()
    sources = _sources()
    packs = own.transcription.packs.installed()
    return render_template(
        "recorder/index.html",
        sources=sources,
        whole=_whole(sources.monitors),
        chosen=remembered(own.paths, own.settings),
        can_transcribe=bool(packs),
        languages=choices(packs),
        spoken=own.settings.spoken_language,
    )


@bp.get("/status.json")
def status() -> Response:
    """Say how the recorder stands."""
    return _told(services().recorder.status())


@bp.get("/monitors/<int(max=64):number>.png")
def thumbnail(number: int) -> Response:
    """Show a monitor as it is now, small; 0 is all of them together."""
    return Response(services().recorder.thumbnail(number, 640 if number == 0 else 320), mimetype="image/png")


@bp.post("/marking")
def marking() -> Response:
    """Judge a marking. Nothing is refused for it: what a site writes is the site's to decide."""
    found = markings.check(body(Text).text, "banner")
    return jsonify(faults=[fault.message for fault in found])


@bp.post("/arm")
def arm() -> Response:
    """Open the sources and show their levels; nothing is kept."""
    wanted, own = body(Wanted), services()
    check_locks(own.settings, wanted)
    return _told(recorder.arm(own, wanted.request(own.recordings.folder)))


@bp.post("/disarm")
def disarm() -> Response:
    """Close the sources again."""
    body(Nothing)
    recorder.disarm(services())
    return status()


@bp.post("/start")
def start() -> Response:
    """Begin to record what was chosen, and remember the choice."""
    wanted, own = body(Wanted), services()
    check_locks(own.settings, wanted)
    now = recorder.start(own, wanted.request(private_folder(own.recordings.folder)))
    remember(own, wanted)
    return _told(now, _begin_text(now, wanted.language) if wanted.live else "")


def _begin_text(now: RecorderStatus, language: str) -> str:
    """Write along with the recording; return why there is no text. The recording goes on either way."""
    try:
        transcripts.start_live(services(), now, language)
    except StormError as exc:
        return exc.advice
    return ""


@bp.post("/pause")
def pause() -> Response:
    """Keep nothing until it goes on."""
    body(Nothing)
    recorder.pause(services())
    return status()


@bp.post("/resume")
def resume() -> Response:
    """Go on after a pause."""
    body(Nothing)
    recorder.resume(services())
    return status()


@bp.post("/stop")
def stop() -> Response:
    """End the recording; the answer comes when its file is finished and listed."""
    body(Nothing)
    own = services()
    recorder.stop(own)
    own.recordings.refresh()
    return status()


@bp.post("/marker")
def mark() -> Response:
    """Mark this moment."""
    recorder.mark(services(), body(Note).note)
    return status()


@bp.post("/still")
def still() -> Response:
    """Keep what is on the screen now as a picture."""
    body(Nothing)
    recorder.take_still(services())
    return status()


def _sources() -> SourceList:
    """Return what can be recorded; a recorder that does not start is a problem to show, not an error page."""
    try:
        return services().recorder.sources()
    except StormError as exc:
        return SourceList(problems=(exc.advice,))


def _whole(monitors: tuple[Monitor, ...]) -> Region:
    """Return what all monitors cover together."""
    areas = [monitor.area for monitor in monitors] or [Region(0, 0, 1280, 720)]
    left, top = min(area.left for area in areas), min(area.top for area in areas)
    right = max(area.left + area.width for area in areas)
    bottom = max(area.top + area.height for area in areas)
    return Region(left, top, right - left, bottom - top)


def _told(now: RecorderStatus, no_text: str = "") -> Response:
    names = ("title", "marking", "recording", "elapsed_ms", "size", "frames", "dropped", "message")
    plain: dict[str, Any] = {name: getattr(now, name) for name in names}
    sources = [
        {
            "role": source.role.value,
            "device": source.device,
            "level_db": source.level_db,
            "alive": source.alive,
            "trouble": source.trouble,
        }
        for source in now.sources
    ]
    return jsonify(
        **plain,
        state=now.state.value,
        minutes_left=now.minutes_left,
        sources=sources,
        events=[{"at_ms": one.at_ms, "role": one.role.value, "text": one.text} for one in now.events],
        transcript=_transcript(now.recording),
        no_text=no_text,
    )


def _transcript(recording: str) -> int:
    """Return the newest transcript of a recording; 0 when it has none."""
    if not recording:
        return 0
    found = services().transcription.transcripts.page(recording=recording, limit=1).items
    return found[0].id if found else 0


FEATURE = Feature("recorder", "Record", bp, prefix="/record", icon="record", endpoint="recorder.index")
