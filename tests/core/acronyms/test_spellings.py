"""Which spellings are one acronym."""

import pytest

from stormdat_core.acronyms.patterns.definitions import extract_pairs
from tests.core.acronyms.build import document, findings, heading, index, table

LIMITS = "The Local Interface Service (LI-SERV) starts, and LI-SERV stops."
HEADED = ("Acronym", "Definition")


def said(*parts: object, rule: str = "") -> list[str]:
    made = document(*parts)  # type: ignore[arg-type]
    return [f"{each.rule}: {each.message}" for each in findings(made) if each.rule.startswith(rule)]


@pytest.mark.parametrize("cell", ["cQF/CQF", "cQF or CQF", "cQF, CQF", "cQF (CQF)"])
def test_a_row_that_gives_two_spellings_explains_both(cell: str) -> None:
    rows = table(HEADED, (cell, "core Queue Frame"), ("SRS", "Software Requirements Specification"))
    made = (heading("Acronyms"), rows, heading("Text"), "The cQF runs the SRS. The SRS starts the CQF.")
    assert [each for each in said(*made) if "QF" in each and "UNDEFINED" not in each] == []
    assert len(index(*made).entries["CQF"].table_rows) == 2


def test_a_row_of_two_spellings_that_stand_nowhere_is_unused_once() -> None:
    rows = table(HEADED, ("cQF/CQF", "core Queue Frame"), ("SRS", "Software Requirements Specification"))
    made = said(heading("Acronyms"), rows, heading("Text"), "The SRS rules the SRS.", rule="ACR-TABLE-UNUSED")
    assert len(made) == 1
    assert "1 acronym " in made[0]


def test_two_acronyms_joined_by_a_slash_stay_one_row() -> None:
    rows = table(HEADED, ("TCP/IP", "Transmission Control Protocol / Internet Protocol"))
    found = index(heading("Acronyms"), rows, heading("Text"), "We speak TCP/IP here.")
    assert [row.acronym for row in found.table_rows] == ["TCP/IP"]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("the Content Quality Guidelines 2.0 (CQG 2.0) apply", "Content Quality Guidelines"),
        ("the Content Quality Guidelines (CQG 2.0) apply", "Content Quality Guidelines"),
        ("the Content Quality Guidelines v1.3 (CQG v1.3) apply", "Content Quality Guidelines"),
    ],
)
def test_a_version_is_no_part_of_an_acronym(text: str, full: str) -> None:
    assert [(pair.short, pair.long) for pair in extract_pairs(text)] == [("CQG", full)]


def test_a_number_that_the_words_have_too_stays() -> None:
    assert [pair.short for pair in extract_pairs("the Third Generation Partnership (3GP) met")] == ["3GP"]


def test_a_dash_for_a_hyphen_is_the_same_acronym() -> None:
    found = index(LIMITS, "Choose LI–SERV or none.").entries
    assert "LI" not in found
    assert found["LISERV"].surfaces["LI–SERV"] == 1


def test_a_dash_between_two_acronyms_parts_them() -> None:
    assert set(index("The route is QXR–VWK today.").entries) == {"QXR", "VWK"}


def test_a_space_in_a_known_acronym_is_another_spelling_of_it() -> None:
    spaced = ("The Record List Delivery Point (RLDP) and the RLDP.", "Send the RL DP and the RL DP.")
    found = [each.partition(":")[0] for each in said(*spaced)]
    assert found == ["ACR-VARIANT"]
    assert "DP" not in index(*spaced).entries
    assert index(*spaced).entries["RLDP"].name == "RLDP"


def test_words_in_capitals_that_would_join_to_another_acronym_do_not() -> None:
    defined = "The Record List Delivery Point (RLDP), the Record List (RL) and the Data Port (DP)."
    found = index(defined, "RLDP, then RL DP.").entries
    assert [len(found[name].uses) for name in ("RLDP", "RL", "DP")] == [1, 1, 1]


def test_small_letters_before_the_capitals_are_the_acronym_of_the_document() -> None:
    found = index("The cQF starts. The cQF stops.", "Then CQF waits.").entries["CQF"]
    assert found.surfaces == {"cQF": 2, "CQF": 1}


def test_small_letters_before_capitals_alone_are_a_name() -> None:
    assert "CQF" not in index("The cQF starts. The cQF stops.").entries
