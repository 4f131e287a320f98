"""Labels that need no words: kinds of files, fiscal years, grades and changes in the heads of columns."""

import pytest

from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from tests.core.acronyms.build import Part, document, findings, sheet, table

GRADES = ("Quick LOW", "Quick MOD", "Quick HIGH")


def undefined(*parts: Part | str | list[Part]) -> set[str]:
    made = document(*parts)
    return {each.message.partition(" ")[0] for each in findings(made, rules=(Undefined,))}


@pytest.mark.parametrize(
    "parts",
    [
        ("Lessons Learned (MS-PPT, December 2019)", "The Next Step (MS-PPT, 2018)", "Last (MS-PPT)"),
        ("Transcript (MS-DOC)",),
        tuple(f"Slides of {name} (QS-QPT, May 2019)" for name in ("one", "two", "three")),
        ("As of FY 2023 it is done.", "In FY24 it was not.", "See FY '25."),
        (sheet(GRADES, ("1", "2", "3")),),
        (table(GRADES, ("1", "2", "3")),),
        (table(("Test for significance of means YOY", "Sign"), ("1", "2")),),
        (table(("YOY change", "Sign"), ("1", "2")),),
    ],
)
def test_a_label_is_no_acronym(parts: tuple[Part | str | list[Part], ...]) -> None:
    assert undefined(*parts) == set()


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (("Lessons Learned (MS-PPT, December 2019)", "Open the MS-PPT now."), {"MS-PPT"}),
        (("Slides (QS-QPT, May 2019)", "More (QS-QPT, May 2018)"), {"QS-QPT"}),
        (("One (QPT, May 2019)", "Two (QPT, May 2018)", "Three (QPT, May 2018)"), {"QPT"}),
        (("Each FY the plan is read.",), {"FY"}),
        (("The FY 2,000 rule holds.",), {"FY"}),
        ((table(("Quick MOD", "Quick Name"), ("1", "2")),), {"MOD"}),
        ((table(GRADES, ("1", "2", "3")), "The MOD decides."), {"MOD"}),
        ((table(("Quick LOW", "Quick MXD"), ("1", "2")),), {"MXD"}),
        (("The means grew YOY here.",), {"YOY"}),
        ((table(("Name", "Sign"), ("Grew YOY", "2")),), {"YOY"}),
    ],
)
def test_its_twin_is_one(parts: tuple[Part | str | list[Part], ...], names: set[str]) -> None:
    assert undefined(*parts) == names
