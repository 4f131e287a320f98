"""Comma-separated values, read back as a spreadsheet would."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.errors import OutputRefused
from stormdat_core.model import FileResult
from stormdat_core.reports import ReportContext
from stormdat_core.reports.contents import numbered
from stormdat_core.reports.data.columns import FINDINGS
from stormdat_core.reports.data.csv_report import CsvWriter, inert
from stormdat_core.reports.text import looks_like_formula, visible


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.findings.csv"


def rows(target: Path) -> list[dict[str, str]]:
    text = target.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_form(hostile: FileResult, target: Path, context: ReportContext) -> None:
    CsvWriter().write(hostile, target, context)
    raw = target.read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"No.","Severity","Kind"')
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\xef\xbb\xbf") == 1
    *own, mark = list(rows(target)[0])
    assert own == [*(column.heading for column in FINDINGS), "File", "SHA-256"]
    assert mark.startswith("stormdat-output:1:")


def test_one_row_for_each_finding(hostile: FileResult, target: Path, context: ReportContext) -> None:
    CsvWriter().write(hostile, target, context)
    found = [row for row in rows(target) if row["No."]]
    assert [row["Fingerprint"] for row in found] == [row.finding.fingerprint for row in numbered(hostile)]
    assert [row["No."] for row in found] == [str(n) for n in range(1, len(hostile.findings) + 1)]
    assert {row["SHA-256"] for row in found} == {hostile.sha256}


def test_no_cell_begins_like_a_formula(hostile: FileResult, target: Path, context: ReportContext) -> None:
    CsvWriter().write(hostile, target, context)
    cells = [cell for row in rows(target) for cell in row.values()]
    guarded = [cell for cell in cells if cell.startswith("'")]
    assert len(guarded) > 10
    assert [cell for cell in cells if looks_like_formula(cell) and cell not in guarded] == []


def test_taking_one_apostrophe_gives_the_text_back(
    hostile: FileResult, target: Path, context: ReportContext, hostile_texts: tuple[str, ...]
) -> None:
    CsvWriter().write(hostile, target, context)
    messages = [row["Message"].removeprefix("'") for row in rows(target) if row["Rule"].startswith("RULE-")]
    assert sorted(messages) == sorted(visible(text) for text in hostile_texts)


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1", "'=1"), ("'a", "''a"), (" \u200b+1", "' \u200b+1"), ("a=1", "a=1"), (-5, -5), (None, None)],
)
def test_inert(value: str | int | None, cell: str | int | None) -> None:
    assert inert(value) == cell


def test_what_was_not_read_is_listed(clean: FileResult, target: Path, context: ReportContext) -> None:
    CsvWriter().write(replace(clean, warnings=("Page 1 has no text.",)), target, context)
    (row,) = rows(target)
    assert (row["No."], row["Severity"], row["Message"]) == ("", "not read", "Page 1 has no text.")


def test_a_file_that_was_not_checked_says_so(
    unreadable: FileResult, target: Path, context: ReportContext
) -> None:
    CsvWriter().write(unreadable, target, context)
    (row,) = rows(target)
    assert (row["No."], row["Severity"], row["File"]) == ("", "not checked", "locked.docx")
    assert row["Message"] == f"{unreadable.error} {unreadable.hint}"


def test_a_clean_file_has_only_the_head(clean: FileResult, target: Path, context: ReportContext) -> None:
    CsvWriter().write(clean, target, context)
    assert rows(target) == []


def test_the_same_result_gives_the_same_bytes(
    hostile: FileResult, tmp_path: Path, context: ReportContext
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    CsvWriter().write(hostile, first, context)
    CsvWriter().write(replace(hostile, seconds=99.0), second, context)
    assert first.read_bytes() == second.read_bytes()


def test_a_folder_that_is_not_there(hostile: FileResult, tmp_path: Path, context: ReportContext) -> None:
    with pytest.raises(OutputRefused, match=r"r\.csv could not be written"):
        CsvWriter().write(hostile, tmp_path / "missing" / "r.csv", context)
