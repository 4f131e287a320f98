"""Messages that agree with each other and with what stands in the document."""

import pytest

from stormdat_core.rules.acronyms.defined.def_letters import DefinitionLetters
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.own_table.table_order import TableOrder
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from tests.core.acronyms.build import Part, document, findings, heading, table

OPENING = "This plan says in plain words which doors are open and who may pass through them."
DEFINED = "The Door Result Table (DRT) holds what was found."


def said(*parts: Part | str | list[Part], rule: type) -> list[str]:
    return [each.message for each in findings(document(OPENING, *parts), rules=(rule,))]


def test_where_the_full_form_stands_again_the_acronym_may_be_used() -> None:
    (found,) = said(DEFINED, "Each line of the Door Result Table is read.", rule=DefinedUnused)
    assert found.endswith("Use it where the full form stands again, or drop the acronym.")
    (found,) = said("Each line of the Door Result Table is read.", DEFINED, rule=DefinedUnused)
    assert found.endswith("is not used again. Drop the acronym.")


def listed(*rows: tuple[str, str]) -> list[str]:
    return said(heading("Acronyms"), table(("Acronym", "Definition"), *rows), rule=TableOrder)


AO, DRT, PIN = (
    ("AO", "Access Office"),
    ("DRT", "Door Result Table"),
    ("PIN", "Personal Identification Number"),
)


def test_a_row_that_stands_twice_is_to_be_deleted() -> None:
    assert listed(AO, DRT, PIN, AO) == [
        "AO stands twice in the acronym table with the same full form. Delete one."
    ]
    assert len(listed(AO, AO, DRT, PIN)) == 1
    assert len(listed(PIN, AO, DRT, AO)) == 2


def test_another_full_form_is_no_row_that_stands_twice() -> None:
    (found,) = listed(AO, DRT, PIN, ("AO", "Area Officer"))
    assert "Sort the table" in found
    assert listed(AO, DRT, PIN) == []


def test_the_definition_that_counts_is_first_only_where_none_stands_before_it() -> None:
    again = "A Door Result Table (DRT) is kept."
    (found,) = said(DEFINED, again, rule=Redefined)
    assert "first defined in" in found
    (found,) = said(table(("The Door Result Table (DRT) is one.", "x")), DEFINED, again, rule=Redefined)
    assert "defined in the text in" in found


JOINED = "It follows the Integrated Building Framework (FDOOR-IBF) as a whole."
FDOOR = "The Federal Doors and Openings Order Register (FDOOR) is kept."


def test_a_joined_form_is_explained_by_its_parts() -> None:
    for rule in (DefinitionLetters, Undefined):
        assert said(FDOOR, JOINED, "The FDOOR-IBF is read.", rule=rule) == []
    beside = "The Safety Doors and Openings Record (SDOOR) is kept. The SDOOR-IBF is read."
    assert said(FDOOR, JOINED, beside, rule=Undefined) == []
    assert said(FDOOR, "An Access Office (AO) is open.", "The FDOOR-AO is read.", rule=Undefined) == []


@pytest.mark.parametrize(
    "text", ["The FDOOR-XQB is read.", "It follows the Integrated Building Rules (FDOOR-IBF) as a whole."]
)
def test_a_joined_form_with_a_part_that_nothing_explains_is_reported(text: str) -> None:
    assert len(said(FDOOR, text, rule=Undefined)) + len(said(FDOOR, text, rule=DefinitionLetters)) == 1


STEPS = [
    "Section 2 gives the Door Result Table context to those who read it.",
    "Section 3 contains the Door Result Table",
    "Section 4 tells how the Door Result Table is kept.",
]


def test_paragraphs_in_parallel_are_all_corrected_or_none() -> None:
    used = "The DRT is read, and the DRT is kept."
    found = findings(document(OPENING, DEFINED, used, *STEPS), rules=(FullFormAgain,))
    assert [each.fix.safe for each in found if each.fix] == [False, False, False]
    prose = [STEPS[0], STEPS[1].replace("Section", "Part"), STEPS[2]]
    found = findings(document(OPENING, DEFINED, used, *prose), rules=(FullFormAgain,))
    assert sorted(each.fix.safe for each in found if each.fix) == [False, True, True]
    apart = [part for step in STEPS for part in (step, OPENING)]
    found = findings(document(OPENING, DEFINED, used, *apart), rules=(FullFormAgain,))
    assert sorted(each.fix.safe for each in found if each.fix) == [False, True, True]
