"""Advice that can be followed: what stands elsewhere too, or where no room is, is not to be spelt out."""

import pytest

from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.rare import Rare
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from tests.core.acronyms.build import (
    Part,
    caption,
    contents,
    document,
    findings,
    heading,
    marked_texts,
    table,
)

ROWS = (("Acronym", "Definition"), ("CI", "Command Ingest"), ("SRS", "Software Requirements Specification"))
LISTED = [heading("Acronyms"), *table(*ROWS, number=9)]
USE = "Ground commands go through the CI before they are read."
SRS = "The Software Requirements Specification (SRS) rules."
Parts = tuple[Part | str | list[Part], ...]
HISTORY = [
    heading("Revision history"),
    *table(("Version", "Date", "Description"), ("1.0", "May 2020", "CI and SRS added")),
]
REFERENCES = [heading("References"), Part("The CI/SRS Guide, Goddard, 2013.")]


def message(*parts: Part | str | list[Part], headings: str = "ignore") -> str:
    made = document(*parts, LISTED)
    found = findings(made, rules=(Undefined,), headings=headings, exclude_references=True)
    return next(each.message for each in found if each.message.startswith("CI is used"))


def test_what_stands_once_is_written_out_and_loses_its_row() -> None:
    assert message(heading("Scope"), USE).endswith(
        "gives “Command Ingest”: write that instead, and remove its row."
    )


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((heading("CI Application"), USE), id="a heading"),
        pytest.param((HISTORY, heading("Scope"), USE), id="the record of changes"),
        pytest.param((heading("Scope"), USE, REFERENCES), id="references"),
    ],
)
def test_what_stands_elsewhere_too_is_defined(parts: Parts) -> None:
    said = message(*parts)
    assert said.endswith("The acronym table gives “Command Ingest”: define it at the first use.")
    assert " in the text. It also stands once in headings, references or records. The acronym" in said


def test_contents_repeat_the_headings_and_do_not_count() -> None:
    listed = [contents(f"{number} Part of the CI\t{number}") for number in range(3)]
    assert message(listed, heading("Scope"), USE).endswith("write that instead, and remove its row.")


def test_captions_are_uses() -> None:
    assert message(heading("Scope"), USE, caption("Figure 1: The CI")).startswith("CI is used 2 times")


def test_the_head_of_a_column_has_no_room() -> None:
    parts = (heading("Scope"), table(("Event", "CI"), ("late", "x")))
    assert message(*parts).endswith(
        "The acronym table gives “Command Ingest”: define it in the text before the table."
    )
    parts = (heading("Scope"), table(("Event", "Cause"), ("late", "CI")))
    assert message(*parts).endswith("write that instead, and remove its row.")


def test_a_remark_of_the_table_is_no_part_of_the_full_form() -> None:
    rows = table(ROWS[0], ("RSA", "Rivest-Shamir-Adleman (encryption algorithm)"), number=9)
    made = document(heading("Scope"), "The RSA is used.", heading("Acronyms"), rows)
    (found,) = findings(made, rules=(Undefined,))
    assert "gives “Rivest-Shamir-Adleman”: write that" in found.message


def test_a_row_that_another_place_needs_stays() -> None:
    (dropped,) = findings(document(heading("Scope"), SRS, LISTED), rules=(DefinedUnused,))
    assert dropped.message.endswith("Drop the acronym and its row in the acronym table.")
    (kept,) = findings(document(HISTORY, heading("Scope"), SRS, LISTED), rules=(DefinedUnused,))
    assert kept.message.endswith("Drop the acronym.")


def test_what_a_heading_uses_too_is_not_rare() -> None:
    text = (SRS, "The SRS is final.")
    assert len(findings(document(heading("Scope"), *text), rules=(Rare,), headings="ignore")) == 1
    assert (
        findings(document(heading("Scope"), *text, heading("The SRS")), rules=(Rare,), headings="ignore")
        == []
    )


CHECKER = "The Limit Checker (LC) is read; the LC is written."
CHECKER_AGAIN = "Then the Limit Checker is read again."


def spelt_out(*parts: Part | str | list[Part]) -> list[str]:
    made = document(*parts)
    return [text for each in findings(made, rules=(FullFormAgain,)) for text in marked_texts(made, each)]


def test_the_beginning_of_a_longer_name_may_mean_that_one() -> None:
    assert spelt_out(CHECKER, CHECKER_AGAIN) == ["Limit Checker"]
    assert spelt_out(CHECKER, "The Limit Checker eXtended (LCX) and the LCX.", CHECKER_AGAIN) == []
    assert spelt_out(CHECKER, "The Extended Limit Checker (ELC) and the ELC.", CHECKER_AGAIN) == [
        "Limit Checker"
    ]


def test_the_name_of_a_section_stays() -> None:
    text = "All cryptographic modules (CM) are listed. The CM are tested, the CM are kept."
    named = "See the cryptographic modules table for details."
    other = "See the cryptographic modules listed there."
    assert spelt_out(text, named, heading("Appendix Q: Cryptographic Modules Table")) == []
    assert spelt_out(text, other, heading("Appendix Q: Cryptographic Modules Table")) == [
        "cryptographic modules"
    ]
    assert spelt_out(text, named, heading("Appendix Q: Tables")) == ["cryptographic modules"]


def test_small_words_in_another_number_speak_of_any_of_a_kind() -> None:
    text = "The Incident Response Plan (IRP) is kept. The IRP is read, the IRP is signed."
    assert spelt_out(text, "Agencies must write incident response plans of their own.") == []
    assert spelt_out(text, "Agencies must write an incident response plan of their own.") != []
    assert spelt_out(text, "Agencies must write Incident Response Plans of their own.") != []


def test_a_mass_noun_has_no_plural() -> None:
    mass = "All assistive technology (AT) is tested. Users work with AT, and AT is theirs."
    said = "It relies on other assistive technologies as well."
    assert spelt_out(mass, said) == []
    assert spelt_out(mass, "It relies on assistive technology as well.") == ["assistive technology"]
    assert spelt_out(f"{mass} Some ATs are old.", said) == ["assistive technologies"]
    counted = "An unmanned vehicle (UV) is tested. The UV of the user is a UV, with UV training."
    assert spelt_out(counted, "It relies on other unmanned vehicles as well.") == ["unmanned vehicles"]


def test_a_table_defines_for_its_own_rows() -> None:
    first = table(("The Message ID (MID) is sent.",), ("The MID is read, the MID is kept.",))
    again = ("Then the Message ID is sent at last.",)
    assert spelt_out(first, table(again, number=2)) == []
    assert (
        len(spelt_out(table(("The Message ID (MID) is sent.",), ("The MID is kept, the MID is it.",), again)))
        == 1
    )
