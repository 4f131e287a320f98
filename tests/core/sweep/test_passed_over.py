"""What a sweep passed over is told wherever its outcome is: command line, library, reports, JSON."""

import json
from pathlib import Path

import pytest

from stormdat_core.cli.main import exit_code
from stormdat_core.reports.coverage import by_reason
from tests.word import paragraph, write_word


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "home"))
    made = tmp_path / "in"
    made.mkdir()
    write_word(made / "good.docx", paragraph("The test went well."))
    return made


def test_each_of_a_few_is_named_with_its_cure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old.doc").write_bytes(b"x")
    (folder / "slides.odp").write_bytes(b"x")
    assert exit_code(["sweep", str(folder), "--out", str(folder.parent / "out"), "--quiet"]) == 0
    said = capsys.readouterr().err
    assert (
        "Passed over: old.doc is a Word 97-2003 document (.doc). Save it as a Word document (.docx)" in said
    )
    assert "Passed over: slides.odp is a presentation of another program" in said
    report = json.loads((folder.parent / "out" / "good.findings.json").read_text("utf-8"))
    assert [line.split()[0] for line in report["passed_over"]] == ["old.doc", "slides.odp"]
    page = (folder.parent / "out" / "good.findings.html").read_text("utf-8")
    assert "Passed over in the same sweep" in page
    assert exit_code(["history", "show", "1", "--format", "json"]) == 0
    stored = json.loads(capsys.readouterr().out)
    assert [item["name"] for item in stored["passed_over"]] == ["old.doc", "slides.odp"]
    assert stored["passed"] == 2
    assert [Path(item["path"]).name for item in stored["checked"]] == ["good.docx"]


def test_many_are_told_by_kind_and_listed_on_demand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(300):
        (folder / f"{number:03}.{('doc', 'png')[number % 2]}").write_bytes(b"x")
    (folder / "notes.rtf").write_bytes(b"x")
    assert exit_code(["sweep", str(folder), "--quiet"]) == 0
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 4
    assert "145 more: each is a Word 97-2003 document (.doc)" in said
    assert "Passed over in all: 301. List them: stormdat history show 1" in said
    assert exit_code(["history", "show", "1"]) == 0
    listed = capsys.readouterr().out
    assert all(f"Passed over: {number:03}." in listed for number in range(300))
    assert exit_code(["history", "list"]) == 0
    assert "301 passed over" in capsys.readouterr().out


def test_one_reason_is_one_sentence() -> None:
    pairs = [("a.doc", "is old."), ("b.png", "is a picture."), ("c.doc", "is old.")]
    assert [each.sentence for each in by_reason(pairs)] == [
        "a.doc, c.doc: each is old.",
        "b.png is a picture.",
    ]
