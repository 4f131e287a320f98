"""Everything that is known about a transcript, as JSON: words, confidence, audit, what made it of what."""

import json
from typing import Any

from stormdat_core.model.transcripts import NOTES, Segment, Span, Transcript, TranscriptSummary

_UNFINISHED = "The recording was not a finished file when this text was written."
FORMAT = 1
"""Counts up when a reader of an older file would misunderstand a newer one."""


def make(transcript: Transcript) -> bytes:
    """Return the transcript as JSON, quarantined segments among the others."""
    body = {
        "format": FORMAT,
        **_source(transcript),
        "audit": _audit(transcript),
        "markers": [{"at_ms": each.at_ms, "note": each.note} for each in transcript.markers],
        "segments": [_segment(each) for each in transcript.segments],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _source(transcript: Transcript) -> dict[str, Any]:
    summary = transcript.summary
    settings = summary.settings
    return {
        "title": summary.title,
        "marking": summary.marking,
        "media": _media(summary),
        "recording": summary.recording,
        "live": summary.live,
        "state": summary.state.value,
        "created": summary.created.isoformat(),
        "language": summary.language,
        "model": {"name": summary.model, "sha256": summary.model_sha256},
        "settings": {
            "language": settings.language,
            "beam": settings.beam,
            "word_times": settings.word_times,
            "threads": settings.threads,
            "tracks": list(settings.tracks),
            "channel": settings.channel,
        },
        "device": {"kind": summary.device.kind.value, "note": summary.device.note},
        "versions": {
            name: each
            for name, each in summary.properties.items()
            if not name.startswith("device") and name not in NOTES
        },
    }


def _media(summary: TranscriptSummary) -> dict[str, Any]:
    """Return what the text belongs to; a file that was not finished has no digest, and the reason says so."""
    known = {"name": summary.media.name, "sha256": summary.sha256 or None, "duration_ms": summary.duration_ms}
    return known if summary.sha256 else {**known, "sha256_reason": _UNFINISHED}


def _audit(transcript: Transcript) -> dict[str, Any]:
    coverage = transcript.summary.coverage
    return {
        "speech_ms": coverage.speech_ms,
        "transcribed_ms": coverage.transcribed_ms,
        "gaps": [_span(each) for each in coverage.gaps],
        "doubtful": [_span(each) for each in coverage.doubtful],
        "unread": [_span(each) for each in coverage.unread],
        "unheard": [_span(each) for each in coverage.unheard],
        "notes": list(coverage.notes),
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "start_ms": span.start_ms,
        "end_ms": span.end_ms,
        "speaker": span.speaker.value,
        "reason": span.reason,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "speaker": segment.speaker.value,
        "text": segment.text,
        "confidence": segment.confidence,
        "state": segment.state.value,
        "edited": segment.edited,
        "words": [
            {"start_ms": w.start_ms, "end_ms": w.end_ms, "text": w.text, "confidence": w.confidence}
            for w in segment.words
        ],
    }
