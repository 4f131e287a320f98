"""Marks behind a subject or a heading, marks that the numbering of a list prints, and marks given twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.markings.model import Regime
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.whole_document import gather
from stormdat_core.model import Document, Finding, Role, Severity
from tests.core.markings.audited import AUTHORITY, findings, heading, ids, lines, paragraph, secret, word
from tests.word import NAMESPACES, write_word

END, TITLE, MISSING, TWICE = (
    "MRK-PORTION-POSITION", "MRK-PORTION-TITLE", "MRK-PORTION-MISSING", "MRK-PORTION-TWICE",
)  # fmt: skip


def said(document: Document, regime: str = "dod") -> list[Finding]:
    return [f for f in findings(document, regime=regime) if f.rule.startswith("MRK-PORTION")]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("SUBJECT: Marking by Contractors (U)", [END]),
        ("Subj: Marking by Contractors (S)", [END]),
        ("Subject:\tMarking by Contractors (S//NF).", [END]),
        ("Title: Marking by Contractors (U)", [END]),
        ("RE: Marking by Contractors (U)", [END]),
        ("1. SUBJECT: Marking by Contractors (U)", [END]),
        ("SUBJECT: (U) Marking by Contractors", []),
        ("SUBJECT (U): Marking by Contractors", []),
        ("(U) SUBJECT: Marking by Contractors", []),
        ("SUBJECT: Marking by Contractors", [TITLE]),
        ("SUBJECT: The Technical Specification (TS)", [TITLE]),
        ("SUBJECT: Controlled Unclassified Information (CUI)", [TITLE]),
        ("SUBJECT: Marking by Contractors (s)", [TITLE]),
        ("SUBJECT: Marking (U) by Contractors", [TITLE]),
        ("The subject is marking by contractors (U)", [MISSING]),
    ],
)
def test_a_subject_and_its_mark(tmp_path: Path, text: str, rules: list[str]) -> None:
    assert [f.rule for f in said(word(tmp_path, secret(text)))] == rules


@pytest.mark.parametrize(
    ("regime", "severity"), [("dod", Severity.WARNING), ("isoo", Severity.WARNING), ("ic", Severity.ERROR)]
)
def test_what_is_said_of_a_mark_behind_its_subject(tmp_path: Path, regime: str, severity: Severity) -> None:
    document = word(tmp_path, secret("SUBJECT: Marking by Contractors (U)"))
    (finding,) = said(document, regime)
    assert finding.message.startswith("The mark stands at the end of this subject line")
    assert finding.severity is severity
    where = finding.where
    assert document.blocks[where.block].text[where.start : where.end] == "(U)"


def test_a_mark_behind_a_subject_counts(tmp_path: Path) -> None:
    body = lines(*AUTHORITY, "SUBJECT: Failure of the Valve (S)", "(C) The pump failed.")
    assert "MRK-BANNER-UNDER" in ids(word(tmp_path, body, header="CONFIDENTIAL"), regime="dod")


def test_headings(tmp_path: Path) -> None:
    document = word(tmp_path, secret() + heading("Result of the Test (U)"))
    (finding,) = said(document)
    assert (finding.rule, finding.severity) == (END, Severity.WARNING)
    assert "heading" in finding.message


def test_a_title(tmp_path: Path) -> None:
    document = word(tmp_path, secret("Failure of the Valve (U)"))
    blocks = tuple(
        replace(block, role=Role.TITLE) if block.text.startswith("Failure") else block
        for block in document.blocks
    )
    (finding,) = said(replace(document, blocks=blocks))
    assert (finding.rule, finding.severity) == (END, Severity.WARNING)
    assert finding.message.startswith("The mark stands at the end of this title")


def test_letters_behind_headings_of_an_unmarked_document_are_none(tmp_path: Path) -> None:
    body = heading("Uranium (U)") + heading("Sulphur (S)") + heading("Carbon (C)") + lines("Notes on (S//X).")
    assert findings(word(tmp_path, body, header=None)) == []


def _listed(
    folder: Path, pattern: str, *texts: str, form: str = "decimal", banner: str = "SECRET"
) -> Document:
    levels = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = lines(*AUTHORITY, "(S) The valve failed.")
    body += "".join(paragraph(text, properties=numbered) for text in texts)
    head = {"default": paragraph(banner)}
    parts = {
        "numbering.xml": levels, "footer_default.xml": f"<w:ftr {NAMESPACES}>{paragraph(banner)}</w:ftr>",
    }  # fmt: skip
    section = '<w:footerReference w:type="default" r:id="rid_footer_default.xml"/>'
    return documents.read(write_word(folder / "d.docx", body, headers=head, parts=parts, section=section))


@pytest.mark.parametrize(
    "pattern", ["%1. (U)", "(U) %1.", "(U)", "%1) (U)", "(%1)(U)", "%1.(U)", "\u2022 (U)", "(U//FOUO) %1"]
)
def test_a_mark_that_the_numbering_prints(tmp_path: Path, pattern: str) -> None:
    document = _listed(tmp_path, pattern, "The purpose of the paper.", "The scope of the paper.")
    assert MISSING not in {f.rule for f in said(document)}
    assert len(gather(document, Scheme(Regime.AUTO)).portions.marked) == 3


@pytest.mark.parametrize(
    ("form", "pattern"), [("upperLetter", "(%1)"), ("decimal", "(%1)"), ("decimal", "%1.")]
)
def test_a_number_is_no_mark(tmp_path: Path, form: str, pattern: str) -> None:
    texts = [f"The purpose of paper {number}." for number in range(5)]
    document = _listed(tmp_path, pattern, *texts, form=form)
    assert [f.rule for f in said(document)].count(MISSING) + [f.rule for f in said(document)].count(
        "MRK-PORTION-CHILD"
    ) == 5


def test_what_the_numbering_prints_counts_in_the_banner(tmp_path: Path) -> None:
    document = _listed(tmp_path, "%1. (TS)", "The purpose of the paper.")
    (finding,) = [f for f in findings(document, regime="dod") if f.rule == "MRK-BANNER-UNDER"]
    assert "demand TOP SECRET" in finding.message


def test_a_fault_of_a_printed_mark_is_cured_in_the_list(tmp_path: Path) -> None:
    document = _listed(tmp_path, "%1. (S//NOFORN)", "The purpose of the paper.", banner="SECRET//NOFORN")
    (finding,) = [f for f in findings(document, regime="dod") if f.rule == "MRK-FORM-BANNER-IN-PORTION"]
    assert finding.fix is None
    assert "printed by the numbering" in finding.message


@pytest.mark.parametrize(
    ("pattern", "text", "severity"),
    [
        ("%1. (U)", "(U) The purpose of the paper.", Severity.WARNING),
        ("%1. (U)", "(S) The purpose of the paper.", Severity.ERROR),
        ("%1.", "(U) (U) The purpose of the paper.", Severity.WARNING),
        ("%1.", "(U)(S) The purpose of the paper.", Severity.ERROR),
        ("%1. (U)", "(U) (U) The purpose of the paper.", Severity.WARNING),
    ],
)
def test_a_portion_marked_twice_is_said_once(
    tmp_path: Path, pattern: str, text: str, severity: Severity
) -> None:
    found = said(_listed(tmp_path, pattern, text))
    assert [(f.rule, f.severity) for f in found] == [(TWICE, severity)]


def test_a_mark_that_a_sentence_speaks_of_is_no_second_one(tmp_path: Path) -> None:
    assert said(word(tmp_path, secret("(U) The mark (U) is printed.", "(U) Use (S) or (U)."))) == []
