"""An instruction to the author is deleted before the document is final: it is read by itself."""

import pytest

from stormdat_core.model import Finding
from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from stormdat_core.rules.base import Rule
from tests.core.acronyms.build import Part, document, findings

SRS = "The Software Requirements Specification (SRS) rules."
AGAIN = "A Software Requirements Specification (SRS) is written."
USED = "The SRS is final; the SRS is signed."
LONG = "The Software Requirements Specification is to be read before anything is built."
DELETE = "Delete this instruction from your final version of this document."
PROSE = "The system shall be delivered in two builds before the end of the year."


def said(rule: type[Rule], *parts: Part | str) -> list[Finding]:
    return findings(document(*parts), rules=(rule,))


TOLD = [
    pytest.param(("Instruction: {}",), id="opened"),
    pytest.param(("Instructions: Read this.", "{}", DELETE), id="opened and closed"),
    pytest.param((f"{{}} {DELETE}",), id="closed"),
    pytest.param(("Note to author: {}",), id="a note"),
    pytest.param(
        ("Instruction:", "{} More.", "Delete this and all other instructions from it."), id="all others"
    ),
]
NOT_TOLD = [
    pytest.param(("Instruction set: {}",), id="another thing"),
    pytest.param(("{} The user may delete this record.",), id="something else is deleted"),
    pytest.param((f"Instruction: Read this. {DELETE}", "{}"), id="behind it"),
]


def with_text(parts: tuple[str, ...], text: str) -> list[str]:
    return [part.format(text) for part in parts]


@pytest.mark.parametrize("parts", TOLD)
def test_what_an_instruction_defines_may_be_defined_in_the_text(parts: tuple[str, ...]) -> None:
    assert said(Redefined, *with_text(parts, SRS), PROSE, AGAIN, USED) == []
    assert len(said(Redefined, *with_text(parts, SRS), PROSE, AGAIN, USED, AGAIN)) == 1
    assert len(said(Redefined, SRS, USED, *with_text(parts, AGAIN))) == 1


@pytest.mark.parametrize("parts", NOT_TOLD)
def test_what_is_no_instruction_is_read_with_the_text(parts: tuple[str, ...]) -> None:
    assert len(said(Redefined, *with_text(parts, SRS), PROSE, AGAIN, USED)) == 1


@pytest.mark.parametrize("parts", TOLD)
def test_no_definition_is_moved_into_an_instruction(parts: tuple[str, ...]) -> None:
    (found,) = said(UsedBeforeDefinition, *with_text(parts, USED), PROSE, SRS)
    assert found.message.endswith("Spell it out there: an instruction is deleted, with what it defines.")
    assert said(UsedBeforeDefinition, *with_text(parts, f"{LONG} {USED}"), PROSE, SRS) == []
    (mixed,) = said(UsedBeforeDefinition, *with_text(parts, USED), PROSE, USED, SRS)
    assert mixed.message.startswith("SRS is used 2 times")
    assert mixed.message.endswith("Move the definition to the first use.")


@pytest.mark.parametrize("parts", TOLD)
def test_a_definition_in_an_instruction_is_not_moved_into_the_text(parts: tuple[str, ...]) -> None:
    (found,) = said(UsedBeforeDefinition, PROSE, USED, *with_text(parts, SRS))
    assert found.message.endswith("Define it at the first use too.")


@pytest.mark.parametrize("parts", TOLD)
def test_a_full_form_in_the_text_stays_where_only_an_instruction_defines(parts: tuple[str, ...]) -> None:
    assert said(FullFormAgain, *with_text(parts, SRS), PROSE, USED, LONG) == []
    assert len(said(FullFormAgain, SRS, USED, *with_text(parts, LONG))) == 1
    assert len(said(FullFormAgain, *with_text(parts, f"{SRS} {USED} {LONG}"))) == 1


def test_an_instruction_still_has_to_explain_its_acronyms() -> None:
    assert len(said(Undefined, f"Instruction: {USED} {DELETE}", PROSE)) == 1


BEFORE = (
    "Background: {}",
    "Instructions: Please fill in the highlighted sections of this template.",
    "Send it.",
)
LETTER = ("Date", "TO: The office", "FROM: Name of the official")


def test_what_explains_a_letter_is_read_by_itself() -> None:
    before = with_text(BEFORE, SRS)
    assert said(Redefined, *before, *LETTER, AGAIN, USED) == []
    assert len(said(Redefined, *before, *LETTER, AGAIN, USED, AGAIN)) == 1


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((*BEFORE, "Date"), id="no letter"),
        pytest.param((*BEFORE, "TO: The office"), id="one line of its head"),
        pytest.param((BEFORE[0], "The plan follows.", *LETTER), id="no template is spoken of"),
        pytest.param((BEFORE[0].removeprefix("Background: "), *BEFORE[1:], *LETTER), id="no label"),
    ],
)
def test_other_openings_are_read_with_the_text(parts: tuple[str, ...]) -> None:
    assert len(said(Redefined, *with_text(parts, SRS), AGAIN, USED)) == 1
