"""The command line: what it prints where, and its exit codes."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stormdat_core.actions import decisions
from stormdat_core.cli.main import exit_code
from stormdat_core.model.decisions import Verdict
from stormdat_core.services import open_services
from tests.core.rules.test_classic_profile import write_list
from tests.word import heading, paragraph, write_word


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def faulty(tmp_path: Path) -> Path:
    return write_word(tmp_path / "faulty.docx", paragraph("Two  spaces and the TRR."))


def clean(tmp_path: Path) -> Path:
    return write_word(tmp_path / "clean.docx", paragraph("Nothing to report here."))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["sweep", "clean.docx"], 0, id="clean"),
        pytest.param(["sweep", "faulty.docx"], 1, id="findings"),
        pytest.param(["faulty.docx"], 1, id="a file alone means sweep"),
        pytest.param(["sweep", "faulty.docx", "--fail-on", "error"], 0, id="below the level"),
        pytest.param(["sweep", "faulty.docx", "--fail-on", "never"], 0, id="never"),
        pytest.param(["sweep", "faulty.docx", "gone.docx"], 2, id="missing file"),
        pytest.param(["sweep", "faulty.docx", "--list", "gone.xlsx"], 2, id="missing list"),
        pytest.param(["sweep", "faulty.docx", "--profile", "gone"], 2, id="missing profile"),
        pytest.param(["sweep", "--nonsense"], 64, id="bad option"),
        pytest.param(["sweep", "faulty.docx", "--fail-on", "sometimes"], 64, id="bad choice"),
        pytest.param(["sweep", "--out", "x"], 64, id="no files"),
        pytest.param(["cleanup", "extra"], 64, id="extra argument"),
        pytest.param(["--version"], 0, id="version"),
        pytest.param(["--help"], 0, id="help"),
    ],
)
def test_exit_codes(tmp_path: Path, arguments: list[str], code: int) -> None:
    faulty(tmp_path)
    clean(tmp_path)
    assert exit_code(arguments) == code


@pytest.mark.parametrize(
    ("names", "code"),
    [
        pytest.param(["blank.docx"], 2, id="no text"),
        pytest.param(["clean.docx", "blank.docx"], 2, id="no text in one of them"),
        pytest.param(["torn.docx"], 2, id="a header that is not there"),
        pytest.param(["empty"], 2, id="an empty folder"),
        pytest.param(["faulty.docx", "blank.docx", "torn.docx"], 1, id="findings besides"),
    ],
)
def test_what_was_not_read_is_no_success(tmp_path: Path, names: list[str], code: int) -> None:
    faulty(tmp_path)
    clean(tmp_path)
    (tmp_path / "empty").mkdir()
    write_word(tmp_path / "blank.docx", paragraph(""))
    whole = write_word(tmp_path / "whole.docx", paragraph("Text."), headers={"default": paragraph("Head.")})
    assert exit_code(["sweep", "whole.docx"]) == 0
    with zipfile.ZipFile(whole) as had, zipfile.ZipFile(tmp_path / "torn.docx", "w") as left:
        for name in had.namelist():
            if "header" not in name:
                left.writestr(name, had.read(name))
    assert exit_code(["sweep", *names]) == code


def test_the_summary_names_file_counts_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(tmp_path)
    exit_code(["sweep", "faulty.docx", "--out", "results", "--format", "json,html"])
    out = capsys.readouterr().out
    assert "faulty.docx: 1 warning, 1 info" in out
    assert str(tmp_path / "results") in out
    assert sorted(p.name for p in (tmp_path / "results").iterdir()) == [
        "faulty.findings.html",
        "faulty.findings.json",
    ]


def test_proposed_corrections_are_counted_by_reason_or_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The Test Readiness Review (TRR) is held. The TRR ends."
    listed = "It has the Test Readiness Review, a Test Readiness Review report, and a plan."
    write_word(tmp_path / "d.docx", heading("Scope") + paragraph(text) + paragraph(listed))
    arguments = ["sweep", "d.docx", "--profile", "standard", "--out", "results", "--format", "fixed,html"]
    exit_code(arguments)
    assert (
        "2 corrections were proposed and not made: "
        "2 because it stands in a list whose other members may be spelt out." in capsys.readouterr().out
    )
    page = (tmp_path / "results" / "d.findings.html").read_text("utf-8")
    assert "Proposed, not made: it stands in a list" in page
    assert "2 corrections were proposed and not made" in page
    exit_code([*arguments, "--fixes", "proposed"])
    assert (
        "mends 2 findings by tracked changes of STORM DAT, 2 of them as proposed." in capsys.readouterr().out
    )
    page = (tmp_path / "results" / "d.findings.html").read_text("utf-8")
    assert "Proposed: it stands in a list" in page
    assert "not made" not in page


def test_what_was_decided_does_not_fail_a_sweep(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(tmp_path)
    assert exit_code(["sweep", "faulty.docx"]) == 1
    with open_services() as services:
        found = services.store.findings(1).items
        decisions.decide(
            services, [row.id for row in found], Verdict.WAIVED, reason="quoted from the contract"
        )
    capsys.readouterr()
    assert exit_code(["sweep", "faulty.docx"]) == 0
    assert f"{len(found)} findings ({len(found)} of them decided)" in capsys.readouterr().out


def test_a_bad_file_is_one_sentence_with_its_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.docx").write_bytes(b"")
    assert exit_code(["sweep", "empty.docx"]) == 2
    said = capsys.readouterr()
    assert "Not checked: empty.docx is empty (0 bytes). Ask for the file again." in said.err
    assert "The file could not be read: empty.docx." in said.out
    assert "Traceback" not in said.out + said.err


def test_without_files_the_sample_is_swept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert exit_code([]) == 1
    out = capsys.readouterr().out
    folder = next(line for line in out.splitlines() if line.startswith("Results are in")).removeprefix(
        "Results are in "
    )
    assert (Path(folder) / "report.annotated.docx").is_file()


def test_acronyms_of_standard_input_as_json() -> None:
    text = "The Global Positioning System (GPS) works. – Naïve."
    run = subprocess.run(
        [sys.executable, "-m", "desktop", "acronyms", "extract", "-", "--format", "json"],
        input=text.encode(), capture_output=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    (pair,) = json.loads(run.stdout)
    assert (pair["short"], pair["long"]) == ("GPS", "Global Positioning System")
    assert text[pair["start"] : pair["end"]] == "GPS"
    assert text[pair["long_start"] : pair["long_end"]] == "Global Positioning System"


def test_acronyms_of_a_document_say_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_word(tmp_path / "d.docx", paragraph("x") + paragraph("A Test Readiness Review (TRR) was held."))
    assert exit_code(["acronyms", "extract", "d.docx", "--format", "json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)
    assert (pair["short"], pair["block"], pair["place"]) == ("TRR", 1, "paragraph 2")


@pytest.mark.parametrize("content", [b"\xff\xfe\xfd", None])
def test_a_text_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    if content:
        (tmp_path / "t.txt").write_bytes(content)
    assert exit_code(["acronyms", "extract", "t.txt"]) == 2
    assert "t.txt" in capsys.readouterr().err


def test_cleanup_says_what_it_would_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["cleanup", "--dry-run"]) == 0
    assert "0 would be removed, 0 bytes." in capsys.readouterr().out


def test_the_list_may_be_given_several_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(tmp_path)
    for name, row in (
        ("a.xlsx", ("TRR", "Test Readiness Review")),
        ("b.xlsx", ("CDR", "Critical Design Review")),
    ):
        write_list(tmp_path / name, (row,))
    assert exit_code(["sweep", "faulty.docx", "--list", "a.xlsx", "--list", "b.xlsx"]) == 1
    assert "faulty.docx: 1 warning, 2 info" in capsys.readouterr().out


def test_kept_lists_count_where_none_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(tmp_path)
    for name in ("kept.csv", "given.csv"):
        (tmp_path / name).write_text("TRR,Test Readiness Review\n")
    monkeypatch.setenv("STORMDAT_LISTS", os.pathsep.join(["gone.csv", "kept.csv"]))
    assert exit_code(["sweep", "faulty.docx", "--list", "given.csv"]) == 1
    capsys.readouterr()
    assert exit_code(["sweep", "faulty.docx"]) != 1
    assert "gone.csv" in capsys.readouterr().err


def test_the_history_is_listed_and_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty(tmp_path)
    clean(tmp_path)
    assert exit_code(["history", "list"]) == 0
    assert "The library holds no sweep" in capsys.readouterr().err
    exit_code(["sweep", "faulty.docx", "clean.docx", "-q"])
    exit_code(["sweep", "faulty.docx", "-q"])
    capsys.readouterr()
    assert exit_code(["history", "list", "--limit", "1"]) == 0
    said = capsys.readouterr()
    assert said.out.split()[0] == "2"
    assert "faulty.docx: 1 file, 2 findings" in said.out
    assert "And 1 more." in said.err
    assert exit_code(["history", "list", "--format", "json"]) == 0
    newest, oldest = json.loads(capsys.readouterr().out)
    assert (newest["number"], oldest["number"]) == (2, 1)
    assert (oldest["files"], oldest["state"], len(oldest["paths"])) == (2, "done", 2)
    assert exit_code(["history", "delete", "1", "1"]) == 0
    assert "Deleted 1 of the library." in capsys.readouterr().out
    assert exit_code(["history", "delete", "1"]) != 0
    assert "sweep 1" in capsys.readouterr().err
