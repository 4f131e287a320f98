"""What a row of an ordinary table, or a heading that is one name, says an acronym stands for."""

import pytest

from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from tests.core.acronyms.build import Part, document, findings, heading, index, sheet, table

CODES = (
    ("Code", "Family"),
    ("DM", "Document Management"),
    ("TR", "Training Records"),
    ("HC", "Heating and Cooling"),
    ("FE", "Fire and Emergency Protection"),
    ("MA", "Maintenance"),
    ("SL", "Storage and Site Layout"),
    *((f"{code}-{number}", "to be kept") for code in ("DM", "TR", "HC", "FE") for number in (1, 2, 3)),
)
OPENING = "This plan says in plain words how the building is kept and who keeps it in order."


def said(*parts: Part | str | list[Part]) -> list[str]:
    rules = (UsedBeforeDefinition, Undefined, DefinedUnused, Redefined)
    return [f"{each.rule} {each.message.split()[0]}" for each in findings(document(*parts), rules=rules)]


def defined(*parts: Part | str | list[Part]) -> dict[str, list[str]]:
    entries = index(*parts).entries
    return {name: [place.full for place in each.definitions] for name, each in entries.items()}


def test_a_row_that_explains_an_acronym_is_no_use_before_its_definition() -> None:
    below = [heading("3 Document Management (DM)"), "The DM plan is kept."]
    assert said(OPENING, table(*CODES), *below) == []
    assert defined(OPENING, table(*CODES))["DM"] == ["Document Management"]


def test_a_row_explains_an_acronym_that_is_used_below_it() -> None:
    assert said(OPENING, table(("SLP", "Site Layout Plan"), ("Date", "today")), "The SLP is drawn.") == []
    assert said(OPENING, table(("Site Layout Plan", "SLP")), "The SLP is drawn.") == []


def test_a_use_above_such_a_row_is_reported() -> None:
    assert said(OPENING, "The SLP is drawn.", table(("SLP", "Site Layout Plan"))) == ["ACR-BEFORE-DEF SLP"]


@pytest.mark.parametrize(
    "row",
    [
        ("SLP", "Included in Section 15"),
        ("SLP Workbook", "Site Layout Plan"),
        ("SLP", ""),
        ("SLP", "Owner"),
        ("SLP", "The site layout plan is drawn. It is signed."),
        ("SLP", "Sketch of the Level and its Parts"),
    ],
)
def test_a_row_that_does_not_explain_it_defines_nothing(row: tuple[str, str]) -> None:
    assert said(OPENING, table(("Name", "Remark"), row), "The SLP is drawn.") == ["ACR-UNDEFINED SLP"]


def test_the_next_row_and_the_next_table_explain_nothing() -> None:
    used = "The SLP is drawn."
    assert said(OPENING, table(("SLP",), ("Site Layout Plan",)), used) == ["ACR-UNDEFINED SLP"]
    apart = [*table(("SLP",)), *table(("Site Layout Plan",), number=2)]
    assert said(OPENING, apart, used) == ["ACR-UNDEFINED SLP"]


def test_words_that_fit_loosely_count_in_a_list_of_codes_only() -> None:
    found = defined(OPENING, table(*CODES))
    assert found["FE"] == ["Fire and Emergency Protection"]
    assert found["MA"] == ["Maintenance"]
    alone = table(("FE", "Fire and Emergency Protection"), ("MA", "Maintenance"))
    assert not any(defined(OPENING, alone).values())


def test_a_cell_with_more_than_the_acronym_is_none() -> None:
    cells = [*table(("SLP", "Site Layout Plan"))]
    second = Part("and more", cells[0].kind, table=1, row=1, column=1)
    assert not defined(OPENING, [cells[0], second, cells[1]])["SLP"]


def test_a_label_in_a_form_is_explained_by_what_the_form_asks_for() -> None:
    form = sheet(("SPO:", "(site plan office name)"), ("Who", "SPO"))
    assert said(form) == []
    assert defined(form)["SPO"] == ["site plan office"]
    assert said(sheet(("SPO:", "(name of the office)"), ("Who", "SPO"))) == ["ACR-UNDEFINED SPO"]


def test_a_row_adds_nothing_to_the_acronym_table_of_the_document() -> None:
    listed = [heading("Acronyms"), *table(("Acronym", "Definition"), ("SLP", "Site Layout Plan"), number=2)]
    assert not defined(OPENING, table(("SLP", "Site Layout Plan")), *listed)["SLP"]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("3.1 Fire and Emergency Protection (FE)", "Fire and Emergency Protection"),
        ("Storage and Site Access (SA)", "Storage and Site Access"),
        ("Early Site Access (SA)", "Site Access"),
        ("Storage Overview and Site Layout Plan (SLP)", "Site Layout Plan"),
        ("Notes and Site Access (SA)", "Site Access"),
        ("Storage, Roads and Site Access (SA)", "Site Access"),
    ],
)
def test_a_heading_that_is_one_name_is_taken_whole(text: str, full: str) -> None:
    assert [places for places in defined(heading(text), OPENING).values() if places] == [[full]]


def test_a_sentence_is_not_taken_whole() -> None:
    (places,) = defined("Storage and Site Access (SA) are paid for by the owner.").values()
    assert places == ["Site Access"]
