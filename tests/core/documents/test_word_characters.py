"""Characters and styles as Word prints them: spaces, line ends, capitals, automatic numbers, headings."""

import zipfile
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.docx.formats import APPLICATION_FONT
from stormdat_core.model import Block, BlockKind, Document, RunFormat
from stormdat_core.model.document import in_capitals
from tests.office import needs_office
from tests.office import texts as office_texts
from tests.word import NAMESPACES, W, paragraph, run, write_word

KEEP, TRIM, ODD = ('xml:space="preserve"', 'xml:space="default"', 'xml:space="other"')


def read(tmp_path: Path, body: str, **options: object) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]


def rewrite(path: Path, part: str, old: str, new: str) -> Path:
    """Replace text in a part of a written document."""
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    assert old in files[part].decode()
    files[part] = files[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return path


# Spaces


def spaced(outer: str = "", middle: str = "", own: str = "") -> str:
    return (
        f"<w:p {outer}><w:r><w:t>|</w:t></w:r><w:r {middle}><w:t {own}> x </w:t></w:r>"
        "<w:r><w:t>|</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("around", "kept"),
    [
        (("", "", ""), False),
        ((KEEP, "", ""), True),
        (("", KEEP, ""), True),
        (("", "", KEEP), True),
        ((KEEP, TRIM, ""), False),
        ((TRIM, KEEP, ""), True),
        ((KEEP, "", TRIM), False),
        ((KEEP, "", ODD), False),
        ((TRIM, TRIM, KEEP), True),
    ],
)
def test_the_nearest_element_decides_on_outer_spaces(
    tmp_path: Path, around: tuple[str, str, str], kept: bool
) -> None:
    wanted = "| x |" if kept else "|x|"
    assert [block.text for block in read(tmp_path, spaced(*around)).blocks] == [wanted]


def test_a_sibling_inherits_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, spaced(KEEP) + spaced() + spaced("", KEEP) + spaced()).blocks
    assert [block.text for block in found] == ["| x |", "|x|", "| x |", "|x|"]


def rooted(tmp_path: Path, old: str, new: str, body: str = "") -> Path:
    path = write_word(tmp_path / "rooted.docx", body or spaced() + spaced("", TRIM) + "<w:p/>" + spaced())
    return rewrite(path, "word/document.xml", old, new)


@pytest.mark.parametrize("element", ["w:document", "w:body"])
def test_spaces_count_where_the_root_or_the_body_says_so(tmp_path: Path, element: str) -> None:
    path = rooted(tmp_path, f"<{element}", f"<{element} {KEEP}")
    assert [block.text for block in documents.read(path).blocks] == ["| x |", "|x|", "| x |"]


def test_tracked_deletions_and_other_prefixes_do_not_lose_the_place(tmp_path: Path) -> None:
    deleted = '<w:p><w:del w:id="1"><w:r><w:delText> gone </w:delText></w:r></w:del></w:p>'
    body = f"{deleted}{spaced(KEEP)}{deleted}{spaced()}"
    path = rooted(tmp_path, "<w:", "<q:", body=body)
    path = rewrite(path, "word/document.xml", "</w:", "</q:")
    path = rewrite(path, "word/document.xml", f'xmlns:w="{W}"', f'xmlns:q="{W}" xmlns:w="{W}"')
    assert [block.text for block in documents.read(path).blocks] == ["| x |", "|x|"]


@needs_office
def test_libreoffice_keeps_the_same_spaces(tmp_path: Path) -> None:
    around = [(a, b, c) for a in ("", KEEP, TRIM) for b in ("", KEEP, TRIM) for c in ("", KEEP, TRIM, ODD)]
    path = rooted(tmp_path, "<w:body", f"<w:body {KEEP}", "".join(spaced(*each) for each in around))
    theirs = office_texts([path], tmp_path / "txt", tmp_path / "profile")["rooted"].split("\n")
    assert [block.text for block in documents.read(path).blocks] == theirs[: len(around)]


@pytest.mark.parametrize("end", ["\n", "&#10;", "&#13;"])
def test_a_line_end_inside_a_text_is_a_space(tmp_path: Path, end: str) -> None:
    body = paragraph(run(f"Field Data{end}Unit (FDU)"))
    assert [block.text for block in read(tmp_path, body).blocks] == ["Field Data Unit (FDU)"]


def test_a_line_break_stays_one(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>a\nb</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:tab/><w:t>e</w:t></w:r></w:p>"
    assert [block.text for block in read(tmp_path, body).blocks] == ["a b\nc\nd\te"]


# Capitals


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loud"><w:name w:val="Loud"/><w:rPr><w:caps/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Louder"><w:name w:val="Louder"/><w:basedOn w:val="Loud"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quiet"><w:name w:val="Quiet"/><w:basedOn w:val="Loud"/>'
    '<w:rPr><w:caps w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Big"><w:name w:val="Big"/><w:rPr><w:caps/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Small"><w:name w:val="Small"/><w:rPr><w:smallCaps/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("style", "properties", "printed"),
    [
        ("", "", "rpu"),
        ("", "<w:caps/>", "RPU"),
        ("", "<w:smallCaps/>", "RPU"),
        ("", '<w:caps w:val="false"/>', "rpu"),
        ("", '<w:rStyle w:val="Big"/>', "RPU"),
        ("", '<w:rStyle w:val="Small"/>', "RPU"),
        ("", '<w:rStyle w:val="Big"/><w:caps w:val="0"/>', "rpu"),
        ("Loud", "", "RPU"),
        ("Louder", "", "RPU"),
        ("Quiet", "", "rpu"),
        ("Loud", '<w:rStyle w:val="Big"/>', "rpu"),  # both toggle
        ("Loud", '<w:rStyle w:val="Small"/>', "RPU"),  # of which each toggles for itself
        ("Quiet", '<w:rStyle w:val="Big"/>', "RPU"),
        ("Loud", '<w:caps w:val="0"/>', "rpu"),
    ],
)
def test_capitals_of_the_format_are_printed_and_not_stored(
    tmp_path: Path, style: str, properties: str, printed: str
) -> None:
    body = paragraph("a ", run("rpu", properties), properties=f'<w:pStyle w:val="{style}"/>')
    block = read(tmp_path, body, styles=STYLES).blocks[0]
    assert block.text == "a rpu"
    assert block.printed[2:] == printed


def test_printed_text_is_as_long_as_the_text(tmp_path: Path) -> None:
    text = "straße ﬁle ŉ ǰ µm ıß"
    block = read(tmp_path, paragraph(run(text, "<w:caps/>"))).blocks[0]
    assert len(block.printed) == len(block.text) == len(text)
    assert block.printed == "STRAßE ﬁLE ŉ ǰ ΜM Iß"
    assert in_capitals("") == ""


def test_plain_text_prints_as_it_is() -> None:
    assert RunFormat(APPLICATION_FONT, 10.0).caps is False


# Automatic numbers


def level(at: int, text: str, form: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*abstracts: str, numbers: str) -> str:
    listed = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{inner}</w:abstractNum>' for at, inner in enumerate(abstracts)
    )
    return f"<w:numbering {NAMESPACES}>{listed}{numbers}</w:numbering>"


def number(id_: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def listed(at: int | None, number_id: int | None, style: str = "", text: str = "text") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = (f'<w:ilvl w:val="{at}"/>' if at is not None else "") + (
        f'<w:numId w:val="{number_id}"/>' if number_id is not None else ""
    )
    return paragraph(text, properties=named + (f"<w:numPr>{inner}</w:numPr>" if inner else ""))


def numbers(document: Document) -> list[str]:
    return [block.number for block in document.blocks]


MARKED = level(0, "%1. (U)") + level(1, "%2. (S)", "lowerLetter") + level(2, "%1.%2.%3")
LIST_STYLE = (
    '<w:style w:type="numbering" w:styleId="MyList"><w:name w:val="My List"/>'
    '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
)


def styled(id_: str, more: str, based_on: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{id_}"/><w:basedOn w:val="{based_on}"/>'
        f"<w:pPr>{more}</w:pPr></w:style>"
    )


def test_marks_in_numbers_are_read_whichever_way_a_list_is_reached(tmp_path: Path) -> None:
    in_list = styled("Item", '<w:numPr><w:numId w:val="1"/></w:numPr>') + styled("Child", "", "Item")
    body = (
        listed(0, 1) + listed(1, 1) + listed(1, None, "Item") + listed(None, None, "Child")
        + listed(None, 0, "Child") + listed(2, 1)
    )  # fmt: skip
    made = read(
        tmp_path, body, styles=in_list, parts={"numbering.xml": numbering(MARKED, numbers=number(1, 0))}
    )
    assert numbers(made) == ["1. (U)", "a. (S)", "b. (S)", "2. (U)", "", "2.a.1"]


def test_a_style_takes_the_level_that_names_it_or_what_it_is_based_on(tmp_path: Path) -> None:
    styles = styled("Two", '<w:numPr><w:numId w:val="1"/></w:numPr>') + styled("Mine", "", "Two")
    levels = level(0, "%1") + level(1, "%1.%2 (S)", more='<w:pStyle w:val="Two"/>')
    body = listed(0, 1) + listed(None, None, "Two") + listed(None, None, "Mine")
    made = read(
        tmp_path, body, styles=styles, parts={"numbering.xml": numbering(levels, numbers=number(1, 0))}
    )
    assert numbers(made) == ["1", "1.1 (S)", "1.2 (S)"]


def test_a_list_that_refers_to_a_numbering_style_has_its_levels(tmp_path: Path) -> None:
    style = '<w:styleLink w:val="MyList"/>' + level(0, "(%1)", "upperLetter")
    parts = {
        "numbering.xml": numbering(
            style, '<w:numStyleLink w:val="MyList"/>', numbers=number(2, 0) + number(4, 1)
        )
    }
    body = listed(0, 4) + listed(0, 4) + listed(0, 2)
    assert numbers(read(tmp_path, body, styles=LIST_STYLE, parts=parts)) == ["(A)", "(B)", "(A)"]


def test_a_numbering_style_that_refers_to_itself_ends(tmp_path: Path) -> None:
    parts = {"numbering.xml": numbering('<w:numStyleLink w:val="MyList"/>', numbers=number(2, 0))}
    assert numbers(read(tmp_path, listed(0, 2) + listed(0, 9), styles=LIST_STYLE, parts=parts)) == ["", ""]


@pytest.mark.parametrize(
    ("levels", "override", "expected"),
    [
        pytest.param(level(0, "(%1)", "upperRoman") + level(1, "%1-%2", more="<w:isLgl/>"), "", ["(I)", "1-1", "1-2", "(II)"], id="legal"),
        pytest.param(level(0, "%1 (U)", "none") + level(1, "%1.%2", "lowerLetter"), "", [" (U)", ".a", ".b", " (U)"], id="none"),
        pytest.param(level(0, "(U)", "bullet") + level(1, "%2)"), "", ["(U)", "1)", "2)", "(U)"], id="bullet with text"),
        pytest.param(level(0, "%1") + level(1, "%2", more='<w:lvlRestart w:val="0"/>'), "", ["1", "1", "2", "2"], id="never restarts"),
        pytest.param(
            level(0, "%1") + level(1, "%2"), '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>',
            ["5", "1", "2", "6"], id="another start",
        ),
        pytest.param(
            level(0, "%1") + level(1, "%2"), f'<w:lvlOverride w:ilvl="1">{level(1, "%2. (S)", "lowerLetter")}</w:lvlOverride>',
            ["1", "a. (S)", "b. (S)", "2"], id="another level",
        ),
        pytest.param(level(0, "%1 (u)", "lowerLetter", "<w:rPr><w:caps/></w:rPr>") + level(1, "%2"), "", ["A (U)", "1", "2", "B (U)"], id="capitals"),
        pytest.param(level(0, "%1", more="<w:rPr><w:vanish/></w:rPr>") + level(1, "%1.%2"), "", ["", "1.1", "1.2", ""], id="hidden"),
        pytest.param(
            level(0, "R-%1", "custom").replace('"custom"', '"custom" w:format="001, 002, 003, ..."') + level(1, "%2"), "",
            ["R-001", "1", "2", "R-002"], id="three digits",
        ),
    ],
)  # fmt: skip
def test_a_level_says_what_its_numbers_look_like(
    tmp_path: Path, levels: str, override: str, expected: list[str]
) -> None:
    parts = {"numbering.xml": numbering(levels, numbers=number(1, 0, override))}
    body = listed(0, 1) + listed(1, 1) + listed(1, 1) + listed(0, 1)
    assert numbers(read(tmp_path, body, parts=parts)) == expected


def test_a_format_for_older_programs_does_not_replace_the_newer_one(tmp_path: Path) -> None:
    form = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="01, 02, 03, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    levels = level(0, "%1").replace('<w:numFmt w:val="decimal"/>', form)
    parts = {"numbering.xml": numbering(levels, numbers=number(1, 0))}
    assert numbers(read(tmp_path, listed(0, 1) * 2, parts=parts)) == ["01", "02"]


# Headings


def kinds(blocks: tuple[Block, ...]) -> list[int]:
    """Return the level of each heading, 0 for other blocks."""
    return [block.level if block.kind is BlockKind.HEADING else 0 for block in blocks]


def style(id_: str, name: str, more: str = "", based_on: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
        f"{f'<w:pPr>{more}</w:pPr>' if more else ''}</w:style>"
    )


@pytest.mark.parametrize(
    ("id_", "name", "expected"),
    [
        ("berschrift1", "heading 1", 1),
        ("x", "HEADING 3", 3),
        ("x", "Heading 9", 9),
        ("Heading2", "Mein Stil", 2),
        ("Heading1", "Überschrift 1", 1),
        ("Titre2", "Titre 2", 2),
        ("x", "標題 1", 1),
        ("x", "heading 10", 0),
        ("x", "heading 0", 0),
        ("x", "Subheading 1", 0),
        ("x", "heading 1 note", 0),
        ("Heading1Char", "Heading 1 Char", 0),
        ("Header", "header", 0),
        ("x", "Rubrik Eins", 0),
    ],
)
def test_a_style_is_a_heading_by_its_name(tmp_path: Path, id_: str, name: str, expected: int) -> None:
    body = paragraph("Text", properties=f'<w:pStyle w:val="{id_}"/>')
    assert kinds(read(tmp_path, body, styles=style(id_, name)).blocks) == [expected]


@pytest.mark.parametrize(
    ("styles", "direct", "expected"),
    [
        (style("A", "heading 2"), "", 2),
        (style("B", "heading 2") + style("A", "Section", based_on="B"), "", 2),
        (style("A", "heading 2", '<w:outlineLvl w:val="9"/>'), "", 0),
        (style("A", "heading 2", '<w:outlineLvl w:val="0"/>'), "", 1),
        (style("B", "heading 2") + style("A", "Run-in", '<w:outlineLvl w:val="9"/>', "B"), "", 0),
        (style("A", "heading 2"), '<w:outlineLvl w:val="9"/>', 0),
        (style("A", "Body"), '<w:outlineLvl w:val="3"/>', 4),
        (style("B", "Body", '<w:outlineLvl w:val="9"/>') + style("A", "heading 1", based_on="B"), "", 1),
    ],
)
def test_an_outline_level_beats_the_name(tmp_path: Path, styles: str, direct: str, expected: int) -> None:
    body = paragraph("Text", properties=f'<w:pStyle w:val="A"/>{direct}')
    assert kinds(read(tmp_path, body, styles=styles).blocks) == [expected]
