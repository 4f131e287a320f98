"""Changing a segment, taking it back, finding words."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, render_template, request
from pydantic import Field
from werkzeug.exceptions import NotFound

from stormdat_core.model.transcripts import Segment
from webui.context import services
from webui.requests import Body, body

UNCERTAIN = 0.5
"""Confidence below which a word is marked: half of what the engine believes is as good as a guess."""
_MOST_FOUND = 200


class Text(Body):
    text: Annotated[str, Field(max_length=20_000)]


class Nothing(Body):
    """A body that says no more than its address."""


def install(bp: Blueprint) -> None:
    """Add the addresses of changes and of search."""
    bp.add_url_rule("/<key:transcript_id>/segments/<key:segment_id>", "edit", edit, methods=["POST"])
    bp.add_url_rule("/<key:transcript_id>/undo", "undo", undo, methods=["POST"])
    bp.add_url_rule("/<key:transcript_id>/search.json", "search", search)


def edit(transcript_id: int, segment_id: int) -> Response:
    """Change the text of a segment."""
    desk = services().transcription
    owner, _ = desk.transcripts.segment(segment_id)
    if owner != transcript_id:
        raise NotFound
    return _changed(transcript_id, desk.edit(segment_id, body(Text).text))


def undo(transcript_id: int) -> Response:
    """Take back the newest change."""
    body(Nothing)
    segment = services().transcription.undo(transcript_id)
    return jsonify(segment=0, edits=0) if segment is None else _changed(transcript_id, segment)


def search(transcript_id: int) -> Response:
    """Return the segments that hold some words, by number and time."""
    shelf = services().transcription.transcripts
    shelf.summary(transcript_id)
    found = shelf.search(transcript_id, request.args.get("q", "")[:200].strip(), limit=_MOST_FOUND)
    return jsonify(found=[{"segment": each.id, "start_ms": each.start_ms} for each in found])


def _changed(transcript_id: int, segment: Segment) -> Response:
    html = render_template("transcripts/_words.html", segment=segment, uncertain=UNCERTAIN)
    edits = services().transcription.transcripts.edits(transcript_id)
    return jsonify(segment=segment.id, text=segment.text, edited=segment.edited, html=html, edits=edits)
