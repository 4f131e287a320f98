"""Changing lines, taking changes back, finding words."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, request
from pydantic import Field

from stormdat_core.actions import transcripts
from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import Segment, Speaker
from webui.context import services
from webui.requests import Body, body

UNCERTAIN = 0.5
"""Confidence below which a word is marked: half of what the engine believes is as good as a guess."""
_MOST_FOUND = 200


class Line(Body):
    """A line as it is written now; without a speaker it keeps the one it has."""

    text: Annotated[str, Field(max_length=20_000)]
    speaker: Annotated[str, Field(max_length=20)] | None = None

    @property
    def by(self) -> Speaker | None:
        """Return the speaker that was chosen.

        Raises:
            StormError: nobody of that name is known.
        """
        if self.speaker is None:
            return None
        known = {each.value: each for each in Speaker}
        if self.speaker not in known:
            raise StormError(f"There is no speaker “{self.speaker}”.", "Choose from the list.")
        return known[self.speaker]


class Halves(Line):
    words: Annotated[int, Field(ge=0, le=20_000)]
    """Of the first of two lines."""


class Nothing(Body):
    """A body that says no more than its address."""


def install(bp: Blueprint) -> None:
    """Add the addresses of changes and of search."""
    bp.add_url_rule("/<key:transcript_id>/segments/<key:segment_id>", "edit", edit, methods=["POST"])
    for name, change in (("join", join), ("split", split)):
        rule = f"/<key:transcript_id>/segments/<key:segment_id>/{name}"
        bp.add_url_rule(rule, name, change, methods=["POST"])
    bp.add_url_rule("/<key:transcript_id>/undo", "undo", undo, methods=["POST"])
    bp.add_url_rule("/<key:transcript_id>/search.json", "search", search)


def edit(transcript_id: int, segment_id: int) -> Response:
    """Change text and speaker of a line; without text it goes."""
    told = body(Line)
    segment = transcripts.edit(services(), transcript_id, segment_id, told.text, told.by)
    return _changed(transcript_id, segment)


def join(transcript_id: int, segment_id: int) -> Response:
    """Make one line of a line and the next."""
    told = body(Line)
    segment = transcripts.join(services(), transcript_id, segment_id, told.text, told.by)
    return _changed(transcript_id, segment)


def split(transcript_id: int, segment_id: int) -> Response:
    """Make two lines of one."""
    told = body(Halves)
    segment = transcripts.split(services(), transcript_id, segment_id, told.text, told.words, told.by)
    return _changed(transcript_id, segment)


def undo(transcript_id: int) -> Response:
    """Take back the newest change."""
    body(Nothing)
    segment = transcripts.undo(services(), transcript_id)
    return jsonify(segment=0, edits=0) if segment is None else _changed(transcript_id, segment)


def search(transcript_id: int) -> Response:
    """Return the segments that hold some words, by number and time."""
    shelf = services().transcription.transcripts
    shelf.summary(transcript_id)
    found = shelf.search(transcript_id, request.args.get("q", "")[:200].strip(), limit=_MOST_FOUND + 1)
    told = [{"segment": each.id, "start_ms": each.start_ms} for each in found[:_MOST_FOUND]]
    return jsonify(found=told, more=len(found) > _MOST_FOUND)


def _changed(transcript_id: int, segment: Segment) -> Response:
    edits = services().transcription.transcripts.edits(transcript_id)
    return jsonify(segment=segment.id, text=segment.text, edited=segment.edited, edits=edits)
