"""Acronyms and decisions in the reports."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from stormdat_core import reports
from stormdat_core.model import Decision, FileResult, Verdict
from stormdat_core.reports import ReportContext
from stormdat_core.reports.data.json_report import schema
from stormdat_core.sweep import check_file
from tests.core.rules.test_classic_profile import write_list
from tests.word import paragraph, table, write_word

MADE = datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC)
TEXT = (
    paragraph(
        "The Software Requirements Specification (SRS) governs. The SRS is long. Submit the =CMD. The CDRL."
    )
    + paragraph("See Section IV and Section IV and Part II.")
    + table(("Acronym", "Definition"), ("SRS", "System Readiness Study"))
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> FileResult:
    folder = Path(tmp_path_factory.mktemp("reports"))
    listed = write_list(folder / "organisation.xlsx", (("SRS", "Software Requirements Specification"),))
    return check_file(write_word(folder / "report.docx", TEXT), "thorough", [listed])


def written(result: FileResult, word: str, folder: Path, *decisions: Decision) -> Path:
    writer = reports.writer(word)
    target = folder / f"out{writer.suffix}"
    held = {each.fingerprint: each for each in decisions}
    writer.write(result, target, ReportContext("1", MADE, decisions=held))
    return target


def about(result: FileResult, rule: str, **changes: str) -> Decision:
    found = next(each for each in result.findings if each.rule == rule)
    values = {"verdict": Verdict.WAIVED, "reason": "=the customer's word", **changes}
    return Decision(found.fingerprint, rule, made=MADE, **values)  # type: ignore[arg-type]


def test_the_matrix_is_a_sheet(result: FileResult, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(result, "xlsx", tmp_path))
    assert book.sheetnames[:5] == ["Summary", "Findings", "Other places", "Acronyms", "Suppressed"]
    rows = {row[0]: row for row in book["Acronyms"].iter_rows(min_row=2, values_only=True)}
    assert rows["CDRL"][1:4] == ("unknown", None, 1)
    assert rows["SRS"][1] == "differs"
    assert str(rows["SRS"][4]).startswith("Software Requirements Specification (paragraph 1")
    assert str(rows["SRS"][5]).startswith("System Readiness Study (")
    assert rows["SRS"][6] == "Software Requirements Specification (organisation.xlsx, row 2)"
    assert book["Acronyms"].freeze_panes == "A2"


def test_what_was_not_judged_is_a_sheet(result: FileResult, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(result, "xlsx", tmp_path))
    rows = list(book["Suppressed"].iter_rows(min_row=2, values_only=True))
    named = {(row[0], row[2]): row[3] for row in rows}
    assert named["SUP-ROMAN", "IV"] == 2
    assert named["SUP-ROMAN", "II"] == 1
    assert ("not read", "acronym table") in named


def test_a_long_class_names_how_many_more(result: FileResult, tmp_path: Path) -> None:
    assert result.acronyms is not None
    (roman, *_) = (each for each in result.acronyms.suppressed if each.id == "SUP-ROMAN")
    cut = replace(
        result.acronyms, suppressed=(replace(roman, forms=roman.forms[:1], more=7, count=12),), more=5
    )
    book = openpyxl.load_workbook(written(replace(result, acronyms=cut), "xlsx", tmp_path))
    rows = [row[2:4] for row in book["Suppressed"].iter_rows(min_row=2, values_only=True)]
    assert ("and 7 more", 10) in rows
    last = list(book["Acronyms"].iter_rows(values_only=True))[-1][0]
    assert last == "5 more acronyms, the least urgent, are not listed."


def test_json_has_the_matrix_and_the_decisions(result: FileResult, tmp_path: Path) -> None:
    one = about(result, "ACR-UNDEFINED")
    report = json.loads(written(result, "json", tmp_path, one).read_text("utf-8"))
    jsonschema.validate(report, schema())
    rows = {row["acronym"]: row for row in report["acronyms"]["rows"]}
    assert rows["SRS"]["state"] == "differs"
    assert rows["SRS"]["text"][0]["where"]["block"] == 0
    assert rows["SRS"]["lists"] == [
        {"list": "organisation.xlsx", "row": 2, "full_form": "Software Requirements Specification"}
    ]
    prints = {each["fingerprint"]: each for each in report["findings"]}
    assert set(rows["SRS"]["findings"]) <= prints.keys()
    assert prints[one.fingerprint]["decision"]["verdict"] == "waived"
    assert sum(each["decision"] is not None for each in report["findings"]) == 1
    assert report["counts"]["decided"] == 1
    assert report["counts"]["total"] == len(result.findings)


def test_a_profile_without_acronyms_has_none(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph("The CDRL."))
    bare = replace(check_file(path), acronyms=None)
    report = json.loads(written(bare, "json", tmp_path).read_text("utf-8"))
    jsonschema.validate(report, schema())
    assert report["acronyms"] is None
    names = openpyxl.load_workbook(written(bare, "xlsx", tmp_path)).sheetnames
    assert not {"Acronyms", "Suppressed"} & set(names)


def test_decisions_stand_beside_their_findings_in_every_report(result: FileResult, tmp_path: Path) -> None:
    one = about(result, "ACR-UNDEFINED")
    sheet = openpyxl.load_workbook(written(result, "xlsx", tmp_path, one))["Findings"]
    head, *rows = sheet.iter_rows(values_only=True)
    decided = [dict(zip(head, row, strict=True)) for row in rows if row[head.index("Decision")]]
    assert [(row["Rule"], row["Decision"], row["Reason"]) for row in decided] == [
        ("ACR-UNDEFINED", "waived", "=the customer's word")
    ]
    text = written(result, "csv", tmp_path, one).read_text("utf-8-sig")
    lines = [row for row in csv.DictReader(io.StringIO(text)) if row["Decision"]]
    assert [(row["Decision"], row["Reason"]) for row in lines] == [("waived", "'=the customer's word")]
    html = written(result, "html", tmp_path, one).read_text("utf-8")
    assert html.count("Decided: ") == 1
    assert "1 of them decided." in html
    assert "Decided: " not in written(result, "html", tmp_path).read_text("utf-8")
