"""Transcripts and model packs made in code, as the engine and a drive would leave them."""

from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.model.transcripts import (
    Coverage,
    MediaTrack,
    Segment,
    SegmentState,
    Span,
    Speaker,
    TranscriptState,
    TranscriptSummary,
    Word,
)
from stormdat_core.services import Services
from stormdat_core.store.speech.transcript_rows import Stretch
from stormdat_core.transcription.packs.checking import describe
from stormdat_core.transcription.packs.manifest import MANIFEST

WORDS = ["the", "valve", "opens", "when", "the", "pressure", "falls", "below", "four", "bar"]
EVERY = 400
"""Milliseconds from word to word."""


def segment(start_ms: int, text: str = " ".join(WORDS), **changes: object) -> Segment:
    """Return a segment whose words follow each other every 0.4 s; the third is uncertain."""
    words = tuple(
        Word(start_ms + EVERY * n, start_ms + EVERY * n + 300, word, 0.2 if n == 2 else 0.95)
        for n, word in enumerate(text.split())
    )
    values: dict[str, object] = {
        "start_ms": start_ms,
        "end_ms": start_ms + EVERY * max(1, len(words)),
        "text": text,
        "words": words,
        "confidence": 0.9,
    }
    return Segment(**(values | changes))  # type: ignore[arg-type]


def some_segments() -> tuple[Segment, ...]:
    return (
        segment(0, speaker=Speaker.ME),
        segment(5000, "then it closes again", speaker=Speaker.OTHERS),
        segment(8000, "again again again again again", state=SegmentState.QUARANTINED),
        segment(12_000, "nobody is quite sure of this", confidence=0.3, speaker=Speaker.ME),
    )


AUDIT = Coverage(
    speech_ms=20_000,
    transcribed_ms=18_000,
    gaps=(Span(16_000, 18_000, Speaker.OTHERS, "The engine heard nothing here."),),
    doubtful=(Span(12_000, 14_400, Speaker.ME),),
    unread=(Span(19_000, 19_500, reason="The file is damaged here."),),
)


def store_transcript(
    services: Services,
    media: Path,
    segments: tuple[Segment, ...] | None = None,
    state: TranscriptState | None = TranscriptState.DONE,
    coverage: Coverage = AUDIT,
    **changes: object,
) -> int:
    """Store a transcript and return its id; with no state it is still being written."""
    shelf = services.transcription.transcripts
    values: dict[str, object] = {
        "id": 0,
        "media": media,
        "title": media.stem,
        "created": datetime(2026, 3, 2, 12, tzinfo=UTC),
        "sha256": "ab" * 32,
        "duration_ms": 20_000,
        "language": "en",
        "model": "tiny",
        "model_sha256": "cd" * 32,
    }
    summary = TranscriptSummary(**(values | changes))  # type: ignore[arg-type]
    number = shelf.start(summary, [MediaTrack(0)], services.paths.data / "transcription")
    found = some_segments() if segments is None else segments
    spans = tuple(Span(each.start_ms, each.end_ms) for each in found)
    shelf.add(number, [Stretch(spans, found)], journal_read=1, done_ms=20_000, language="en")
    if state is not None:
        shelf.finish(number, state, coverage)
    return number


def write_pack(folder: Path, name: str = "tiny", languages: tuple[str, ...] = ("en",)) -> Path:
    """Write a model pack that is whole and of no use: the pages do not look into it."""
    pack = folder / name
    pack.mkdir(parents=True)
    for file in ("config.json", "tokenizer.json", "vocabulary.json", "preprocessor_config.json"):
        (pack / file).write_bytes(b"{}")
    (pack / "model.bin").write_bytes(b"weights" * 1000)
    (pack / MANIFEST).write_bytes(describe(pack, name, "MIT", languages, 100).text())
    return pack
