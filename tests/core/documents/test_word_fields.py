"""Fields whose marks do not balance: what they would swallow is read, and the document says so."""

from pathlib import Path
from typing import Any

import pytest

from stormdat_core import documents
from stormdat_core.documents.docx.fields import FieldStack
from stormdat_core.documents.docx.part import PartReader
from stormdat_core.model import OBJECT, BlockKind, Document
from tests.things import field, in_run, old_box
from tests.word import NAMESPACES, paragraph, run, write_word

_BEGIN, _SEPARATE, _END = (
    f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")
)
_CODE = "<w:r><w:instrText>REF x</w:instrText></w:r>"


def read(tmp_path: Path, body: str, **options: object) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "expected", "void"),
    [
        pytest.param(paragraph(run("a "), _BEGIN, run("b")) + paragraph("c"), ["a b", "c"], 1, id="begin alone"),
        pytest.param(paragraph(run("a "), _BEGIN, _CODE, run("b")) + paragraph("c"), ["a b", "c"], 1, id="code, no end"),
        pytest.param(paragraph(run("a "), _BEGIN, _CODE, _SEPARATE, run("b")) + paragraph("c"), ["a b", "c"], 1, id="result, no end"),
        pytest.param(paragraph(run("a "), _END, run("b")), ["a b"], 0, id="end alone"),
        pytest.param(paragraph(run("a "), _SEPARATE, run("b")), ["a b"], 0, id="separate alone"),
        pytest.param(paragraph(_BEGIN, run("a "), field("REF x", run("b"))) + paragraph("c"), ["a b", "c"], 1, id="inner one closed"),
        pytest.param(paragraph(_BEGIN, _BEGIN, run("a")) + paragraph("c"), ["a", "c"], 1, id="two in one place"),
        pytest.param(paragraph(_BEGIN, _CODE, _SEPARATE, run("a")) + paragraph(run("b"), _END) + paragraph("c"), ["a", "b", "c"], 0, id="over paragraphs"),
        pytest.param(paragraph(_BEGIN, _CODE, run("a")) + paragraph(run("b"), _END) + paragraph("c"), [OBJECT, "c"], 0, id="code over paragraphs"),
        pytest.param(f"<w:tbl><w:tr><w:tc>{paragraph(_BEGIN, run('a'))}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>" + paragraph("c"), ["a", "b", "c"], 1, id="in a cell"),
        pytest.param(f"<w:tbl><w:tr><w:tc>{paragraph(_BEGIN, run('a'))}</w:tc><w:tc>{paragraph(run('b'), _END)}</w:tc></w:tr></w:tbl>", ["a", "b"], 1, id="ended in another cell"),
        pytest.param(paragraph(in_run(old_box(paragraph(_BEGIN, run("in")))), run("a")) + paragraph("c"), ["a", "in", "c"], 1, id="in a text box"),
        pytest.param(paragraph(_BEGIN, _CODE, _SEPARATE, in_run(old_box(paragraph(run("in"), _END))), run("a"), _END, run("b")) + paragraph("c"), ["ab", "in", "c"], 0, id="ended in a text box"),
        pytest.param(paragraph(run("a"), "<w:del>" + _END + "</w:del>", _BEGIN, run("b"), "<w:del>" + _END + "</w:del>"), ["ab"], 1, id="end deleted"),
        pytest.param(f"<w:p><w:fldSimple w:instr='REF x'>{_BEGIN}{run('a')}</w:fldSimple>{run('b')}</w:p>", ["ab"], 1, id="in a simple field"),
    ],
)  # fmt: skip
def test_a_field_without_an_end_hides_nothing(
    tmp_path: Path, body: str, expected: list[str], void: int
) -> None:
    document = read(tmp_path, body)
    assert [block.text for block in document.blocks] == expected
    assert len([warning for warning in document.warnings if "never ended" in warning]) == void


def test_each_note_ends_its_own_fields(tmp_path: Path) -> None:
    inner = "".join(
        f"<w:footnote w:id='{number}'>{paragraph(*runs)}</w:footnote>"
        for number, runs in (
            (2, (run("one "), _BEGIN, run("more"))),
            (3, (run("two"), _END)),
            (4, (run("three"),)),
        )
    )
    calls = [f"<w:r><w:footnoteReference w:id='{number}'/></w:r>" for number in (2, 3, 4)]
    document = read(
        tmp_path,
        paragraph(*calls),
        parts={"footnotes.xml": f"<w:footnotes {NAMESPACES}>{inner}</w:footnotes>"},
    )
    notes = [block.text for block in document.blocks if block.kind is BlockKind.NOTE]
    assert notes == ["one more", "two", "three"]
    (warning,) = document.warnings
    assert "footnote 2" in warning
    assert "one more" in warning


def test_an_unclosed_field_of_a_header_names_its_part(tmp_path: Path) -> None:
    document = read(tmp_path, paragraph("x"), headers={"default": paragraph(run("a"), _BEGIN, run("b"))})
    assert [block.text for block in document.blocks] == ["x", "ab"]
    assert "word/header_default.xml" in document.warnings[0]


def test_many_void_fields_are_counted_not_listed(tmp_path: Path) -> None:
    document = read(tmp_path, "".join(paragraph(_BEGIN, run(f"a{number}")) for number in range(500)))
    assert len(document.blocks) == 500
    assert len(document.warnings) == 11
    assert "490 more fields" in document.warnings[-1]


def test_generated_lists_over_paragraphs_stay_generated(tmp_path: Path) -> None:
    code = "<w:r><w:instrText>TOC \\o</w:instrText></w:r>"
    body = (
        paragraph(_BEGIN, code, _SEPARATE, run("one")) + paragraph("two") + paragraph(_END) + paragraph("x")
    )
    kinds = [(block.text, block.kind.value) for block in read(tmp_path, body).blocks]
    assert kinds == [("one", "contents"), ("two", "contents"), ("x", "paragraph")]


def test_a_code_is_kept_only_as_far_as_it_is_looked_at() -> None:
    stack = FieldStack()
    stack.begin()
    for _ in range(10_000):
        stack.add_code("x" * 100)
    assert len(stack._open[0].code) <= 1000


@pytest.mark.parametrize(
    ("between", "reads"),
    [
        pytest.param("", 1, id="its result is read"),
        pytest.param(run("x "), 2, id="its code holds text, which only another reader reads"),
    ],
)
def test_a_list_that_never_ends_is_no_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, between: str, reads: int
) -> None:
    calls: list[str] = []
    read_part = PartReader.read

    def counted(self: PartReader, *arguments: Any, **options: Any) -> None:
        calls.append(self.part)
        read_part(self, *arguments, **options)

    monkeypatch.setattr(PartReader, "read", counted)
    code = "<w:r><w:instrText>TOC \\o</w:instrText></w:r>"
    body = (
        paragraph(_BEGIN, code, between, _SEPARATE, run("one"))
        + paragraph(_BEGIN, code, _SEPARATE, run("two"), _END)
        + paragraph("three")
    )
    document = read(tmp_path, body)
    kinds = [(block.text.removeprefix("x "), block.kind.value) for block in document.blocks]
    assert kinds == [("one", "paragraph"), ("two", "contents"), ("three", "paragraph")]
    assert len([warning for warning in document.warnings if "never ended" in warning]) == 1
    assert calls.count("word/document.xml") == reads
