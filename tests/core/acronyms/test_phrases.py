"""Many phrases in one pass."""

import time

import pytest

from stormdat_core.acronyms.forms.comparison import Likeness, compare, holds
from stormdat_core.acronyms.text.phrases import PhraseIndex, ending_with, normal


def hits(text: str, *phrases: str) -> list[str]:
    index = PhraseIndex((phrase, phrase) for phrase in phrases)
    return [text[hit.start : hit.end] for hit in index.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "the global positioning system is",
        "the Global  Positioning\tSystem is",
        "the Global\u00a0Positioning-System is",
        "the Global Positioning Systems are",
        "THE GLOBAL POSITIONING SYSTEM IS",
    ],
)
def test_case_space_dash_and_number_fold(text: str) -> None:
    assert len(hits(text, "Global Positioning System")) == 1


def test_offsets_survive_folding() -> None:
    text = "\u0130n the “Research & Development” plan"
    assert hits(text, "research and development") == ["Research & Development"]


def test_the_longest_phrase_wins_and_none_overlap() -> None:
    text = "a Software Requirements Specification Review and a Software Requirements Specification"
    found = hits(
        text,
        "Requirements",
        "Software Requirements Specification",
        "Software Requirements Specification Review",
    )
    assert found == ["Software Requirements Specification Review", "Software Requirements Specification"]


def test_only_whole_words() -> None:
    assert hits("the signals plan", "signal plane", "signal plan") == []
    assert hits("unit testing", "unit test") == []


def test_a_plural_is_found_and_told_apart() -> None:
    index = PhraseIndex([("work package", 1)])
    assert [hit.exact for hit in index.find("a work package, two work packages")] == [True, False]


def test_regular_expression_characters_are_only_characters() -> None:
    assert hits("a (.*) [a-z] test", ".*", "(", "[a-z", "a z test") == ["a-z] test"]


def test_looking_up_a_phrase() -> None:
    index = PhraseIndex([("Line of Balance", "LOB"), ("line of balance", "other")])
    assert index.get("LINE OF BALANCES") == "LOB"
    assert index.get("Line of") is None


def test_the_end_of_a_text() -> None:
    text = "Use of the Line-of-Balance "
    assert ending_with(text, len(text), "line of balance") == 11
    assert ending_with(text, len(text), "fine of balance") is None
    assert ending_with("xLine of Balance", 16, "Line of Balance") is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Global Positioning System", "the global positioning-systems", Likeness.EQUAL),
        ("line replaceable unit", "line-replaceable units", Likeness.EQUAL),
        ("Research and Development", "Research & Development", Likeness.NEAR),
        ("Organisation for Tests", "Organization for Tests", Likeness.NEAR),
        ("Software Requirement Specifications", "Software Requirements Specification", Likeness.NEAR),
        ("Softwrae Requirements Specification", "Software Requirements Specification", Likeness.NEAR),
        ("System Readiness Study", "Software Requirements Specification", Likeness.DIFFERENT),
        ("Line of Balance", "Line of Battle", Likeness.DIFFERENT),
        ("Program Manager", "preventive maintenance", Likeness.DIFFERENT),
    ],
)
def test_comparing_full_forms(one: str, other: str, expected: Likeness) -> None:
    assert compare(one, other) is compare(other, one) is expected


def test_a_full_form_read_further_is_told_apart() -> None:
    assert holds("Federal Bridge Policy Authority", "Bridge Policy Authority")
    assert not holds("Federal Bridge Policy Authority", "Bridge Policy")
    assert normal("The Work Packages") == "work package"


def test_cost_does_not_depend_on_the_number_of_phrases() -> None:
    text = "every system of this network serves the mission control of a tactical radar " * 2_000
    few = PhraseIndex((f"system number{at} control", at) for at in range(50))
    many = PhraseIndex((f"system number{at} control", at) for at in range(20_000))
    assert _seconds(many, text) < 2 * _seconds(few, text) + 0.02


def _seconds(index: PhraseIndex[int], text: str) -> float:
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        list(index.find(text))
        best = min(best, time.process_time() - start)
    return best
