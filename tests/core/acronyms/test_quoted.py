"""Text taken over from a publication is not the author's: statements of controls, columns of excerpts."""

from dataclasses import replace

import pytest

from stormdat_core.model import BlockKind, Finding
from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from stormdat_core.rules.base import Rule
from tests.core.acronyms.build import Part, document, findings, heading, sheet

SRS = "The Software Requirements Specification (SRS) rules."
USED = "The SRS is final; the SRS is signed."
CONTROL = heading("SC-7 (12) Boundary Protection (M) (H)")
LOB = "for the whole of the programme a Line of Balance (LOB)"


def said(rule: type[Rule], *parts: Part | str | list[Part]) -> list[Finding]:
    return findings(document(*parts), rules=(rule,))


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((CONTROL, f"The organization draws {LOB} each month."), id="one sentence"),
        pytest.param((CONTROL, f"The information system keeps {LOB}."), id="about the system"),
        pytest.param((CONTROL, "The organization:", f"a. Draws {LOB};", "b. Keeps it."), id="typed letters"),
        pytest.param(
            (CONTROL, "The organization:", "(b) Keeps it.", "Guidance: Do.", f"c. Has {LOB}."), id="goes on"
        ),
        pytest.param(
            (heading("Boundaries (SC-7)"), f"The organization draws {LOB}."), id="number in brackets"
        ),
        pytest.param((heading("Scope"), f"It has [Assignment: {LOB} or similar]."), id="a parameter"),
        pytest.param((heading("Scope"), f"It has [Selection (one or more): {LOB}; none]."), id="a selection"),
        pytest.param(
            (heading("Scope"), f"It has [Agency Assignment: {LOB} or similar]."), id="a parameter of one"
        ),
    ],
)
def test_a_statement_of_a_control_is_quoted(parts: tuple[Part | str, ...]) -> None:
    assert said(DefinedUnused, *parts) == []


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((CONTROL, f"Guidance: Draw {LOB} as [Assignment: monthly]."), id="guidance"),
        pytest.param((CONTROL, "The organization keeps it.", f"Requirement: Draw {LOB}."), id="requirement"),
        pytest.param(
            (CONTROL, "The organization keeps it.", f"We draw {LOB} here."), id="what the author does"
        ),
        pytest.param(
            (CONTROL, "The organization:", "a. Keeps it.", "We:", f"a. Draw {LOB}."), id="the author's list"
        ),
        pytest.param((CONTROL, f"The service provider draws {LOB}."), id="another subject"),
        pytest.param((heading("Scope"), f"The organization draws {LOB}."), id="another heading"),
        pytest.param(
            (heading("Scope"), f"Leave out “[Assignment: x]” and draw {LOB}."), id="a parameter named"
        ),
    ],
)
def test_what_the_author_says_of_a_control_is_not_quoted(parts: tuple[Part | str, ...]) -> None:
    assert len(said(DefinedUnused, *parts)) == 1


def test_what_is_implemented_in_a_table_is_the_authors() -> None:
    cell = Part(f"The organization draws {LOB}.", BlockKind.CELL, table=1, row=2, column=2)
    assert len(said(DefinedUnused, CONTROL, "The organization keeps it.", [cell])) == 1


def test_an_item_by_its_number_belongs_to_the_statement() -> None:
    made = document(CONTROL, "The organization:", f"Draws {LOB};", "Text.")
    item = replace(made.blocks[2], kind=BlockKind.LIST_ITEM, number="(a)")
    numbered = replace(made, blocks=(*made.blocks[:2], item, *made.blocks[3:]))
    assert findings(numbered, rules=(DefinedUnused,)) == []
    assert len(findings(made, rules=(DefinedUnused,))) == 1


def test_a_quoted_definition_is_no_repetition_and_a_later_one_of_the_author_is() -> None:
    stated = "The organization writes a Software Requirements Specification (SRS)."
    assert said(Redefined, heading("Scope"), SRS, USED, CONTROL, stated) == []
    assert len(said(Redefined, CONTROL, stated, heading("Scope"), USED, SRS)) == 1


def test_a_quoted_use_stands_before_nothing_and_a_quoted_definition_stays() -> None:
    stated = "The organization writes a Software Requirements Specification (SRS)."
    assert said(UsedBeforeDefinition, CONTROL, "The organization keeps the SRS.", heading("Scope"), SRS) == []
    (found,) = said(UsedBeforeDefinition, heading("Scope"), USED, CONTROL, stated)
    assert found.message.endswith("Define it at the first use too.")


def test_a_quoted_full_form_stays() -> None:
    long = "The organization keeps the Software Requirements Specification in a safe place."
    assert said(FullFormAgain, heading("Scope"), SRS, USED, CONTROL, long) == []
    assert len(said(FullFormAgain, heading("Scope"), SRS, USED, heading("Storage"), long)) == 1


LONG = (
    "This is a long excerpt of a law that goes on for a line and more, as laws do, and says nothing at all."
)


def columns(left: str, right: str, *texts: str) -> list[Part]:
    rows = [("Act 17", text) for text in (*texts, LONG, LONG)]
    return sheet((left, right), *rows)


@pytest.mark.parametrize(
    ("left", "right"), [("Reference", "Citation"), ("Source", "Excerpt"), ("Publication", "Quoted text")]
)
def test_a_column_of_excerpts_beside_their_sources_is_quoted(left: str, right: str) -> None:
    assert said(DefinedUnused, columns(left, right, SRS)) == []
    assert said(Undefined, columns(left, right, "The PKI is used, and the PKI is kept.")) == []


@pytest.mark.parametrize(
    ("left", "right"), [("Reference", "Remarks"), ("Finding", "Citation"), ("Source", "Description")]
)
def test_a_column_of_the_author_is_not_quoted(left: str, right: str) -> None:
    assert len(said(DefinedUnused, columns(left, right, SRS))) == 1
    assert len(said(Undefined, columns(left, right, "The PKI is used, and the PKI is kept."))) == 1


def test_short_citations_are_no_excerpts() -> None:
    assert len(said(DefinedUnused, sheet(("Source", "Citation"), ("A-130", SRS), ("A-123", "5 a")))) == 1


COLLECTIONS = [
    "FY24 question bank",
    "Question bank",
    "CONTROL NAME",
    "Control Title",
    "Security Control Name",
]


@pytest.mark.parametrize("head", COLLECTIONS)
def test_a_column_of_a_collection_is_quoted(head: str) -> None:
    assert said(DefinedUnused, sheet(("Id", head), ("1", SRS))) == []
    assert said(Redefined, sheet(("Id", head, f"{head}"), ("1", SRS, SRS))) == []
    assert said(Undefined, sheet(("Id", head), ("1", "Ask the PKI."))) == []


@pytest.mark.parametrize("head", ["Question", "Name", "Control", "Control name of ours", "Bank", "Details"])
def test_a_column_with_another_head_is_the_authors(head: str) -> None:
    assert len(said(DefinedUnused, sheet(("Id", head), ("1", SRS)))) == 1
    assert len(said(Redefined, sheet(("Id", head, head), ("1", SRS, SRS)))) == 1
    assert len(said(Undefined, sheet(("Id", head), ("1", "Ask the PKI.")))) == 1


def test_what_stands_in_several_entries_or_outside_is_reported() -> None:
    (found,) = said(Undefined, sheet(("Id", "Control Name"), ("1", "Ask the PKI."), ("2", "The PKI.")))
    assert "PKI is used 2 times" in found.message
    (found,) = said(Undefined, sheet(("Id", "Control Name", "Details"), ("1", "Ask it.", "The PKI.")))
    assert "spell it out there" in found.message
    assert len(said(Undefined, sheet(("Id", "Control Name"), ("1", "Ask the PKI.")), "Ask the PKI.")) == 1


def test_nobody_is_told_to_spell_out_what_is_quoted() -> None:
    once_more = sheet(("Id", "Control Name"), ("1", "Ask the PVK-I credentials."), ("2", "x"))
    often = ["Show the PKV credentials."] * 3
    found = [each for each in said(Undefined, once_more, *often) if each.message.startswith("PVK-I")]
    assert ["Perhaps PKV-I is meant; PKV is used 3 times" in each.message for each in found] == [True]
