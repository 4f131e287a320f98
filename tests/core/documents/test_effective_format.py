"""What a run looks like: its own properties, then styles, theme and defaults."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import RunFormat
from tests.word import paragraph, run, table, write_word

_DEFAULTS = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'


def style(
    id_: str, properties: str, *, based_on: str = "", kind: str = "paragraph", default: bool = False
) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    flag = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id_}"{flag}><w:name w:val="{id_}"/>{base}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def first_format(tmp_path: Path, body: str, styles: str = "", **options: object) -> RunFormat:
    path = write_word(tmp_path / "d.docx", body, styles=styles, **options)  # type: ignore[arg-type]
    return documents.read(path).blocks[0].runs[0].format


def test_the_application_decides_when_nothing_else_does(tmp_path: Path) -> None:
    found = first_format(tmp_path, paragraph("x"))
    assert (found.font, found.size_pt, found.font_source, found.size_source) == (
        "Times New Roman", 10.0, "application", "application",
    )  # fmt: skip


def test_each_layer_wins_over_the_one_below(tmp_path: Path) -> None:
    styles = (
        _DEFAULTS
        + style("Normal", '<w:rFonts w:ascii="Base"/>', default=True)
        + style("Body", '<w:sz w:val="30"/>', based_on="Normal")
        + style("Strong", "<w:b/>", kind="character")
    )
    body = paragraph(
        run("x", '<w:rStyle w:val="Strong"/><w:sz w:val="28"/>'), properties='<w:pStyle w:val="Body"/>'
    )
    found = first_format(tmp_path, body, styles)
    assert (found.font, found.font_source) == ("Base", "style:Normal")
    assert (found.size_pt, found.size_source) == (14.0, "run")
    assert found.bold


def test_latent_styles_say_nothing_and_hide_nothing(tmp_path: Path) -> None:
    hostile = "<w:latentStyles>" + style("Normal", '<w:sz w:val="90"/>') + "</w:latentStyles>"
    latent = f'<w:latentStyles w:count="376"><w:lsdException w:name="Normal"/>{hostile}<w:lsdException/></w:latentStyles>'
    styles = _DEFAULTS + latent + style("Normal", '<w:sz w:val="30"/>', default=True)
    assert first_format(tmp_path, paragraph("x"), styles).size_pt == 15.0


def test_properties_outside_a_run_are_not_its_own(tmp_path: Path) -> None:
    """The mark of the paragraph has properties too, and so has what a run held before a change."""
    former = '<w:sz w:val="40"/><w:rPrChange w:id="1" w:author="A"><w:rPr><w:sz w:val="90"/><w:b/></w:rPr></w:rPrChange>'
    mark = '<w:rPr><w:sz w:val="80"/><w:i/></w:rPr>'
    found = first_format(tmp_path, paragraph(run("x", former), properties=mark))
    assert (found.size_pt, found.bold, found.italic) == (20.0, False, False)


def test_defaults_stand_behind_styles(tmp_path: Path) -> None:
    found = first_format(tmp_path, paragraph("x"), _DEFAULTS + style("Normal", "", default=True))
    assert (found.size_pt, found.size_source) == (11.0, "defaults")


def test_bold_toggles_through_styles_and_the_run_wins(tmp_path: Path) -> None:
    styles = style("P", "<w:b/>", default=True) + style("C", "<w:b/>", kind="character")
    assert first_format(tmp_path, paragraph(run("x")), styles).bold
    assert not first_format(tmp_path, paragraph(run("x", '<w:rStyle w:val="C"/>')), styles).bold
    assert first_format(tmp_path, paragraph(run("x", '<w:rStyle w:val="C"/><w:b/>')), styles).bold
    assert not first_format(tmp_path, paragraph(run("x", '<w:b w:val="0"/>')), styles).bold


def test_a_table_style_decides_where_the_paragraph_says_nothing(tmp_path: Path) -> None:
    styles = style("Cells", '<w:sz w:val="20"/>', kind="table")
    assert first_format(tmp_path, table(("x",)), styles).size_source == "style:Cells"


def test_theme_fonts_are_looked_up(tmp_path: Path) -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
    )
    body = paragraph(run("x", '<w:rFonts w:asciiTheme="minorHAnsi" w:ascii="Ignored"/>'))
    assert first_format(tmp_path, body, parts={"theme.xml": theme}).font == "Calibri"


@pytest.mark.parametrize("value", ["0", "-1", "99999999999", "abc", ""])
def test_a_size_that_cannot_be_is_as_if_not_set(tmp_path: Path, value: str) -> None:
    assert first_format(tmp_path, paragraph(run("x", f'<w:sz w:val="{value}"/>')), _DEFAULTS).size_pt == 11.0


def test_characters_choose_their_font_slot(tmp_path: Path) -> None:
    fonts = '<w:rFonts w:ascii="Latin" w:hAnsi="High" w:eastAsia="East" w:cs="Complex"/>'
    path = write_word(tmp_path / "d.docx", paragraph(run("ab—漢字עב", fonts)))
    (block,) = documents.read(path).blocks
    assert [(piece.text, piece.format.font) for piece in block.runs] == [
        ("ab", "Latin"), ("—", "High"), ("漢字", "East"), ("עב", "Complex"),
    ]  # fmt: skip
    assert [piece.source.offset for piece in block.runs] == [0, 2, 3, 5]


_CELLS = (
    '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:rPr><w:sz w:val="20"/></w:rPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:sz w:val="30"/></w:rPr></w:tblStylePr>'
    '<w:tblStylePr w:type="lastRow"><w:rPr><w:sz w:val="32"/></w:rPr></w:tblStylePr>'
    '<w:tblStylePr w:type="band2Horz"><w:rPr><w:sz w:val="34"/></w:rPr></w:tblStylePr></w:style>'
)


def sizes(tmp_path: Path, look: str, *rows: str, style_id: str = "T", more: str = "") -> list[float]:
    """Return the sizes in the cells of a table."""
    head = f'<w:tblPr><w:tblStyle w:val="{style_id}"/>{look}</w:tblPr>'
    path = write_word(
        tmp_path / "d.docx", f"<w:tbl>{head}{''.join(rows)}</w:tbl>", styles=_DEFAULTS + _CELLS + more
    )
    return [block.runs[0].format.size_pt for block in documents.read(path).blocks]


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


X = paragraph("x")


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        pytest.param("", [10, 10, 17, 17, 10, 10], id="bands alone where nothing is switched on"),
        pytest.param('<w:tblLook w:val="0600"/>', [10] * 6, id="nothing"),
        pytest.param('<w:tblLook w:val="0620"/>', [14, 14, 10, 10, 10, 10], id="first row"),
        pytest.param(
            '<w:tblLook w:val="06A0"/>', [15, 14, 15, 10, 15, 10], id="the column wins over the row"
        ),
        pytest.param(
            '<w:tblLook w:firstRow="1" w:noVBand="1"/>', [14, 14, 10, 10, 17, 17], id="attributes, bands"
        ),
    ],
)
def test_cells_take_what_the_table_style_sets_by_their_place(
    tmp_path: Path, look: str, expected: list[float]
) -> None:
    assert sizes(tmp_path, look, row(X, X), row(X, X), row(X, X)) == expected


def test_what_word_states_beside_rows_and_cells_is_believed(tmp_path: Path) -> None:
    last = '<w:trPr><w:cnfStyle w:val="010000000000"/></w:trPr>'
    first = '<w:tcPr><w:cnfStyle w:firstColumn="1"/></w:tcPr>'
    rows = [row(X), row(X, properties=last), row(first + X, X)]
    assert sizes(tmp_path, '<w:tblLook w:val="0600"/>', *rows) == [10, 16, 15, 10]


def test_a_style_inherits_the_conditions_of_the_one_it_is_based_on(tmp_path: Path) -> None:
    more = style("U", "", based_on="T", kind="table")
    assert sizes(tmp_path, '<w:tblLook w:val="0620"/>', row(X), row(X), style_id="U", more=more) == [14, 10]


def test_a_paragraph_style_wins_over_a_condition_and_a_nested_table_has_its_own(tmp_path: Path) -> None:
    more = style("P", '<w:sz w:val="40"/>')
    inner = f"<w:tbl><w:tr><w:tc>{X}</w:tc></w:tr></w:tbl>"
    styled = paragraph("x", properties='<w:pStyle w:val="P"/><w:cnfStyle w:val="010000000000"/>')
    found = sizes(tmp_path, '<w:tblLook w:val="0620"/>', row(styled + inner + X), more=more)
    assert found == [20, 11, 14]
