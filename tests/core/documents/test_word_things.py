"""Things that are no text: one character where they stand in the line, nothing where they float or never show."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import OBJECT, BlockKind, Document
from tests.things import W14, alternates, box, control, field, in_run, old_box, picture, ruby, vml
from tests.word import NAMESPACES, heading, paragraph, run, table, write_word

O = OBJECT  # noqa: E741 - as it looks


def read(tmp_path: Path, body: str, **options: object) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def between(thing: str) -> str:
    return paragraph(run("a "), thing, run(" b"))


_EQUATION = "<m:oMath><m:r><m:t>x  =  y</m:t></m:r></m:oMath>"
_CHECK = "<w:ffData><w:checkBox/></w:ffData>"
_DATE = field("DATE", run("May 4"))


@pytest.mark.parametrize(
    "thing",
    [
        pytest.param(in_run(picture()), id="picture"),
        pytest.param(in_run(vml()), id="VML shape"),
        pytest.param(in_run(vml("object")), id="embedded object"),
        pytest.param(in_run("<w:object/>"), id="object without a shape"),
        pytest.param(in_run("<w:object><w:drawing/></w:object>"), id="drawing in an object"),
        pytest.param(_EQUATION, id="equation"),
        pytest.param(f"<m:oMathPara>{_EQUATION}</m:oMathPara>", id="equation on display"),
        pytest.param("<m:oMath/>", id="empty equation"),
        pytest.param(in_run("<w:footnoteReference w:id='2'/>"), id="footnote mark"),
        pytest.param(in_run("<w:endnoteReference w:id='2'/>"), id="endnote mark"),
        pytest.param(in_run("<w:pgNum/>"), id="page number"),
        pytest.param(in_run("<w:dayLong/>"), id="day"),
        pytest.param(in_run("<w:contentPart/>"), id="ink"),
        pytest.param(in_run("<w:sym w:font='Wingdings 2' w:char='F050'/>"), id="unknown symbol"),
        pytest.param(in_run("<w:sym w:font='Symbol' w:char='x'/>"), id="broken symbol"),
        pytest.param(in_run("<w:sym w:char='E123'/>"), id="private character"),
        pytest.param(field("FORMCHECKBOX", "", _CHECK), id="check box of a form"),
        pytest.param(field('SYMBOL 169 \\f "Symbol"'), id="SYMBOL"),
        pytest.param(field("EQ \\f(1,2)"), id="EQ"),
        pytest.param(field("LISTNUM"), id="LISTNUM"),
        pytest.param(field("PAGE", ""), id="page field without a result"),
        pytest.param("<w:fldSimple w:instr='NUMPAGES'/>", id="simple field without a result"),
        pytest.param(field("INCLUDEPICTURE x", in_run(picture())), id="field that shows a picture"),
        pytest.param(field("IF 1 = 1", field("PAGE")), id="field in a result"),
        pytest.param(control(f"<w14:checkbox {W14}/>"), id="check box without a sign"),
        pytest.param(control("<w:picture/>", in_run(picture())), id="picture control"),
        pytest.param(control("<w:text/>"), id="empty text control"),
        pytest.param(in_run(alternates(("wps", picture()), fallback=vml())), id="shape in two renderings"),
        pytest.param(in_run(alternates(("zz", "<zz:new/>"), fallback=vml())), id="fallback picture"),
    ],
)  # fmt: skip
def test_a_thing_in_the_line_is_one_character(tmp_path: Path, thing: str) -> None:
    first = read(tmp_path, between(thing)).blocks[0]
    assert first.text == f"a {O} b"
    assert [run.text for run in first.runs] == ["a ", O, " b"]
    assert first.runs[1].format.symbol


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        pytest.param(in_run("<w:lastRenderedPageBreak/>"), "a  b", id="rendered break"),
        pytest.param("<w:proofErr w:type='spellStart'/>", "a  b", id="proofing mark"),
        pytest.param("<w:bookmarkStart w:id='1' w:name='x'/><w:bookmarkEnd w:id='1'/>", "a  b", id="bookmark"),
        pytest.param("<w:commentRangeStart w:id='1'/><w:commentRangeEnd w:id='1'/>", "a  b", id="comment range"),
        pytest.param("<w:permStart w:id='1'/><w:permEnd w:id='1'/>", "a  b", id="permission"),
        pytest.param(in_run("<w:commentReference w:id='1'/>"), "a  b", id="comment mark, which no page shows"),
        pytest.param(in_run(picture("anchor")), "a  b", id="floating picture"),
        pytest.param(in_run(vml(style="left:1pt; Position: absolute")), "a  b", id="floating shape"),
        pytest.param(in_run(alternates(("wps", box(paragraph("in")).replace("'", '"')), fallback=old_box(paragraph("in")))), "a  b", id="floating text box"),
        pytest.param(field(' XE "a"'), "a  b", id="index entry"),
        pytest.param(field("TC x"), "a  b", id="entry of a contents list"),
        pytest.param(field("SET x 1"), "a  b", id="bookmark that is set"),
        pytest.param(field("SEQ Table \\h"), "a  b", id="hidden number"),
        pytest.param(control("<w:tag w:val='t'/>"), "a  b", id="control that only groups"),
        pytest.param("<w:smartTag/>", "a  b", id="empty smart tag"),
        pytest.param("<w:del>" + in_run(picture()) + "</w:del>", "a  b", id="deleted picture"),
        pytest.param(_DATE, "a May 4 b", id="date with a result"),
        pytest.param(field("FORMTEXT", run("typed")), "a typed b", id="filled form field"),
        pytest.param(control(f"<w14:checkbox {W14}/>", run("☐")), "a ☐ b", id="check box with a sign"),
        pytest.param(in_run("<w:sym w:font='Symbol' w:char='F0B0'/>"), "a ° b", id="sign of the font Symbol"),
        pytest.param(in_run("<w:sym w:font='Wingdings' w:char='F0E0'/>"), "a → b", id="arrow"),
        pytest.param(in_run("<w:sym w:font='Arial' w:char='00B7'/>"), "a · b", id="plain sign"),
        pytest.param(in_run("<w:footnoteReference w:id='2' w:customMarkFollows='1'/><w:t>*</w:t>"), "a * b", id="note mark typed by hand"),
        pytest.param(in_run(ruby("guide", "base")), "a base b", id="ruby text"),
    ],
)  # fmt: skip
def test_what_shows_nothing_is_nothing_and_what_shows_text_is_text(
    tmp_path: Path, thing: str, text: str
) -> None:
    assert read(tmp_path, between(thing)).blocks[0].text == text


def test_every_thing_leads_back_to_its_run(tmp_path: Path) -> None:
    inner = f"<w:t>ab</w:t>{picture('anchor')}<w:t>c</w:t>{picture()}<w:t>d</w:t><w:pgNum/><w:t>e</w:t>"
    block = read(tmp_path, paragraph(in_run(inner), run("f"))).blocks[0]
    assert block.text == f"abc{O}d{O}ef"
    sources = [(run.text, run.source.run, run.source.offset) for run in block.runs]
    assert sources == [("abc", 0, 0), (O, 0, 3), ("d", 0, 4), (O, 0, 5), ("e", 0, 6), ("f", 1, 0)]


def test_text_behind_a_ruby_in_the_same_run_is_read_and_the_guide_apart(tmp_path: Path) -> None:
    inner = f"<w:t xml:space='preserve'>The </w:t>{ruby('TOKYO', '東京')}<w:t>!</w:t>"
    document = read(tmp_path, paragraph(in_run(inner)))
    assert [(block.kind, block.text, block.where.note) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, "The 東京!", None),
        (BlockKind.ALTERNATIVE_TEXT, "TOKYO", "ruby text"),
    ]
    sources = [(run.source.run, run.source.offset) for run in document.blocks[0].runs]
    assert sources == [(0, 0), (2, 0), (0, 4)]


@pytest.mark.parametrize(
    "thing",
    [
        in_run(picture()),
        in_run(picture("anchor")),
        in_run(vml(style="position:absolute")),
        _EQUATION,
        field("PAGE"),
    ],
)
def test_a_paragraph_with_a_thing_alone_is_not_empty(tmp_path: Path, thing: str) -> None:
    document = read(tmp_path, paragraph("one") + paragraph(thing) + paragraph("two"))
    shown = [block for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    assert [(block.text, block.gap) for block in shown] == [("one", 0), (O, 0), ("two", 0)]
    assert [block.is_blank for block in shown] == [False, True, False]


def test_an_empty_paragraph_still_is_one(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        paragraph("one") + "<w:p/>" + paragraph(in_run("<w:lastRenderedPageBreak/>")) + paragraph("two"),
    )
    assert [(block.text, block.gap) for block in document.blocks] == [("one", 0), ("two", 2)]


def test_a_picture_in_a_heading_style_is_no_heading(tmp_path: Path) -> None:
    body = (
        heading("Scope")
        + paragraph(in_run(picture()), properties='<w:pStyle w:val="Heading1"/>')
        + paragraph("x")
    )
    document = read(tmp_path, body)
    assert [block.kind.value for block in document.blocks] == ["heading", "paragraph", "paragraph"]
    assert document.blocks[2].where.heading == ("Scope",)


def test_a_heading_path_holds_no_things(tmp_path: Path) -> None:
    body = paragraph(in_run(picture()), run(" Scope"), properties='<w:pStyle w:val="Heading1"/>') + paragraph(
        "x"
    )
    assert read(tmp_path, body).blocks[1].where.heading == ("Scope",)


def test_a_hidden_picture_is_nothing(tmp_path: Path) -> None:
    document = read(tmp_path, between(in_run(picture(), "<w:vanish/>")))
    assert texts(document) == ["a  b"]
    assert document.warnings == ()


def test_things_are_found_under_other_prefixes(tmp_path: Path) -> None:
    body = (
        between(in_run(picture("anchor") + vml()))
        .replace("wp:", "q:")
        .replace(":wp", ":q")
        .replace("v:", "y:")
    )
    assert read(tmp_path, body.replace(":v=", ":y=")).blocks[0].text == f"a {O} b"


def test_things_in_cells_and_notes(tmp_path: Path) -> None:
    notes = f"<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{between(in_run(picture()))}</w:footnote></w:footnotes>"
    body = paragraph("calls", in_run("<w:footnoteReference w:id='2'/>")) + table(("x", "y")).replace(
        run("x"), in_run(picture())
    )
    assert texts(read(tmp_path, body, parts={"footnotes.xml": notes})) == [f"calls{O}", f"a {O} b", O, "y"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            paragraph(run("The "), in_run(ruby("TOKYO", "東京")), run(" office.")), "TOKYO", id="ruby text"
        ),
        pytest.param(
            paragraph(run("Then "), "<m:oMath><m:r><m:t>QXV</m:t></m:r></m:oMath>"), "QXV", id="equation"
        ),
    ],
)
def test_readings_and_equations_hold_no_acronyms(tmp_path: Path, body: str, said: str) -> None:
    from stormdat_core.sweep import check_file

    path = write_word(tmp_path / "d.docx", body + paragraph("The ZQK is read."))
    assert any(said in block.text for block in documents.read(path).blocks)
    names = [f.message.split()[0] for f in check_file(path, "standard").findings if f.rule == "ACR-UNDEFINED"]
    assert names == ["ZQK"]
