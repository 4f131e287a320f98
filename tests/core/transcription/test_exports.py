"""Transcripts as files: complete, marked, and never over a file that is there."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import (
    Coverage,
    Segment,
    SegmentState,
    Span,
    Speaker,
    Transcript,
    TranscriptionSettings,
    TranscriptSummary,
    Word,
)
from stormdat_core.transcription.exports import FORMATS, export, json_export

WORDS = (Word(1000, 1400, "the", 0.95), Word(1400, 1900, "NTIA", 0.2))
SEGMENTS = (
    Segment(1000, 1900, "the NTIA", WORDS, 0.6, Speaker.ME),
    Segment(3_700_000, 3_701_000, "control\x07 and\nbreak", (), 0.9, Speaker.OTHERS),
    Segment(3_800_000, 3_801_000, "la la la", (), 0.9, Speaker.ME, SegmentState.QUARANTINED),
)
SUMMARY = TranscriptSummary(
    7, Path("/media/review.mp4"), "Design review", datetime(2026, 11, 20, 14, tzinfo=UTC), sha256="a" * 64,
    duration_ms=3_900_000, language="en", model="base", model_sha256="b" * 64, marking="CUI//SP-CTI",
    settings=TranscriptionSettings("en"), coverage=Coverage(2000, 1900, (Span(5, 9, reason="Nothing was recognised here."),)),
)  # fmt: skip
TRANSCRIPT = Transcript(SUMMARY, SEGMENTS)


def test_the_text_file() -> None:
    assert FORMATS["txt"](TRANSCRIPT).decode().splitlines() == [
        "CUI//SP-CTI", "", "[0:01] Me: the NTIA", "[1:01:40] Others: control and break", "", "CUI//SP-CTI",
    ]  # fmt: skip


def test_the_json_file_holds_everything() -> None:
    body = json.loads(FORMATS["json"](TRANSCRIPT))
    assert body["media"] == {"name": "review.mp4", "sha256": "a" * 64, "duration_ms": 3_900_000}
    assert body["model"] == {"name": "base", "sha256": "b" * 64}
    assert body["settings"]["language"] == "en"
    assert body["audit"]["gaps"][0]["reason"] == "Nothing was recognised here."
    assert [segment["state"] for segment in body["segments"]] == ["kept", "kept", "quarantined"]
    assert body["segments"][0]["words"][1] == {
        "start_ms": 1400, "end_ms": 1900, "text": "NTIA", "confidence": 0.2,
    }  # fmt: skip


def test_the_word_document() -> None:
    document = docx.Document(io.BytesIO(FORMATS["docx"](TRANSCRIPT)))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == section.footer.paragraphs[0].text == "CUI//SP-CTI"
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "0:01 Me\tthe NTIA" in texts
    assert "1:01:40 Others\tcontrol and break" in texts
    assert not any("la la" in text for text in texts)
    assert any(f"Media SHA-256: {'a' * 64}" in text for text in texts)
    shaded = [r.text for p in document.paragraphs for r in p.runs if r._r.xpath("w:rPr/w:shd")]
    assert shaded == [" NTIA"]


def test_without_a_marking_there_is_no_banner() -> None:
    plain = Transcript(TranscriptSummary(1, Path("a.wav"), "a", SUMMARY.created), SEGMENTS[:1])
    assert FORMATS["txt"](plain) == b"[0:01] Me: the NTIA\n"
    document = docx.Document(io.BytesIO(FORMATS["docx"](plain)))
    assert document.sections[0].header.is_linked_to_previous


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "review.txt").write_text("mine")
    assert export(TRANSCRIPT, "txt", tmp_path).name == "review (2).txt"
    assert (tmp_path / "review.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["review (2).txt", "review.txt"]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StormError, match="no format “pdf”"):
        export(TRANSCRIPT, "pdf", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputRefused):
        export(TRANSCRIPT, "txt", tmp_path / "file")


def test_markers_stand_at_their_time_in_every_format() -> None:
    marked = replace(TRANSCRIPT, markers=(Marker(1500, "DECISION:\nbuy"), Marker(3_750_000)))
    assert FORMATS["txt"](marked).decode().splitlines()[2:6] == [
        "[0:01] Me: the NTIA", "[0:01] Marker: DECISION: buy", "[1:01:40] Others: control and break",
        "[1:02:30] Marker",
    ]  # fmt: skip
    body = json.loads(FORMATS["json"](marked))
    assert body["markers"][0] == {"at_ms": 1500, "note": "DECISION:\nbuy"}
    texts = [each.text for each in docx.Document(io.BytesIO(FORMATS["docx"](marked))).paragraphs]
    assert texts.index("0:01 Marker: DECISION: buy") == texts.index("0:01 Me\tthe NTIA") + 1
    for kind in ("srt", "vtt"):
        assert "[DECISION: buy]" in FORMATS[kind](marked).decode()
        assert "[DECISION" not in FORMATS[kind](TRANSCRIPT).decode()


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_transcript_is_a_file_too(kind: str, tmp_path: Path) -> None:
    empty = Transcript(TranscriptSummary(1, Path("a.wav"), "a", SUMMARY.created))
    assert export(empty, kind, tmp_path).is_file()


def test_media_that_was_not_finished_has_no_digest_and_a_reason(tmp_path: Path) -> None:
    body = json.loads(
        json_export.make(Transcript(TranscriptSummary(0, tmp_path / "a.mp4", "A", datetime.now(UTC))))
    )
    assert body["media"]["sha256"] is None
    assert "not a finished file" in body["media"]["sha256_reason"]
    done = Transcript(TranscriptSummary(0, tmp_path / "a.mp4", "A", datetime.now(UTC), sha256="ab"))
    media = json.loads(json_export.make(done))["media"]
    assert media["sha256"] == "ab"
    assert "sha256_reason" not in media
