"""The text of a recording while it is being made, for the recorder's page."""

from flask import Blueprint, Response, jsonify

from stormdat_core.model.transcripts import Segment
from webui.context import services
from webui.requests import LARGEST, number

_MOST = 200


def install(bp: Blueprint) -> None:
    """Add the address of live text."""
    bp.add_url_rule("/live/<recording_id>.json", "live", live)


def live(recording_id: str) -> Response:
    """Return the segments with a number above `after`, and how far behind the text is."""
    desk, after = services().transcription, number("after", 0, 0, LARGEST)
    status = desk.live.status_of(recording_id)
    if status is None:
        return jsonify(transcript=0, lag_ms=0, note="", segments=[])
    total = desk.transcripts.segments(status.transcript, limit=0).total
    newest = desk.transcripts.segments(status.transcript, offset=max(0, total - _MOST), limit=_MOST)
    new = [_told(each) for each in newest.items if each.id > after]
    return jsonify(transcript=status.transcript, lag_ms=status.lag_ms, note=status.note, segments=new)


def _told(segment: Segment) -> dict[str, object]:
    return {
        "id": segment.id,
        "start_ms": segment.start_ms,
        "speaker": segment.speaker.value,
        "text": segment.text,
    }
