"""Headings out of order: one finding for the headings that follow each other, and one cure for notes."""

import pytest

from stormdat_core.model import Finding
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.typography.heading_order import HeadingOrder
from tests.core.acronyms.build import document, heading

Levels = tuple[tuple[str, int], ...]


def found(*levels: tuple[str, int]) -> list[Finding]:
    made = document(*(heading(text, level) for text, level in levels))
    return list(HeadingOrder().check(made, RuleContext(made, profiles.load())))


def test_headings_of_one_level_that_follow_each_other_are_one_finding() -> None:
    (each,) = found(
        ("Tests", 1), ("Inline", 4), ("Inner", 5), ("Order", 4), ("Title", 4), ("Next", 1), ("Part", 2)
    )
    assert each.message == "A heading of level 4 follows one of level 1. Make these 3 headings level 2."
    assert len(each.evidence) == 2


def test_a_higher_heading_ends_the_run() -> None:
    levels = (("Tests", 1), ("Inline", 4), ("Next", 2), ("Order", 3), ("Low", 4))
    (each,) = found(*levels)
    assert each.message == "A heading of level 4 follows one of level 1. Make it level 2."


def test_each_run_has_its_own_finding() -> None:
    first, second = found(("One", 1), ("A", 3), ("B", 3), ("Two", 1), ("C", 3), ("D", 3))
    assert (
        first.message
        == second.message
        == ("A heading of level 3 follows one of level 1. Make these 2 headings level 2.")
    )


@pytest.mark.parametrize("text", ["Note:", "NOTE", "Warning!", "Caution:", "Notes"])
def test_a_note_is_to_lose_its_heading_style(text: str) -> None:
    (each,) = found(("One", 1), ("Two", 2), (text, 6), ("Three", 2), (text, 6))
    assert each.message == (
        "A heading of level 6 follows one of level 2. So do 1 more of this name. "
        "It heads no section: take the heading style off."
    )


def test_a_section_about_notes_is_a_section() -> None:
    (each,) = found(("One", 1), ("Notes on the tests", 3))
    assert each.message.endswith("Make it level 2.")


def test_headings_in_order_are_silent() -> None:
    assert found(("One", 1), ("Two", 2), ("Note:", 3), ("Three", 1), ("Four", 2)) == []
