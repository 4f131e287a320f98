"""What a transcript says of how it was made."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.cli.transcribe import _line
from stormdat_core.model.transcripts import (
    Coverage,
    MediaTrack,
    Span,
    Speaker,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
)
from stormdat_core.transcription.provenance import told

MADE = datetime(2026, 3, 2, tzinfo=UTC)


def summary(**changes: object) -> TranscriptSummary:
    values: dict[str, object] = {
        "id": 1, "media": Path("a.mp4"), "title": "a", "created": MADE, "state": TranscriptState.DONE,
    }  # fmt: skip
    return TranscriptSummary(**(values | changes))  # type: ignore[arg-type]


def test_tracks_channels_and_speakers_are_named_as_people_count() -> None:
    tracks = (
        MediaTrack(1, channels=2, speaker=Speaker.FIRST, weights=(1.0, 0.0), voice=1),
        MediaTrack(1, channels=2, speaker=Speaker.SECOND, weights=(0.0, 1.0), voice=2),
    )
    found = told(summary(coverage=Coverage(notes=("Track 2 was heard, as you asked.",))), tracks)
    assert found == (
        "Heard: track 2, channel 1 of 2, as Speaker 1.",
        "Heard: track 2, channel 2 of 2, as Speaker 2.",
        "Track 2 was heard, as you asked.",
    )


def test_all_channels_are_said_as_one() -> None:
    assert told(summary(), (MediaTrack(0, channels=1),)) == ("Heard: track 1, its only channel.",)
    assert told(summary(), (MediaTrack(0, channels=6),)) == ("Heard: track 1, all 6 channels.",)
    turned = MediaTrack(0, channels=2, weights=(0.5, -0.5))
    assert told(summary(), (turned,)) == ("Heard: track 1, all 2 channels.",)
    three = MediaTrack(0, channels=6, weights=(0.5, 0.0, 0.5, 0.0, 0.0, 0.0))
    assert told(summary(), (three,)) == ("Heard: track 1, channels 1, 3 of 6.",)


def test_a_language_is_chosen_or_found_out() -> None:
    chosen = TranscriptionSettings("de")
    assert told(summary(language="de", settings=chosen), ()) == ("Language: German, as chosen.",)
    assert told(summary(language="haw"), ()) == ("Language: Hawaiian, found out from the sound.",)


def test_nothing_is_said_before_it_is_settled() -> None:
    for state in (TranscriptState.RUNNING, TranscriptState.FAILED):
        assert told(summary(state=state, language="de"), (MediaTrack(0, channels=2),)) == ()


def test_a_live_transcript_heard_sources_and_no_tracks() -> None:
    assert told(summary(live=True, language="en"), (MediaTrack(0),)) == (
        "Language: English, found out from the sound.",
    )


def test_without_speech_the_command_line_says_what_could_not_be_read(tmp_path: Path) -> None:
    lost = Span(0, 65_000, reason="Track 2 was not heard. It is encrypted.", track=1)
    nothing = TranscriptSummary(
        0, tmp_path / "a.mp4", "A", datetime.now(UTC), coverage=Coverage(unread=(lost,))
    )
    assert _line(nothing) == (
        "a.mp4: no speech found.\n  0:00 to 1:05: Track 2 was not heard. It is encrypted."
    )
    clean = replace(nothing, coverage=Coverage(notes=("Track 1 is silent.",)))
    assert _line(clean) == "a.mp4: no speech found. Track 1 is silent."
