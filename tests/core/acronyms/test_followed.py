"""Advice that can be followed: what stands elsewhere too, or where no room is, is not to be spelt out."""

import pytest

from stormdat_core.rules.acronyms.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.rare import Rare
from stormdat_core.rules.acronyms.undefined import Undefined
from tests.core.acronyms.build import Part, caption, contents, document, findings, heading, table

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
