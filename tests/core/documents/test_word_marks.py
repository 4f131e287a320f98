"""Paragraph marks: deleted ones join paragraphs, in both views, and hidden ones join lines."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Document
from tests.things import deleted, ended, in_run, old_box, picture
from tests.word import heading, paragraph, run, write_word

_CHANGE = "w:id='1' w:author='Ann' w:date='2024-01-01T00:00:00Z'"


def read(tmp_path: Path, body: str, **options: str) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body), **options)  # type: ignore[arg-type]


def both(tmp_path: Path, body: str) -> tuple[list[str], list[str]]:
    after, before = read(tmp_path, body), read(tmp_path, body, revisions="original")
    return [block.text for block in after.blocks], [block.text for block in before.blocks]


def row(inner: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{inner}</w:tc></w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


_NESTED = f"<w:tbl>{row(paragraph('deep'))}</w:tbl>" + paragraph("x")


@pytest.mark.parametrize(
    ("body", "after", "before"),
    [
        pytest.param(ended("del", run("a ")) + paragraph("b"), ["a b"], ["a ", "b"], id="deleted mark"),
        pytest.param(ended("moveFrom", run("a ")) + paragraph("b"), ["a b"], ["a ", "b"], id="mark moved away"),
        pytest.param(ended("ins", run("a ")) + paragraph("b"), ["a ", "b"], ["a b"], id="inserted mark"),
        pytest.param(ended("moveTo", run("a ")) + paragraph("b"), ["a ", "b"], ["a b"], id="mark moved here"),
        pytest.param(ended("del", run("a ")) + ended("del", run("b ")) + paragraph("c"), ["a b c"], ["a ", "b ", "c"], id="two deleted"),
        pytest.param(paragraph("a") + ended("del", deleted("gone")) + paragraph("b"), ["a", "b"], ["a", "gone", "b"], id="whole paragraph"),
        pytest.param(ended("del", run("a ")) + ended("del", deleted("gone")) + paragraph("b"), ["a b"], ["a ", "gone", "b"], id="with the end of the one before"),
        pytest.param(ended("del", run("a ")), ["a "], ["a "], id="last of all"),
        pytest.param(paragraph("a") + ended("del", deleted("gone")), ["a"], ["a", "gone"], id="last of all, whole"),
        pytest.param(ended("del", run("a")) + f"<w:tbl>{row(paragraph('b'))}</w:tbl>", ["a", "b"], ["a", "b"], id="before a table"),
        pytest.param(f"<w:tbl>{row(ended('del', run('a')))}{row(paragraph('b'))}</w:tbl>" + paragraph("c"), ["a", "b", "c"], ["a", "b", "c"], id="last in a cell"),
        pytest.param(f"<w:tbl>{row(ended('del', run('a ')) + paragraph('b'))}</w:tbl>", ["a b"], ["a ", "b"], id="inside a cell"),
        pytest.param(paragraph(run("x"), in_run(old_box(ended("del", run("a ")) + paragraph("b")))), ["x", "a b"], ["x", "a ", "b"], id="inside a text box"),
        pytest.param(ended("del", run("a "), in_run(old_box(paragraph("box")))) + paragraph("b"), ["a b", "box"], ["a ", "box", "b"], id="with a text box"),
        pytest.param(paragraph("a", properties=f"<w:numPr><w:numId w:val='1'/><w:del {_CHANGE}/></w:numPr>") + paragraph("b"), ["a", "b"], ["a", "b"], id="only the number"),
        pytest.param(f"<w:tbl>{row(paragraph('a'))}{row(_NESTED, f'<w:del {_CHANGE}/>')}{row(paragraph('c'))}</w:tbl>", ["a", "c"], ["a", "deep", "x", "c"], id="deleted row"),
        pytest.param(f"<w:tbl>{row(paragraph('a'))}{row(paragraph('b'), f'<w:ins {_CHANGE}/>')}</w:tbl>", ["a", "b"], ["a"], id="inserted row"),
        pytest.param(f"<w:tbl><w:tr>{cell('a')}{cell('b', f'<w:cellDel {_CHANGE}/>')}{cell('c')}</w:tr></w:tbl>", ["a", "c"], ["a", "b", "c"], id="deleted cell"),
        pytest.param(f"<w:tbl><w:tr>{cell('a')}{cell('b', f'<w:cellIns {_CHANGE}/>')}</w:tr></w:tbl>", ["a", "b"], ["a"], id="inserted cell"),
        pytest.param(f"<w:tbl><w:tr>{cell('a')}</w:tr><w:tr>{cell('b', f'''<w:cellMerge {_CHANGE} w:vMerge='cont'/>''')}</w:tr></w:tbl>", ["a"], ["a", "b"], id="merged cell"),
    ],
)  # fmt: skip
def test_both_views(tmp_path: Path, body: str, after: list[str], before: list[str]) -> None:
    assert both(tmp_path, body) == (after, before)


def test_a_joined_paragraph_has_the_properties_of_the_last_and_leads_back_to_all(tmp_path: Path) -> None:
    title = '<w:pStyle w:val="Heading1"/>'
    document = read(
        tmp_path, ended("del", run("a "), properties=title) + paragraph(run("b"), in_run("<w:t>c</w:t>"))
    )
    (block,) = document.blocks
    assert block.kind.value == "paragraph"
    assert [(source.run, source.offset, length) for source, length in block.spans(0, 4)] == [
        (0, 0, 2),
        (1, 0, 1),
        (2, 0, 1),
    ]
    assert block.revised == ((2, 2),)


def test_gaps_follow_what_is_gone(tmp_path: Path) -> None:
    body = paragraph("a") + "<w:p/>" + ended("del") + ended("del", deleted("x")) + paragraph("b")
    assert [block.gap for block in read(tmp_path, body).blocks] == [0, 1]
    assert [block.gap for block in read(tmp_path, body, revisions="original").blocks] == [0, 2, 0]


def test_gone_rows_and_cells_leave_no_number(tmp_path: Path) -> None:
    gone = f"<w:tbl>{row(paragraph('x'), f'<w:del {_CHANGE}/>')}</w:tbl>"
    rest = f"<w:tbl>{row(paragraph('x'), f'<w:del {_CHANGE}/>')}<w:tr>{cell('y', f'<w:cellDel {_CHANGE}/>')}{cell('z')}</w:tr></w:tbl>"
    (block,) = read(tmp_path, gone + rest).blocks
    assert (block.where.table, block.where.row, block.where.column) == (1, 1, 1)
    assert block.runs[0].source.run == 3


def test_numbers_do_not_count_gone_paragraphs(tmp_path: Path) -> None:
    body = (
        heading("A") + ended("del", deleted("gone"), properties='<w:pStyle w:val="Heading1"/>') + heading("B")
    )
    assert [block.text for block in read(tmp_path, body).blocks] == ["A", "B"]


_SPECIAL = "<w:pStyle w:val='Heading1'/><w:rPr><w:vanish/><w:specVanish/></w:rPr>"


def test_a_run_in_heading_stays_a_heading_and_shares_its_line(tmp_path: Path) -> None:
    body = paragraph("(U) Purpose. ", properties=_SPECIAL) + paragraph("This memo.") + paragraph("Next.")
    blocks = read(tmp_path, body).blocks
    assert [(block.kind.value, block.text) for block in blocks] == [
        ("heading", "(U) Purpose. "),
        ("paragraph", "This memo."),
        ("paragraph", "Next."),
    ]
    assert [(block.runs_on, block.run_in) for block in blocks] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert blocks[1].where.heading == ("(U) Purpose.",)


@pytest.mark.parametrize(
    "properties",
    ["<w:rPr><w:vanish w:val='0'/></w:rPr>", "<w:rPr><w:b/></w:rPr>", ""],
)
def test_an_ordinary_mark_ends_its_line(tmp_path: Path, properties: str) -> None:
    blocks = read(
        tmp_path, paragraph("a", properties=properties) + paragraph(run("b", "<w:vanish/>"), run("c"))
    ).blocks
    assert not any(block.run_in or block.runs_on for block in blocks)


def test_a_line_does_not_go_on_in_another_cell_or_behind_a_text_box(tmp_path: Path) -> None:
    special = paragraph("a", properties=_SPECIAL)
    body = f"<w:tbl><w:tr><w:tc>{special}</w:tc>{cell('b')}</w:tr></w:tbl>"
    assert not any(block.run_in for block in read(tmp_path, body).blocks)
    boxed = paragraph(
        run("a"), in_run(old_box(paragraph("box"))), in_run(picture("anchor")), properties=_SPECIAL
    )
    assert [(b.text, b.run_in) for b in read(tmp_path, boxed + paragraph("b")).blocks] == [
        ("a", False), ("box", False), ("b", True),
    ]  # fmt: skip


def test_a_hidden_paragraph_makes_no_distance(tmp_path: Path) -> None:
    hidden = paragraph(run("secret", "<w:vanish/>"), properties="<w:rPr><w:vanish/></w:rPr>")
    document = read(tmp_path, paragraph("a") + hidden + paragraph("b"))
    assert [(block.text, block.gap) for block in document.blocks if block.kind.value == "paragraph"] == [
        ("a", 0),
        ("b", 0),
    ]
