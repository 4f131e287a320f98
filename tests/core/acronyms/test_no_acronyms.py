"""Capitals that are no acronym: each kind, and beside it the acronym that looks like it and is one."""

from dataclasses import replace

import pytest

from stormdat_core.acronyms.exclusion.formulas import is_formula
from stormdat_core.model import Document
from stormdat_core.model.document import Role
from tests.core.acronyms.build import document, findings, index, table


def undefined(*parts: str, **options: object) -> list[str]:
    found = findings(document(*parts), **options)
    return [each.message.split(" ")[0] for each in found if each.rule == "ACR-UNDEFINED"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        pytest.param("In AD 1066 it was so.", "SUP-DATE", id="era before a year"),
        pytest.param("Rome fell in the fifth century AD.", "SUP-DATE", id="era after a century"),
        pytest.param("From 44 BC to 12 CE it stood.", "SUP-DATE", id="era after a year"),
        pytest.param("In the year AH 1445 and A.D. 79.", "SUP-DATE", id="eras of others, with points"),
        pytest.param("Choose AM/PM there.", "SUP-DATE", id="halves of a day"),
        pytest.param("It starts at 10 PM.", "SUP-DATE", id="half of a day after a time"),
        pytest.param("The CO2 and CH4 and H2O levels rose.", "SUP-FORMULA", id="formulas"),
        pytest.param("The CO₂ level and the NOx level rose.", "SUP-FORMULA", id="subscript digits"),
        pytest.param("It holds NaCl and CaCO3.", "SUP-FORMULA", id="salts"),
        pytest.param("Feed it 120VAC or 5GHz.", "SUP-UNIT", id="quantities in one word"),
        pytest.param("The MD80 and the RX580X flew.", "SUP-PART", id="models"),
        pytest.param("Order P/N ABXC at once.", "SUP-PART", id="part number"),
        pytest.param("See FIPS PUB 199; ISBN 3.", "SUP-ID", id="labels of publishers"),
        pytest.param("It meets ISO/IEC 27001 and IEC 61508.", "SUP-PART", id="issuers of standards"),
        pytest.param("Send the byte FE next.", "SUP-ID", id="byte"),
        pytest.param("Made by HIDX Technologies and QLLC, Inc.", "SUP-NAME", id="companies"),
        pytest.param("Use Eclipse CDTX there.", "SUP-NAME", id="product behind its maker"),
        pytest.param("Run VACUUM FULL ANALYZE or a PRAGMA.", "SUP-WORD", id="command language"),
        pytest.param("The lamp turns RED and then IDLE.", "SUP-WORD", id="colours and states"),
        pytest.param("The ZORANU command stops it.", "SUP-WORD", id="what is called a command"),
        pytest.param("Set it to “EXAMINE” then.", "SUP-WORD", id="quoted value"),
        pytest.param("Super Bowl XLII was long.", "SUP-ROMAN", id="numeral beyond forty"),
        pytest.param("HELEN SMITHSON: Good morning to you.", "SUP-NAME", id="speaker"),
        pytest.param("It was written by HELEN SMITHSON herself.", "SUP-NAME", id="person in capitals"),
        pytest.param("Typically, the method is EXAMINE; set “ZQRX-ID” too.", "SUP-WORD", id="verb"),
        pytest.param('<facet name="PRX" value="low"/>', "SUP-CODE", id="markup"),
        pytest.param("See id-fpki-certpcy-mediumHW-CBPX there.", "SUP-CODE", id="identifier"),
        pytest.param("Filed by <OMBX MAX/Name of it> then.", "SUP-PLACEHOLDER", id="placeholder"),
    ],
)
def test_it_is_counted_in_its_class_and_not_reported(text: str, group: str) -> None:
    made = index(text)
    assert made.suppressed.members[group]
    assert [name for name in undefined(text) if name not in {"FIPS", "FULL"}] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The AD server is down.", ["AD"], id="no era"),
        pytest.param("Our PM leads the AH team.", ["PM", "AH"], id="no half of a day, no era"),
        pytest.param("The C2 node and the C4ISR plan and P2PX.", ["C4ISR", "P2PX"], id="no formula"),
        pytest.param(
            "The FIPS mode is on, the LLVM pass ran, see RFC 9110.", ["FIPS", "LLVM", "RFC"], id="names"
        ),
        pytest.param("The ISO decides.", ["ISO"], id="issuer of nothing"),
        pytest.param("The FE and the SRT work.", ["FE", "SRT"], id="no byte"),
        pytest.param("The SRT command stops it.", ["SRT"], id="acronym of a command"),
        pytest.param("Ask the CDRL group, including LOBs.", ["CDRL", "LOB"], id="no company"),
        pytest.param("The CLI and the DCI are numerals too.", ["CLI", "DCI"], id="numerals that are none"),
        pytest.param("NOTES: the SRT is here.", ["SRT"], id="no speaker"),
    ],
)
def test_what_looks_like_it_and_is_an_acronym_is_reported(text: str, expected: list[str]) -> None:
    assert undefined(text) == expected


def test_what_the_document_defines_is_an_acronym_whatever_it_looks_like() -> None:
    made = document("The Special Operations Two (SO2), the SO2.", "The Fast Access Net (FAN) and the FAN.")
    assert [each.rule for each in findings(made)] == []
    assert {"SO2", "FAN"} <= index(
        "The Special Operations Two (SO2), the SO2.", "The Fast Access Net (FAN)."
    ).entries.keys()


def test_a_word_that_also_stands_in_small_letters_is_a_word() -> None:
    assert undefined("The GRIPER works.", "A griper complains.") == []
    assert undefined("The LORP works.", "One lorp complains.") == []
    assert undefined("The LORP works.", "Nobody complains.") == ["LORP"]


def test_a_word_in_capitals_beside_another_is_one_too_unless_it_stands_alone_elsewhere() -> None:
    assert undefined("Invalid DQST TYPE there.") == []
    assert undefined("Invalid DQST TYPE there.", "The DQST is long.") == ["DQST"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("CO2", True), ("H2SO4", True), ("C6H12O6", True), ("SF6", True), ("TiO2", True), ("NaCl", True),
        ("NH4+", True), ("CO₂", True), ("C4I", False), ("C4ISR", False), ("F2T2EA", False), ("W3C", False),
        ("B2B", False), ("P2P", False), ("PoC", False), ("K8S", False), ("SHOP2", False), ("IPv4", False),
        ("3PAO", False), ("CO", False), ("NO", False),
    ],
)  # fmt: skip
def test_formulas(form: str, expected: bool) -> None:
    assert is_formula(form) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Each Interface Design Document or IDD is read; the IDD rules.",
        "The Oasis Intellectual Property Rights Policy (the “Oasis IPR Policy”) holds.",
        "The Line of Balance, also called LOB, and the LOB.",
        "XYZQ stands for Xylophone Yard Zone Quest; XYZQ rules.",
        "It is the LOB, that line of balance which we draw; the LOB.",
    ],
)
def test_a_form_whose_words_stand_in_the_same_sentence_is_not_undefined(text: str) -> None:
    assert undefined(text) == []


def test_so_it_is_where_the_acronym_table_knows_it() -> None:
    rows = [("Acronym", "Definition"), ("ST-5", "Space Technology 5")]
    made = document("Messages of Space Technology 5 (ST-5) are stored.", table(*rows))
    assert "ACR-UNDEFINED" not in {each.rule for each in findings(made)}


def test_words_in_another_sentence_do_not_explain() -> None:
    assert undefined("We draw a line of balance. Then the LOB is read.", "The LOB.") == ["LOB"]


def test_a_notice_of_a_publisher_names_what_it_likes() -> None:
    assert undefined("© 2024 QXPR and its TCXQ. All rights reserved.") == []
    assert undefined("The QXPR and its TCXQ.") == ["QXPR", "TCXQ"]


def with_roles(made: Document, *roles: Role) -> Document:
    blocks = [replace(block, role=role) for block, role in zip(made.blocks, roles, strict=True)]
    return replace(made, blocks=tuple(blocks))


def test_code_is_not_read_and_titles_and_covers_do_not_define() -> None:
    made = document("int SRTX = 1;", "Nothing else.")
    assert findings(with_roles(made, Role.CODE, Role.BODY)) == []
    for role in (Role.COVER, Role.TITLE):
        titled = with_roles(document("Line of Balance (LOB)", "The LOB and the LOB."), role, Role.BODY)
        assert [each.rule for each in findings(titled)] == ["ACR-UNDEFINED"]
        named = with_roles(document("The LOB report", "Nothing else."), role, Role.BODY)
        assert findings(named) == []
        later = with_roles(document("The LOB report", "The Line of Balance (LOB), the LOB."), role, Role.BODY)
        assert findings(later) == []


SPEECH = (
    "ANN QUICK: Good morning, everyone, and welcome to the session.",
    "BOB STONE: Thank you, Ann, I am glad to be here today.",
    "ANN QUICK: Let us start with the first slide then.",
    "BOB STONE: The GSA and the OMB have asked us for it.",
    "ANN QUICK: And the QXR, I think, has no answer yet.",
    "BOB STONE: We call the zonal yearly report ZYR in our house.",
    "ANN QUICK: Yes, so the ZYR is what we wait for.",
)


def test_speech_is_left_as_it_was_said() -> None:
    assert index(*SPEECH).speech
    assert undefined(*SPEECH) == ["QXR"]


def test_a_record_without_labels_is_known_by_its_words() -> None:
    line = "Okay, I think we're ready. Thank you, and I'll say that it's time to begin now."
    assert index(*[line] * 40).speech
    assert not index(*["The board accepts the report, and the office signs it on the last day."] * 60).speech
    said = (
        "BOB STONE: The Line of Balance (LOB) is drawn.",
        "ANN QUICK: The Line of Balance (LOB), you say?",
    )
    assert [each.rule for each in findings(document(*SPEECH, *said)) if "LOB" in each.message] == []


def test_a_form_with_labels_is_no_speech() -> None:
    labels = ("Name", "Date", "Office", "Phone", "Fax", "Mail", "Room", "Rank")
    form = [f"{label}: to be filled in by the GSA" for label in labels]
    assert not index(*form).speech
    assert undefined(*form) == ["GSA"]
    notes = ["NOTE: The GSA reads this."] * 4 + ["WARNING: The GSA reads this too."] * 4
    assert not index(*notes).speech


def test_a_template_is_no_speech_for_all_its_instructions() -> None:
    told = ["Instruction: Delete this line when the GSA has read it."] * 19
    others = ["Assumptions: The GSA holds the list.", "Limitations: None."] * 3
    assert not index(*told, *others, *["The office signs the report of the GSA."] * 60).speech
    asked = ["NOTE: The tape was changed."] * 2
    assert index(*SPEECH, *asked).speech


def test_well_known_acronyms_are_one_row_and_the_profile_chooses_the_tiers() -> None:
    text = ("The NASA site uses HTTP and TCP.", "NASA has IBM machines; the NIST has none.", "The NIST.")
    assert undefined(*text) == ["NIST"]
    assert undefined(*text, well_known=["general", "HTTP"]) == ["TCP", "IBM", "NIST"]
    assert undefined(*text, well_known=["general", "computing", "names", "government"]) == []
    made = index(*text)
    assert {form: len(places) for form, places in made.well_known.items()} == {
        "NASA": 2,
        "HTTP": 1,
        "TCP": 1,
        "IBM": 1,
    }


def test_a_table_row_does_not_make_a_household_word_a_fault() -> None:
    rows = [("Acronym", "Definition"), ("HTTP", "Hypertext Transfer Protocol"), ("QXR", "Quick X-ray Relay")]
    found = findings(document("The HTTP and the QXR; the QXR.", table(*rows)))
    assert [each.message.split(" ")[0] for each in found if each.rule == "ACR-UNDEFINED"] == ["QXR"]
