"""A term with a mark is defined at its place by the note that opens with the same mark."""

import pytest

from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from tests.core.acronyms.build import Part, document, findings, table

OPENING = "This plan says in plain words which doors are open and who may pass through them."
NOTE = "*Access Door Register (ADR)"


def early(*parts: Part | str | list[Part]) -> int:
    return len(findings(document(OPENING, *parts), rules=(UsedBeforeDefinition,)))


@pytest.mark.parametrize(
    "head",
    ["Login ADR* and site", "Doors (ADR/PIN)*", "Doors (site, ADR [list], keys)*", "Doors, ADR and site*"],
)
def test_a_note_below_the_table_defines_what_bears_its_mark(head: str) -> None:
    assert early(table((head, "Site"), ("x", "y")), NOTE) == 0
    assert early(table((head.replace("*", ""), "Site"), ("x", "y")), NOTE) == 1


@pytest.mark.parametrize("mark", ["*", "**", "\u2020", "\u00b9"])
def test_the_marks_must_agree(mark: str) -> None:
    used, note = f"The ADR{mark} is kept at the gate.", "Access Door Register (ADR)"
    assert early(used, f"{mark} {note}") == 0
    assert early(used, f"{mark}* {note}") == 1


def test_other_notes_may_stand_between() -> None:
    assert (
        early(
            table(
                ("ADR**", "Pass*"),
            ),
            "*Paper slip",
            "**Access Door Register (ADR)",
        )
        == 0
    )


def test_a_note_that_does_not_define_it_or_stands_far_below_is_none() -> None:
    later = "An Access Door Register (ADR) is kept."
    assert early("The ADR* is kept at the gate.", "*A list of doors", later) == 1
    far = ["A paragraph about the gate and those who stand at it."] * 5
    assert early("The ADR* is kept at the gate.", *far, NOTE) == 1


def test_another_use_without_a_mark_is_still_reported() -> None:
    assert (
        early(
            "The ADR is kept.",
            table(
                ("ADR*", "Site"),
            ),
            NOTE,
        )
        == 1
    )


def test_many_marked_cells_cost_no_more_each() -> None:
    made = document(OPENING, table(*[("ADR*", "x")] * 4_000), NOTE)
    assert findings(made, rules=(UsedBeforeDefinition,)) == []
