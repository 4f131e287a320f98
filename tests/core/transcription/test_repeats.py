"""Loops of the engine are found, and what people repeat is not taken for one."""

import pytest

from stormdat_core.transcription.recognition.repetition import is_loop, longest_run


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("Thank you. " * 8, 10, id="eight times"),
        pytest.param("and so on and so forth " * 9, 15, id="a longer phrase"),
        pytest.param("no, " * 40, 6, id="too much for its time"),
        pytest.param("Start. " + "you know " * 12 + "End.", 12, id="in the middle"),
        pytest.param("la " * 60, 5, id="one syllable"),
        pytest.param("ja ja " * 5, 1, id="faster than anybody speaks"),
    ],
)
def test_a_loop(text: str, seconds: float) -> None:
    assert is_loop(text, seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("", 3, id="nothing"),
        pytest.param("no no no no no", 3, id="somebody says no"),
        pytest.param("one two three one two three one two three", 5, id="counting in"),
        pytest.param("four four four four seven", 3, id="a number"),
        pytest.param("the file and the folder and the window and the report", 6, id="a list"),
        pytest.param("please save the report and send the report to the meeting today", 6, id="a sentence"),
    ],
)
def test_what_people_say(text: str, seconds: float) -> None:
    assert not is_loop(text, seconds)


def test_the_run_is_counted() -> None:
    assert longest_run(["a", "b", "a", "b", "a", "b", "c"]) == 3
    assert longest_run([]) == 0
    assert longest_run(["a"]) == 1
