"""Text with a line through it is not judged, and what sets a term off keeps its wording from being replaced."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Finding
from stormdat_core.rules import profiles
from stormdat_core.sweep.check import judge_document
from tests.word import heading, paragraph, run, write_word

_PROSE = "The pump moves water from the tank to the tower at the speed that the plan asks for. "
_START = (
    heading("One")
    + paragraph("The Quick Positioning System (QPS) is used. The QPS is exact. The QPS is new.")
    + paragraph(_PROSE * 3) * 3
)


def check(tmp_path: Path, *runs: str, properties: str = "", styles: str | None = None) -> list[Finding]:
    body = _START + paragraph(*runs, properties=properties)
    more = {} if styles is None else {"styles": styles}
    document = documents.read(write_word(tmp_path / "d.docx", body, **more))
    return list(judge_document(document, profiles.load("standard")))


def said(found: list[Finding]) -> list[str]:
    return sorted(each.rule for each in found)


FAULTS = "Everybody reads the CDRL  of the Quick Positioning System with care."


@pytest.mark.parametrize("struck", ["<w:strike/>", "<w:dstrike/>"])
def test_what_is_struck_through_is_not_judged(tmp_path: Path, struck: str) -> None:
    assert said(check(tmp_path, FAULTS)) == ["ACR-FULL-FORM", "ACR-UNDEFINED", "SPC-DOUBLE"]
    assert check(tmp_path, run(FAULTS, struck)) == []
    assert said(check(tmp_path, run(FAULTS, '<w:strike w:val="0"/>'))) == said(check(tmp_path, FAULTS))


def test_what_stands_beside_struck_text_is_judged(tmp_path: Path) -> None:
    found = check(tmp_path, "Everybody reads the CDRL ", run("and the SDRL ", "<w:strike/>"), "with care.")
    assert [each.message.split()[0] for each in found] == ["CDRL"]


def test_a_use_that_is_struck_does_not_hide_the_others(tmp_path: Path) -> None:
    (found,) = check(
        tmp_path, run("Everybody reads the CDRL. ", "<w:strike/>"), "The CDRL is read with care."
    )
    assert found.message.startswith("CDRL is used 2 times")


@pytest.mark.parametrize(
    "properties",
    [
        "<w:i/>",
        '<w:u w:val="single"/>',
        '<w:color w:val="FF0000"/>',
        '<w:color w:val="auto" w:themeColor="accent1"/>',
    ],
)
def test_a_term_that_is_set_off_keeps_its_wording(tmp_path: Path, properties: str) -> None:
    term = run("Quick Positioning System", properties)
    (found,) = check(tmp_path, "The crew that stays on board maintains the ", term, " each week.")
    assert found.fix is not None
    assert (found.fix.safe, found.fix.reason) == (False, "it is set in another look than its sentence")


@pytest.mark.parametrize(
    "properties",
    [
        "",
        '<w:u w:val="none"/>',
        '<w:color w:val="000000"/>',
        '<w:color w:val="auto"/>',
        '<w:color w:val="000000" w:themeColor="text1"/>',
    ],
)
def test_a_term_that_looks_like_its_sentence_may_be_replaced(tmp_path: Path, properties: str) -> None:
    term = run("Quick Positioning System", properties)
    (found,) = check(tmp_path, "The crew that stays on board maintains the ", term, " each week.")
    assert found.fix is not None
    assert found.fix.safe


def test_a_style_underlines_and_colours_too(tmp_path: Path) -> None:
    style = (
        '<w:style w:type="character" w:styleId="T"><w:name w:val="Term"/>'
        '<w:rPr><w:u w:val="single"/><w:color w:val="00AA00"/><w:strike/></w:rPr></w:style>'
    )
    body = paragraph(run("Term", '<w:rStyle w:val="T"/>'), run("plain"))
    document = documents.read(write_word(tmp_path / "d.docx", body, styles=style))
    styled, plain = (each.format for each in document.blocks[0].runs)
    assert (styled.underlined, styled.colour, styled.struck) == (True, "00AA00", True)
    assert (plain.underlined, plain.colour, plain.struck) == (False, "", False)
