"""A person's change keeps the times of what stayed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdat_core.model.transcripts import Segment, Word
from stormdat_core.transcription.editing.word_times import realigned

WORDS = tuple(
    Word(n * 500, n * 500 + 400, text, 0.5) for n, text in enumerate(["we", "meet", "at", "entia", "today"])
)
SEGMENT = Segment(0, 2500, "we meet at entia today", WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("we meet at NTIA today", [(0, 400), (500, 900), (1000, 1400), (1500, 1900), (2000, 2400)], id="one word"),
        pytest.param("we meet at the NTIA today", [(0, 400), (500, 900), (1000, 1400), (1500, 1677), (1677, 1900), (2000, 2400)], id="one becomes two"),
        pytest.param("meet at entia", [(500, 900), (1000, 1400), (1500, 1900)], id="taken away"),
        pytest.param("we meet at entia today now", [(0, 400), (500, 900), (1000, 1400), (1500, 1900), (2000, 2400), (2400, 2500)], id="added at the end"),
    ],
)  # fmt: skip
def test_times_after_a_change(text: str, expected: list[tuple[int, int]]) -> None:
    found = realigned(SEGMENT, text)
    assert [word.text for word in found] == text.split()
    assert [(word.start_ms, word.end_ms) for word in found] == expected


def test_a_word_that_a_person_wrote_is_certain() -> None:
    assert [word.confidence for word in realigned(SEGMENT, "we meet at NTIA today")] == [
        0.5,
        0.5,
        0.5,
        1,
        0.5,
    ]


def test_without_word_times_there_are_none_afterwards() -> None:
    assert realigned(Segment(0, 1000, "a b"), "a c") == ()


@given(
    st.lists(
        st.sampled_from(["we", "meet", "at", "entia", "today", "x", "yy", "zzz"]), min_size=1, max_size=12
    )
)
def test_times_go_forward_whatever_is_written(words: list[str]) -> None:
    found = realigned(SEGMENT, " ".join(words))
    assert [word.text for word in found] == words
    assert all(word.start_ms <= word.end_ms for word in found)
    assert all(a.end_ms <= b.start_ms for a, b in itertools.pairwise(found))
    assert found[0].start_ms >= 0
    assert found[-1].end_ms <= 2500
