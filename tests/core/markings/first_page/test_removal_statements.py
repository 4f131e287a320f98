"""Statements on a letter without its enclosures, which need no mark, and sentences that only resemble them."""

import time
from pathlib import Path

import pytest

from stormdat_core.markings.banner_lines import marking_spans
from stormdat_core.markings.first_page import is_statement, without_statement
from tests.core.markings.audited import AUTHORITY, ids, lines, word

STATEMENTS = (
    "UNCLASSIFIED upon removal of enclosure",
    "UNCLASSIFIED upon removal of enclosure(s)",
    "UNCLASSIFIED UPON REMOVAL OF ENCLOSURES (1) AND (2).",
    "(Unclassified upon removal of enclosure (1))",
    "Unclassified when separated from enclosure",
    "UNCLASSIFIED when separated from classified enclosures",
    "This letter is UNCLASSIFIED when separated from Enclosure 1.",
    "Upon removal of enclosures this letter is UNCLASSIFIED.",
    "Upon removal of enclosures, this letter is UNCLASSIFIED.",
    "Upon removal of the attachment, this document becomes CONFIDENTIAL.",
    "Downgrade to CONFIDENTIAL upon removal of attachment",
    "Downgraded to CONFIDENTIAL upon removal of attachment 2.",
    "Regraded UNCLASSIFIED when separated from enclosures",
    "Regraded UNCLASSIFIED when separated from classified enclosures.",
    "REGRADED UNCLASSIFIED UPON REMOVAL OF ENCLOSURE (1)",
    "Regraded UNCLASSIFIED on 20301231 when separated from enclosure",
    "Downgrade to CONFIDENTIAL on 20301231 upon removal of attachment",
    "Regraded CONFIDENTIAL when enclosure 2 is removed",
    "This memorandum may be downgraded to UNCLASSIFIED upon removal of enclosures (1) through (4).",
    "This letter may be downgraded to unclassified upon removal of enclosures (1) through (4).",
    "When separated from attachments, this memorandum is UNCLASSIFIED",
    "When separated from the enclosure, handle as UNCLASSIFIED.",
    "When attachments are removed, this document is CUI.",
    "If the enclosure is removed this letter is UNCLASSIFIED",
    "UNCLASSIFIED//FOUO upon removal of enclosure",
    "CUI when separated from attachments",
    "CONFIDENTIAL//NOFORN upon removal of Tab A",
    "[UNCLASSIFIED upon removal of enclosure]",
    "*** UNCLASSIFIED upon removal of enclosure ***",
    "NOTE: Unclassified upon removal of attachments.",
    "Classification: UNCLASSIFIED when separated from annex A",
    "Declassify upon removal of enclosures",
    "This page is UNCLASSIFIED when standing alone",
    "This transmittal document is UNCLASSIFIED when separated from its enclosures.",
    "Upon removal of the attachment(s), this document will be downgraded to UNCLASSIFIED.",
    "UNCLASSIFIED without enclosure",
    "UNCLASSIFIED when enclosure removed",
    "Downgraded to SECRET on 1 January 2030",
    "Unclassified upon removal of Appendix B and Annexes C and D",
    "This cover letter is UNCLASSIFIED upon removal of its SECRET attachment.",
    "When this document is separated from enclosures, it is UNCLASSIFIED",
    "The letter of transmittal is UNCLASSIFIED upon removal of the enclosure",
    "This document becomes UNCLASSIFIED after removal of Attachments 1-3",
)
SENTENCES = (
    "The valve is SECRET when separated from the pump.",
    "The enclosed report is forwarded.",
    "Upon removal of the pump the valve failed.",
    "Upon removal of the enclosure the technician found a SECRET document in the drawer.",
    "The team was removed from the list after the report.",
    "UNCLASSIFIED",
    "SECRET",
    "Removal of enclosures is done by the clerk; see the manual on CONFIDENTIAL papers.",
    "The attachment is SECRET and must be removed before the briefing.",
    "The attack plan is SECRET upon removal of the attachment it will be shown to the crew on 12 May at the site.",
    "Detach the enclosure before filing.",
    "UNCLASSIFIED upon removal of enclosure. The raid begins at dawn in the north.",
    "The system is downgraded to CONFIDENTIAL on landing.",
    "This document describes how letters are downgraded when enclosures are removed.",
    "When the enclosure is removed, the sensor reads SECRET traffic.",
)


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_one_in_any_case(text: str) -> None:
    assert is_statement(text)
    assert is_statement(text.upper())
    assert is_statement(f"({text})")


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_none(text: str) -> None:
    assert not is_statement(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_letter_with_a_statement_is_right(tmp_path: Path, text: str) -> None:
    """Its banner is as high as the enclosures, its own portions need no more than they say."""
    body = lines(*AUTHORITY, "(U) Letter of transmittal", text, "(U) The report is forwarded.")
    assert ids(word(tmp_path, body), regime="dod") <= {"MRK-CAB-DECL-PAST"}


def test_a_portion_of_the_letter_still_needs_its_mark(tmp_path: Path) -> None:
    body = lines(*AUTHORITY, "(U) Letter of transmittal", STATEMENTS[0], "The report is forwarded.")
    assert ids(word(tmp_path, body), regime="dod") == {"MRK-PORTION-MISSING"}
    assert "MRK-PORTION-MISSING" in ids(
        word(tmp_path, lines(*AUTHORITY, "(S) One.", SENTENCES[0])), regime="dod"
    )


def test_a_banner_above_the_portions_without_a_statement_is_too_high(tmp_path: Path) -> None:
    body = lines(*AUTHORITY, "(U) The report is forwarded.")
    assert "MRK-BANNER-OVER" in ids(word(tmp_path, body), regime="dod")


@pytest.mark.parametrize(
    ("line", "banner"),
    [
        ("SECRET (UNCLASSIFIED upon removal of enclosure)", "SECRET"),
        ("SECRET - UNCLASSIFIED when separated from enclosure", "SECRET"),
        ("SECRET, UNCLASSIFIED UPON REMOVAL OF ENCLOSURES", "SECRET"),
        ("SECRET//NOFORN", "SECRET//NOFORN"),
    ],
)
def test_a_banner_with_a_statement_behind_it(tmp_path: Path, line: str, banner: str) -> None:
    assert without_statement(line) == banner
    assert [line[start:end] for start, end in marking_spans(line)] == [banner]
    marked = "(S//NF)" if "NOFORN" in banner else "(S)"
    body = lines(*AUTHORITY, f"{marked} The report is forwarded.")
    assert ids(word(tmp_path, body, header=line), regime="dod") == set()


def test_a_statement_in_a_header_is_no_marking_of_its_own() -> None:
    assert list(marking_spans("UNCLASSIFIED UPON REMOVAL OF ENCLOSURE (1)")) == []


@pytest.mark.parametrize(
    "unit",
    [
        "upon removal of the ", "UNCLASSIFIED ", "when the all any ", "(", "SECRET//A,", "removal of enclosures 1 ",
        "regraded to as ", "classified ", "automatically then considered ", "removed. U ", "of the ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "UNCLASSIFIED when ", "upon removal of "])
def test_hostile_texts_are_decided_at_once(before: str, unit: str) -> None:
    started = time.process_time()
    for size in (320, 100_000):
        text = (before + unit * size)[:size]
        is_statement(text)
        without_statement(text)
    assert time.process_time() - started < 0.2
