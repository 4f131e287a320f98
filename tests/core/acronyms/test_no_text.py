"""Forms that are no text of the author: prompts, names of pages, files, services and records, citations."""

import pytest

from stormdat_core.model import OBJECT, BlockKind, Certainty, Finding
from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.heading_def import HeadingDefinition
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.usage.variant import Variant
from stormdat_core.rules.base import Rule
from tests.core.acronyms.build import Part, document, findings, heading, table

PROSE = "The system shall be delivered in two builds before the end of the year."


def said(rule: type[Rule], *parts: Part | str | list[Part]) -> list[Finding]:
    return findings(document(*parts), rules=(rule,))


def cell(text: str, row: int = 2) -> Part:
    return Part(text, BlockKind.CELL, table=1, row=row, column=2)


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(cell("Enter Test Team QRG Name"), id="enter"),
        pytest.param(cell("<External Org QRG>"), id="angle brackets"),
        pytest.param(cell("(main QRG name)"), id="round brackets"),
        pytest.param(
            "Systems are vital to QRG Name mission functions; they run.", id="a field in a sentence"
        ),
        pytest.param("It is kept at QRG Name\u2019s facility; it runs.", id="a field with an ending"),
        pytest.param("\tQRG Name ", id="a field by itself"),
        pytest.param("Click here to enter QRG", id="click"),
        pytest.param("See the QRG Playbook for more of it.", id="playbook"),
        pytest.param("See the QRG Authorization Handbook for more of it.", id="handbook"),
        pytest.param(cell("QRG Count"), id="counter"),
        pytest.param(cell("DB Scans", row=1), id="a narrow column"),
        pytest.param("See 5 U.S.C. Chapter 75 for more of it.", id="a law"),
        pytest.param("See the guide (QRG Security-01-08) for more of it.", id="number of a document"),
        pytest.param("The digits YYYY, MM, DD, HH, and mm are the date.", id="pattern of a date"),
        pytest.param("Calls made to EC2, EBS, and others are logged.", id="a service"),
    ],
)
def test_what_is_no_use(part: Part | str) -> None:
    assert said(Undefined, PROSE, [part] if isinstance(part, Part) else part) == []


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(cell("QRG Name:"), id="a label"),
        pytest.param(cell("QRG name and address"), id="a column"),
        pytest.param("Enter what the QRG needs before the end of the year, and sign.", id="an order"),
        pytest.param("The value is < 3 and the QRG is > 4 in the end.", id="comparisons"),
        pytest.param(cell("(see the QRG)"), id="a remark in brackets"),
        pytest.param("The QRG reads the Playbook each month.", id="a playbook behind it"),
        pytest.param("The QRG counts them each month.", id="who counts"),
        pytest.param(
            cell("The DB is scanned each month, and it is cleaned.", row=1), id="a sentence in a head"
        ),
        pytest.param("The U.S.C. is the code; we follow the U.S.C. here.", id="a law by itself"),
        pytest.param("The QRG has 01-08 of them each month.", id="numbers"),
        pytest.param("The HH is read each month, and the HH is kept.", id="no pattern"),
        pytest.param("The EBS warns the public each month.", id="another thing of this name"),
    ],
)
def test_what_is_a_use(part: Part | str) -> None:
    assert len(said(Undefined, PROSE, [part] if isinstance(part, Part) else part)) == 1


LONG = "The Rules of Behavior (ROB) are signed, and the ROB are kept."


@pytest.mark.parametrize("text", ["Abbreviation A5 ROB v1.0", "A5 ROB final.docx", "Enter the ROB here"])
def test_a_prompt_or_a_file_stands_before_nothing(text: str) -> None:
    assert said(UsedBeforeDefinition, PROSE, [cell(text)], LONG) == []


@pytest.mark.parametrize(
    "text", ["The ROB v1.0 is sent to all of them.", "ROB are read", "The ROB is in a file."]
)
def test_what_a_reader_reads_stands_before(text: str) -> None:
    assert len(said(UsedBeforeDefinition, PROSE, [cell(text)], LONG)) == 1


def test_what_everybody_knows_stands_before_nothing() -> None:
    http = "The Hypertext Transfer Protocol (HTTP) is used, and HTTP is logged."
    assert said(UsedBeforeDefinition, PROSE, "The HTTP redirector is set.", http) == []
    title = heading("Internet Protocol (IP) Addresses")
    assert said(HeadingDefinition, title, PROSE, "The IP is set.") == []
    other = heading("Rules of Behavior (ROB) for All")
    assert len(said(HeadingDefinition, other, PROSE, "The ROB is set.")) == 1


CSP = "The Cloud Service Provider (CSP) signs, and the CSP is paid."


@pytest.mark.parametrize(
    "text",
    [
        "See the page under Key Cloud Service Provider (CSP) Documents> Strategy Guide for more of it.",
        "See the page under Start > Cloud Service Provider (CSP) for more of it.",
    ],
)
def test_the_name_of_a_page_defines_nothing(text: str) -> None:
    assert said(Redefined, CSP, PROSE, text) == []
    assert said(Redefined, text, PROSE, CSP) == []


@pytest.mark.parametrize(
    "text",
    [
        "The page of the Cloud Service Provider (CSP) has more than 3 > 2 parts in it.",
        "The <name> of the Cloud Service Provider (CSP) is read by all.",
    ],
)
def test_another_sign_makes_no_name_of_a_page(text: str) -> None:
    assert len(said(Redefined, CSP, PROSE, text)) == 1


CFS = "The core Flight System (cFS) flies, and the cFS is built; all of the cFS is tested."


def test_the_title_of_a_record_is_quoted() -> None:
    title = "CFS Build Test Findings - Not Implemented."
    assert said(Variant, CFS, table(("DCR", "Title"), ("4095", title))) == []
    assert said(Variant, CFS, table(("No.", "DCR", "Title"), ("5", "DCR-4095", title))) == []
    assert len(said(Variant, CFS, table(("Part", "Title"), ("Limits", title)))) == 1
    assert len(said(Variant, CFS, table(("DCR", "Text"), ("4095", "The CFS is built again.")))) == 1


def test_a_picture_beside_a_definition_may_show_its_acronym() -> None:
    text = "Commands come in all of the time from the Command Ingest (CI) application."
    (beside,) = said(DefinedUnused, heading("Context"), text, PROSE, OBJECT)
    assert beside.certainty is Certainty.POSSIBLE
    assert beside.message.endswith("Drop the acronym unless the figure beside it shows it.")
    for parts in ((text, PROSE), (text, heading("Next"), OBJECT), (text, PROSE, PROSE, PROSE, OBJECT)):
        (alone,) = said(DefinedUnused, heading("Context"), *parts)
        assert alone.certainty is Certainty.CERTAIN
        assert alone.message.endswith("Drop the acronym.")
