"""What is said of an acronym whose words the document has: on its cover, in its cell, in a longer row."""

from dataclasses import replace

import pytest

from stormdat_core.acronyms.gathering.likely import likely_full_forms
from stormdat_core.model import Document
from stormdat_core.model.document import Role
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.own_table.table_missing import TableMissing
from stormdat_core.rules.acronyms.own_table.table_unused import TableUnused
from tests.core.acronyms.build import Part, document, findings, heading, sheet, table

USED = "The STO decides what is tested, and the STO signs what was found."


def messages(made: Document, *rules: type) -> list[str]:
    return [each.message for each in findings(made, rules=rules or (Undefined,))]


def covered(*parts: Part | str | list[Part], cover: str) -> Document:
    made = document(cover, *parts)
    return replace(made, blocks=(replace(made.blocks[0], role=Role.COVER), *made.blocks[1:]))


def test_what_the_cover_defines_is_said() -> None:
    (said,) = messages(covered(USED, cover="Site Test Office (STO)"))
    assert said.endswith("Only the cover gives “Site Test Office”: define it at the first use.")
    (once,) = messages(covered("The STO decides what is tested.", cover="Site Test Office (STO)"))
    assert once.endswith("Only the cover gives “Site Test Office”: write that instead.")


def test_what_the_cover_names_without_brackets_is_not() -> None:
    (said,) = messages(covered(USED, cover="Office of the Site (STO)"))
    assert said.endswith("No full form is known; ask the author.")


def test_the_lines_of_a_cell_are_read_together() -> None:
    assert messages(document(sheet(("Site Test Office 17\nSTO 18",), ("STO 19",)))) == []
    assert len(messages(document(sheet(("Site Tests 17\nSTO 18",), ("STO 19",))))) == 1
    assert len(messages(document("Site Test Office 17", USED))) == 1


def titled(title: str) -> list[str]:
    made = document(heading(title), "AITF 2030 / General Office / Council of Towns")
    first, second = made.blocks
    shown = replace(first, where=first.where._replace(slide=1))
    return messages(replace(made, blocks=(shown, replace(second, where=second.where._replace(slide=2)))))


def test_the_title_of_a_presentation_may_be_what_an_acronym_stands_for() -> None:
    assert "perhaps “Annual Test Inspection Forum”" in titled("Annual Test Inspection Forum")[0]
    assert (
        "perhaps"
        not in titled("Annual Test Inspection Fair")[0].replace("AITF", "")[:0] + titled("A Fair")[0]
    )


ROWS = [
    heading("Acronyms"),
    *table(("Acronym", "Definition"), ("STO REP", "Site Test Office Representative")),
]


def test_a_row_with_a_word_more_is_one_finding() -> None:
    made = document(USED, *ROWS)
    (said,) = messages(made, Undefined, TableUnused, TableMissing)
    assert "has it only as STO REP, “Site Test Office Representative”: give it the row STO" in said


@pytest.mark.parametrize("full", ["Register of Stations", "Representative of the Office"])
def test_a_row_that_explains_something_else_is_none(full: str) -> None:
    rows = [heading("Acronyms"), *table(("Acronym", "Definition"), ("STO REP", full))]
    assert len(messages(document(USED, *rows), Undefined, TableUnused, TableMissing)) == 3


def test_a_row_that_is_used_as_it_stands_is_none() -> None:
    made = document(USED, "The STO REP is told.", *ROWS)
    assert not any("has it only as" in said for said in messages(made))


def likely(*texts: str) -> str:
    return likely_full_forms(texts, ["SMT"]).get("SMT", "")


def test_words_behind_to_are_no_likely_full_form() -> None:
    verb = [
        "We plan to schedule many tests.",
        "It helps to schedule many tests or to schedule many test runs.",
    ]
    assert likely(*verb, "One has to schedule many test runs.", "We ask to schedule many test runs.") == ""


def test_small_words_are_a_likely_full_form_from_three_places_on() -> None:
    place = "The site mapping tool is used."
    assert likely(place, "Each site mapping tool is new.") == ""
    assert (
        likely(place, "Each site mapping tool is new.", "A site mapping tool helps.") == "site mapping tool"
    )
    assert likely("The Site Mapping Tool is used.", "Each Site Mapping Tool is new.") == "Site Mapping Tool"
