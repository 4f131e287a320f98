"""The text of a recording while it is being made, for the recorder's page."""

from flask import Blueprint, Response, jsonify

from stormdat_core.model.transcripts import Segment, TranscriptState
from webui.context import services
from webui.requests import LARGEST, number

_MOST = 200
_COMPLETE = "The text is complete."
_ENDED_EARLY = "The text ended before the sound did; its page says why and goes on."


def install(bp: Blueprint) -> None:
    """Add the address of live text."""
    bp.add_url_rule("/live/<recording_id>.json", "live", live)


def live(recording_id: str) -> Response:
    """Return the segments with a number above `after`, and how far behind the text is.

    Once nobody writes any more the transcript is 0; what came last is among the segments all the same.
    """
    desk, after = services().transcription, number("after", 0, 0, LARGEST)
    status = desk.live.status_of(recording_id)
    if status is not None:
        new = _newest(status.transcript, after)
        return jsonify(transcript=status.transcript, lag_ms=status.lag_ms, note=status.note, segments=new)
    written = next((each for each in desk.transcripts.page(recording=recording_id).items if each.live), None)
    if written is None:
        return jsonify(transcript=0, lag_ms=0, note="", segments=[])
    note = _COMPLETE if written.state is TranscriptState.DONE else _ENDED_EARLY
    return jsonify(transcript=0, lag_ms=0, note=note, segments=_newest(written.id, after))


def _newest(transcript: int, after: int) -> list[dict[str, object]]:
    shelf = services().transcription.transcripts
    total = shelf.segments(transcript, limit=0).total
    newest = shelf.segments(transcript, offset=max(0, total - _MOST), limit=_MOST)
    return [_told(each) for each in newest.items if each.id > after]


def _told(segment: Segment) -> dict[str, object]:
    return {
        "id": segment.id,
        "start_ms": segment.start_ms,
        "speaker": segment.speaker.value,
        "text": segment.text,
    }
