"""`stormdat revisions`: the counts, the report, and what is said where there is nothing to compare."""

import json
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.cli.main import exit_code
from tests.word import heading, paragraph, run, write_word

LINES = ("The crew  left.", "A vendor  came.", "The QRS of the depot runs.")


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def checked(name: str, *lines: str) -> None:
    write_word(Path(name), heading("Pumps") + "".join(paragraph(run(line)) for line in lines))
    assert exit_code(["sweep", name, "--fail-on", "never", "--jobs", "1"]) == 0


@pytest.fixture
def revised() -> None:
    checked("plan v1.docx", *LINES)
    checked("plan v2.docx", "The crew left.", *LINES[1:], "The XYZZ runs too.")


@pytest.mark.usefixtures("revised")
def test_the_counts_are_printed_and_the_report_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert exit_code(["revisions", "plan v2.docx", "--out", "r.xlsx"]) == 0
    lines = [" ".join(line.split()) for line in capfd.readouterr().out.splitlines()]
    assert lines[0].startswith("plan v2.docx compared with plan v1.docx, checked ")
    for line in ("2 Still open", "1 New in this revision", "1 Gone", "0 Asked for, and still there"):
        assert line in lines
    assert lines[-1] == "r.xlsx: 4 findings."
    assert openpyxl.load_workbook("r.xlsx")["Findings"].max_row == 5
    assert exit_code(["revisions", "plan v2.docx", "--out", "r.xlsx"]) != 0, "a report is never replaced"


@pytest.mark.usefixtures("revised")
@pytest.mark.soak
def test_json_holds_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert exit_code(["revisions", "plan v2.docx", "--format", "json", "--against", "plan v1.docx"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["total"] == {"new": 1, "fixed": 1, "still open": 2, "still decided": 0, "reopened": 0}
    assert told["why"] == "the same name"
    assert told["rules"]["SPC-DOUBLE"]["fixed"] == 1


@pytest.mark.usefixtures("revised")
def test_what_cannot_be_compared_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert exit_code(["revisions", "plan v1.docx"]) == 2
    assert "knows no earlier revision of plan v1.docx" in capfd.readouterr().err
    write_word(Path("other.docx"), paragraph("Never checked."))
    assert exit_code(["revisions", "plan v2.docx", "--against", "other.docx"]) == 2
    assert "other.docx was not checked as it is now." in capfd.readouterr().err
    assert exit_code(["revisions", "plan v2.docx", "--against", "plan v2.docx"]) == 2
    assert "are the same" in capfd.readouterr().err
    assert exit_code(["revisions", "gone.docx"]) == 64


def test_another_name_is_compared_when_it_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    checked("plan.docx", *LINES)
    checked("strategy.docx", *LINES, "More.")
    capfd.readouterr()
    assert exit_code(["revisions", "strategy.docx", "--against", "plan.docx", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["total"]["still open"] == 3
