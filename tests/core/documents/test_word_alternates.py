"""Alternative renderings: the one that is understood is read, once, wherever it stands."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import OBJECT
from tests.things import SYMEX, alternates, box, in_run, old_box, picture
from tests.word import NAMESPACES, paragraph, run, write_word

_ROW = "<w:tr><w:tc>{}</w:tc></w:tr>"


def texts(tmp_path: Path, body: str, **options: object) -> list[str]:
    document = documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]
    return [block.text for block in document.blocks]


def either(new: str, old: str, requires: str = "zz") -> str:
    return alternates((requires, new), fallback=old)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<w:p>" + either(run("new"), run("old")) + "</w:p>", ["old"], id="runs"),
        pytest.param("<w:p>" + either(run("new"), run("old"), "wps") + "</w:p>", ["new"], id="understood"),
        pytest.param("<w:p>" + either(run("new"), run("old"), "wps zz") + "</w:p>", ["old"], id="only one of two"),
        pytest.param("<w:p>" + either(run("new"), run("old"), "wps r") + "</w:p>", ["new"], id="both of two"),
        pytest.param("<w:p>" + either(run("new"), run("old"), "") + "</w:p>", ["old"], id="says nothing"),
        pytest.param("<w:p>" + either(run("new"), run("old"), "nowhere") + "</w:p>", ["old"], id="not declared"),
        pytest.param(paragraph(in_run(either("<w:t>new</w:t>", "<w:t>old</w:t>"))), ["old"], id="in a run"),
        pytest.param(either(paragraph("new"), paragraph("old")), ["old"], id="paragraphs"),
        pytest.param("<w:tbl>" + either(_ROW.format(paragraph("new")), _ROW.format(paragraph("old"))) + "</w:tbl>", ["old"], id="rows"),
        pytest.param("<w:tbl>" + _ROW.format(either(paragraph("new"), paragraph("old"))) + "</w:tbl>", ["old"], id="in a cell"),
        pytest.param("<w:tbl><w:tr>" + either("<w:tc>" + paragraph("new") + "</w:tc>", "<w:tc>" + paragraph("old") + "</w:tc>") + "</w:tr></w:tbl>", ["old"], id="cells"),
        pytest.param("<w:p>" + alternates(("zz", run("one")), ("wps", run("two")), ("r", run("three")), fallback=run("old")) + "</w:p>", ["two"], id="first that is understood"),
        pytest.param("<w:p>" + either(run("new"), either(run("newer"), run("old"))) + "</w:p>", ["old"], id="nested in the fallback"),
        pytest.param("<w:p>" + either(either(run("newer"), run("new")), run("old"), "wps") + "</w:p>", ["new"], id="nested in the choice"),
        pytest.param("<w:p>" + alternates(("zz", run("new"))) + run("x") + "</w:p>", ["x"], id="no fallback"),
        pytest.param(paragraph(run("a"), in_run(either(box(paragraph("new box")), old_box(paragraph("old box")), "wps"))), ["a", "new box"], id="text box once"),
        pytest.param(paragraph(run("a"), in_run(either("<zz:new/>", old_box(paragraph("old box"))))), ["a", "old box"], id="text box of the fallback"),
        pytest.param(paragraph(in_run(either(box(either(paragraph("newer"), paragraph("inner"))), "", "wps"))), [OBJECT, "inner"], id="in a text box"),
        pytest.param(paragraph(run("a "), in_run(f"<w:t>x</w:t>{either(picture(), '<w:t>old</w:t>', 'wps')}<w:t>y</w:t>")), [f"a x{OBJECT}y"], id="inside a run"),
    ],
)  # fmt: skip
def test_what_is_understood_is_read(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert texts(tmp_path, body) == expected


def test_alternatives_in_headers_and_notes(tmp_path: Path) -> None:
    inner = "<w:p>" + either(run("new"), run("old")) + "</w:p>"
    notes = f"<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{inner}</w:footnote></w:footnotes>"
    body = paragraph("x", "<w:r><w:footnoteReference w:id='2'/></w:r>")
    assert texts(tmp_path, body, parts={"footnotes.xml": notes}, headers={"default": inner}) == [
        f"x{OBJECT}", "old", "old",
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "shown"), [("2705", "✅"), ("1F600", "😀"), ("zz", OBJECT)])
def test_an_emoji_is_its_character(tmp_path: Path, code: str, shown: str) -> None:
    emoji = f'<w16se:symEx {SYMEX} w16se:font="Segoe UI Emoji" w16se:char="{code}"/>'
    choice = alternates(("w16se", emoji), fallback="<w:t>?</w:t>")
    declared = choice.replace("xmlns:zz", f"{SYMEX} xmlns:zz", 1)
    assert texts(tmp_path, paragraph(run("a "), in_run(declared), run(" b"))) == [f"a {shown} b"]


def test_offsets_in_a_run_do_not_count_what_stands_in_an_alternative(tmp_path: Path) -> None:
    inner = f"<w:t>ab</w:t>{either('<zz:n/>', '<w:t>old</w:t>')}<w:t>cd</w:t>"
    (block,) = documents.read(write_word(tmp_path / "d.docx", paragraph(in_run(inner)))).blocks
    assert [(run.text, run.source.run, run.source.offset) for run in block.runs] == [
        ("ab", 0, 0), ("old", -1, 0), ("cd", 0, 2),
    ]  # fmt: skip


def test_a_prefix_means_what_the_part_binds_it_to(tmp_path: Path) -> None:
    new = alternates(("wps", run("new")), fallback=run("old"))
    foreign = new.replace("xmlns:zz", 'xmlns:wps="urn:example:other" xmlns:zz', 1)
    assert texts(tmp_path, f"<w:p>{foreign}</w:p>") == ["old"]
    own = alternates(("shape", run("new")), fallback=run("old")).replace(
        "xmlns:zz",
        'xmlns:shape="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:zz',
        1,
    )
    assert texts(tmp_path, f"<w:p>{own}</w:p>") == ["new"]


@pytest.mark.parametrize(
    ("said", "prefix", "expected"),
    [
        pytest.param('mc:Ignorable="zz"', "zz", ["ab"], id="passed over"),
        pytest.param('mc:Ignorable="zz" mc:ProcessContent="zz:wrap"', "zz", ["axb"], id="content processed"),
        pytest.param('mc:Ignorable="zz" mc:ProcessContent="zz:*"', "zz", ["axb"], id="all content processed"),
        pytest.param(
            'mc:Ignorable="zz" mc:ProcessContent="zz:other"', "zz", ["ab"], id="other content processed"
        ),
        pytest.param('mc:Ignorable="w14"', "zz", ["axb"], id="not ignorable"),
        pytest.param('mc:Ignorable="v"', "v", ["ab"], id="with the prefix of another"),
    ],
)
def test_ignorable_markup_is_passed_over(tmp_path: Path, said: str, prefix: str, expected: list[str]) -> None:
    body = f"<w:p>{run('a')}<{prefix}:wrap>{run('x')}</{prefix}:wrap>{run('b')}</w:p>"
    path = write_word(tmp_path / "d.docx", body, root=f'{said} xmlns:{prefix}="urn:example:unknown"')
    document = documents.read(path)
    assert [block.text for block in document.blocks] == expected
    last = next(run for run in document.blocks[0].runs if run.text.endswith("b"))
    assert last.source.run == 2
