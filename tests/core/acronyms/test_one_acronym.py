"""One acronym written in two lengths is one, and one finding says so."""

import pytest

from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.heading_def import HeadingDefinition
from tests.core.acronyms.build import Part, document, findings, heading, index, table

OPENING = "This plan says in plain words which doors are open and who may pass through them."
LARGE = "A Gate Access Detection System (GADS) is bought."


def test_a_small_s_that_is_a_letter_makes_no_second_acronym() -> None:
    parts = ["The gate-based access detection system (GADs) is old.", LARGE]
    assert [(name, each.name) for name, each in index(*parts).entries.items()] == [("GADS", "GADS")]
    assert findings(document(*parts), rules=(DefinedUnused,)) == []


@pytest.mark.parametrize(
    "other",
    ["The gate access devices (GADs) are old.", "The gate access detector (GAD) is old."],
)
def test_a_plural_is_still_another_acronym(other: str) -> None:
    assert set(index(other, LARGE).entries) == {"GAD", "GADS"}
    assert len(findings(document(other, LARGE), rules=(DefinedUnused,))) == 2


NUMBERED = "The Door Control Rule 12 (DCR 12) is old."


def early(*parts: Part | str) -> list[str]:
    return [
        each.message.split(" is ")[0] for each in findings(document(*parts), rules=(UsedBeforeDefinition,))
    ]


def test_an_acronym_and_its_number_are_one_finding() -> None:
    used = [OPENING, "See DCR 12 and each DCR."]
    assert early(*used, NUMBERED, "Each Door Control Rule (DCR) is old.") == ["DCR 12"]
    assert early(*used, NUMBERED, "Each Daily Cost Report (DCR) is old.") == ["DCR 12", "DCR"]
    assert early(OPENING, "See each DCR.", "Each Door Control Rule (DCR) is old.") == ["DCR"]


@pytest.mark.parametrize(
    ("rows", "headings", "count"),
    [
        ((("Agency DT Policy", "kept"),), ("Tests (DT-1)", "Records (DT-2)"), 0),
        ((("Agency DT Policy", "kept"),), ("Tests", "Records"), 1),
        ((("Agency DT Policy", "DT is kept"),), ("Tests (DT-1)", "Records (DT-2)"), 1),
        ((("The DT policy of the agency is kept", "x"),), ("Tests (DT-1)", "Records (DT-2)"), 1),
    ],
)
def test_what_numbers_the_headings_needs_no_definition_in_the_text(
    rows: tuple[tuple[str, str], ...], headings: tuple[str, str], count: int
) -> None:
    made = document(heading("Doors and Tests (DT)"), OPENING, *map(heading, headings), table(*rows))
    assert len(findings(made, rules=(HeadingDefinition,))) == count
