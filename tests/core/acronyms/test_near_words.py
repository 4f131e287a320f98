"""Words near an acronym that begin with its letters: they explain it, or are what it may stand for."""

from time import process_time

import pytest

from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from tests.core.acronyms.build import Part, document, findings, sheet, table

GUESS = "perhaps “{}”"


def messages(*parts: Part | str | list[Part]) -> list[str]:
    return [each.message for each in findings(document(*parts), rules=(Undefined,))]


@pytest.mark.parametrize(
    "text",
    [
        "Name each Quality Mark. Count how often the QM failed.",
        "The Quick Test Board meets. The QTB signs.",
        "Ask for any quality mark higher than QM2.",
        "It has the QM4/QM5 quality mark of the office.",
    ],
)
def test_a_name_in_the_sentence_before_explains(text: str) -> None:
    assert messages(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Name each quality mark. Count how often the QM failed.",
        "The quick test of the board ends. The QTB signs.",
        "The Quick Test Board meets. It has a chair. The QTB signs.",
        "Ask for any quality mark. The QM is high.",
        "Ask for any quiet place higher than QM2.",
    ],
)
def test_other_words_do_not(text: str) -> None:
    assert len(messages(text)) == 1


def test_a_value_below_the_head_that_spells_it_is_a_sample() -> None:
    assert messages(table(("Name", "Quick System Abbreviation"), ("x", "QSA"))) == []
    assert len(messages(table(("Name", "Quick System Abbreviation"), ("QSA", "x")))) == 1
    assert len(messages(table(("Name", "Quick System Abbreviation"), ("x", "QSA")), "The QSA runs.")) == 1


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            (table(("Number", "Quick Service Offering Name"), ("The QSO number", "x")),),
            "Quick Service Offering",
        ),
        (
            (table(("Number", "Name"), ("The QSO number", "Quick Service Offering")),),
            "Quick Service Offering",
        ),
        (("Below are the points of quality for this.", "Lead POQ: Jane"), "point of quality"),
        (("See the Quick Service Offerings.", *["Text."] * 9, "A QSO runs."), "Quick Service Offerings"),
    ],
)
def test_words_nearby_are_what_it_may_stand_for(
    parts: tuple[Part | str | list[Part], ...], words: str
) -> None:
    (message,) = messages(*parts)
    assert GUESS.format(words) in message


@pytest.mark.parametrize(
    "parts",
    [
        ("We look at the points of quality for this.", "Lead POQ: Jane"),
        (table(("Number", "Name"), ("The QSO number", "quick; service offering")),),
        (table(("Number", "Quick 2.5 Service Offering"), ("The QSO number", "x")),),
        (sheet("A", ("Number", "Quick Service")), sheet("B", ("Number", "x"), ("The QSO runs", "y"))),
    ],
)
def test_words_that_meet_by_chance_are_not(parts: tuple[Part | str | list[Part], ...]) -> None:
    (message,) = messages(*parts)
    assert "perhaps" not in message


def test_acronyms_in_a_label_are_used_where_the_text_uses_them_too() -> None:
    (lead,) = messages("Agency lead QPC: Jane | Title", "QSB QPC: Jo | Title")
    assert "QPC is used 2 times" in lead
    assert messages("ANN SMITH: The gate is open.", "The gate is shut.") == []


def test_a_table_of_many_samples_and_long_heads_is_read_in_time() -> None:
    heads = ("Name " * 20_000, "Quick System Abbreviation")
    begun = process_time()
    assert messages(table(heads, *[("x", "QSA")] * 5_000)) == []
    codes = [(f"{a}{b}{c}Q", "x") for a in "BCDFG" for b in "BCDFG" for c in "BCDFGHJKLM"]
    assert len(messages(table(heads, *codes))) == len(codes)
    assert process_time() - begun < 20
