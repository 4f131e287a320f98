"""Lines as a person changes them: times stay where words stay."""

import pytest

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import Segment, SegmentState, Speaker, Word
from stormdat_core.transcription.editing.lines import joined, parted, rewritten

WORDS = (Word(0, 400, "the"), Word(500, 900, "valve"), Word(1000, 1400, "opens"))
LINE = Segment(0, 1500, "the valve opens", WORDS, 0.9, Speaker.ME, id=7)
NEXT = Segment(2000, 2600, "again", (Word(2000, 2600, "again"),), 0.4, Speaker.OTHERS, id=8)


def test_a_split_takes_times_from_the_words() -> None:
    first, second = parted(LINE, 2)
    assert (first.start_ms, first.end_ms, first.text, first.words, first.id) == (
        0,
        900,
        "the valve",
        WORDS[:2],
        7,
    )
    assert (second.start_ms, second.end_ms, second.text, second.words, second.id) == (
        1000, 1500, "opens", WORDS[2:], 0,
    )  # fmt: skip
    assert first.speaker is second.speaker is Speaker.ME
    assert first.edited
    assert second.edited


def test_without_words_the_time_is_shared() -> None:
    first, second = parted(Segment(1000, 5000, "a b c d"), 1)
    assert (first.end_ms, second.start_ms, second.end_ms, second.words) == (2000, 2000, 5000, ())


@pytest.mark.parametrize("count", [-1, 0, 3, 99])
def test_both_halves_need_text(count: int) -> None:
    with pytest.raises(StormError):
        parted(LINE, count)


def test_a_join_keeps_the_first_speaker_and_all_words() -> None:
    one = joined(LINE, NEXT)
    assert (one.start_ms, one.end_ms, one.text) == (0, 2600, "the valve opens again")
    assert (one.speaker, one.id, one.confidence) == (Speaker.ME, 7, 0.4)
    assert one.words == (*WORDS, *NEXT.words)


def test_text_that_counts_still_counts_when_it_is_joined_to_some_that_does_not() -> None:
    aside = Segment(0, 900, "la la", state=SegmentState.QUARANTINED)
    assert joined(aside, NEXT).state is SegmentState.KEPT
    assert joined(aside, aside).state is SegmentState.QUARANTINED


def test_a_line_stays_as_it_is_when_nothing_changes() -> None:
    assert rewritten(LINE, "  the valve \n opens ", None) is LINE
    assert rewritten(LINE, LINE.text, Speaker.ME) is LINE
    other = rewritten(LINE, LINE.text, Speaker.OTHERS)
    assert (other.words, other.speaker, other.edited) == (WORDS, Speaker.OTHERS, True)


def test_a_line_has_an_end() -> None:
    with pytest.raises(StormError):
        rewritten(LINE, "x" * 10_001, None)
    with pytest.raises(StormError):
        joined(rewritten(LINE, "x" * 9_999, None), NEXT)
