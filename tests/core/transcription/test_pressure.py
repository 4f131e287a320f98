"""What a live transcript saves when it falls behind, and gives back when it has caught up."""

from stormdat_core.model.transcripts import TranscriptionSettings
from stormdat_core.transcription.live.pressure import Pressure, note_of

WANTED = TranscriptionSettings("en", beam=5, word_times=True)


def test_steps_up_and_down() -> None:
    pressure = Pressure(WANTED, has_small=True)
    seen = []
    for lag in (5, 11, 15, 21, 30, 41, 60, 2, 2, 2, 2):
        pressure.update(lag)
        seen.append(pressure.step)
    assert seen == [0, 1, 1, 2, 2, 3, 3, 2, 1, 0, 0]


def test_what_each_step_saves() -> None:
    pressure = Pressure(WANTED, has_small=True)
    assert pressure.settings == WANTED
    pressure.step = 1
    assert (pressure.settings.beam, pressure.settings.word_times) == (1, True)
    pressure.step = 2
    assert (pressure.settings.beam, pressure.settings.word_times) == (1, False)
    assert not pressure.wants_small
    pressure.step = 3
    assert pressure.wants_small
    assert pressure.settings.language == "en"


def test_without_a_smaller_model_there_are_two_steps() -> None:
    pressure = Pressure(WANTED)
    for _ in range(10):
        pressure.update(1000)
    assert pressure.step == 2


def test_the_note() -> None:
    assert note_of(2000, 0, False) == ""
    assert "24 s behind" in note_of(24_000, 2, False)
    assert "Nothing is lost" in note_of(24_000, 2, False)
    assert "last 9 s" in note_of(9000, 0, True)
