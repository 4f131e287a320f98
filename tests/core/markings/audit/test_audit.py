"""Rules that need more of a document than its body: sections, properties, pictures, age, notes."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.model import Block, BlockKind, Document, Location, Run, RunFormat, RunSource
from tests.core.markings.audited import AUTHORITY, findings, ids, lines, paragraph, secret, two_sections, word


@pytest.mark.parametrize(
    ("one", "other", "regime", "rules"),
    [
        ("SECRET", "SECRET", "dod", set()),
        ("SECRET", "CONFIDENTIAL", "dod", {"MRK-BANNER-UNDER"}),
        ("CONFIDENTIAL", "SECRET", "dod", {"MRK-BANNER-UNDER", "MRK-BANNER-COVER-LOW"}),
        ("TOP SECRET", "SECRET", "dod", set()),
        ("SECRET", "TOP SECRET", "dod", {"MRK-BANNER-SECTION-DIFFER", "MRK-BANNER-COVER-LOW"}),
        ("CUI", "CUI//SP-CTI", "nara", {"MRK-BANNER-UNDER", "MRK-CUI-BANNER-VARIES"}),
    ],
)
def test_sections_that_differ(tmp_path: Path, one: str, other: str, regime: str, rules: set[str]) -> None:
    document = two_sections(
        tmp_path / "d.docx",
        {(0, "default"): one, (1, "default"): other},
        title=(False, False),
        even=False,
    )
    asked = {
        "MRK-BANNER-UNDER", "MRK-BANNER-SECTION-DIFFER", "MRK-BANNER-COVER-LOW", "MRK-CUI-BANNER-VARIES",
    }  # fmt: skip
    assert ids(document, regime=regime) & asked == rules


def _with(document: Document, part: str, kind: BlockKind, text: str, **properties: str) -> Document:
    """Return a document with one more block of text that stands in no run."""
    at = len(document.blocks)
    where = Location(part=part, kind=kind, block=at, note=kind.value)
    block = Block(at, kind, (Run(text, RunFormat("", 0.0), RunSource(part, -1)),), where)
    return replace(document, blocks=(*document.blocks, block), properties=properties)


@pytest.mark.parametrize(("header", "expected"), [("", {"MRK-BANNER-IMAGE"}), ("SECRET", set())])
def test_a_header_with_only_a_picture(tmp_path: Path, header: str, expected: set[str]) -> None:
    document = word(tmp_path, secret(), headers={"default": header}, footer="SECRET")
    picture = _with(document, "word/header_default.xml", BlockKind.ALTERNATIVE_TEXT, "our crest")
    assert ids(picture, regime="dod") == expected


@pytest.mark.parametrize(
    ("modified", "expected"), [("2024-06-01", set()), ("2024-08-01", {"MRK-WORKING-PAPER-AGE"})]
)
def test_a_working_paper_grows_old(tmp_path: Path, modified: str, expected: set[str]) -> None:
    document = word(tmp_path, secret("(U) WORKING PAPER of the pump."))
    assert (
        ids(
            replace(document, properties={"created": "2024-01-15T08:00:00Z", "modified": modified}),
            regime="dod",
        )
        == expected
    )


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(BlockKind.CAPTION, "MRK-PORTION-CAPTION"), (BlockKind.NOTE, "MRK-PORTION-FOOTNOTE")],
)
@pytest.mark.parametrize("mark", ["", "(U) "])
def test_captions_and_notes(tmp_path: Path, kind: BlockKind, rule: str, mark: str) -> None:
    text = f"Figure 3. {mark}The valve" if kind is BlockKind.CAPTION else f"{mark}See the report of the test."
    document = _with(word(tmp_path, secret()), "word/document.xml", kind, text)
    assert ids(document, regime="dod") == (set() if mark else {rule})


@pytest.mark.parametrize(
    ("above", "expected"),
    [("(S) Two parts failed:", "MRK-PORTION-CHILD"), ("Two parts failed:", "MRK-PORTION-MISSING")],
)
def test_an_item_hangs_from_its_parent(tmp_path: Path, above: str, expected: str) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    text = lines(*AUTHORITY, "(S) One.", above) + paragraph("The pump, for one.", properties=numbered)
    assert expected in ids(word(tmp_path, text), regime="dod")
    assert ("MRK-PORTION-CHILD" in ids(word(tmp_path, text), regime="dod")) is (
        expected == "MRK-PORTION-CHILD"
    )


@pytest.mark.parametrize("unit", ["(", "(S", "(S)(", "S//", "1. ", "((", "Reason ", "a. (U) "])
def test_a_hostile_paragraph_costs_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    block = Block(
        0, BlockKind.PARAGRAPH, (Run(text, RunFormat("", 0.0), RunSource("d", 0)),), Location(block=0)
    )
    document = Document(Path("d.docx"), "", "docx", "d", (block,))
    started = time.process_time()
    findings(document, regime="dod")
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("marked", "header", "expected"),
    [
        ("(S//NF) It was the pump.", "SECRET", {"MRK-PORTION-MISSING", "MRK-BANNER-REL"}),
        ("(S//NF) It was the pump.", "SECRET//NOFORN", {"MRK-PORTION-MISSING"}),
        ("(S) It was the pump.", "SECRET//REL TO USA, GBR", {"MRK-PORTION-MISSING"}),
    ],
)
def test_unmarked_portions_excuse_no_missing_noforn(
    tmp_path: Path, marked: str, header: str, expected: set[str]
) -> None:
    """What is not marked may release less than the rest, never more."""
    assert ids(word(tmp_path, secret(marked, "The pump is new."), header=header), regime="dod") == expected
