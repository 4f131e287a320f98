"""What the PowerPoint reader sees, in which order, and where it says it stands."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import OBJECT, Document
from tests.opc import Part
from tests.powerpoint import NAMESPACES, Slide, group, linked, paragraph, shape, table, tree, write_powerpoint
from tests.shared import needs_shared, real_documents

_MODERN = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
_MODERN_LINK = "http://schemas.microsoft.com/office/2018/10/relationships/comments"
_DIAGRAM_LINK = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"


def read(tmp_path: Path, *slides: Slide | str, **options: object) -> Document:
    made = [slide if isinstance(slide, Slide) else Slide(slide) for slide in slides]
    return documents.read(write_powerpoint(tmp_path / "talk.pptx", *made, **options))  # type: ignore[arg-type]


def seen(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in document.blocks]


def places(document: Document) -> list[tuple[str, str]]:
    return [(block.where.label, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        pytest.param(shape("T", placeholder="title"), [("heading", "T")], id="title"),
        pytest.param(shape("T", placeholder="ctrTitle"), [("heading", "T")], id="title of a title slide"),
        pytest.param(shape("a", "b", placeholder="body"), [("slide text", "a"), ("slide text", "b")], id="body"),
        pytest.param(shape(paragraph("NA", "VSEA")), [("slide text", "NAVSEA")], id="runs"),
        pytest.param(shape(paragraph("a", "<a:br/>", "b")), [("slide text", "a\nb")], id="line break"),
        pytest.param(shape(paragraph("<a:fld id='x' type='datetime'><a:rPr/><a:t>May</a:t></a:fld>")), [("slide text", "May")], id="field"),
        pytest.param(shape("<a:p><a:endParaRPr/></a:p>"), [], id="empty paragraph"),
        pytest.param(group(shape("in"), group(shape("deep"))), [("slide text", "in"), ("slide text", "deep")], id="groups"),
        pytest.param(shape("CUI", placeholder="ftr"), [("footer", "CUI")], id="footer"),
        pytest.param(shape("x", properties="hidden='1'"), [("hidden text", "x")], id="hidden shape"),
        pytest.param(group(shape("x"), properties="hidden='1'"), [("hidden text", "x")], id="shape in a hidden group"),
        pytest.param(
            "<p:pic><p:nvPicPr><p:cNvPr id='2' name='Picture 1' descr='a seal'/></p:nvPicPr></p:pic>",
            [("alternative text", "a seal")],
            id="alternative text",
        ),
        pytest.param(
            f"<mc:AlternateContent><mc:Choice Requires='a'>{shape('new')}</mc:Choice>"
            f"<mc:Fallback>{shape('old')}</mc:Fallback></mc:AlternateContent>",
            [("slide text", "new")],
            id="two renderings once",
        ),
        pytest.param(
            table(("a", "@gridSpan=\"2\" wide"), ("b", "@hMerge=\"1\" covered")),
            [("cell", "a"), ("cell", "wide"), ("cell", "b")],
            id="covered cells hold nothing",
        ),
    ],
)  # fmt: skip
def test_what_stands_on_a_slide(tmp_path: Path, shapes: str, expected: list[tuple[str, str]]) -> None:
    assert seen(read(tmp_path, shapes)) == expected


def test_slides_come_in_the_order_they_are_shown(tmp_path: Path) -> None:
    document = read(tmp_path, shape("one"), shape("two"), shape("three"), order=(3, 1))
    assert places(document) == [("slide 1, paragraph 1", "three"), ("slide 2, paragraph 1", "one")]


def test_a_block_says_where_it_stands(tmp_path: Path) -> None:
    first = (
        shape("x") + shape(paragraph("Two", "<a:br/>", "lines"), placeholder="title") + table(("a",), ("b",))
    )
    document = read(tmp_path, first, shape("Next", placeholder="title") + table(("c",)))
    assert places(document) == [
        ("slide 1, “Two lines”, paragraph 1", "x"),
        ("slide 1, “Two lines”, heading", "Two\nlines"),
        ("slide 1, “Two lines”, table 1, row 1, column 1", "a"),
        ("slide 1, “Two lines”, table 1, row 2, column 1", "b"),
        ("slide 2, “Next”, heading", "Next"),
        ("slide 2, “Next”, table 2, row 1, column 1", "c"),
    ]
    assert [block.index for block in document.blocks] == [block.where.block for block in document.blocks]


def test_every_run_leads_back_to_its_element(tmp_path: Path) -> None:
    skipped = f"<mc:AlternateContent><mc:Choice Requires='a'>{shape('a')}</mc:Choice><mc:Fallback>{shape(paragraph('b', 'c'))}</mc:Fallback></mc:AlternateContent>"
    document = read(tmp_path, skipped + shape(paragraph("d", "<a:br/>", "e")))
    assert [[run.source.run for run in block.runs] for block in document.blocks] == [[0], [3, 4, 5]]
    assert {run.source.part for block in document.blocks for run in block.runs} == {"ppt/slides/slide1.xml"}


def _with_layout(slide: str = "", layout: str = "", *, count: int = 2) -> tuple[list[Slide], dict[str, Part]]:
    """Return slides that share a layout with a banner, whose master has one too, and prompts."""
    links = {"rId1": ("slideLayout", "ppt/slideLayouts/l.xml")}
    prompt = shape("Click to edit", placeholder="body")
    parts = {
        "ppt/slideLayouts/l.xml": linked(
            tree("p:sldLayout", shape("layout banner") + prompt, layout),
            rId1=("slideMaster", "ppt/slideMasters/m.xml"),
        ),
        "ppt/slideMasters/m.xml": tree("p:sldMaster", prompt + shape("master banner")),
    }
    return [Slide(shape(f"slide {n}"), slide, links) for n in range(count)], parts


def test_what_layout_and_master_draw_is_read_once_where_it_first_shows(tmp_path: Path) -> None:
    slides, parts = _with_layout()
    assert places(read(tmp_path, *slides, parts=parts)) == [
        ("slide 1, paragraph 1", "slide 0"),
        ("slide 1, layout, paragraph 1", "layout banner"),
        ("slide 1, master, paragraph 1", "master banner"),
        ("slide 2, paragraph 1", "slide 1"),
    ]


@pytest.mark.parametrize(
    ("slide", "layout", "expected"),
    [
        ("showMasterSp='0'", "", []),
        ("", "showMasterSp='0'", ["layout banner"]),
        ("showMasterSp='1'", "showMasterSp='true'", ["layout banner", "master banner"]),
    ],
)
def test_what_is_switched_off_is_not_shown(
    tmp_path: Path, slide: str, layout: str, expected: list[str]
) -> None:
    slides, parts = _with_layout(slide, layout, count=1)
    document = read(tmp_path, *slides, parts=parts)
    assert [block.text for block in document.blocks] == ["slide 0", *expected]


def test_a_master_shown_through_another_layout_is_still_read(tmp_path: Path) -> None:
    slides, parts = _with_layout("", "showMasterSp='0'", count=1)
    parts["ppt/slideLayouts/l2.xml"] = linked(
        tree("p:sldLayout", ""), rId1=("slideMaster", "ppt/slideMasters/m.xml")
    )
    other = Slide(shape("other"), "", {"rId1": ("slideLayout", "ppt/slideLayouts/l2.xml")})
    assert ("slide 2, master, paragraph 1", "master banner") in places(
        read(tmp_path, *slides, other, parts=parts)
    )


def test_notes_and_both_kinds_of_comments_hang_on_their_slide(tmp_path: Path) -> None:
    old = f"<p:cmLst {NAMESPACES}><p:cm authorId='0'><p:text>old comment</p:text></p:cm></p:cmLst>"
    new = (
        f"<x:cmLst {NAMESPACES} xmlns:x='{_MODERN}'><x:cm><x:replyLst><x:reply><x:txBody>{paragraph('answer')}</x:txBody>"
        f"</x:reply></x:replyLst><x:txBody>{paragraph('new comment')}</x:txBody></x:cm></x:cmLst>"
    )
    notes = shape("say this", placeholder="body") + shape("CUI", placeholder="ftr")
    links = {
        "rId1": ("notesSlide", "ppt/notesSlides/n.xml"),
        "rId2": ("comments", "ppt/comments/c.xml"),
        "rId3": (_MODERN_LINK, "ppt/comments/m.xml"),
    }
    parts = {
        "ppt/notesSlides/n.xml": tree("p:notes", notes),
        "ppt/comments/c.xml": Part(old),
        "ppt/comments/m.xml": Part(new),
    }
    document = read(tmp_path, Slide(shape("on the slide"), "", links), parts=parts)
    assert [(b.kind.value, b.where.slide, b.where.note, b.text) for b in document.blocks] == [
        ("slide text", 1, None, "on the slide"),
        ("note", 1, "notes", "say this"),
        ("footer", 1, "notes", "CUI"),
        ("comment", 1, "comment", "old comment"),
        ("comment", 1, "comment", "answer"),
        ("comment", 1, "comment", "new comment"),
    ]


def test_hidden_slides_are_read_and_numbered(tmp_path: Path) -> None:
    document = read(tmp_path, shape("shown"), Slide(shape("away"), "show='0'"))
    assert places(document) == [
        ("slide 1, paragraph 1", "shown"),
        ("slide 2, hidden slide, paragraph 1", "away"),
    ]
    assert document.warnings == ("Hidden slides were checked too: 2.",)


def test_diagrams_and_charts_are_text_of_their_slide(tmp_path: Path) -> None:
    diagram = f"<d:drawing xmlns:d='http://schemas.microsoft.com/office/drawing/2008/diagram' {NAMESPACES}><d:sp><d:txBody>{paragraph('step')}</d:txBody></d:sp></d:drawing>"
    names = "<c:cat><c:strRef><c:strCache><c:pt><c:v>North</c:v></c:pt></c:strCache></c:strRef></c:cat>"
    values = "<c:val><c:numRef><c:numCache><c:pt><c:v>7</c:v></c:pt></c:numCache></c:numRef></c:val>"
    series = f"<c:ser>{names}{values}</c:ser>" * 2
    chart = f"<c:chartSpace {NAMESPACES}><c:title><c:tx><c:rich>{paragraph('Sales')}</c:rich></c:tx></c:title>{series}</c:chartSpace>"
    links = {
        "rId1": ("diagramData", "ppt/diagrams/data.xml"),
        "rId2": (_DIAGRAM_LINK, "ppt/diagrams/drawing.xml"),
        "rId3": ("chart", "ppt/charts/chart.xml"),
    }
    parts = {
        "ppt/diagrams/data.xml": Part(f"<x {NAMESPACES}>{paragraph('stored')}</x>"),
        "ppt/diagrams/drawing.xml": Part(diagram),
        "ppt/charts/chart.xml": Part(chart),
    }
    document = read(tmp_path, Slide("", "", links), parts=parts)
    assert places(document) == [
        ("slide 1, diagram, paragraph 1", "step"),
        ("slide 1, chart, paragraph 1", "Sales"),
        ("slide 1, chart, paragraph 2", "North"),
    ]


def test_the_data_of_a_diagram_stand_in_for_a_missing_drawing(tmp_path: Path) -> None:
    links = {"rId1": ("diagramData", "ppt/diagrams/data.xml")}
    parts = {"ppt/diagrams/data.xml": Part(f"<x {NAMESPACES}>{paragraph('stored')}</x>")}
    assert places(read(tmp_path, Slide("", "", links), parts=parts)) == [
        ("slide 1, diagram, paragraph 1", "stored")
    ]


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    equation = shape("<a:p><m:oMath><m:r><m:t>E</m:t></m:r></m:oMath></a:p>")
    links = {
        "rId1": ("oleObject", "ppt/embeddings/o.bin"),
        "rId2": ("http://schemas.microsoft.com/office/2014/relationships/chartEx", "ppt/charts/x.xml"),
    }
    document = read(tmp_path, Slide(equation, "", links))
    assert document.blocks == ()
    assert document.warnings == (
        "Equations (1) were not checked.",
        "Charts of a newer kind (1) were not checked.",
        "Embedded files (1) were not checked.",
        "The presentation holds no text.",
    )


def test_what_the_masters_of_notes_and_handouts_print_is_read(tmp_path: Path) -> None:
    margins = shape("house", placeholder="hdr") + shape("drawn") + shape("Click", placeholder="body")
    document = read(
        tmp_path,
        shape("x"),
        links={"rId8": ("notesMaster", "ppt/n.xml"), "rId9": ("handoutMaster", "ppt/h.xml")},
        parts={"ppt/n.xml": tree("p:notesMaster", margins), "ppt/h.xml": tree("p:handoutMaster", margins)},
    )
    assert [(b.kind.value, b.where.label, b.text) for b in document.blocks[1:]] == [
        ("slide text", "notes master, paragraph 1", "drawn"),
        ("header", "handout master, paragraph 1", "house"),
        ("slide text", "handout master, paragraph 2", "drawn"),
    ]


def test_a_missing_slide_is_named_and_one_listed_twice_is_read_once(tmp_path: Path) -> None:
    document = read(tmp_path, shape("one"), shape("two"), order=(1, 7, 1, 2))
    assert [block.text for block in document.blocks] == ["one", "two"]
    assert document.warnings == ("A slide (rId7) is missing from the file.",)


def test_strict_namespaces_and_other_prefixes_make_no_difference(tmp_path: Path) -> None:
    path = write_powerpoint(tmp_path / "talk.pptx", Slide(shape("T", placeholder="title")))
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name).decode() for name in package.namelist()}
    for name in ("ppt/presentation.xml", "ppt/slides/slide1.xml"):
        xml = files[name].replace("<p:", "<q:").replace("</p:", "</q:").replace("xmlns:p=", "xmlns:q=")
        xml = xml.replace(
            "http://schemas.openxmlformats.org/presentationml/2006/main",
            "http://purl.oclc.org/ooxml/presentationml/main",
        )
        files[name] = xml.replace("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")  # fmt: skip
    with zipfile.ZipFile(path, "w") as package:
        for name, xml in files.items():
            package.writestr(name, xml)
    assert seen(documents.read(path)) == [("heading", "T")]


def test_a_part_that_is_not_well_formed_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableDocument, match=r"talk\.pptx is damaged: its part ppt/slides/slide1\.xml"
    ) as caught:
        read(tmp_path, "<p:sp>")
    assert "PowerPoint" in caught.value.hint


def test_the_limit_of_blocks_holds(tmp_path: Path) -> None:
    path = write_powerpoint(tmp_path / "talk.pptx", Slide(shape(*["x"] * 30)))
    with pytest.raises(LimitExceeded, match=r"talk\.pptx has more than 20"):
        documents.read(path, documents.Limits(blocks=20))


def test_nesting_costs_no_recursion(tmp_path: Path) -> None:
    depth = 20_000
    deep = "<p:grpSp>" * depth + shape("DEEPEST") + "</p:grpSp>" * depth
    assert seen(read(tmp_path, deep)) == [("slide text", "DEEPEST")]


@needs_shared
@pytest.mark.parametrize("path", real_documents("*.pptx"), ids=lambda path: path.name[:8])
def test_real_presentations_lose_no_text_of_slides_and_notes(path: Path) -> None:
    """Compare with a tree of each slide and notes page: all `a:t` that no fallback repeats."""
    from lxml import etree

    name = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
    expected: Counter[str] = Counter()
    with zipfile.ZipFile(path) as package:
        parts = [p for p in package.namelist() if p.startswith(("ppt/slides/slide", "ppt/notesSlides/notes"))]
        for part in parts:
            tree_ = etree.fromstring(package.read(part))
            for fallback in tree_.iter(
                "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
            ):
                fallback.clear()
            expected.update(e.text for e in tree_.iter(name) if e.text)
    found = Counter(
        run.text
        for block in documents.read(path).blocks
        for run in block.runs
        if run.source.part in parts and run.source.run >= 0 and run.text != "\n"
    )
    assert expected
    assert found == expected


def test_capitals_of_the_format_are_printed_and_not_stored(tmp_path: Path) -> None:
    runs = [f'<a:r><a:rPr cap="{cap}"/><a:t>nato</a:t></a:r>' for cap in ("all", "small", "none")]
    (block,) = read(tmp_path, shape(paragraph(*runs, " nato"))).blocks
    assert (block.text, block.printed) == ("natonatonato nato", "NATONATOnato nato")


def test_things_in_a_line_are_one_character(tmp_path: Path) -> None:
    equation = "<m:oMath><m:r><m:t>E</m:t></m:r></m:oMath>"
    number = "<a:fld id='x' type='slidenum'/>"
    stored = "<a:fld id='x' type='slidenum'><a:t>7</a:t></a:fld>"
    text = "<a:r><a:t>{}</a:t></a:r>".format
    line = f"<a:p>{text('a ')}{equation}{text(' b ')}{number}{text(' c ')}{stored}</a:p>"
    (block,) = read(tmp_path, shape(line)).blocks
    assert block.text == f"a {OBJECT} b {OBJECT} c 7"
    assert [run.source.run for run in block.runs] == [0, -1, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("requires", "expected"), [("a14", "new"), ("zz", "old"), ("a14 zz", "old"), ("", "old")]
)
def test_the_alternative_that_is_understood_is_read(tmp_path: Path, requires: str, expected: str) -> None:
    choice = f"<mc:Choice xmlns:a14='http://schemas.microsoft.com/office/drawing/2010/main' xmlns:zz='urn:x' Requires='{requires}'>"
    xml = f"<mc:AlternateContent>{choice}{shape('new')}</mc:Choice><mc:Fallback>{shape('old')}</mc:Fallback></mc:AlternateContent>"
    assert seen(read(tmp_path, xml)) == [("slide text", expected)]
