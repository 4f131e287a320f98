"""Which paragraphs of a Word document are headings, and where text below a heading in a cell stands."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Block, BlockKind
from tests.word import heading, paragraph, table, write_word

_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
    for id_, name in (
        ("TOC2", "toc 2"),
        ("Front", "Heading Unnumbered"),
        ("List", "List Paragraph"),
        ("Body", "Body Text"),
    )
) + (
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr>'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
_ITEM = '<w:pStyle w:val="List"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>'


def blocks(tmp_path: Path, body: str) -> tuple[Block, ...]:
    return documents.read(write_word(tmp_path / "d.docx", body, styles=_STYLES)).blocks


def styled(text: str, style: str) -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Activities remain compliant as new services come.", BlockKind.LIST_ITEM),
        ("The change is reported as soon as it is known;", BlockKind.LIST_ITEM),
        ("Roles and responsibilities", BlockKind.HEADING),
        ("Purpose.", BlockKind.HEADING),
    ],
)
def test_a_sentence_in_a_list_is_no_heading_for_its_outline_level(
    tmp_path: Path, text: str, kind: BlockKind
) -> None:
    found, below = blocks(tmp_path, paragraph(text, properties=_ITEM) + paragraph("Below."))
    assert found.kind is kind
    assert below.where.heading == ((text,) if kind is BlockKind.HEADING else ())


def test_a_sentence_in_a_heading_style_stays_a_heading(tmp_path: Path) -> None:
    numbered = '<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    (found,) = blocks(tmp_path, paragraph("The system shall do what it is told.", properties=numbered))
    assert found.kind is BlockKind.HEADING


def test_what_the_contents_list_is_a_heading_by_the_name_of_its_style(tmp_path: Path) -> None:
    listed = styled("1.1\tAbout us\t3", "TOC2") + styled("Body line\t4", "TOC2")
    body = listed + "".join(
        styled(text, style)
        for text, style in (("About  us", "Front"), ("Body line", "Body"), ("Not listed", "Front"))
    )
    *_, first, second, third = blocks(tmp_path, body)
    assert (first.kind, first.level) == (BlockKind.HEADING, 2)
    assert (second.kind, second.where.heading) == (BlockKind.PARAGRAPH, ("About us",))
    assert third.kind is BlockKind.PARAGRAPH


def test_text_below_a_heading_in_a_cell_is_found_by_it(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{heading('Purpose')}{paragraph('Inner text.')}</w:tc></w:tr></w:tbl>"
    cell = f"{paragraph('Above.')}{inner}{paragraph('Below.')}"
    outer = f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc>{paragraph('Beside.')}</w:tc></w:tr></w:tbl>"
    found = {block.text: block for block in blocks(tmp_path, heading("Scope") + outer + paragraph("After."))}
    assert found["Above."].where.label == "“Scope”, table 1, row 1, column 1"
    assert found["Purpose"].where.heading == ("Scope", "Purpose")
    assert found["Inner text."].where.label == "“Purpose”, table 1, row 1, column 1"
    assert found["Below."].where.heading == ("Scope", "Purpose")
    assert found["Beside."].where.heading == ("Scope",)
    assert found["After."].where.heading == ("Scope",)


def test_a_table_without_headings_stands_below_the_heading_above(tmp_path: Path) -> None:
    found = blocks(tmp_path, heading("Scope") + table(("one", "two"), ("three", "four")))
    assert {block.where.heading for block in found} == {("Scope",)}
