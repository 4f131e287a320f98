"""The list of writers, and what every writer keeps."""

import json
import subprocess
import sys
from csv import DictReader
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from stormdat_core.errors import OutputRefused
from stormdat_core.model import FileResult
from stormdat_core.reports import ReportContext, ReportWriter, serving, writer, writers

WRITERS = writers()
FOR_ANY_FORMAT = tuple(each for each in WRITERS if not each.formats)


def test_the_words_and_names_that_other_tools_rely_on() -> None:
    names = {each.id: each.suffix for each in WRITERS}
    assert len(names) == len(WRITERS)
    assert {word: suffix for word, suffix in names.items() if word in ("xlsx", "html", "json", "csv")} == {
        "xlsx": ".findings.xlsx",
        "html": ".findings.html",
        "json": ".findings.json",
        "csv": ".findings.csv",
    }
    assert len({each.label for each in WRITERS}) == len(set(names.values())) == len(WRITERS)


def test_a_writer_is_found_by_its_word() -> None:
    assert writer("json").id == "json"
    with pytest.raises(KeyError):
        writer("pdf")


def test_every_format_has_reports_and_only_word_an_annotated_copy() -> None:
    assert {"xlsx", "html", "json", "csv"} <= {each.id for each in serving("pdf")}
    assert all(not each.formats for each in serving("pdf"))
    assert set(serving("docx")) >= set(serving("pdf"))


def test_the_list_is_read_without_heavy_libraries() -> None:
    heavy = "('lxml', 'openpyxl', 'docx', 'sqlalchemy', 'pydantic', 'rich', 'jinja2')"
    code = f"import sys, stormdat_core.reports; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("each", FOR_ANY_FORMAT, ids=lambda each: each.id)
def test_an_older_report_is_replaced_and_nothing_else_is_left(
    each: ReportWriter, hostile: FileResult, tmp_path: Path, context: ReportContext
) -> None:
    target = tmp_path / f"report{each.suffix}"
    target.write_text("older")
    each.write(hostile, target, context)
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_size > 5_000


@pytest.mark.parametrize("each", FOR_ANY_FORMAT, ids=lambda each: each.id)
def test_a_full_disk_leaves_the_older_report(
    each: ReportWriter,
    hostile: FileResult,
    tmp_path: Path,
    context: ReportContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("stormdat_core.atomic.os.fsync", full)
    target = tmp_path / f"report{each.suffix}"
    target.write_text("older")
    with pytest.raises(OutputRefused, match="No space left on device"):
        each.write(hostile, target, context)
    assert target.read_text() == "older"
    assert list(tmp_path.iterdir()) == [target]


def test_a_number_means_the_same_finding_in_every_report(
    hostile: FileResult, tmp_path: Path, context: ReportContext
) -> None:
    unique = [replace(finding, fingerprint=f"{at:04x}") for at, finding in enumerate(hostile.findings)]
    for each in FOR_ANY_FORMAT:
        each.write(replace(hostile, findings=tuple(unique)), tmp_path / f"r{each.suffix}", context)
    sheet = load_workbook(tmp_path / "r.findings.xlsx")["Findings"]
    excel = {row[0].value: row[-1].value for row in sheet.iter_rows(min_row=2)}
    loaded = json.loads((tmp_path / "r.findings.json").read_bytes())["findings"]
    with (tmp_path / "r.findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        comma = {int(row["No."]): row["Fingerprint"] for row in DictReader(stream) if row["No."]}
    assert excel == comma == {item["number"]: item["fingerprint"] for item in loaded}
    assert len(excel) == len(unique)
