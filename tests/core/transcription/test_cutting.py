"""Stretches for the engine: all speech is in one, none overlaps, and long speech is cut where it is quiet."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdat_core.transcription.media.decoding import RATE
from stormdat_core.transcription.recognition.segmentation import (
    AFTER,
    BEFORE,
    LONGEST,
    PAUSE,
    Clip,
    ClipCutter,
    joined,
    quietest,
)
from stormdat_core.transcription.recognition.voice_activity import WINDOW

SECOND = RATE // WINDOW


def cut(probabilities: list[float], powers: list[float] | None = None, pieces: int = 1) -> list[Clip]:
    cutter, found = ClipCutter(), list[Clip]()
    powers = powers or [1.0] * len(probabilities)
    for part in np.array_split(np.arange(len(probabilities)), pieces):
        chosen = [np.array([values[at] for at in part], np.float32) for values in (probabilities, powers)]
        found += cutter.feed(*chosen)
    return [*found, *cutter.finish(len(probabilities) * WINDOW)]


def spoken(*lengths: int) -> list[float]:
    """Return silence, speech, silence, … of so many windows each."""
    return [float(number % 2) for number, length in enumerate(lengths) for _ in range(length)]


def test_a_stretch_takes_its_surroundings_along() -> None:
    (clip,) = cut(spoken(40, 50, 60))
    assert clip == Clip(40 * WINDOW - BEFORE, 90 * WINDOW + AFTER, ((40 * WINDOW, 90 * WINDOW),))


def test_a_short_pause_does_not_end_a_stretch_and_a_long_one_does() -> None:
    assert len(cut(spoken(20, 30, PAUSE - 1, 30, 40))) == 1
    assert len(cut(spoken(20, 30, PAUSE + 1, 30, 40))) == 2


def test_a_stretch_is_given_out_as_soon_as_its_pause_is_long_enough() -> None:
    cutter = ClipCutter()
    windows = np.array(spoken(20, 30, PAUSE), np.float32)
    assert list(cutter.feed(windows[:-1], windows[:-1])) == []
    (clip,) = cutter.feed(windows[-1:], windows[-1:])
    assert clip.end <= len(windows) * WINDOW, "it needs no sound that has not come yet"


def test_a_click_is_no_speech() -> None:
    assert cut(spoken(50, 2, 50)) == []
    assert len(cut(spoken(50, 3, 50))) == 1


@pytest.mark.parametrize("length", [LONGEST + 5, 3 * LONGEST, 20 * LONGEST])
def test_speech_without_a_pause_is_cut_before_it_is_too_long(length: int) -> None:
    clips = cut(spoken(30, length, 60))
    assert all(clip.end - clip.start <= 16 * RATE for clip in clips)
    assert joined(span for clip in clips for span in clip.speech) == [(30 * WINDOW, (30 + length) * WINDOW)]
    assert all(before.end == after.start for before, after in itertools.pairwise(clips))


def test_the_cut_is_where_it_is_quietest() -> None:
    probabilities = spoken(10, LONGEST + 5 * SECOND, 40)
    powers = [1.0] * len(probabilities)
    quiet = 10 + 9 * SECOND
    powers[quiet - 3 : quiet + 3] = [0.001] * 6
    first, second = cut(probabilities, powers)
    assert abs(first.end / WINDOW - quiet) <= 2
    assert second.start == first.end


def test_quietest_looks_only_where_it_may() -> None:
    assert 20 <= quietest([0.0] * 10 + [5.0] * 30 + [0.0] * 20, 20, 38) < 38


@given(
    st.lists(st.tuples(st.integers(1, 700), st.integers(3, 700)), min_size=1, max_size=8),
    st.integers(1, 40),
    st.integers(0, 2**32 - 1),
)
def test_all_speech_is_in_one_stretch_however_it_comes(
    parts: list[tuple[int, int]], pieces: int, seed: int
) -> None:
    probabilities = spoken(*itertools.chain.from_iterable(parts))
    powers = np.random.default_rng(seed).random(len(probabilities)).tolist()
    clips = cut(probabilities, powers, pieces)
    assert clips == cut(probabilities, powers), "the same stretches, whatever the blocks"
    assert all(before.end <= after.start for before, after in itertools.pairwise(clips))
    inside = joined((clip.start, clip.end) for clip in clips)
    for at, speech in enumerate(probabilities):
        if speech:
            assert any(start <= at * WINDOW and (at + 1) * WINDOW <= end for start, end in inside)
    assert all(clip.end - clip.start <= 16 * RATE for clip in clips)
    assert all(clip.start <= start < end <= clip.end for clip in clips for start, end in clip.speech)
