"""The audit finds speech without text, whatever the engine claims, and says why."""

from dataclasses import replace

import pytest

from stormdat_core.model.transcripts import Segment, SegmentState, Span, Speaker, Word
from stormdat_core.transcription.auditing import Speech, audit

SAID = Speech(10_000, 14_000)
TEXT = Segment(10_000, 14_000, "we will start the meeting now", confidence=0.9)


def test_speech_with_text_is_covered() -> None:
    coverage = audit([SAID], [TEXT])
    assert (coverage.speech_ms, coverage.transcribed_ms, coverage.share) == (4000, 4000, 1.0)
    assert coverage.gaps == ()


def test_no_speech_is_no_success() -> None:
    assert audit([], []).share == 0.0


def test_speech_on_another_track_counts_as_speech_without_text() -> None:
    aside = (Span(0, 3000, reason="Somebody speaks on track 2, which was not heard."),)
    coverage = audit([], [], unheard=aside)
    assert (coverage.speech_ms, coverage.transcribed_ms, coverage.unheard) == (3000, 0, aside)


def test_speech_without_text_is_a_gap_however_short() -> None:
    coverage = audit([SAID, Speech(20_000, 20_200)], [TEXT])
    (gap,) = coverage.gaps
    assert (gap.start_ms, gap.end_ms, gap.reason) == (20_000, 20_200, "Nothing was recognised here.")
    assert coverage.transcribed_ms == 4000


@pytest.mark.parametrize(
    ("start", "end", "missing"),
    [
        pytest.param(10_000, 12_000, (12_600, 14_000), id="the end was dropped"),
        pytest.param(12_500, 14_000, (10_000, 12_200), id="the start was dropped"),
        pytest.param(10_200, 13_500, None, id="rough times are no gap"),
    ],
)
def test_text_for_a_part_leaves_the_rest(start: int, end: int, missing: tuple[int, int] | None) -> None:
    coverage = audit([SAID], [replace(TEXT, start_ms=start, end_ms=end)])
    assert [(gap.start_ms, gap.end_ms) for gap in coverage.gaps] == ([missing] if missing else [])


def test_a_hole_in_the_middle() -> None:
    parts = [replace(TEXT, end_ms=10_800), replace(TEXT, start_ms=13_200)]
    (gap,) = audit([SAID], parts).gaps
    assert (gap.start_ms, gap.end_ms) == (11_400, 12_900)


def test_the_text_of_one_speaker_does_not_cover_the_other() -> None:
    mine, theirs = replace(TEXT, speaker=Speaker.ME), Speech(10_000, 14_000, Speaker.OTHERS)
    (gap,) = audit([theirs], [mine]).gaps
    assert gap.speaker is Speaker.OTHERS


def test_quarantined_text_covers_nothing_and_is_named() -> None:
    (gap,) = audit([SAID], [replace(TEXT, state=SegmentState.QUARANTINED)]).gaps
    assert "repeated itself" in gap.reason


def test_where_the_engine_ended_is_named() -> None:
    (gap,) = audit([replace(SAID, failed=True)], []).gaps
    assert "ended here twice" in gap.reason


def test_doubtful_text_is_listed_unless_a_person_has_seen_it() -> None:
    word = Word(11_000, 11_400, "NTIA", 0.2)
    unsure = replace(TEXT, words=(word,))
    assert [span.reason for span in audit([SAID], [unsure]).doubtful] == ["The engine was unsure of “NTIA”."]
    low = replace(TEXT, confidence=0.3)
    (span,) = audit([SAID], [low]).doubtful
    assert (span.start_ms, span.end_ms) == (10_000, 14_000)
    assert audit([SAID], [replace(low, edited=True)]).doubtful == ()


def test_a_line_that_was_taken_out_is_a_gap_and_its_reason_is_told() -> None:
    gone = replace(TEXT, state=SegmentState.REMOVED)
    coverage = audit([SAID], [], removed=[gone])
    (gap,) = coverage.gaps
    assert (gap.start_ms, gap.end_ms) == (10_000, 14_000)
    assert gap.reason == "A person took out the line that was here."
    assert coverage.share == 0.0


@pytest.mark.parametrize("speaker", [Speaker.ME, Speaker.OTHERS])
def test_a_line_that_was_joined_to_another_is_no_gap(speaker: Speaker) -> None:
    said = [Speech(10_000, 14_000, Speaker.ME), Speech(15_000, 18_000, speaker)]
    one = replace(TEXT, end_ms=18_000, speaker=Speaker.ME, edited=True)
    other = replace(TEXT, start_ms=15_000, end_ms=18_000, speaker=speaker, state=SegmentState.REMOVED)
    assert audit(said, [one], removed=[other]).gaps == ()
    assert audit(said, [replace(one, end_ms=14_000)], removed=[other]).transcribed_ms == 4000


def test_damaged_sound_is_listed() -> None:
    hole = Span(1000, 2000, reason="damaged")
    assert audit([SAID], [TEXT], [hole]).unread == (hole,)


def test_a_line_given_to_another_speaker_is_no_gap_of_the_first() -> None:
    mine = Speech(10_000, 14_000, Speaker.ME)
    given = replace(TEXT, speaker=Speaker.SECOND, edited=True)
    assert audit([mine], [given]).gaps == ()
    assert audit([mine], [replace(given, edited=False)]).gaps != ()


def test_an_edited_line_is_no_text_of_somebody_who_speaks_at_the_same_time() -> None:
    both = [Speech(10_000, 14_000, Speaker.ME), Speech(10_500, 13_000, Speaker.OTHERS)]
    (gap,) = audit(both, [replace(TEXT, speaker=Speaker.ME, edited=True)]).gaps
    assert gap.speaker is Speaker.OTHERS


@pytest.mark.parametrize("failed", [False, True])
def test_what_is_said_just_before_a_stretch_is_not_its_text(failed: bool) -> None:
    """A word by itself, half a second behind a sentence, was counted as heard with the sentence."""
    sentence, word = Speech(500, 2000), Speech(2450, 3640, failed=failed)
    coverage = audit([sentence, word], [replace(TEXT, start_ms=400, end_ms=2350)])
    assert [(gap.start_ms, gap.end_ms) for gap in coverage.gaps] == [(2450, 3640)]
    assert coverage.transcribed_ms == 1500


def test_text_that_begins_before_its_stretch_is_its_text() -> None:
    coverage = audit([Speech(500, 2000)], [replace(TEXT, start_ms=0, end_ms=700)])
    assert [(gap.start_ms, gap.end_ms) for gap in coverage.gaps] == [(1300, 2000)]
