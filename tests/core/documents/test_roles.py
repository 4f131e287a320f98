"""Cover, titles and code are told apart from text: by style, by look, by shape; each kind with its near-twins."""

import time
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.block_roles.listings import is_listing, reads_as_sentence
from stormdat_core.documents.block_roles.lookalikes import (
    caption_number_end,
    is_caption,
    is_column_heading,
    is_separator,
)
from stormdat_core.documents.block_roles.roles import with_roles
from stormdat_core.model import Block, BlockKind, Location, Role, Run, RunFormat, RunSource
from tests.word import heading, paragraph, run, table, write_word

_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_PROSE = paragraph(
    "The pump moves water from the tank to the tower at the speed that the plan asks for. " * 3
)
_SECTION = paragraph("", properties="<w:sectPr/>")


def big(text: str) -> str:
    return paragraph(run(text, '<w:sz w:val="56"/>'))


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def style(name: str, properties: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="S"><w:name w:val="{name}"/>{properties}</w:style>'


def styled(text: str) -> str:
    return paragraph(text, properties='<w:pStyle w:val="S"/>')


def roles(tmp_path: Path, body: str, **options: str) -> dict[str, str]:
    document = documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]
    return {block.text.strip(): block.role.value for block in document.blocks if block.text.strip()}


_COVER = big("Pump Plan") + paragraph("Version 2") + paragraph("May 2024")


@pytest.mark.parametrize(
    "after",
    [_BREAK + _PROSE, _SECTION + _PROSE, paragraph("Revision History") + _PROSE, heading("Scope") + _PROSE],
    ids=["page break", "section", "front title", "heading"],
)
def test_lines_up_to_the_end_of_the_first_page_are_the_cover(tmp_path: Path, after: str) -> None:
    found = roles(tmp_path, _COVER + after)
    assert [text for text, role in found.items() if role == "cover"] == ["Pump Plan", "Version 2", "May 2024"]


def test_a_cover_may_be_a_table_and_carry_a_statement(tmp_path: Path) -> None:
    statement = (
        "Distribution statement A: approved for public release, distribution is unlimited in all countries."
    )
    cell = f"<w:tbl><w:tr><w:tc>{big('Pump Plan')}{paragraph(statement)}</w:tc></w:tr></w:tbl>"
    found = roles(tmp_path, cell + _SECTION + _PROSE)
    assert (found["Pump Plan"], found[statement]) == ("cover", "cover")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraph("MEMORANDUM FOR THE RECORD") + _PROSE + _BREAK + _PROSE, id="a memorandum"),
        pytest.param(big("Pump Plan") + _PROSE * 4 + _BREAK + _PROSE, id="text on the first page"),
        pytest.param(_PROSE, id="no end at all"),
        pytest.param(table(("Name", "Value"), ("a", "b")) + _SECTION + _PROSE, id="a form"),
        pytest.param(heading("Scope") + _PROSE, id="a heading comes first"),
    ],
)
def test_a_document_without_a_cover_has_none(tmp_path: Path, body: str) -> None:
    assert "cover" not in roles(tmp_path, body).values()


def test_bare_lines_before_a_page_break_are_a_cover_and_a_letter_is_none(tmp_path: Path) -> None:
    lines = paragraph("Flight Software") + paragraph("Build 2") + paragraph("Release Date:  8/29/2017")
    assert roles(tmp_path, lines + _BREAK + _PROSE)["Flight Software"] == "cover"
    letter = paragraph("Dear Sir,") + paragraph("we send the plan you asked for in May.")
    letter += paragraph("Yours")
    assert "cover" not in roles(tmp_path, letter + _BREAK + _PROSE).values()


def test_cover_styles_count_wherever_they_stand_among_the_first(tmp_path: Path) -> None:
    found = roles(tmp_path, _PROSE + styled("582-2013-001"), styles=style("COVER FOOTER"))
    assert found["582-2013-001"] == "cover"
    assert roles(tmp_path, _PROSE + styled("Contents"), styles=style("Title Cover"))["Contents"] == "title"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Revision History", True),
        ("TEMPLATE REVISION HISTORY", True),
        ("Table of Contents", True),
        ("List of Tables and Figures", True),
        ("Executive Summary", True),
        ("This page intentionally left blank.", True),
        ("[This page is intentionally blank]", True),
        ("This page deliberately left blank.", True),
        ("The revision history follows.", False),
        ("Contents may be hot", False),
        ("This page describes the blank form.", False),
        ("List of tables that were dropped", False),
    ],
)
def test_titles_of_what_stands_before_the_text(tmp_path: Path, text: str, title: bool) -> None:
    found = roles(tmp_path, heading("One") + _PROSE + paragraph(text))
    assert found[text] == ("title" if title else "body")


def test_title_styles_and_what_is_set_large_before_the_first_heading(tmp_path: Path) -> None:
    sheet = style("Subtitle")
    assert roles(tmp_path, _PROSE + styled("A plan"), styles=sheet)["A plan"] == "title"
    long = (
        "The plan says what the pumps do and when they are to be changed, and it is kept up to date by us. "
        * 2
    )
    assert roles(tmp_path, styled(long), styles=sheet)[long.strip()] == "body"
    found = roles(tmp_path, _PROSE + big("Purpose") + heading("One") + big("Warning"))
    assert (found["Purpose"], found["Warning"]) == ("title", "body")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Code", "code"),
        ("Source Code", "code"),
        ("HTML Preformatted", "code"),
        ("Listing", "code"),
        ("Code Block", "code"),
        ("Zip Code", "body"),
        ("Code of Conduct", "body"),
        ("Source", "body"),
        ("Source Text", "body"),
    ],
)
def test_code_by_style(tmp_path: Path, name: str, role: str) -> None:
    assert roles(tmp_path, _PROSE + styled("run it"), styles=style(name))["run it"] == role


def test_code_by_style_goes_to_descendants(tmp_path: Path) -> None:
    sheet = style("Mine", '<w:basedOn w:val="C"/>') + (
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Code"/></w:style>'
    )
    assert roles(tmp_path, styled("run it"), styles=sheet)["run it"] == "code"


@pytest.mark.parametrize("name", ["Courier New", "Consolas", "Menlo", "DejaVu Sans Mono", "Lucida Console"])
def test_code_by_font(tmp_path: Path, name: str) -> None:
    found = roles(tmp_path, _PROSE + paragraph(run("make all", font(name))))
    assert found["make all"] == "code"


def test_what_is_partly_or_wholly_or_wrongly_in_a_monospaced_font_is_no_code(tmp_path: Path) -> None:
    courier = font("Courier New")
    partly = paragraph("Type ", run("make all", courier), " and wait.")
    assert roles(tmp_path, _PROSE + partly)["Type make all and wait."] == "body"
    typed = paragraph(run("Dear Sir", courier)) + paragraph(run("make all", courier))
    assert set(roles(tmp_path, typed).values()) == {"body"}
    pasted = _PROSE + paragraph(run("This was pasted from another document.", courier))
    assert roles(tmp_path, pasted)["This was pasted from another document."] == "body"


def test_a_comment_between_lines_of_code_is_code(tmp_path: Path) -> None:
    courier = font("Courier New")
    lines = ["make all", "The build takes an hour or so to end.", "make install"]
    body = _PROSE * 2 + "".join(paragraph(run(line, courier)) for line in lines)
    assert [roles(tmp_path, body)[line] for line in lines] == ["code"] * 3


_SHAPES = {
    '<import-ssp href="../ssp/file.xml" />': True,
    "</back-matter>": True,
    "<title>System</title>": True,
    "<!-- cut -->": True,
    "{": True,
    "}],": True,
    '"name": "pump",': True,
    "$ git clone pump": True,
    r"C:\Users> dir": True,
    "MaxClients=20": True,
    "U32 val = (U32)pt;": True,
    "pt.get(val);": True,
    'filter(startsWith(Q10, "b") & Q66 != 0)': True,
    "void setPort(Port* port);": True,
    "if (x > 0) {": True,
    "result <- data": True,
    # near-twins
    "<CSP Name> Representative:": False,
    "<System Name>": False,
    "The <System Name> is a <service> of the agency.": False,
    "$ 500 for the pump": False,
    "identify the system(s) and its owner(s);": False,
    "Pressure > 5 bar (see Section 4)": False,
    "The result is x = 5; the test passed.": False,
    "Report on Result != CFE_SUCCESS when the command fails.": False,
    "a) the pump (as built);": False,
    "Note: see {Section 4} of the plan": False,
    "# of items": False,
}


@pytest.mark.parametrize(("text", "code"), _SHAPES.items())
def test_code_by_shape(text: str, code: bool) -> None:
    assert is_listing(text) is code


def test_code_by_shape_in_the_cell_of_a_table(tmp_path: Path) -> None:
    found = roles(tmp_path, _PROSE + table(("Call", "pt.get(val);"), ("Owner", "The team")))
    assert found["pt.get(val);"] == "code"
    assert found["The team"] == "body"


def test_a_heading_is_never_code(tmp_path: Path) -> None:
    assert roles(tmp_path, heading("pt.get(val);") + _PROSE)["pt.get(val);"] == "body"


def test_code_of_a_markdown_file(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    path.write_text("Text.\n\n```\nmake all\n```\n", "utf-8")
    assert [block.role for block in documents.read(path).blocks] == [Role.BODY, Role.CODE]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Wait.", False), ("Wait for it.", True), ("# wait for it to end", False), ("x = wait(it).", False)],
)
def test_sentences(text: str, sentence: bool) -> None:
    assert reads_as_sentence(text) is sentence


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Table 3-1. Loads", "Loads"),
        ("Figure 2: Flow", "Flow"),
        ("Figure 2  Flow", "Flow"),
        ("Figure 2-1 cFS System Context", "cFS System Context"),
        ("Table A-1 – Loads", "Loads"),
        ("Figure 4", ""),
        ("Table 3 shows the loads.", None),
        ("Tables 3 and 4", None),
        ("See Table 3: it lists the loads", None),
        ("Table of Contents", None),
    ],
)
def test_captions_by_shape(text: str, title: str | None) -> None:
    end = caption_number_end(text)
    assert (text[end:] if end else None) == title


def _block(text: str, kind: BlockKind, *, row: int | None = None, bold: bool = False) -> Block:
    look = RunFormat("Arial", 10.0, bold=bold)
    where = Location(kind=kind, block=0, table=1 if row else None, row=row, column=1 if row else None)
    return Block(0, kind, (Run(text, look, RunSource("p", 0)),), where)


def test_captions_separators_and_heads_of_columns() -> None:
    assert is_caption(_block("Loads", BlockKind.CAPTION))
    assert is_caption(_block("Table 1. Loads", BlockKind.PARAGRAPH))
    assert not is_caption(_block("Table 1. Loads", BlockKind.CELL))
    assert all(is_separator(text) for text in ("-----", "* * *", "====", "......"))
    assert not any(is_separator(text) for text in ("--", "- a -", "   ", "1.2"))
    assert is_column_heading(_block("Load", BlockKind.CELL, row=1))
    assert is_column_heading(_block("Load", BlockKind.CELL, row=4, bold=True))
    assert not is_column_heading(_block("Load", BlockKind.CELL, row=4))
    assert not is_column_heading(_block("Load", BlockKind.PARAGRAPH, bold=True))


@pytest.mark.parametrize(
    "text", ["<" * 100_000, "a=" * 50_000, "<a " * 30_000, "{ " * 50_000, "[a-z] " * 20_000]
)
def test_hostile_text_costs_little(text: str) -> None:
    blocks = [_block(text, BlockKind.PARAGRAPH)] * 20
    started = time.process_time()
    with_roles(blocks)
    assert time.process_time() - started < 1
