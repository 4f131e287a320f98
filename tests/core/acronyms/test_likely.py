"""What an undefined acronym may stand for, and slips that look like two faults."""

import pytest

from stormdat_core.acronyms.gathering.likely import likely_full_forms
from stormdat_core.rules import profiles
from stormdat_core.rules.acronyms import RULES
from stormdat_core.rules.base import RuleContext
from tests.core.acronyms.build import Part, document, findings, heading, table

AGREED = "The quality official agrees. A quality official signs. Ask the quality official. The QO acts."
SLIP = "Files lie on devices such as a Solid Quartz Recorder (SRQ)."


def said(*texts: str | Part | list[Part]) -> list[tuple[str, str]]:
    made = document(*texts)
    context = RuleContext(made, profiles.load("standard"))
    on = (rule for rule in RULES if rule.info.on)
    return [(each.rule, each.message) for rule in on for each in rule().check(made, context)]


def test_the_likely_full_form_is_a_question() -> None:
    ((rule, message),) = said(AGREED)
    assert rule == "ACR-UNDEFINED"
    assert "perhaps “quality official”" in message


def test_the_words_of_a_table_row_come_first() -> None:
    rows = table(("Acronym", "Definition"), ("QO", "Quiet Office"))
    (found,) = findings(document(heading("Acronyms"), rows, heading("Text"), AGREED))
    assert "perhaps" not in found.message


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("The quick vehicle test begins. Another quick vehicle test ends.", ""),
        ("See the Quality of Vehicle Testing. The Quality of Vehicle Testing.", "Quality of Vehicle Testing"),
        ("See the Quality of Vehicle Testing.", "Quality of Vehicle Testing"),
        ("The Quick Vehicle Test.\nA Quick Vehicle Test and Trial.", "Quick Vehicle Test"),
        ("The Quick Vehicle Test and Trial. A Quick Vehicle Test and Trial.", ""),
        ("The Board of the Quick Vehicle Test. A Board of the Quick Vehicle Test.", ""),
        ("Quick Vehicle Test \nAccess Forum. Quick Vehicle Test \nAccess Forum", ""),
        (
            "The quick vehicle test. A quick vehicle test and a Trial. A quick vehicle test.",
            "quick vehicle test",
        ),
        ("The quick vehicle test. A quick vehicle test and a Trial.", ""),
        ("The quick vehicle test and the quiet valley tour.", ""),
        ("The quick, vehicle test begins. A quick, vehicle test ends.", ""),
        ("Some quick vehicle tests begin. Another quick vehicle test ends.", ""),
        ("Quick vehicle tests. The quick vehicle test. Another quick vehicle test.", "quick vehicle test"),
        ("The quick vehicle testers begin. Quick vehicle testers end.", ""),
        ("The quick vehicle test begins.", ""),
        ("Quits vehicle testing. Quits vehicle testing.", ""),
        ("Quit the vehicle and then test. Quit the vehicle and then test.", ""),
        ("The Great Quick Vehicle Test. A Great Quick Vehicle Test.", ""),
        ("The Quick Vehicle Test Plan.", ""),
        ("Quick Vehicle Test Plans are due. See the Quick Vehicle Test Plans.", "Quick Vehicle Test"),
        ("See the Quick Vehicle Test Plan Book. The Quick Vehicle Test Plan Book.", ""),
        ("They follow the Quick Vehicle Tests.", "Quick Vehicle Tests"),
        ("They need a Quick Vehicle Test, or its Quick Vehicle Abbreviation.", "Quick Vehicle Test"),
        ("They type the Quick Vehicle Acronym.", ""),
        ("The Quick Vehicle Test. The Quiet Valley Tour.", ""),
    ],
)
def test_words_count_when_they_are_a_term(text: str, full: str) -> None:
    assert likely_full_forms([text], ["QVT", "C4I", "X"]).get("QVT", "") == full


def test_two_letters_need_more() -> None:
    twice = "The quality official agrees, and the quality official signs."
    assert likely_full_forms([twice], ["QO"]) == {}
    assert likely_full_forms([twice, twice], ["QO"]) == {"QO": "quality official"}


def test_a_long_text_without_marks_and_a_thousand_acronyms() -> None:
    wanted = [f"{a}{b}{c}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ" for c in "ABCDEFGHIJ"]
    found = likely_full_forms(["big cat dog, " * 50_000 + "x " * 50_000], wanted)
    assert found == {"BCD": "big cat dog"}


@pytest.mark.parametrize("uses", [("The SQR is full.",), ("Mount the SQR.", "The SQRs are full.")])
def test_mixed_up_letters_are_one_finding(uses: tuple[str, ...]) -> None:
    ((rule, message),) = said(SLIP, *uses)
    assert rule == "ACR-DEF-LETTERS"
    assert message.startswith("SRQ in")
    assert "is probably SQR" in message
    assert "“Solid Quartz Recorder”" in message


@pytest.mark.parametrize(
    ("texts", "rules"),
    [
        ((SLIP, "The SRQ is full, and SQR too."), {"ACR-UNDEFINED"}),
        ((SLIP, "The QZX is full."), {"ACR-DEF-UNUSED", "ACR-UNDEFINED"}),
        ((SLIP, "The Sure Quartz Relay (SQR) is full; the SQR stops."), {"ACR-DEF-UNUSED"}),
        (("The Solid Quartz Recorder (SQR) fills.", "The SRQ is full."), {"ACR-DEF-UNUSED", "ACR-UNDEFINED"}),
    ],
)
def test_two_acronyms_stay_two(texts: tuple[str, ...], rules: set[str]) -> None:
    assert {rule for rule, _ in said(*texts)} == rules


def test_one_word_that_differs_is_a_slip() -> None:
    one, other = "Uniform Quartz Locator (UQL)", "Universal Quartz Locator (UQL)"
    (found,) = [
        each for each in said(f"The {one} and the UQL.", f"The {other} too.") if "CONFLICT" in each[0]
    ]
    assert found[1].startswith("Two wordings for one acronym, probably a slip: UQL")


@pytest.mark.parametrize("other", ["preventive maintenance (PM)", "Project Monitor (PM)"])
def test_other_words_are_another_meaning(other: str) -> None:
    texts = ("The Program Manager (PM) and the PM.", f"Then {other} and PM.")
    (found,) = [each for each in said(*texts) if "CONFLICT" in each[0]]
    assert "has two meanings" in found[1]


CITED = (heading("References"), "Quick-Vehicle Testing Standards (QVTS) #1: Tests of Vehicles")
TEXT = (heading("Text"), "Use QVTS here, and QVTS there.")


def own(full: str) -> list[Part]:
    return table(("Acronym", "Definition"), ("QVTS", full))


def test_a_row_that_differs_from_the_references_is_wrong() -> None:
    ((rule, message),) = said(heading("Acronyms"), own("Quick Vehicle Trial Station"), *TEXT, *CITED)
    assert rule == "ACR-TABLE-MISMATCH"
    assert "the references define it as “Quick-Vehicle Testing Standards”" in message


def test_a_row_that_agrees_with_the_references_is_right() -> None:
    made = document(heading("Acronyms"), own("Quick Vehicle Testing Standards"), *TEXT, *CITED)
    assert [each.rule for each in findings(made)] == ["ACR-UNDEFINED"]


def test_the_references_tell_a_full_form() -> None:
    (found,) = findings(document(*TEXT, *CITED))
    assert "perhaps “Quick-Vehicle Testing Standards”" in found.message


def test_small_words_may_have_a_letter() -> None:
    assert likely_full_forms(["They ask the Point of Quality first."], ["POQ", "PQ"]) == {
        "POQ": "Point of Quality"
    }
    assert likely_full_forms(["Ask the point of quality first."], ["POQ"]) == {}
    assert likely_full_forms(["It is open for Quality Owners."], ["FQO"]) == {}


NAMED = "Name the Quality Owner. A Quality Owner signs. Ask the Quality Owner."
FORM = table(("Quality Officer", "Quick Office"), *[("Quality Officer", "x")] * 3)


@pytest.mark.parametrize(
    ("parts", "guessed"),
    [
        ((NAMED, "The QO acts."), True),
        ((FORM, "The QO acts."), False),
        ((NAMED, "See QO 800-34 too."), False),
        ((NAMED, "See QO #4 too."), False),
        ((NAMED, "See QO 199 too."), False),
        ((NAMED, "In QO 2021 all was well."), True),
    ],
)
def test_labels_and_what_has_a_number_take_no_guess(
    parts: tuple[str | list[Part], ...], guessed: bool
) -> None:
    messages = [message for rule, message in said(*parts) if message.startswith("QO ")]
    assert [("perhaps “Quality" in message) for message in messages] == [guessed]
