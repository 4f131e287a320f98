"""Full forms spelt out again: what to write instead, and where nothing may be said."""

from dataclasses import replace

import pytest

from stormdat_core.acronyms.forms.grammatical_number import other_number, short_for
from stormdat_core.model import Finding
from stormdat_core.model.document import Role
from tests.core.acronyms.build import Part, caption, contents, document, findings, heading, table

RFC = "All Requests for Comments (RFCs) are public. One RFC is old, another RFC is new."
ONE = "A Request for Comments (RFC) is public. One RFC is old, another RFC is new."
SRS = "The Software Requirements Specification (SRS) rules. The SRS is final; the SRS is signed."


def spelt(*parts: Part | str | list[Part]) -> list[Finding]:
    return [each for each in findings(document(*parts)) if each.rule == "ACR-FULL-FORM"]


@pytest.mark.parametrize(
    ("definition", "text", "short"),
    [
        (RFC, "The Request for Comments is numbered.", "RFC"),
        (RFC, "Two Requests for Comments were merged.", "RFCs"),
        (ONE, "The Request for Comments is numbered.", "RFC"),
        (ONE, "Two Requests for Comments were merged.", "RFCs"),
        (ONE, "The Request for Comment is numbered.", "RFC"),
        (SRS, "All Software Requirements Specifications count.", "SRSs"),
        ("The Data Units (DUs) and one DU and the DU.", "Each data unit counts.", ""),
    ],
)
def test_the_advice_agrees_in_number(definition: str, text: str, short: str) -> None:
    found = spelt(definition, text)
    assert [each.message.rsplit("Use ", 1)[1].rstrip(".") for each in found] == ([short] if short else [])


def test_a_name_that_is_plural_has_no_singular() -> None:
    fips = "Federal Information Processing Standards (FIPS) bind. The FIPS and the FIPS."
    assert len(spelt(fips, "The Federal Information Processing Standards were new.")) == 1
    assert spelt(fips, "Each Federal Information Processing Standard was new.") == []
    assert short_for("Data Unit", "DU", "Data Units") == ""
    assert other_number("Requests for Comments") == "request for comments"


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("Software Requirements Specification and Design", id="title"),
        pytest.param("See “The Software Requirements Specification of it” there.", id="within a quotation"),
        pytest.param("The SRS is the Software Requirements Specification itself.", id="beside its acronym"),
        pytest.param("The DHS Software Requirements Specification Office met.", id="longer name"),
        pytest.param("Read the Software Requirements Specification (draft) first.", id="bracket"),
        pytest.param("The Test Plan and the Software Requirements Specification stand.", id="pair"),
        pytest.param(
            "Ask the Test Plan, the Software Requirements Specification, the Design Paper.", id="list"
        ),
        pytest.param("Ask a Software Requirements Specification or Test Plan then.", id="first of a pair"),
        pytest.param(
            "Ask the Software Requirements Specification, Test Plan or others.", id="first of a list"
        ),
        pytest.param("As e.g., Software Requirements Specification says.", id="example"),
        pytest.param("Some <title>Software Requirements Specification</title> is here.", id="markup"),
        pytest.param("if (x == 1) { Software Requirements Specification };", id="program"),
        pytest.param(caption("Table 2: Software Requirements Specification of it."), id="caption"),
        pytest.param(heading("The Software Requirements Specification of it"), id="heading"),
        pytest.param(
            table(("Software Requirements Specification date", "Result of the test.")), id="column heading"
        ),
        pytest.param(table(("A", "B"), ("Software Requirements Specification due date", "1")), id="field"),
    ],
)
def test_nothing_is_said_where_the_acronym_cannot_stand(part: Part | str | list[Part]) -> None:
    assert spelt(SRS, part) == []


def test_a_sentence_in_a_cell_and_one_that_opens_with_it_count() -> None:
    row = ("1", "Read the Software Requirements Specification before the review of the design begins.")
    assert len(spelt(SRS, table(("No.", "Task"), row))) == 1
    assert len(spelt(SRS, "Software Requirements Specification of this kind are rare.")) == 1


def test_beside_the_text_nothing_is_defined_for_it() -> None:
    again = "The Software Requirements Specification is long."
    used = "The SRS is final; the SRS is signed."
    assert spelt(heading("Software Requirements Specification (SRS)"), used, again) == []
    assert spelt(caption("Figure 1: Software Requirements Specification (SRS)"), used, again) == []
    front = (SRS, heading("One"), used, heading("Two"), again, heading("Three"), "End.")
    assert spelt(*front) == []
    assert len(spelt(heading("One"), SRS, heading("Two"), again, heading("Three"), "End.")) == 1


def test_a_cover_does_not_define() -> None:
    made = document(SRS, "The Software Requirements Specification is long.", "The SRS.")
    roles = (Role.COVER, Role.BODY, Role.BODY)
    covered = replace(made, blocks=tuple(replace(b, role=r) for b, r in zip(made.blocks, roles, strict=True)))
    assert "ACR-FULL-FORM" not in {each.rule for each in findings(covered)}


def test_more_than_five_places_of_one_acronym_are_one_finding_that_mends_them_all() -> None:
    again = "The Software Requirements Specification is long."
    assert len(spelt(SRS, *[again] * 5)) == 5
    (many,) = spelt(SRS, *[again] * 6, "All Software Requirements Specifications are long.")
    assert "at 7 places" in many.message
    assert many.message.endswith("Use SRS or SRSs there.")
    assert sum(each.marked for each in many.evidence) == 6
    assert many.fix is not None
    assert [text for _, text in many.fix.others] == ["SRS"] * 5
    assert (many.fix.safe, many.fix.independent) == (True, True)
    assert [text for _, text in many.fix.waiting] == ["SRSs"]
    assert many.fix.reason


@pytest.mark.parametrize(("front", "text"), [("ROB", "RoB"), ("RoB", "ROB")])
def test_the_acronym_is_spelt_as_the_definition_that_holds_spells_it(front: str, text: str) -> None:
    """What stands before the contents does not define for the reader of the text."""
    (found,) = spelt(
        f"This template holds the Rules of Behavior ({front}) for everybody.",
        contents("1 Introduction 3"),
        heading("Introduction"),
        f"The Rules of Behavior ({text}) bind everybody. The {text} is signed, and the {text} is kept.",
        heading("Scope"),
        "Whoever reads the Rules of Behavior signs them.",
        heading("Signature"),
    )
    assert found.message.endswith(f"Use {text}.")
    assert found.fix is not None
    assert found.fix.replacement == text
