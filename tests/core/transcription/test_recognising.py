"""What is done about an engine that repeats itself or guesses a language: things the test model cannot be made to do."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from stormdat_core.model.transcripts import MediaTrack, SegmentState, Speaker, TranscriptionSettings
from stormdat_core.transcription.engine import Hearing
from stormdat_core.transcription.media.decoding import RATE
from stormdat_core.transcription.recognition.loading import failed_at_work
from stormdat_core.transcription.recognition.recognition import WhisperRecogniser
from stormdat_core.transcription.recognition.segmentation import Clip

LOOP = "thank you " * 12
FIRST_STAMP = 1000


class Scripted:
    """Answers as faster-whisper's model does, with given texts one after the other; notes what it was asked."""

    def __init__(self, *texts: str, language: str = "en", probability: float = 0.99) -> None:
        self.texts, self.asked = list(texts), list[dict[str, Any]]()
        self.language, self.probability = language, probability

    def transcribe(self, samples: np.ndarray, **options: Any) -> tuple[list[Any], Any]:
        self.asked.append(options)
        text = self.texts.pop(0)
        words = [
            SimpleNamespace(start=n * 0.3, end=n * 0.3 + 0.2, word=f" {word}", probability=0.8)
            for n, word in enumerate(text.split())
        ]
        length = len(samples) / RATE
        stamps = [FIRST_STAMP + 25, 7, FIRST_STAMP + round(length / 0.02)]
        segment = SimpleNamespace(
            start=0.0, end=length / 2, text=f" {text}", tokens=stamps, words=words, seek=0, avg_logprob=-0.2
        )
        told = SimpleNamespace(language=self.language, language_probability=self.probability)
        return [segment] if text else [], told


def recogniser(model: Scripted) -> WhisperRecogniser:
    made = WhisperRecogniser.__new__(WhisperRecogniser)
    made._model, made._first_stamp = model, FIRST_STAMP
    return made


def sound(seconds: float = 4.0) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.float32)


def test_a_loop_is_asked_again_in_another_way() -> None:
    model = Scripted(LOOP, "thank you all")
    heard = recogniser(model).hear(sound(), TranscriptionSettings("en"))
    assert [segment.text for segment in heard.segments] == ["thank you all"]
    assert heard.segments[0].state is SegmentState.KEPT
    first, second = model.asked
    assert first["temperature"][0] == 0.0
    assert second["temperature"][0] > 0
    assert second["repetition_penalty"] > 1


def test_a_loop_that_stays_is_set_aside_and_not_deleted() -> None:
    heard = recogniser(Scripted(LOOP, LOOP)).hear(sound(), TranscriptionSettings("en"))
    assert [segment.state for segment in heard.segments] == [SegmentState.QUARANTINED]
    assert heard.segments[0].text == LOOP.strip()


def test_nothing_of_the_text_before_is_told_to_the_engine() -> None:
    model = Scripted("hello")
    recogniser(model).hear(sound(), TranscriptionSettings("en", beam=3, word_times=False))
    (asked,) = model.asked
    assert asked["condition_on_previous_text"] is False
    assert (
        asked["compression_ratio_threshold"],
        asked["log_prob_threshold"],
        asked["no_speech_threshold"],
    ) == (2.4, -1.0, 0.6)
    assert (asked["beam_size"], asked["word_timestamps"]) == (3, False)


def test_times_lie_inside_the_stretch_and_go_forward() -> None:
    heard = recogniser(Scripted("one two three four five six seven eight")).hear(
        sound(1.0), TranscriptionSettings("en")
    )
    (segment,) = heard.segments
    assert (segment.start_ms, segment.end_ms) == (500, 1000), (
        "the stamp says where it begins, the later end counts"
    )
    assert all(500 <= word.start_ms <= word.end_ms <= 1000 for word in segment.words)


@pytest.mark.parametrize(
    ("probability", "seconds", "kept"),
    [(0.95, 3.0, True), (0.6, 3.0, False), (0.95, 1.0, False)],
    ids=["sure", "unsure", "too short"],
)
def test_the_language_is_kept_once_it_is_sure(probability: float, seconds: float, kept: bool) -> None:
    model = Scripted("eins zwei", "drei vier", language="de", probability=probability)
    hearing = Hearing(recogniser(model), TranscriptionSettings())
    track = MediaTrack(0, speaker=Speaker.ME)
    for at in (0, 10 * RATE):
        entry = hearing.hear(sound(seconds), Clip(at, at + round(seconds * RATE), ()), track)
        assert (entry.language, entry.sure, entry.speaker) == ("de", kept, Speaker.ME)
    assert [asked["language"] for asked in model.asked] == [None, "de" if kept else None]


def test_times_are_those_of_the_media() -> None:
    hearing = Hearing(recogniser(Scripted("one two")), TranscriptionSettings("en"))
    entry = hearing.hear(sound(2.0), Clip(60 * RATE, 62 * RATE, ()), MediaTrack(0))
    assert entry.segments[0].start_ms == 60_500
    assert all(60_000 <= word.start_ms <= 62_000 for word in entry.segments[0].words)


def test_a_failure_of_the_processor_is_no_reason_to_load_anything_again() -> None:
    class Failing(Scripted):
        def transcribe(self, samples: np.ndarray, **options: Any) -> tuple[list[Any], Any]:
            raise RuntimeError("not enough memory")

    with pytest.raises(RuntimeError, match="not enough memory"):
        recogniser(Failing()).hear(sound(), TranscriptionSettings("en"))


@pytest.mark.parametrize("text", ["", "no library.\nat line 3", "x" * 5000])
def test_what_a_card_says_is_one_short_sentence(text: str) -> None:
    note = failed_at_work(RuntimeError(text)).note
    assert "\n" not in note
    assert len(note) < 300
    assert ("RuntimeError" in note) == (not text)
