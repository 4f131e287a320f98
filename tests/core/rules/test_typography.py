"""Fonts and sizes are judged as they take effect, and grouped by what causes them."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Document, Finding
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.typography import Font, Size, StyleSource
from tests.word import heading, paragraph, run, table, write_word

_OTHER = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'
_SMALL = '<w:sz w:val="18"/>'


def read(tmp_path: Path, body: str, **options: str) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]


def check(document: Document) -> dict[str, list[Finding]]:
    context = RuleContext(document, profiles.load("classic"))
    return {rule.info.id: list(rule.check(document, context)) for rule in (Font(), Size(), StyleSource())}


def texts(document: Document, findings: list[Finding]) -> list[str]:
    return [document.blocks[f.where.block].text[f.where.start : f.where.end] for f in findings]


def test_text_in_the_standard_is_silent(tmp_path: Path) -> None:
    document = read(
        tmp_path, heading("Any heading") + paragraph("Arial 12 from the defaults") + table(("ten points",))
    )
    assert check(document) == {"TYP-FONT": [], "TYP-SIZE": [], "TYP-STYLE-SOURCE": []}


def test_a_run_off_the_standard_is_one_finding_for_each_aspect(tmp_path: Path) -> None:
    document = read(tmp_path, paragraph("fine ", run("other", _OTHER), " fine ", run("small", _SMALL)))
    found = check(document)
    assert texts(document, found["TYP-FONT"]) == ["other"]
    assert texts(document, found["TYP-SIZE"]) == ["small"]
    assert found["TYP-FONT"][0].message == "This text is Courier New; the standard for text is Arial."


def test_neighbours_with_one_fault_are_one_finding_across_links_and_spaces(tmp_path: Path) -> None:
    inner = f"<w:hyperlink>{run('two', _OTHER)}</w:hyperlink>"
    body = f"<w:p>{run('one', _OTHER)}{run(' ')}{inner}{run(' ')}{run('three', _OTHER + _SMALL)}{run(' fine')}</w:p>"
    document = read(tmp_path, body)
    found = check(document)
    assert texts(document, found["TYP-FONT"]) == ["one two three"]
    assert texts(document, found["TYP-SIZE"]) == ["three"]


def test_tables_have_their_own_standard(tmp_path: Path) -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('twelve points in a cell')}</w:tc></w:tr></w:tbl>"
    document = read(tmp_path, cell)
    (finding,) = check(document)["TYP-SIZE"]
    assert "the standard for table text is 10 pt" in finding.message
    assert "the document's defaults" in finding.message


@pytest.mark.parametrize(("places", "grouped"), [(20, False), (21, True)])
def test_a_style_that_decides_many_places_is_reported_once(
    tmp_path: Path, places: int, grouped: bool
) -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="24"/></w:rPr>'
        '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="Odd"><w:name w:val="Odd"/>'
        f"<w:rPr>{_OTHER}</w:rPr></w:style>"
    )
    odd = paragraph("styled", properties='<w:pStyle w:val="Odd"/>')
    document = read(tmp_path, odd * places + paragraph(run("by hand", _OTHER)), styles=styles)
    found = check(document)
    assert len(found["TYP-FONT"]) == (1 if grouped else places + 1)
    assert len(found["TYP-STYLE-SOURCE"]) == grouped
    if grouped:
        assert texts(document, found["TYP-FONT"]) == ["by hand"]
        message = found["TYP-STYLE-SOURCE"][0].message
        assert "“Odd” sets text in Courier New" in message
        assert "21 places, 95% of the text" in message


def test_exempt_styles_and_their_descendants_are_not_judged(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Code"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Listing"><w:name w:val="Listing"/><w:basedOn w:val="Code"/></w:style>'
    )
    document = read(tmp_path, paragraph("x = 1", properties='<w:pStyle w:val="Listing"/>'), styles=styles)
    assert not any(check(document).values())


def test_symbols_and_other_scripts_are_judged_by_their_own_slot(tmp_path: Path) -> None:
    symbols = run("\uf0b7", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')
    document = read(tmp_path, paragraph("text ", symbols, run("漢字", '<w:rFonts w:eastAsia="MS Mincho"/>')))
    assert check(document)["TYP-FONT"] == []


@pytest.mark.parametrize(("places", "grouped"), [(20, False), (21, True)])
def test_a_format_given_by_hand_in_many_places_is_one_finding_that_colours_and_mends_them_all(
    tmp_path: Path, places: int, grouped: bool
) -> None:
    document = read(tmp_path, paragraph("fine") + paragraph(run("by hand", _OTHER)) * places)
    first, *rest = check(document)["TYP-FONT"]
    assert len(rest) == (0 if grouped else places - 1)
    assert first.where.block == 1
    if grouped:
        assert first.message.startswith("21 places of text, 97% of the text, were set in Courier New by hand")
        blocks = list(range(2, places + 1))
        assert [other.where.block for other in first.evidence if other.marked] == blocks
        assert first.fix is not None
        assert (first.fix.font, first.fix.safe) == ("Arial", False)  # whole paragraphs may be meant so
        assert [where.block for where, _ in first.fix.others] == blocks


@pytest.mark.parametrize("text", ["☐", " – ", "(", "…"])
def test_text_without_a_letter_is_not_judged_and_joins_its_neighbours(tmp_path: Path, text: str) -> None:
    alone = read(tmp_path, paragraph(run(text, _OTHER)))
    between = read(tmp_path, paragraph(run("one", _OTHER), run(text), run("two", _OTHER)))
    assert check(alone)["TYP-FONT"] == []
    assert texts(between, check(between)["TYP-FONT"]) == [f"one{text}two"]


_STYLED = {
    "Title": [],
    "Heading Appendix": [],
    "Cover Subtext": [],
    "Caption Table": [],
    "Table Heading": ["x"],
}


@pytest.mark.parametrize(("style", "judged"), _STYLED.items())
def test_what_a_style_calls_a_title_is_no_text(tmp_path: Path, style: str, judged: list[str]) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="S"><w:name w:val="{style}"/><w:rPr>{_OTHER}</w:rPr></w:style>'
    document = read(tmp_path, paragraph("x", properties='<w:pStyle w:val="S"/>'), styles=styles)
    assert texts(document, check(document)["TYP-FONT"]) == judged


def test_a_character_style_that_is_exempt_is_not_judged(tmp_path: Path) -> None:
    styles = (
        f'<w:style w:type="character" w:styleId="C"><w:name w:val="Code"/><w:rPr>{_OTHER}{_SMALL}</w:rPr></w:style>'
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="24"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>"
    )
    document = read(tmp_path, paragraph("call ", run("x()", '<w:rStyle w:val="C"/>')), styles=styles)
    assert not any(check(document).values())


@pytest.mark.parametrize(("styles", "together"), [(4, False), (5, True)])
def test_styles_that_decide_little_each_and_much_together_are_one_finding(
    tmp_path: Path, styles: int, together: bool
) -> None:
    sheet = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="s{number}"><w:name w:val="s{number}"/><w:rPr>{_OTHER}</w:rPr></w:style>'
            for number in range(styles)
        )
    )
    body = "".join(
        paragraph("text", properties=f'<w:pStyle w:val="s{number}"/>') * 5 for number in range(styles)
    )
    found = check(read(tmp_path, body, styles=sheet))
    assert len(found["TYP-FONT"]) == (0 if together else 20)
    messages = [finding.message for finding in found["TYP-STYLE-SOURCE"]]
    assert messages == (
        [
            "5 styles and defaults set text in Courier New; the standard is Arial. Together they decide 25 places, "
            "100% of the text. Change them: the style “s0”, the style “s1”, the style “s2”, 2 more."
        ]
        if together
        else []
    )
