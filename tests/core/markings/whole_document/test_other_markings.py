"""Markings outside the places that the audit reads are said, and what only looks like one is not."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.markings import present
from stormdat_core.markings.model import Regime
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.whole_document import gather
from stormdat_core.model import Document
from stormdat_core.sweep import check_file
from tests.core.markings.audited import findings, heading, lines, table, word

PROSE = "The valve was opened on Monday and it is tight."


def _seen(document: Document) -> tuple[str, ...]:
    found = present(document)
    return found.seen if found is not None else ()


@pytest.mark.parametrize(
    "body",
    [
        lines(PROSE, "SECRET//NOFORN", PROSE),
        lines(PROSE, "SECRET", PROSE),
        lines(PROSE, "S E C R E T", PROSE),
        lines(PROSE, "TOP\u00a0SECRET"),
        lines("Classification: SECRET//NOFORN", PROSE),
        heading("SECRET//NOFORN") + lines(PROSE),
        table(("SECRET", "Valve report")),
        table(("Item", "Class"), ("One", "S"), ("Two", "U")),
        lines("This document is classified SECRET.", PROSE),
        lines("The classification of this briefing is TOP SECRET//SI.", PROSE),
        lines("DISTRIBUTION STATEMENT C. Distribution authorized to U.S. Government agencies.", PROSE),
        lines("(S) The valve was opened on Monday.", PROSE),
        lines("[S//NF] The valve was opened on Monday.", PROSE),
        lines("(s//nf) The valve was opened on Monday.", PROSE),
        lines("(FOUO) The valve was opened on Monday.", PROSE),
    ],
)
def test_markings_of_the_text_are_said(tmp_path: Path, body: str) -> None:
    assert _seen(word(tmp_path, body, header=None))


@pytest.mark.parametrize(
    "header",
    [
        "Valve report - SECRET", "Classification: SECRET", "SECRET | Makers", "S E C R E T", "SECRET, NOFORN", "SECRET:",
        "“SECRET”", "TOP\u00a0SECRET", "ＳＥＣＲＥＴ", "SEC\u200bRET", "SECRET - Handle via COMINT channels only", "(S)", "(CUI)",
        "NOFORN", "LES", "SBU", "FORMERLY RESTRICTED DATA", "UCNI", "UNCLAS", "CUI//BASIC", "GEHEIM", "PROTECTED B",
        "VS – NUR FÜR DEN DIENSTGEBRAUCH", "RESTREINT UE", "secret", "Secret", "CONFIDENTIAL",
        "CONTROLLED UNCLASSIFIED INFORMATION",
    ],
)  # fmt: skip
def test_markings_of_a_header_are_said_however_written(tmp_path: Path, header: str) -> None:
    assert _seen(word(tmp_path, lines(PROSE), header=header, footer=None))


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (lines(PROSE), "OFFICIAL PUBLICATION"),
        (lines(PROSE), "RESTRICTED CIRCULATION"),
        (lines(PROSE), "UNCLASSIFIED ADVERTISEMENTS"),
        (lines(PROSE), "Top Secret Sandwich Company"),
        (lines(PROSE), "TS-200 Valve"),
        (lines(PROSE), "https://example.org/secret/cui"),
        (lines("Secret", "A poem by Jane Doe", PROSE), None),
        (lines("SECRET", "A poem by Jane Doe", PROSE), None),
        (lines("Mark the page SECRET//NOFORN when it is classified so."), None),
        (table(("CUI", "Controlled Unclassified Information"), ("NOFORN", "No foreign nationals")), None),
        (table(("Clearance", "SECRET")), None),
        (table(("Class", "Seat"), ("A", "1"), ("S", "2")), None),
        (heading("CONTROLLED UNCLASSIFIED INFORMATION") + lines(PROSE), None),
        (lines("DISTRIBUTION STATEMENT A. Approved for public release."), None),
        (lines("(S/W) The valve is new.", "(H/W) The pump is new."), None),
        (lines("(U/S) The valve is out of service.", "(U/K) unknown cause."), None),
        (lines("(NS) not significant.", "(CTS) carpal tunnel syndrome.", "(CR) complete remission."), None),
        (lines("(TS) Test stand reports come daily.", "(QA) Quality people read them."), None),
        (lines("(CUI) concept unique identifier."), None),
        (
            lines("(U) The users pay.", "(S) The sellers pay.", "(C) The city pays.", "(U) The union pays."),
            None,
        ),
        (lines("(S) Good day to you all.", "(C) And to you.", "(S) Let us begin.", "(C) Let us."), None),
    ],
)
def test_what_only_looks_like_one_is_not(tmp_path: Path, body: str, header: str | None) -> None:
    document = word(tmp_path, body, header=header, footer=None)
    assert _seen(document) == ()
    assert not gather(document, Scheme(Regime.AUTO)).marked


@pytest.mark.parametrize("mark", ["(S)", "(C)", "(U)"])
def test_portions_that_all_carry_one_letter_are_audited(tmp_path: Path, mark: str) -> None:
    texts = [f"{mark} Valve number {number} was opened on Monday." for number in range(5)]
    assert gather(word(tmp_path, lines(*texts), header=None), Scheme(Regime.AUTO)).marked


def test_an_auditing_profile_says_what_it_could_not_audit(tmp_path: Path) -> None:
    path = word(tmp_path, lines(PROSE, "SECRET//NOFORN", PROSE), header=None).path
    result = check_file(path, "standard")
    assert result.unaudited is not None
    assert "line “SECRET//NOFORN”" in result.unaudited.sentence
    assert result.unmarked == ""


def test_file_names_and_other_formats(tmp_path: Path) -> None:
    named = word(tmp_path, lines(PROSE), header=None, name="SECRET valve report.docx")
    assert _seen(named) == ("file name “SECRET”",)
    page = tmp_path / "page.html"
    page.write_text(
        f'<html><head><meta name="classification" content="SECRET//NOFORN"></head><body><p>{PROSE}</p></body>'
    )
    assert _seen(documents.read(page)) == ("classification “SECRET//NOFORN”",)
    text = tmp_path / "text.txt"
    text.write_text(f"{PROSE}\n\nSECRET//NOFORN\n\n{PROSE}\n")
    assert _seen(documents.read(text)) == ("line “SECRET//NOFORN”",)


@pytest.mark.parametrize(("header", "proposed"), [("SECERT//NOFORN", False), ("SECRET//NOFORN", True)])
def test_no_advice_repeats_a_wrong_banner(tmp_path: Path, header: str, proposed: bool) -> None:
    document = word(tmp_path, lines(PROSE), header=header, footer=None)
    missing = [each for each in findings(document) if each.rule == "MRK-BANNER-FOOTER-MISSING"]
    assert missing
    assert all(("should say" in each.message) == proposed for each in missing)
