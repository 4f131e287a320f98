"""With the standard `auto` the document's own text is the standard: only what stands out against it is reported."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Certainty, Document, Finding
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.profiles import Profile, TextStandard, Typography
from stormdat_core.rules.typography import Font, Mixed, Size, StyleSource
from tests.word import heading, paragraph, run, table, write_word

_TEXT = "The pump moves water from the tank to the tower at the speed that the plan asks for. "
_PROSE = paragraph(_TEXT * 4) * 6


def size(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/>'


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def auto(**stated: TextStandard) -> Profile:
    return profiles.load("standard").model_copy(update={"typography": Typography(standard="auto", **stated)})


def read(tmp_path: Path, body: str, **options: str) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]


def check(document: Document, profile: Profile | None = None) -> list[Finding]:
    context = RuleContext(document, profile or auto())
    rules = (Font(), Size(), StyleSource(), Mixed())
    return [finding for rule in rules for finding in rule.check(document, context)]


def texts(document: Document, findings: list[Finding]) -> list[tuple[str, str]]:
    return [
        (
            f.rule,
            document.blocks[f.where.block].text[f.where.start : f.where.end] if f.where.block >= 0 else "",
        )
        for f in findings
    ]


def found(tmp_path: Path, body: str, **options: str) -> list[tuple[str, str]]:
    document = read(tmp_path, body, **options)
    return texts(document, check(document))


def test_a_smaller_reference_in_a_line_is_reported_and_mended(tmp_path: Path) -> None:
    line = paragraph("The loads are listed in ", run("Table 3-3", size(11)), " below.")
    document = read(tmp_path, _PROSE + line)
    (finding,) = check(document)
    assert texts(document, [finding]) == [("TYP-SIZE", "Table 3-3")]
    assert (
        finding.message == "“Table 3-3” is 11 pt in a line of 12 pt text. Set it like the rest of the line."
    )
    assert finding.fix is not None
    assert (finding.fix.size_pt, finding.fix.font, finding.fix.safe) == (12.0, "", True)


def test_each_place_with_its_own_words_is_a_finding_and_the_same_words_are_one(tmp_path: Path) -> None:
    lines = [paragraph("See ", run(text, size(11)), " below.") for text in ("Table 1", "Annex A", "Annex A")]
    document = read(tmp_path, _PROSE + "".join(lines))
    first, second = check(document)
    assert texts(document, [first, second]) == [("TYP-SIZE", "Table 1"), ("TYP-SIZE", "Annex A")]
    assert [evidence.marked for evidence in second.evidence] == [True]
    assert second.fix is not None
    assert len(second.fix.others) == 1
    assert "2 such places" in second.message


def test_many_places_of_one_look_are_one_finding(tmp_path: Path) -> None:
    lines = [paragraph("See ", run(f"Annex {letter}", size(11)), " below.") for letter in "ABCDEFGH"]
    document = read(tmp_path, _PROSE + "".join(lines))
    (finding,) = check(document)
    assert len(finding.evidence) == 7
    assert "There are 8 such places, all marked." in finding.message


def test_font_and_size_at_one_place_are_one_finding(tmp_path: Path) -> None:
    line = paragraph("It was ", run("pasted from there", font("Calibri") + size(11)), " in May.")
    document = read(tmp_path, _PROSE + line)
    (finding,) = check(document)
    assert finding.rule == "TYP-FONT"
    assert "Calibri 11 pt in a line of Arial 12 pt text" in finding.message
    assert finding.fix is not None
    assert (finding.fix.font, finding.fix.size_pt) == ("Arial", 12.0)


_STYLED = '<w:style w:type="character" w:styleId="C"><w:name w:val="Key"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(paragraph("Type ", run("make all", font("Courier New")), " now."), id="code in a line"),
        pytest.param(paragraph("A tick ", run("☐", size(20)), " here."), id="a box to tick"),
        pytest.param(paragraph("See ", run("the tank", font("ArialMT")), "."), id="another name of the font"),
        pytest.param(paragraph(run("Figure 1. The tank", size(9))), id="a smaller caption"),
        pytest.param(
            paragraph(run("* Measured in May, at the upper tank of the site.", size(9))), id="a note"
        ),
        pytest.param(paragraph(run("Owner of the pump", size(10))), id="a label"),
        pytest.param(paragraph(run("-----", size(8))), id="a separator"),
        pytest.param(table(("Name", "Load"), ("Pump", "5")), id="a table of its own size"),
        pytest.param(heading("Scope"), id="a heading"),
    ],
)
def test_what_is_meant_to_look_otherwise_is_not_reported(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, _PROSE + line + _PROSE) == []


def test_a_character_style_says_why_it_differs(tmp_path: Path) -> None:
    sheet = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    line = paragraph("Press ", run("Enter", '<w:rStyle w:val="C"/>'), " now.")
    assert found(tmp_path, _PROSE + line, styles=sheet + _STYLED) == []


def test_a_cover_and_titles_are_judged_by_no_size(tmp_path: Path) -> None:
    cover = paragraph(run("Pump Plan ", size(36)), run("Draft", size(14))) + paragraph(run("May", size(9)))
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    blank = paragraph(run("This page ", size(9)), run("intentionally left blank", size(20)))
    assert found(tmp_path, cover + page + _PROSE + blank) == []


def test_a_paragraph_among_others_is_reported_with_its_like(tmp_path: Path) -> None:
    odd = paragraph(run(_TEXT, size(11)))
    document = read(tmp_path, _PROSE + odd + _PROSE + odd + _PROSE)
    (finding,) = check(document)
    assert texts(document, [finding]) == [("TYP-SIZE", _TEXT.strip() + " ")] or finding.where.start == 0
    assert finding.message.startswith(
        "This paragraph is 11 pt; the text around it is 12 pt. There are 2 such places"
    )
    assert finding.fix is not None
    assert not finding.fix.safe
    assert finding.fix.reason


def test_what_a_document_does_in_large_part_is_no_fault(tmp_path: Path) -> None:
    small = paragraph(run(_TEXT, size(11)))
    assert found(tmp_path, (paragraph(_TEXT) + small) * 6) == []
    assert found(tmp_path, paragraph(run(_TEXT, font("Calibri") + size(9))) * 9) == []


def test_a_style_for_instructions_has_its_own_look_and_a_style_for_text_has_not(tmp_path: Path) -> None:
    def sheet(name: str) -> str:
        return (
            '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="24"/>'
            f'</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="S"><w:name w:val="{name}"/>'
            f"<w:rPr>{font('Calibri')}</w:rPr></w:style>"
        )

    odd = paragraph(_TEXT, properties='<w:pStyle w:val="S"/>')
    body = _PROSE + odd + _PROSE + odd + _PROSE
    assert found(tmp_path, body, styles=sheet("Instruction")) == []
    document = read(tmp_path, body, styles=sheet("List Paragraph"))
    (finding,) = check(document)
    assert (finding.rule, finding.certainty) == ("TYP-STYLE-SOURCE", Certainty.POSSIBLE)
    assert (
        "The style “List Paragraph” sets 2 paragraphs in Calibri 12 pt; the text of the document is Arial"
        in (finding.message)
    )


def test_a_heading_set_by_hand_among_its_level(tmp_path: Path) -> None:
    odd = paragraph(
        run("Odd", font("Georgia")), properties='<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="0"/>'
    )
    body = "".join(heading(f"Part {n}") + _PROSE for n in range(4)) + odd + _PROSE
    assert found(tmp_path, body) == [("TYP-FONT", "Odd")]
    assert found(tmp_path, heading("One") + _PROSE + odd + _PROSE) == []


def test_headings_before_any_text_are_those_of_a_cover(tmp_path: Path) -> None:
    odd, date = (
        paragraph(
            run(text, font("Georgia")), properties='<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="0"/>'
        )
        for text in ("Attestation Form", "May 2024")
    )
    body = "".join(heading(f"Part {n}") + _PROSE for n in range(7))
    assert found(tmp_path, odd + paragraph("Office of Policy") + date + body) == []
    assert found(tmp_path, odd + _PROSE + body) == [("TYP-FONT", "Attestation Form")]


def test_half_a_point_is_hardly_seen_and_reported_once_as_a_hint(tmp_path: Path) -> None:
    lines = [paragraph("See ", run(text, size(11.5)), " below.") for text in ("Annex A", "Annex B")]
    document = read(tmp_path, _PROSE + "".join(lines))
    (finding,) = check(document)
    assert finding.certainty is Certainty.POSSIBLE
    assert len(finding.evidence) == 1


_STATED = TextStandard(fonts=("Times New Roman", "Arial"), sizes=(12,))


def test_a_stated_standard_is_compared_with_the_document_as_a_whole_in_one_finding(tmp_path: Path) -> None:
    body = paragraph(run(_TEXT, font("Calibri") + size(11))) * 9 + table(("Name", "Load"), ("Pump", "five"))
    document = read(tmp_path, body)
    (finding,) = check(document, auto(body=_STATED, table=TextStandard(sizes=(9,))))
    assert (finding.rule, finding.where.block, finding.certainty) == (
        "TYP-STYLE-SOURCE", -1, Certainty.CERTAIN,
    )  # fmt: skip
    assert finding.message.startswith(
        "The text is Calibri 11 pt throughout; the standard is Times New Roman or Arial 12 pt. "
        "The table text is Arial 10 pt throughout; the standard is 9 pt."
    )
    assert len(finding.evidence) == 2


def test_a_document_on_the_stated_standard_is_judged_against_itself(tmp_path: Path) -> None:
    document = read(tmp_path, _PROSE + paragraph("See ", run("Table 3", size(11)), "."))
    assert texts(document, check(document, auto(body=_STATED))) == [("TYP-SIZE", "Table 3")]


def test_a_style_that_also_decides_text_that_is_right_is_not_to_be_changed(tmp_path: Path) -> None:
    cell = "<w:tbl>" + f"<w:tr><w:tc>{paragraph('twelve points')}</w:tc></w:tr>" * 21 + "</w:tbl>"
    sheet = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr>'
        f"{font('Arial')}{size(12)}</w:rPr></w:style>"
    )
    for body, mend in (
        (_PROSE + cell, "Other text takes its look from there and is right: give these places"),
        (cell, "Change the style."),
    ):
        document = read(tmp_path, body, styles=sheet)
        (finding,) = check(document, profiles.load("classic"))
        assert finding.rule == "TYP-STYLE-SOURCE"
        assert mend in finding.message


def test_roles_hold_in_a_stated_standard_too(tmp_path: Path) -> None:
    cover = paragraph(run("Pump Plan", size(36))) + paragraph(run("May", size(9)))
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    code = paragraph(run("make all", font("Courier New") + size(9)))
    document = read(tmp_path, cover + page + _PROSE + code)
    assert check(document, profiles.load("classic")) == []
