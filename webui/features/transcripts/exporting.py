"""Saving a transcript: into a folder the person chose, or as downloads; and captions for the player."""

from io import BytesIO
from typing import Annotated

from flask import Blueprint, Response, jsonify, send_file, url_for
from pydantic import Field
from werkzeug.exceptions import NotFound

from stormdat_core.actions import transcripts
from stormdat_core.errors import StormError
from stormdat_core.transcription.exports import FORMATS
from webui.context import context, services
from webui.requests import Body, body

_KINDS = {
    "txt": "text/plain",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Wanted(Body):
    """What to write, and the token of the folder."""

    formats: Annotated[list[Annotated[str, Field(max_length=10)]], Field(min_length=1, max_length=10)]
    folder: Annotated[str, Field(max_length=64)] = ""


def install(bp: Blueprint) -> None:
    """Add the addresses of exports."""
    bp.add_url_rule("/<key:transcript_id>/export", "export", export, methods=["POST"])
    bp.add_url_rule("/<key:transcript_id>/files/<kind>", "exported", exported)
    bp.add_url_rule("/<key:transcript_id>/captions.vtt", "captions", captions)


def export(transcript_id: int) -> Response:
    """Write files into a folder; without a folder say where each can be downloaded."""
    wanted, own = body(Wanted), services()
    unknown = [kind for kind in wanted.formats if kind not in FORMATS]
    if unknown:
        raise StormError(f"There is no format “{unknown[0]}”.", "Choose from the list.")
    if not wanted.folder:
        return _downloads(transcript_id, wanted.formats)
    folder = own.inbox.get(wanted.folder).paths[0]
    written = transcripts.save(own, transcript_id, wanted.formats, folder)
    return jsonify(folder=folder.name, files=[{"name": path.name, "url": None} for path in written])


def _downloads(transcript_id: int, formats: list[str]) -> Response:
    if context().shell.native:
        raise StormError("No folder was chosen, so nothing was saved.", "Choose a folder.")
    stem = services().transcription.transcripts.summary(transcript_id).media.stem
    links = [
        {
            "name": f"{stem}.{kind}",
            "url": url_for("transcripts.exported", transcript_id=transcript_id, kind=kind),
        }
        for kind in formats
    ]
    return jsonify(folder=None, files=links)


def exported(transcript_id: int, kind: str) -> Response:
    """Make one file and hand it to the browser."""
    if kind not in FORMATS:
        raise NotFound
    found = services().transcription.transcripts.get(transcript_id)
    content = BytesIO(FORMATS[kind](found))  # never a file of ours: what is deleted later must be gone
    name = f"{found.summary.media.stem}.{kind}"
    return send_file(content, mimetype=_KINDS[kind], as_attachment=True, download_name=name)


def captions(transcript_id: int) -> Response:
    """Return the text as captions of the player."""
    found = services().transcription.transcripts.get(transcript_id)
    return Response(FORMATS["vtt"](found), mimetype="text/vtt")
