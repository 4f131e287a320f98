"""Definitions that neither letters nor brackets alone show: by their neighbours, and in a section of terms."""

import pytest

from stormdat_core.acronyms.patterns.definitions import extract_pairs
from tests.core.acronyms.build import Part, document, findings, heading

LATER = (heading("Text"), "A Quick Keeper (QK) begins. The QK ends.")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("from Quick Services (QCS), and Time Services (TIME) calls", {"QCS", "TIME"}),
        ("from Time Services (TIME) and Quick Services (QCS) calls", {"QCS", "TIME"}),
        ("from Quick Services (QCS), and Time Tables (TIME) calls", {"QCS"}),
        ("from Quick Services (QCS), and other services (TIME) calls", {"QCS"}),
        ("Note Well (NOTE) that it runs.", set()),
    ],
)
def test_a_first_word_is_defined_like_its_neighbours(text: str, pairs: set[str]) -> None:
    assert {pair.short for pair in extract_pairs(text)} == pairs


def about(*parts: Part | str | list[Part]) -> list[str]:
    made = document(*parts)
    return [each.rule for each in findings(made) if each.rule in {"ACR-UNDEFINED", "ACR-BEFORE-DEF"}]


TERMS = heading("Conventions and Terminology")


@pytest.mark.parametrize(
    "line",
    [
        "QK refers specifically to the quiet application that runs all the time, while data are kept.",
        "QK means the application for data that is kept all the time.",
        "'QK' is the application for data that is kept all the time.",
    ],
)
def test_a_line_of_a_section_of_terms_defines(line: str) -> None:
    assert about(TERMS, line, *LATER) == []
    assert about(TERMS, line, heading("Text"), "The QK ends.", "A QK begins.") == []
    assert about(heading("Quiet Work"), line, *LATER) == ["ACR-BEFORE-DEF"]


@pytest.mark.parametrize(
    "line",
    [
        "Here the QK is the application for data that is kept all the time.",
        "QK is running all the time, and data are kept for all who ask.",
    ],
)
def test_a_line_that_only_speaks_of_it_does_not(line: str) -> None:
    assert about(TERMS, line, *LATER) == ["ACR-BEFORE-DEF"]


RELATED = heading("Related Documents")
PROSE = (
    "The QML-based FedRQ plan builds on the content expressed in the QML-based Quick Security Plan (QSP). "
    "It refers to the Guide to QML-based Quick Security Plans (QSP)."
)


def undefined(*parts: Part | str | list[Part]) -> set[str]:
    made = document(*parts)
    return {each.message.partition(" ")[0] for each in findings(made) if each.rule == "ACR-UNDEFINED"}


def test_a_sentence_among_the_references_defines() -> None:
    assert "QSP" not in undefined(RELATED, PROSE, heading("Text"), "The QSP is kept. A QSP is read.")


@pytest.mark.parametrize(
    "parts",
    [
        (
            RELATED,
            "Guide to QML-based Quick Security Plan (QSP), Version 2.",
            heading("Text"),
            "The QSP is kept.",
        ),
        (heading("Text"), "The QSP is kept.", RELATED, PROSE),
    ],
)
def test_a_citation_or_a_later_sentence_does_not(parts: tuple[Part | str, ...]) -> None:
    assert "QSP" in undefined(*parts)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('It is right to use "QV" for quick vector here.', set()),
        ("Write QV for quick vector here.", set()),
        ('Use "QV" for the access vector here.', {"QV"}),
        ("The QV asks for quick vector plots.", {"QV"}),
    ],
)
def test_what_a_form_is_used_for_explains_it(text: str, names: set[str]) -> None:
    assert undefined(text) == names
