"""Transcripts and segments as rows of the library, and back."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from stormdat_core.model.transcripts import (
    Coverage,
    Segment,
    SegmentState,
    Speaker,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
    Word,
)
from stormdat_core.records import as_value, brief


def summary_values(summary: TranscriptSummary) -> dict[str, Any]:
    plain = ("title", "sha256", "duration_ms", "done_ms", "language", "model", "model_sha256", "recording")
    others = ("live", "marking", "error", "hint", "created")
    return {
        **{name: getattr(summary, name) for name in (*plain, *others)},
        "media": str(summary.media),
        "state": summary.state.value,
        "settings": brief(summary.settings),
        "coverage": brief(summary.coverage),
        "properties": dict(summary.properties),
    }


def summary_from(row: Row[Any], segments: int) -> TranscriptSummary:
    settings: TranscriptionSettings = as_value(TranscriptionSettings, row.settings)
    coverage: Coverage = as_value(Coverage, row.coverage)
    properties: Mapping[str, str] = row.properties
    return TranscriptSummary(
        id=row.id,
        media=Path(row.media),
        title=row.title,
        created=row.created,
        state=TranscriptState(row.state),
        sha256=row.sha256,
        duration_ms=row.duration_ms,
        done_ms=row.done_ms,
        language=row.language,
        model=row.model,
        model_sha256=row.model_sha256,
        settings=settings,
        recording=row.recording,
        live=row.live,
        marking=row.marking,
        segments=segments,
        coverage=coverage,
        error=row.error,
        hint=row.hint,
        properties=properties,
    )


def segment_values(segment: Segment) -> dict[str, Any]:
    return {
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "speaker": segment.speaker.value,
        "text": segment.text,
        "words": word_values(segment.words),
        "confidence": segment.confidence,
        "state": segment.state.value,
        "edited": segment.edited,
    }


def word_values(words: Sequence[Word]) -> list[list[Any]]:
    return [[word.start_ms, word.end_ms, word.text, word.confidence] for word in words]


def segment_from(row: Row[Any]) -> Segment:
    return Segment(
        row.start_ms,
        row.end_ms,
        row.text,
        tuple(Word(*each) for each in row.words),
        row.confidence,
        Speaker(row.speaker),
        SegmentState(row.state),
        row.id,
        row.edited,
    )
