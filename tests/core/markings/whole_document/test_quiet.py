"""What looks like a marking and is none, and what a house may switch off or soften."""

from pathlib import Path

import pytest

from stormdat_core.model import Severity
from stormdat_core.sweep import check_file
from tests.core.markings.audited import findings, ids, lines, secret, table, word

SLIDES = {
    "Company Confidential": "a header of a company",
    "Confidential": "a word that companies print",
    "Secretary of the Navy": "a word that begins alike",
    "Secret agents of the pump": "a title",
    "Controlled Unclassified Information": "a name, not a marking",
}


@pytest.mark.parametrize("header", SLIDES, ids=SLIDES.values())
def test_an_ordinary_document_gets_a_hint_at_most(tmp_path: Path, header: str) -> None:
    document = word(
        tmp_path, lines("(s) means singular.", "The pump is new (C) and the plural(s) too."), header=header
    )
    found = findings(document)
    assert [finding.rule for finding in found] in ([], ["MRK-UNMARKED-DOC"])
    assert all(finding.severity is Severity.INFO for finding in found)


@pytest.mark.parametrize(
    "texts",
    [
        ("(A) Pumps", "(B) Valves", "(C) Pipes", "(D) Joints"),
        ("(C) 2024 The Makers", "All rights are reserved."),
        (
            "The Joint Mission Planning Cell (JMPC) met.",
            "It marks CUI.",
            "Controlled Unclassified Information (CUI).",
        ),
        ("(s) for singular", "file(s) and pump(s)", "(c) sub-clause"),
        ("Strengths (S)", "(S) Strengths of the pump", "(W) Weaknesses of the pump"),
    ],
)
def test_brackets_that_are_no_marks(tmp_path: Path, texts: tuple[str, ...]) -> None:
    assert findings(word(tmp_path, lines(*texts), header=None)) == []


def test_the_house_may_require_markings(tmp_path: Path) -> None:
    document = word(tmp_path, lines("The pump is new."), header=None)
    (finding,) = findings(document, audit="required")
    assert (finding.rule, finding.severity) == ("MRK-UNMARKED-DOC", Severity.WARNING)
    assert findings(document, audit="off") == []


@pytest.mark.parametrize("options", [{"audit": "off"}, {"regime": "listed"}])
def test_the_audit_can_be_off(tmp_path: Path, options: dict[str, str]) -> None:
    assert findings(word(tmp_path, secret("The pump is new."), footer=None), **options) == []


@pytest.mark.parametrize(
    "text",
    [
        "1. (S) One",
        "a. (S) One",
        "1.2.3 (S) One",
        "Subject: (S) One",
        "Figure 3. (S) One",
        "\u2022 (S) One",
        "(1) (S) One",
    ],
)
def test_a_mark_stands_behind_number_and_label(tmp_path: Path, text: str) -> None:
    assert ids(word(tmp_path, secret(text)), regime="dod") == set()


def test_the_banner_that_is_too_low_names_the_portions(tmp_path: Path) -> None:
    document = word(tmp_path, secret("(U) The pump is new."), header="UNCLASSIFIED")
    (finding,) = [f for f in findings(document, regime="dod") if f.rule == "MRK-BANNER-UNDER"]
    places = {document.blocks[e.where.block].text[:3] for e in finding.evidence}
    assert places == {"(S)"}
    assert "demand SECRET" in finding.message


def test_marks_in_tables_may_be_quotations(tmp_path: Path) -> None:
    document = word(
        tmp_path, lines("A guide to marking.") + table(("(S//NF)", "secret, no foreigners")), header=None
    )
    assert findings(document)
    assert findings(document, tables=False) == []


def test_training_documents_may_be_judged_gently(tmp_path: Path) -> None:
    document = word(tmp_path, secret("Markings are for training purposes only."), footer=None)
    assert {f.severity for f in findings(document, training=True)} == {Severity.INFO}
    assert Severity.ERROR in {f.severity for f in findings(document)}


def test_classic_compares_with_its_list_and_thorough_audits(tmp_path: Path) -> None:
    path = word(tmp_path, secret("The pump is new."), header="SECRET").path
    rules = {
        p: {f.rule for f in check_file(path, p).findings if f.rule.startswith("MRK")}
        for p in ("classic", "thorough")
    }
    assert rules == {"classic": set(), "thorough": {"MRK-PORTION-MISSING"}}
