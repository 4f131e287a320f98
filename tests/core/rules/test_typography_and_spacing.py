"""Each typography and spacing rule of the thorough profile: a seeded document, and silence on every clean one."""

from collections import Counter
from pathlib import Path
from typing import Literal

import pytest

from stormdat_core import documents
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.profiles import Typography
from stormdat_core.rules.typography import Mixed
from stormdat_core.sweep import check_file
from tests.word import heading, paragraph, run, table, write_word

_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="24"/></w:rPr>'
    '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:pPr>'
    '<w:outlineLvl w:val="2"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/>'
    '</w:style><w:style w:type="character" w:styleId="Term"><w:name w:val="Term"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Cells"><w:name w:val="Cells"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
)


def caption(text: str) -> str:
    return paragraph(text, properties='<w:pStyle w:val="Caption"/>')


_BIG = '<w:sz w:val="40"/>'
_BOX = table(("a", "b"))

SEEDS = {
    "TYP-SIZE": (
        paragraph(
            "Most of this paragraph is set alike, ", run("and this is not", _BIG), run("."), " It ends here."
        ),
        paragraph("A ", run("term", '<w:rStyle w:val="Term"/>'), " in a character style is no fault."),
    ),
    "TYP-HEADING-ORDER": (
        heading("One") + paragraph("Three", properties='<w:pStyle w:val="Heading3"/>'),
        heading("One") + heading("Two"),
    ),
    "TYP-CAPTION": (
        caption("Table\u00a02 Second") + _BOX + caption("Table\u00a01 First") + _BOX,
        caption("Table\u00a01 First") + _BOX + caption("Table\u00a02 Second") + _BOX,
    ),
    "SPC-DOUBLE": (paragraph("Two  spaces."), paragraph("One space.")),
    "SPC-BEFORE-PUNCT": (paragraph("Stop , here."), paragraph("Wait ... at .5 of (it), see x.y: done.")),
    "SPC-TRAILING": (paragraph("The end. "), paragraph("The end.")),
    "SPC-EMPTY": (
        paragraph("a") + "<w:p/><w:p/>" + paragraph("b"),
        paragraph("a") + paragraph("b") + table(("", "c")),
    ),
    "SPC-NBSP": (paragraph("It is 5 km away."), paragraph("It is 5\u00a0km away, in 7 makes.")),
}
"""Seeded document and clean twin by rule."""


def rules_found(tmp_path: Path, body: str) -> Counter[str]:
    result = check_file(write_word(tmp_path / "d.docx", body, styles=_STYLES), "thorough")
    assert not result.error
    return Counter(finding.rule for finding in result.findings if not finding.rule.startswith("ACR"))


@pytest.mark.parametrize("rule", SEEDS)
def test_the_seed_is_found_once(tmp_path: Path, rule: str) -> None:
    assert rules_found(tmp_path, SEEDS[rule][0]) == {rule: 1}


@pytest.mark.parametrize("rule", SEEDS)
def test_every_rule_is_silent_on_the_clean_twin(tmp_path: Path, rule: str) -> None:
    assert rules_found(tmp_path, SEEDS[rule][1]) == {}


@pytest.mark.parametrize(("standard", "expected"), [("stated", 1), ("auto", 0)])
def test_mixed_formats_are_reported_where_a_standard_is_stated(
    tmp_path: Path, standard: Literal["stated", "auto"], expected: int
) -> None:
    document = documents.read(write_word(tmp_path / "d.docx", SEEDS["TYP-SIZE"][0], styles=_STYLES))
    profile = profiles.load().model_copy(update={"typography": Typography(standard=standard)})
    assert len(list(Mixed().check(document, RuleContext(document, profile)))) == expected


def test_a_bold_line_above_text_looks_like_a_heading(tmp_path: Path) -> None:
    body = paragraph(run("Purpose", "<w:b/>")) + paragraph("The purpose of it all is plain.")
    assert rules_found(tmp_path, body) == {"TYP-HEADING-ORDER": 1}
    assert rules_found(tmp_path, paragraph(run("Bold sentence.", "<w:b/>")) + paragraph("Text.")) == {}


def test_a_doubled_caption_and_a_table_without_one(tmp_path: Path) -> None:
    body = (
        caption("Table\u00a01 First")
        + _BOX
        + paragraph("text")
        + caption("Table\u00a01 Again")
        + _BOX
        + paragraph("x")
        + _BOX
        + paragraph("y")
    )
    assert rules_found(tmp_path, body) == {"TYP-CAPTION": 2}


def test_the_classic_profile_leaves_them_off(tmp_path: Path) -> None:
    body = "".join(seed for rule, (seed, _) in SEEDS.items() if rule not in ("SPC-DOUBLE", "TYP-SIZE"))
    result = check_file(write_word(tmp_path / "d.docx", body, styles=_STYLES), "classic")
    assert {finding.rule for finding in result.findings} <= {"TYP-SIZE"}


@pytest.mark.parametrize(
    "line",
    [
        paragraph(run("May 24, 2017", "<w:b/>")),
        paragraph(run("Release Date:  8/29/2017", "<w:b/>")),
        paragraph(run("Figure 2-1 The tank", "<w:b/>")),
        paragraph(run("Version 1.4", "<w:b/>")),
        paragraph(run("Revision History", "<w:b/>")),
        paragraph(run("pt.get(val)", '<w:b/><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')),
    ],
)
def test_bold_lines_that_head_nothing(tmp_path: Path, line: str) -> None:
    text = paragraph("The pump moves water from the tank to the tower, as the plan asks for.") * 3
    found = rules_found(tmp_path, text + line + text)
    assert found["TYP-HEADING-ORDER"] == 0


def test_all_that_only_looks_like_headings_is_one_finding(tmp_path: Path) -> None:
    part = paragraph(run("Purpose", "<w:b/>")) + paragraph("The purpose of it all is plain.")
    assert rules_found(tmp_path, part * 5) == {"TYP-HEADING-ORDER": 1}


def test_an_appendix_may_have_a_heading_level_of_its_own(tmp_path: Path) -> None:
    deep = paragraph("Appendix A Loads", properties='<w:pStyle w:val="Heading3"/>')
    assert rules_found(tmp_path, heading("One") + deep) == {}


def test_captions_with_no_break_hyphens_and_of_appendices_are_in_order(tmp_path: Path) -> None:
    numbers = ("2\u20111", "2\u20112", "7", "A-1", "A-2")
    body = "".join(caption(f"Table\u00a0{number} Loads") + _BOX for number in numbers)
    assert rules_found(tmp_path, body) == {}
    assert rules_found(tmp_path, body + caption("Table\u00a0A-1 Loads") + _BOX) == {"TYP-CAPTION": 1}
