"""What careful readers of real documents called wrong: no finding about it, and the real fault beside it stays."""

import pytest

from stormdat_core.acronyms import extract_pairs
from tests.core.acronyms.build import Part, caption, document, findings, heading, ids, index, table

SRS = "The Software Requirements Specification (SRS), the SRS and the SRS."


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            (table(("Version", "Date", "Description"), ("1.0", "2024", "The SRS was added.")), SRS),
            id="revision table",
        ),
        pytest.param(
            ("Revision History", table(("1.0", "The CDRL was added.")), SRS), id="titled revision table"
        ),
        pytest.param((SRS, "See SI-7 (Software, Firmware and Integrity) too."), id="number of a control"),
        pytest.param((SRS, 'Mark it "Not Applicable" (N/A).', "It is not applicable here."), id="N/A"),
        pytest.param(
            (SRS, "Defined in the General Records Schedules [NARA GRS], item 120."), id="reference tag"
        ),
        pytest.param((SRS, "It ends. [ITMRA]", "So it does [ABADSG footnote 32]."), id="reference tag alone"),
        pytest.param(
            (
                SRS,
                table(
                    ("Software Requirements Specification", "Result"),
                ),
            ),
            id="heading of a column",
        ),
        pytest.param((SRS, "Software Requirements Specification:"), id="label"),
        pytest.param(
            (
                SRS,
                table(
                    ("Software Requirements Specification (SRS)*", "Result"),
                ),
            ),
            id="label that defines",
        ),
        pytest.param((SRS, "The Voluntary Product Template (VPT®), a VPT® and VPTs."), id="trade mark"),
        pytest.param(("The Identity Assurance Level (IAL) is one of IAL1 and IAL2.",), id="numbered levels"),
        pytest.param((SRS, "Three MPC750 boards use SHA512."), id="models and algorithms"),
        pytest.param(
            (SRS, 'The "DS" in the identifier number refers to "Database Scan."'), id="explained symbol"
        ),
        pytest.param((SRS, "Computer Fraud and Abuse Act [PL 99-474, 18 USC 1030]."), id="public law"),
        pytest.param((SRS, "Signed by <Firstname MI Lastname> for <Insert CSO Name>."), id="placeholder"),
        pytest.param((SRS, "Use G++ and CXX++ here."), id="compiler"),
        pytest.param((SRS, "CC: the program office"), id="line of a mail"),
        pytest.param((SRS, "We work in Washington DC today."), id="capital"),
        pytest.param(
            (SRS, "Seen at 10:00 coordinated universal time (UTC). UTC is kept."),
            id="letters in another order",
        ),
        pytest.param((SRS, *["It is a Tailored Low Impact Software-as-a-Service."] * 4), id="longer word"),
        pytest.param(
            (SRS, *["See Federal Information Systems: A Security Life Cycle Approach."] * 4),
            id="title and subtitle",
        ),
        pytest.param(
            (SRS, "Table 3 – Software Requirements Specification and more"), id="caption by its words"
        ),
        pytest.param(
            ("The Event ID (EID), the EID and the EID.", "Then Event ID 33 was sent."), id="one of many"
        ),
        pytest.param((SRS, *["It does Application Monitoring and Event Monitoring."] * 4), id="two names"),
        pytest.param(("The Common Scoring System (CSS), a CSS and CSSv2 or CSSv3.",), id="versions"),
        pytest.param((SRS, "if (((packet - Y) MOD (X)) < N) then"), id="program"),
        pytest.param(
            (SRS, table(("Acronym", "Definition"), ("SRS", "CFS Software Requirements Specification part"))),
            id="table says more",
        ),
        pytest.param(
            (SRS, heading("Glossary"), table(("Term", "Definition"), ("Threat", "An adversary"))), id="term"
        ),
        pytest.param(
            (SRS, "Press CTRL+A and then CTRL; use <TR> and </TD> with ARRESULTS[]."), id="keys and tags"
        ),
        pytest.param((SRS, "See example.org/software-requirements-specification for it."), id="address"),
        pytest.param((SRS, *["You Enter Information System Name here."] * 4), id="instruction"),
        pytest.param((SRS, *["We read Standards and Guidance then."] * 6), id="joined pair"),
        pytest.param((SRS, "See 28 U.S.C. 1746 and 48 CFR Part 39."), id="codes of law"),
        pytest.param(
            (SRS, "TIP: Read on.", "Copies are for REFERENCE PURPOSES ONLY!"), id="words in capitals"
        ),
        pytest.param((SRS, "The name id-fpki-certpcy-medium-CBP is one."), id="identifier"),
        pytest.param((SRS, "Align: Aligns to the next multiple."), id="word with an explanation"),
        pytest.param(
            ("The Key Recovery Policy (KRP), the KRP and the KRP.", "All Key Recovery policies count."),
            id="plain words",
        ),
        pytest.param(
            ("The Card Authority (CA), the CA and the CA.", *["See the Card Authentication there."] * 13),
            id="taken",
        ),
        pytest.param((SRS, *["See the Execution Counter there."] * 11), id="two words said often"),
        pytest.param(
            (
                "An application programming interface (API), the API and APIs.",
                caption("Application program interface (API)"),
            ),
            id="endings differ",
        ),
        pytest.param(
            ("The Cloud Service’s offering (CSO’s) part and a CSO’s name; the CSO.",), id="curly possessive"
        ),
    ],
)
def test_nothing_is_said(parts: tuple[Part | str | list[Part], ...]) -> None:
    assert ids(document(*parts)) == []


def test_a_list_of_acronyms_without_a_heading_is_the_table() -> None:
    lines = (
        "COTS\tCommercial Off-The-Shelf",
        "I&T\tIntegration & Test",
        "LC……………Limit Checker",
        "FSW....Flight Software",
    )
    found = index("Acronyms", *lines, "The COTS part.")
    assert [row.acronym for row in found.table_rows] == ["COTS", "I&T", "LC", "FSW"]
    assert not index(*lines[:2], "Text.").table_rows
    assert not index("Mon\tclosed on Monday", "GPS\tpassed today", "LOB\tfailed again").table_rows


def test_the_fault_beside_it_stays() -> None:
    assert ids(document(table(("Item", "Date", "Result"), ("1", "2024", "The SRS passed.")), SRS)) == [
        "ACR-BEFORE-DEF"
    ]
    assert ids(document(SRS, "Use RPU1.")) == ["ACR-UNDEFINED"]
    assert ids(document(SRS, "The LOB [of the CDRL] works.")) == ["ACR-UNDEFINED", "ACR-UNDEFINED"]
    assert ids(document(SRS, "As Software Requirements Specification: it rules.")) == ["ACR-FULL-FORM"]
    conflict = ("The Program Manager (PM) and the PM.", "Then preventive maintenance (PM) and PM.")
    assert ids(document(*conflict)) == ["ACR-DEF-CONFLICT"]


def test_a_full_form_joined_by_dashes_is_one_too() -> None:
    assert ids(document(SRS, "The software-requirements-specification rules.")) == ["ACR-FULL-FORM"]
    assert ids(document("A Line/Balance Sheet (LBS), the LBS and the LBS.", "The Line/Balance/sheet.")) == []


def test_numbered_forms_count_for_the_acronym_they_number() -> None:
    made = document("The Identity Assurance Level (IAL) counts.", heading("Levels"), "Use IAL2 or IAL-3.")
    assert "ACR-DEF-UNUSED" not in {finding.rule for finding in findings(made)}
    conflict = ("The Accessible Report (AR) and the AR.", "An Accessibility Report(s) (AR).")
    assert "ACR-DEF-CONFLICT" not in ids(document(*conflict))
    assert index("The RPU1 and the RPU.").entries.keys() == {"RPU"}
    assert index("The RPU1 is one.").entries.keys() == {"RPU1"}


def test_acronyms_within_full_forms_are_spelt_out_to_the_end() -> None:
    made = document(
        "The Public Key Infrastructure (PKI), the Federal PKI (FPKI), the FPKI and the PKI.",
        "The FPKI Management Authority (FPKIMA) and the FPKIMA.",
        table(
            ("Acronym", "Definition"),
            ("FPKI", "Federal PKI"),
            ("FPKIMA", "Federal PKI Management Authority"),
            ("PKI", "Public Key Infrastructure"),
        ),
    )
    assert ids(made) == []


def test_a_small_ending_belongs_to_a_form_that_is_used_whole() -> None:
    made = index("Use FIPS 199 and FIPS 200.", "A change of the FIPs category.")
    assert [(key, len(entry.uses)) for key, entry in made.entries.items()] == [("FIPS", 3)]
    plain = index("One SME speaks.", "Two SMEs speak. SMES is a system.")
    assert set(plain.entries) == {"SME", "SMES"}


def test_a_numbered_member_is_no_definition_of_its_family() -> None:
    assert extract_pairs("The GABA(B) receptor (GABA(B)R1) was cloned.") == []
    assert [pair.short for pair in extract_pairs("The IL-2 receptor (IL-2R) was cloned.")] == ["IL-2R"]
