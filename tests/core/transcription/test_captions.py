"""Subtitles that every player accepts: checked with parsers that are not ours."""

import io
import itertools
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pysubs2
import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import (
    Segment,
    SegmentState,
    Speaker,
    Transcript,
    TranscriptSummary,
    Word,
)
from stormdat_core.transcription.exports.captions import LONGEST, SHORTEST, captions, make_srt, make_vtt

SUMMARY = TranscriptSummary(1, Path("meeting.mp4"), "Meeting", datetime(2026, 11, 20, tzinfo=UTC))


def transcript(*segments: Segment, marking: str = "") -> Transcript:
    return Transcript(TranscriptSummary(1, Path("m.mp4"), "M", SUMMARY.created, marking=marking), segments)


def timed(text: str, start: int, each: int = 300, speaker: Speaker = Speaker.UNKNOWN) -> Segment:
    words = tuple(Word(start + n * each, start + (n + 1) * each, word) for n, word in enumerate(text.split()))
    return Segment(start, words[-1].end_ms, text, words, speaker=speaker)


def test_a_long_sentence_is_split_where_its_words_are() -> None:
    text = "the project will send the new report and the old message to the meeting in the large room today"
    found = captions(transcript(timed(text, 1000)))
    assert len(found) > 1
    assert all(len(line) <= 42 for caption in found for line in caption.lines)
    assert all(len(caption.lines) <= 2 for caption in found)
    assert " ".join(line for caption in found for line in caption.lines) == text


def test_nothing_stays_on_the_screen_through_silence() -> None:
    first, second = captions(transcript(timed("open the window", 1000), timed("close it", 60_000)))
    assert first.end_ms <= 1000 + 3 * 300 + SHORTEST
    assert second.start_ms == 60_000


def test_a_pause_inside_a_segment_begins_a_new_caption() -> None:
    words = (Word(0, 400, "yes"), Word(4000, 4500, "today"))
    assert len(captions(transcript(Segment(0, 4500, "yes today", words)))) == 2


def test_a_word_is_shown_for_a_second() -> None:
    (caption,) = captions(transcript(timed("yes", 1000, each=120)))
    assert caption.end_ms - caption.start_ms == SHORTEST


def test_two_people_at_once_follow_each_other() -> None:
    found = captions(
        transcript(
            timed("open the window", 1000, speaker=Speaker.ME), timed("no", 1100, speaker=Speaker.OTHERS)
        )
    )
    assert [caption.speaker for caption in found] == [Speaker.ME, Speaker.OTHERS]
    assert found[0].end_ms <= found[1].start_ms


def test_quarantined_text_is_left_out() -> None:
    aside = Segment(0, 2000, "la la la", state=SegmentState.QUARANTINED)
    assert captions(transcript(aside)) == []


def test_another_parser_reads_the_subrip_file() -> None:
    made = make_srt(transcript(timed("save the “new” file & close <it>", 3_661_000)))
    (event,) = pysubs2.SSAFile.from_string(made.decode(), format_="srt")
    assert (event.start, event.plaintext) == (3_661_000, "save the “new” file & close ‹it›")


def test_another_parser_reads_the_webvtt_file() -> None:
    segments = (timed("save a --> b & close <it>", 3_661_000, speaker=Speaker.ME), timed("yes", 3_670_000))
    made = make_vtt(transcript(*segments, marking="CUI//SP-CTI --> x"))
    first, second = webvtt.from_buffer(io.StringIO(made.decode()))
    assert first.start == "01:01:01.000"
    assert first.voice == "Me"
    assert "save a --&gt; b &amp; close &lt;it&gt;" in first.raw_text
    assert second.text == "yes"
    assert b"NOTE CUI//SP-CTI -> x" in made


def test_subrip_names_speakers_and_shows_the_marking_before_and_after() -> None:
    long = timed("the project will send the new report and the old message to the large room today", 2000)
    segments = (replace(long, speaker=Speaker.ME), timed("yes", 60_000, speaker=Speaker.OTHERS))
    made = make_srt(transcript(*segments, marking="CUI//SP-CTI")).decode()
    events = pysubs2.SSAFile.from_string(made, format_="srt").events
    assert (events[0].start, events[0].end, events[0].plaintext) == (0, 2000, "CUI//SP-CTI")
    assert events[-1].plaintext == "CUI//SP-CTI"
    said = [event.plaintext for event in events[1:-1]]
    assert [text.split(":")[0] for text in said] == ["Me"] * (len(said) - 1) + ["Others"]
    assert all(len(line) <= 42 for text in said for line in text.splitlines())
    assert all(len(text.splitlines()) <= 2 for text in said)
    assert all(first.end <= second.start for first, second in itertools.pairwise(events))


def test_a_marking_stands_in_the_first_caption_where_there_is_no_time_before() -> None:
    made = make_srt(transcript(timed("yes", 100), marking="NATO SECRET")).decode()
    first, last = pysubs2.SSAFile.from_string(made, format_="srt").events
    assert (first.start, first.plaintext, last.plaintext) == (100, "NATO SECRET\nyes", "NATO SECRET")
    assert make_srt(transcript(marking="CUI")) == b"1\n00:00:00,000 --> 00:00:03,000\nCUI\n"


def test_without_speaker_and_marking_a_caption_is_its_words() -> None:
    assert make_srt(transcript(timed("yes", 2000))) == b"1\n00:00:02,000 --> 00:00:03,000\nyes\n"


def test_a_marker_is_a_caption_at_its_time() -> None:
    markers = (Marker(5000, "DECISION <a> --> b " + "x" * 60), Marker(9000))
    found = replace(transcript(timed("yes", 2000, speaker=Speaker.ME)), markers=markers)
    events = pysubs2.SSAFile.from_string(make_srt(found).decode(), format_="srt").events
    assert [event.start for event in events if event.plaintext.startswith("[")] == [5000, 9000]
    assert "[DECISION ‹a› --› b" in make_srt(found).decode()
    cues = list(webvtt.from_buffer(io.StringIO(make_vtt(found).decode())))
    assert [cue.start for cue in cues][-1] == "00:00:09.000"
    assert cues[-1].text == "[Marker]"
    assert all(len(line) <= 42 for caption in captions(found) for line in caption.lines)


def test_an_empty_transcript() -> None:
    assert make_srt(transcript()) == b""
    assert list(webvtt.from_buffer(io.StringIO(make_vtt(transcript()).decode()))) == []


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=60)
gaps = st.integers(0, 9000)


@given(st.lists(st.tuples(st.lists(words, min_size=1, max_size=25), gaps, st.integers(0, 900)), max_size=6))
def test_the_rules_hold_for_any_text(parts: list[tuple[list[str], int, int]]) -> None:
    at, segments = 0, []
    for texts, gap, each in parts:
        segments.append(timed(" ".join(texts), at + gap, each))
        at = segments[-1].end_ms
    found = captions(transcript(*segments))
    assert all(0 < caption.end_ms - caption.start_ms <= LONGEST for caption in found)
    assert all(caption.end_ms - caption.start_ms >= SHORTEST for caption in found)
    assert all(first.end_ms <= second.start_ms for first, second in itertools.pairwise(found))
    assert all(len(line) <= 42 for caption in found for line in caption.lines)
    assert all(1 <= len(caption.lines) <= 2 for caption in found)
    said = "".join("".join(texts) for texts, _, _ in parts)
    assert "".join(line for caption in found for line in caption.lines).replace(" ", "") == said
    parsed = pysubs2.SSAFile.from_string(make_srt(transcript(*segments)).decode(), format_="srt")
    assert len(parsed) == len(found)


@pytest.mark.parametrize("speed", [0, 50, 2500])
def test_times_that_fall_together_or_drag(speed: int) -> None:
    found = captions(transcript(timed("one two three four five six seven eight nine ten " * 3, 500, speed)))
    assert all(SHORTEST <= caption.end_ms - caption.start_ms <= LONGEST for caption in found)
