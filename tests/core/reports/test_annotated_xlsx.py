"""The annotated copy of a workbook is the author's package with comments on cells, and nothing else."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from stormdat_core import documents
from stormdat_core.errors import OutputRefused
from stormdat_core.model import BlockKind, Colour, FileResult, Finding, Location, MarkingPresence, Severity
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.excel import annotated
from tests.excel import Sheet, row, shared, text, write_excel
from tests.marks import unmarked
from tests.opc import Part
from tests.shared import needs_shared, real_documents

CONTEXT = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC))
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BEHIND = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def finding(where: Location) -> Finding:
    return Finding("TEST", Severity.WARNING, Colour.RED, where, "message", "excerpt")


def annotate(path: Path, *findings: Finding) -> tuple[Path, tuple[str, ...]]:
    """Write the annotated copy and look at its package."""
    target = path.with_name("copy.xlsx")
    result = FileResult(path, documents.read(path).sha256, "xlsx", findings=findings)
    said = AnnotatedCopy().write(result, target, CONTEXT)
    assert_sound(path, target)
    return target, said


def cells(path: Path) -> dict[tuple[str, str], str]:
    """Return the comments that openpyxl finds, by sheet and cell."""
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.comment is not None
    }


def assert_sound(original: Path, copy: Path) -> None:
    """Assert that what was there is there, that links and types are whole, and the order is the schema's."""
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(copy) as new:
        assert new.testzip() is None
        assert new.namelist()[: len(old.namelist())] == old.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert all(
            name.startswith(("xl/worksheets/", "xl/comments", "xl/drawings/", "[Content")) for name in changed
        )
        for name in changed:
            _assert_only_more(old.read(name), new.read(name), name)
        types = etree.fromstring(new.read("[Content_Types].xml"))
        overrides = {e.get("PartName") for e in types if e.tag.endswith("Override")}
        endings = {e.get("Extension") for e in types if e.tag.endswith("Default")}
        for name in set(new.namelist()) - set(old.namelist()):
            assert f"/{name}" in overrides or name.rpartition(".")[2] in endings, name
        for name in new.namelist():
            if name.startswith("xl/worksheets/sheet"):
                _assert_order(new, name)


def _assert_only_more(before: bytes, after: bytes, name: str) -> None:
    """Assert that taking away what was put in leaves every element as it was."""
    old, new = etree.fromstring(before), etree.fromstring(after)
    kept = [etree.tostring(e, method="c14n") for e in old]
    now = [etree.tostring(e, method="c14n") for e in new]
    if "comments" in name or name.endswith(".vml"):
        kept = [e.tag.encode() + (e.text or "").encode() for e in old.iter(etree.Element)]
        now = [e.tag.encode() + (e.text or "").encode() for e in new.iter(etree.Element)]
    rest = iter(now)
    assert all(item in rest for item in kept), name


def _assert_order(package: zipfile.ZipFile, name: str) -> None:
    root = etree.fromstring(package.read(name))
    tags = [etree.QName(child).localname for child in root]
    if "legacyDrawing" in tags:
        at = tags.index("legacyDrawing")
        assert tags.count("legacyDrawing") == 1
        assert not set(tags[:at]) & set(_BEHIND)
        assert set(tags[at + 1 :]) <= set(_BEHIND)


def one(path: Path) -> Path:
    return write_excel(
        path, Sheet("Data", row(1, text("A1", "alpha"), text("B1", "beta")) + row(3, text("C3", "gamma")))
    )


def test_each_cell_gets_one_comment(tmp_path: Path) -> None:
    path = one(tmp_path / "d.xlsx")
    blocks = {block.text: block for block in documents.read(path).blocks}
    alpha, gamma = blocks["alpha"], blocks["gamma"]
    copy, said = annotate(
        path, finding(alpha.locate(0, 2)), finding(alpha.locate(3, 5)), finding(gamma.locate(0, 5))
    )
    assert cells(copy) == {
        ("Data", "A1"): "TEST (warning) message\nTEST (warning) message",
        ("Data", "C3"): "TEST (warning) message",
    }
    assert said == ()


def test_what_stands_in_no_cell_is_said_beside(tmp_path: Path) -> None:
    path = one(tmp_path / "d.xlsx")
    name = next(b for b in documents.read(path).blocks if b.kind is BlockKind.PROPERTY)
    alpha = next(b for b in documents.read(path).blocks if b.text == "alpha")
    copy, _ = annotate(path, finding(alpha.locate(0, 2)), finding(name.locate(0, 4)), finding(Location()))
    found = cells(copy)
    assert set(found) == {("Data", "A1"), ("Data", "B1")}
    assert "whole document: message" in found["Data", "B1"]
    assert "sheet “Data”, sheet name: message" in found["Data", "B1"]


UNAUDITED = MarkingPresence(("banner SECRET//NOFORN",), profile="classic")


@pytest.mark.parametrize("found", [True, False])
def test_what_was_not_audited_is_said_on_the_first_cell(tmp_path: Path, found: bool) -> None:
    path = write_excel(tmp_path / "a.xlsx", Sheet("One", row(1, text("A1", "fault"), text("B1", "right"))))
    document = documents.read(path)
    block = next(block for block in document.blocks if block.kind is BlockKind.CELL)
    findings = (finding(block.locate(0, 5)),) if found else ()
    result = FileResult(path, document.sha256, "xlsx", findings=findings, unaudited=UNAUDITED)
    said = AnnotatedCopy().write(result, tmp_path / "copy.xlsx", CONTEXT)
    assert said == ()
    told = cells(tmp_path / "copy.xlsx")
    assert told.keys() == {("One", "A1")}
    assert told["One", "A1"].startswith(f"Not done: {UNAUDITED.sentence}")
    assert ("(warning) message" in told["One", "A1"]) is found
    assert_sound(path, tmp_path / "copy.xlsx")


def test_the_authors_comments_stay_and_ours_stand_beside(tmp_path: Path) -> None:
    made = one(tmp_path / "made.xlsx")
    book = openpyxl.load_workbook(made)
    book["Data"]["A1"].comment = openpyxl.comments.Comment("mine", "A. Author")
    path = tmp_path / "d.xlsx"
    book.save(path)
    book.close()
    alpha = next(b for b in documents.read(path).blocks if b.text == "alpha")
    copy, _ = annotate(path, finding(alpha.locate(0, 2)))
    found = cells(copy)
    assert found["Data", "A1"] == "mine"
    assert "cell A1: message" in found["Data", "B1"]


def test_several_sheets_and_a_table_behind_the_drawing(tmp_path: Path) -> None:
    after = "<pageMargins left='1' right='1' top='1' bottom='1' header='1' footer='1'/><extLst/>"
    path = write_excel(
        tmp_path / "d.xlsx", Sheet("One", row(1, shared("A1", 0)), after=after), Sheet("Two", row(1, shared("B2", 0))),
        strings=["<t>same</t>"],
    )  # fmt: skip
    same = [b for b in documents.read(path).blocks if b.text == "same"]
    copy, _ = annotate(path, *(finding(block.locate(0, 4)) for block in same))
    assert set(cells(copy)) == {("One", "A1"), ("Two", "B2")}


def test_texts_are_shown_as_they_are(tmp_path: Path) -> None:
    path = one(tmp_path / "d.xlsx")
    alpha = next(b for b in documents.read(path).blocks if b.text == "alpha")
    odd = "=1+1 <b> & \x00 _x0041_ \U0001f680"
    copy, _ = annotate(path, Finding("TEST", Severity.INFO, Colour.RED, alpha.locate(0, 2), odd, ""))
    comment = next(b for b in documents.read(copy).blocks if b.kind is BlockKind.COMMENT)
    assert comment.text == "TEST (info) =1+1 <b> & ␀ _x0041_ \U0001f680"


def test_a_drawing_of_unusual_form_leaves_its_sheet_out_and_says_so(tmp_path: Path) -> None:
    after = "<legacyDrawing r:id='rIdV'/>"
    path = write_excel(
        tmp_path / "d.xlsx",
        Sheet(
            "Data",
            row(1, text("A1", "alpha")),
            after=after,
            links={"rIdV": ("vmlDrawing", "xl/drawings/odd.vml")},
        ),
        parts={
            "xl/drawings/odd.vml": Part("<odd/>", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        },
    )
    alpha = next(b for b in documents.read(path).blocks if b.text == "alpha")
    copy, said = annotate(path, finding(alpha.locate(0, 2)))
    assert unmarked(copy) == path.read_bytes()
    assert said[0].startswith("1 finding could not be put into the annotated copy")


def test_a_copy_that_reads_otherwise_is_not_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = one(tmp_path / "d.xlsx")
    alpha = next(b for b in documents.read(path).blocks if b.text == "alpha")
    monkeypatch.setattr(annotated, "add_comments", lambda *_: True)
    with pytest.raises(OutputRefused, match="comments are not the ones"):
        annotate(path, finding(alpha.locate(0, 2)))
    assert [item.name for item in tmp_path.iterdir()] == ["d.xlsx"]


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    path = one(tmp_path / "d.xlsx")
    where = next(b for b in documents.read(path).blocks if b.text == "alpha").locate(0, 2)
    first = annotate(path, finding(where))[0].read_bytes()
    assert annotate(path, finding(where))[0].read_bytes() == first


def real_workbooks() -> list[object]:
    return [
        pytest.param(
            path, id=path.name[:30], marks=[pytest.mark.soak] if path.stat().st_size > 300_000 else []
        )
        for path in real_documents("*.xlsx")
    ]


@needs_shared
@pytest.mark.filterwarnings("ignore:.*:UserWarning:openpyxl")
@pytest.mark.parametrize("path", real_workbooks())
def test_real_workbooks_lose_nothing(path: Path, tmp_path: Path) -> None:
    local = tmp_path / "d.xlsx"
    local.write_bytes(path.read_bytes())
    blocks = [b for b in documents.read(local).blocks if b.kind is BlockKind.CELL]
    copy, _ = annotate(local, *(finding(block.locate(0, 1)) for block in blocks[::5]))
    assert len(cells(copy)) >= len(blocks[::5])
