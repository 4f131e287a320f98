"""Forms that a document shows to be codes, names or values are no acronyms; what looks like them stays."""

import pytest

from tests.core.acronyms.build import Part, document, findings, heading, index, table

MARKUP = "Rows are <TR>, heads are <QH> and cells are <QD>."
NUMBERED = "The checks QA-5, QC-7, QM-13 and QP-2 apply, and QA-6 too."
CATALOGUE = "The checks QA-1, QA-2, QA-3, QA-4 and QA-5 apply, and so does QB-1."
ROWS = table(
    ("Acronym", "Definition"), ("ISO", "International Body"), ("QHA-1", "Quick Hash Algorithm, Version 1")
)


def undefined(*parts: Part | str | list[Part]) -> set[str]:
    made = document(*parts)
    return {each.message.partition(" ")[0] for each in findings(made) if each.rule == "ACR-UNDEFINED"}


@pytest.mark.parametrize(
    "parts",
    [
        (MARKUP, "Choose QH or QD."),
        ("The text is at Level AA.",),
        ("A cross-reference to the A or AA criteria follows.",),
        ("The contrast passes (AA) here.",),
        ("Conformance with the guidelines 2.0 AA success criteria is needed.",),
        (NUMBERED, "The families QA, QC, QM and QP apply."),
        (NUMBERED, "The control families QA, QX and QY apply."),
        ("List any certifications for this service (e.g., QCI SQC 2, QSA Level 2, etc.).",),
        ("Attestations such as QCI SQC 2, QSA apply.",),
        ("Sign with RSASSA-PSS only.",),
        ("We use QHA-1 and QHA-256 here.",),
        ("The course is FQC 047.", "Then FQC 049 follows."),
        ("Post it on the MAX portal.",),
        ("2 = CQF -- set this value",),
        ('Use titles (such as "Hiring Policy"; "Directions to the QHQ") that help.',),
        ("Files are taken from QKS, the source repository tool.", "QKS keeps them."),
        ("QCH is the flight scheduler application that submits requests.",),
        ("QTM (the core time application) runs.",),
        ("That is when the QPT, more generically labeled the Conformance Report, comes.",),
        ("'No pipe, QRC=[QRC]'",),
        ("'Code: QCC = [QCC], or QER: [QER]'",),
        ("'No pipe (QRC [QRC])'", "[QRC] contains the status of the call.", "The QRC is kept."),
        ("Use = full - (((cycles * QMULT1) / 4) * QMULT2).",),
        ("The counter reads 0x'FAFAFAFA'. Reporting 'FAFAFAFA' tells the ground.",),
        ("It reads 0xFAFAFAFA.", "Then FAFAFAFA is shown."),
        ("SAMPLE THREAT VECTORS. Text passes between them.",),
    ],
)
def test_a_code_or_name_is_no_acronym(parts: tuple[Part | str | list[Part], ...]) -> None:
    assert undefined(*parts) == set()


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (("Rows are <TR> here.", "The TR arrives."), {"TR"}),
        ((MARKUP, "The QHD arrives."), {"QHD"}),
        (("AA flies to Denver.",), {"AA"}),
        ((NUMBERED, "The offices QBC, QDE and QFG agree."), {"QBC", "QDE", "QFG"}),
        ((NUMBERED, "The QA agrees."), {"QA"}),
        ((CATALOGUE, "See the QB family."), {"QB"}),
        ((CATALOGUE, "See the QA family.", "They know of QA issues."), {"QA"}),
        ((CATALOGUE, table(("Check", "Changes"), ("QB-4", "Adds automated QA devices"))), {"QA"}),
        ((CATALOGUE, *["See the QA family."] * 6), {"QA"}),
        ((CATALOGUE.replace("QA", "QAC"), "See the QAC family."), {"QAC"}),
        (("Ask for QL2.", "Then QL4 or QL5 is due."), {"QL"}),
        (("Ask for QL2.", "The QL waits."), {"QL"}),
        (("Ask for QL2.", "The QM4 waits."), {"QL2", "QM4"}),
        (("The certifications that QCI issues expire.",), {"QCI"}),
        (("Read QFC 3647.", "Read QFC 5280."), {"QFC"}),
        (("See QIPS 140 and QIPS 199.",), {"QIPS"}),
        (("Post it on the QRM portal.",), {"QRM"}),
        (("Set n = CQF now.",), {"CQF"}),
        (("As [QISMA] demands.", "The QISMA demands it."), {"QISMA"}),
        (("As '[QISMA]' demands.", "[QISMA] Quick Act of 2014.", "The QISMA demands it."), {"QISMA"}),
        (("'No QSB pipe, QRC=[QRC]'", "The QSB waits."), {"QSB"}),
        (("Sent = [QTM] to QRC: [QTM].",), {"QRC"}),
        (("* QART is a port.", "Speed = fast. The QART works."), {"QART"}),
        (("It reads 0xFABDA.", "The FADBA waits."), {"FADBA"}),
        (("Such as it is, the QHQ decides.",), {"QHQ"}),
        (('He said "Directions come from the QHQ".',), {"QHQ"}),
        (("The certificate policies: Medium, Medium QBP, and Medium Device.",), {"QBP"}),
        (("The QKS is a requirement.",), {"QKS"}),
        (("A QKS is the first report of the year.",), {"QKS"}),
        (("QKS, the board and the team agree.",), {"QKS"}),
        (("Applications such as QLC run.",), {"QLC"}),
        (("QASA GQFC. The office answers.",), {"QASA", "GQFC"}),
        (("RDLs used: the first one.",), {"RDL"}),
        (("On GPM, the load is small.",), {"GPM"}),
        (("Keys for ECDSA and EKU, with FISMA.",), {"ECDSA", "EKU", "FISMA"}),
    ],
)
def test_its_twin_is_one(parts: tuple[Part | str | list[Part], ...], names: set[str]) -> None:
    assert undefined(*parts) == names


def test_an_explained_form_in_a_name_is_no_use_and_yet_used() -> None:
    made = document(heading("Acronyms"), ROWS, heading("Text"), "ISO/IEC 9594-8, QHA-1 and QHA-256 apply.")
    assert [each.rule for each in findings(made)] == []


def test_an_explained_form_in_a_sentence_is_a_use() -> None:
    made = document(heading("Acronyms"), ROWS, heading("Text"), "The ISO agrees on QHA-1 here.")
    assert {each.rule for each in findings(made)} == {"ACR-UNDEFINED"}


@pytest.mark.parametrize("text", ["1 = CQF -- set this value", "Open “Directions to CQF” first."])
def test_a_value_or_a_quotation_is_no_other_spelling(text: str) -> None:
    defined = "The core Queue Frame (cQF) runs, and cQF stops."
    assert [each.rule for each in findings(document(defined, text))] == []
    again = findings(document(defined, "The CQF stops."))
    assert [each.rule for each in again] == ["ACR-VARIANT"]


def test_tags_that_only_code_shows_count() -> None:
    shown = Part(MARKUP, style="Source Code")
    assert undefined(shown, "Choose QH or QD.") == set()


def test_a_tag_is_counted_by_its_class() -> None:
    assert index(MARKUP, "Choose QH or QD.").suppressed.members["SUP-CODE"]["QH"] > 0


def test_the_members_of_a_series_are_one_finding() -> None:
    made = document("Ask for QL2, not for the rest.", "The office plans it at the QL4/QL5 mark.")
    (found,) = findings(made)
    assert "QL is used 3 times" in found.message
    assert found.excerpt[found.excerpt.index("QL") :].startswith("QL2")


def test_a_member_that_the_document_explains_is_known() -> None:
    said = "The quiet lane 2 (QL2) is long. Ask for QL2."
    assert undefined(said, "Then QL4 is due.") == {"QL4"}
