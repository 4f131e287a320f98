"""A rare acronym that is one letter from a frequent one in the same phrase is probably that one."""

import pytest

from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from tests.core.acronyms.build import document, findings

OFTEN = ["Write the date into the DRP register."] * 6


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Write it into DRRP.", True),
        ("Write it into the DRQ register.", True),
        ("Write it into the DP register.", False),
        ("Write it into the DRQ of the office.", False),
        ("Write it into the DXQ register.", False),
        ("Write it into the DRPQX register.", False),
    ],
)
def test_one_letter_in_the_same_phrase_is_a_probable_slip(text: str, meant: bool) -> None:
    found = findings(document(*OFTEN, text), rules=(Undefined,))
    assert len(found) == 2
    assert ("Perhaps DRP is meant, which is used 6 times" in found[1].message) is meant


def test_what_stands_often_is_no_slip() -> None:
    found = findings(document(*OFTEN, *["It is in the DRQ register."] * 3), rules=(Undefined,))
    assert not any("is meant, which" in each.message for each in found)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Write it into the DPR register.", "Perhaps DRP is meant, which is used 6 times"),
        ("Write it into the DPR-I register.", "Perhaps DRP-I is meant; DRP is used 6 times"),
        ("Write it into the DPR of the office.", ""),
        ("Write it into the PDR-I book.", ""),
    ],
)
def test_two_letters_the_other_way_round_are_a_probable_slip(text: str, meant: str) -> None:
    found = findings(document(*OFTEN, text), rules=(Undefined,))
    assert len(found) == 2
    assert meant in found[1].message
    assert ("is meant" in found[1].message) is bool(meant)
