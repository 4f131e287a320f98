"""What the Word reader sees, in which order, and where it says it stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.errors import UnreadableDocument
from stormdat_core.model import OBJECT, BlockKind, Document
from tests.word import NAMESPACES, heading, paragraph, run, table, write_word


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def read(tmp_path: Path, body: str, **options: object) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(paragraph("one ", "two"), ["one two"], id="runs"),
        pytest.param(f"<w:p><w:hyperlink>{run('link')}</w:hyperlink>{run(' after')}</w:p>", ["link after"], id="hyperlink"),
        pytest.param(f"<w:p><w:ins>{run('in')}</w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del></w:p>", ["in"], id="revisions"),
        pytest.param(f"<w:p><w:moveFrom>{run('old')}</w:moveFrom><w:moveTo>{run('new')}</w:moveTo></w:p>", ["new"], id="moves"),
        pytest.param(f"<w:sdt><w:sdtContent>{paragraph('inside')}</w:sdtContent></w:sdt>", ["inside"], id="content control"),
        pytest.param(f"<w:p><w:smartTag>{run('smart')}</w:smartTag></w:p>", ["smart"], id="smart tag"),
        pytest.param("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", ["a\tb\nc"], id="tabs and breaks"),
        pytest.param("<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>", ["A‑1"], id="no-break hyphen"),
        pytest.param("<w:p><w:r><w:t> trimmed </w:t></w:r></w:p>", ["trimmed"], id="unpreserved spaces"),
        pytest.param("<w:p><w:r><w:sym w:char='00B7'/></w:r></w:p>", ["·"], id="symbol"),
        pytest.param(f"<w:p><w:fldSimple w:instr='AUTHOR'>{run('Ann')}</w:fldSimple></w:p>", ["Ann"], id="simple field"),
        pytest.param(
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
            "<w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            f"{run('result')}<w:r><w:fldChar w:fldCharType='end'/></w:r>{run(' after')}</w:p>",
            ["result after"],
            id="complex field",
        ),
        pytest.param(
            "<w:p><w:r><w:t>before</w:t><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
            f"{paragraph('box')}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent>"
            f"{paragraph('box')}</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>behind</w:t></w:r></w:p>",
            ["beforebehind", "box"],
            id="text box once, after its anchor",
        ),
        pytest.param(paragraph(run("seen"), run("hidden", "<w:vanish/>")), ["seen", "hidden"], id="hidden text apart"),
        pytest.param(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + paragraph("merged") + "</w:tc></w:tr>"
            "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("covered") + "</w:tc></w:tr></w:tbl>",
            ["merged"],
            id="vertical merge once",
        ),
        pytest.param(
            "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>" + paragraph("inner") + "</w:tc></w:tr></w:tbl>"
            + paragraph("outer") + "</w:tc></w:tr></w:tbl>",
            ["inner", "outer"],
            id="nested table in place",
        ),
    ],
)  # fmt: skip
def test_text_is_what_a_reader_sees(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert texts(read(tmp_path, body)) == expected


def test_every_character_leads_back_to_its_run(tmp_path: Path) -> None:
    body = paragraph(
        run("N"), run("AVS", "<w:b/>"), "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", run("EA")
    )
    (block,) = read(tmp_path, body).blocks
    pieces = [(source.run, source.offset, length) for source, length in block.spans(0, 6)]
    assert pieces == [(0, 0, 1), (1, 0, 3), (3, 0, 2)]


def test_headings_tables_and_paragraphs_say_where_they_stand(tmp_path: Path) -> None:
    document = read(
        tmp_path, heading("Scope") + paragraph("first") + paragraph("second") + table(("a", "b"), ("c", "d"))
    )
    assert [block.where.label for block in document.blocks] == [
        "“Scope”, heading",
        "“Scope”, paragraph 1",
        "“Scope”, paragraph 2",
        "“Scope”, table 1, row 1, column 1",
        "“Scope”, table 1, row 1, column 2",
        "“Scope”, table 1, row 2, column 1",
        "“Scope”, table 1, row 2, column 2",
    ]


def test_footnotes_follow_the_paragraph_that_calls_them(tmp_path: Path) -> None:
    notes = (
        f"<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{paragraph('the note')}</w:footnote></w:footnotes>"
    )
    body = paragraph("calls", "<w:r><w:footnoteReference w:id='2'/></w:r>") + paragraph("next")
    document = read(tmp_path, body, parts={"footnotes.xml": notes})
    assert texts(document) == [f"calls{OBJECT}", "the note", "next"]
    assert document.blocks[1].kind is BlockKind.NOTE
    assert document.blocks[1].where.part == "word/footnotes.xml"


def test_a_first_page_header_is_live_only_with_a_title_page(tmp_path: Path) -> None:
    headers = {"default": paragraph("every page"), "first": paragraph("first page")}
    kinds = {b.text: (b.kind, b.where.note) for b in read(tmp_path, paragraph("x"), headers=headers).blocks}
    assert kinds["every page"] == (BlockKind.HEADER, "header")
    assert kinds["first page"] == (BlockKind.HIDDEN, "first-page header that no page shows")
    titled = read(tmp_path, paragraph("x"), headers=headers, section="<w:titlePg/>")
    assert [(b.text, b.kind) for b in titled.blocks[1:]] == [
        ("first page", BlockKind.HEADER),
        ("every page", BlockKind.HEADER),
    ]


def test_what_stands_apart_has_a_kind_of_its_own(tmp_path: Path) -> None:
    comments = f"<w:comments {NAMESPACES}><w:comment w:id='1' w:author='Ann'>{paragraph('why?')}</w:comment></w:comments>"
    drawing = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr id="1" name="n" descr="a chart"/></wp:inline></w:drawing></w:r>'
    )
    mark = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
    equation = "<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>"
    body = f"<w:p>{run('see ')}{equation}{drawing}{mark}</w:p>"
    document = read(tmp_path, body, parts={"comments.xml": comments})
    assert [(b.kind, b.text, b.where.note) for b in document.blocks] == [
        (BlockKind.PARAGRAPH, f"see {3 * OBJECT}", None),
        (BlockKind.ALTERNATIVE_TEXT, "E=mc", "equation"),
        (BlockKind.ALTERNATIVE_TEXT, "a chart", "alternative text"),
        (BlockKind.WATERMARK, "DRAFT", "watermark"),
        (BlockKind.COMMENT, "why?", "comment by Ann"),
    ]
    assert [source.run for source, _ in document.blocks[0].spans(0, 7)] == [0, -1, 1, 2]


def test_the_original_is_what_stood_before_tracked_changes(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('a ')}<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        f"<w:moveTo>{run(' here')}</w:moveTo><w:moveFrom>{run(' there')}</w:moveFrom></w:p>"
    )
    path = write_word(tmp_path / "d.docx", body)
    assert texts(documents.read(path)) == ["a new here"]
    assert texts(documents.read(path, revisions="original")) == ["a old there"]


_LISTS = f"""<w:numbering {NAMESPACES}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%2.%3"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def listed(text: str, level: int, number: int = 7) -> str:
    return paragraph(
        text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def test_numbers_are_counted_as_word_shows_them(tmp_path: Path) -> None:
    body = (
        listed("a", 0) + listed("b", 1) + listed("", 1) + listed("c", 1) + listed("d", 2)
        + listed("e", 0) + listed("f", 1) + listed("g", 0, 8) + listed("h", 0, 8) + paragraph("none")
    )  # fmt: skip
    document = read(tmp_path, body, parts={"numbering.xml": _LISTS})
    assert [(block.text, block.number) for block in document.blocks] == [
        ("a", "1"), ("b", "(a)"), ("c", "(c)"), ("d", "1.c.IV"), ("e", "2"), ("f", "(a)"),
        ("g", "5"), ("h", "6"), ("none", ""),
    ]  # fmt: skip


def test_headings_carry_their_number_into_the_place(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="7"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    body = heading("Scope") + heading("Terms") + paragraph("text")
    document = read(tmp_path, body, styles=styles, parts={"numbering.xml": _LISTS})
    assert document.blocks[-1].where.label == "2 “Terms”, paragraph 1"


def test_the_contents_are_known_as_generated(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('1 Scope')}</w:p>"
        f"<w:p>{run('2 Terms')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>" + paragraph("text")
    )
    kinds = [block.kind for block in read(tmp_path, body).blocks]
    assert kinds == [BlockKind.CONTENTS, BlockKind.CONTENTS, BlockKind.PARAGRAPH]


@pytest.mark.parametrize("prefix", ["w", "x", ""], ids=["usual", "other prefix", "default namespace"])
def test_namespace_prefixes_do_not_matter(tmp_path: Path, prefix: str) -> None:
    path = write_word(tmp_path / "d.docx", paragraph(run("same", "<w:sz w:val='40'/>")))
    _rewrite(path, "word/document.xml", lambda xml: _reprefixed(xml, prefix))
    (block,) = documents.read(path).blocks
    assert (block.text, block.runs[0].format.size_pt) == ("same", 20.0)


def test_strict_documents_are_read(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("strict"))
    old, new = (
        b"schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"purl.oclc.org/ooxml/wordprocessingml/main",
    )
    _rewrite(path, "word/document.xml", lambda xml: xml.replace(old, new))
    assert texts(documents.read(path)) == ["strict"]


def _reprefixed(xml: bytes, prefix: str) -> bytes:
    """Return the part with another prefix on its elements; attributes keep theirs, which stays declared."""
    import re

    named = (prefix + ":").encode() if prefix else b""
    declaration = f"xmlns{':' if prefix else ''}{prefix}=".encode()
    body = re.sub(rb"<(/?)w:", rb"<\1" + named, xml)
    uri = b'"http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return body.replace(
        b"xmlns:w=" + uri, b"xmlns:w=" + uri + (b" " + declaration + uri if prefix != "w" else b""), 1
    )


def _rewrite(path: Path, part: str, change: object) -> None:
    import zipfile

    with zipfile.ZipFile(path) as old:
        files = {info.filename: old.read(info) for info in old.infolist()}
    files[part] = change(files[part])  # type: ignore[operator]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)


@pytest.mark.parametrize("value", ["²", "-1", "x", "", "99999999999", "9" * 5000])
def test_a_number_that_is_none_changes_nothing(tmp_path: Path, value: str) -> None:
    properties = f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="{value}"/></w:numPr><w:outlineLvl w:val="{value}"/>'
    cell = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr>{paragraph("c")}</w:tc></w:tr></w:tbl>'
    levels = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/>'
        "</w:lvl></w:abstractNum></w:numbering>"
    )
    body = paragraph("text", properties=properties) + cell
    assert texts(read(tmp_path, body, parts={"numbering.xml": levels})) == ["text", "c"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda xml: xml.replace('<w:lvl w:ilvl="1">', '<!-- </w:abstractNum> --><w:lvl w:ilvl="1">', 1), id="a comment"),
        pytest.param(lambda xml: xml.replace("<w:abstractNum ", "<w:abstractNum w:x='&gt;' ", 1), id="an attribute before"),
        pytest.param(
            lambda xml: xml.replace("<w:abstractNum ", '<w:abstractNum w:abstractNumId="9"/><w:abstractNum ', 1),
            id="an empty list before",
        ),
    ],
)  # fmt: skip
def test_lists_are_found_however_the_part_is_written(tmp_path: Path, change: Callable[[str], str]) -> None:
    document = read(tmp_path, listed("a", 0) + listed("b", 1), parts={"numbering.xml": change(_LISTS)})
    assert [block.number for block in document.blocks] == ["1", "(a)"]


def test_a_list_that_is_damaged_and_used_is_named(tmp_path: Path) -> None:
    damaged = _LISTS.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"')
    path = write_word(tmp_path / "d.docx", listed("a", 0), parts={"numbering.xml": damaged})
    with pytest.raises(UnreadableDocument, match=r"word/numbering\.xml is not well formed"):
        documents.read(path)


def test_lists_in_another_encoding_are_read_in_it(tmp_path: Path) -> None:
    path = write_word(
        tmp_path / "d.docx", listed("a", 0), parts={"numbering.xml": _LISTS.replace('"%1"', '"%1 §"')}
    )
    _rewrite(
        path, "word/numbering.xml", lambda xml: xml.decode().replace("UTF-8", "iso-8859-1").encode("latin-1")
    )
    assert [block.number for block in documents.read(path).blocks] == ["1 §"]
