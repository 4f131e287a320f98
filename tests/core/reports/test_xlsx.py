"""The workbook, read back by openpyxl, by a zip reader and by LibreOffice."""

import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from stormdat_core.errors import OutputRefused
from stormdat_core.model import Colour, Evidence, FileResult, Finding, Location, Severity
from stormdat_core.reports import ReportContext
from stormdat_core.reports.colours import SHADES
from stormdat_core.reports.spreadsheet.report import XlsxWriter
from stormdat_core.reports.text import looks_like_formula, visible

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Maker = Callable[..., Finding]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.findings.xlsx"


@pytest.fixture
def book(hostile: FileResult, target: Path, context: ReportContext) -> Any:
    XlsxWriter().write(hostile, target, context)
    return load_workbook(target)


def table(sheet: Any) -> list[dict[str, Any]]:
    """Return the rows of a sheet as cells by heading."""
    head, *rows = sheet.iter_rows()
    return [dict(zip((cell.value for cell in head), row, strict=True)) for row in rows]


def facts(book: Any) -> dict[str, Any]:
    """Return column B of the Summary by column A."""
    return {row[0].value: row[1].value for row in book["Summary"].iter_rows(max_col=2) if row[0].value}


def sheet_parts(target: Path) -> list[etree._Element]:
    with zipfile.ZipFile(target) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [etree.fromstring(archive.read(name)) for name in names]


def test_the_sheets(book: Any) -> None:
    assert book.sheetnames == ["Summary", "Findings", "Other places", "Not read"]


def test_what_was_not_read_and_what_copies_could_not_do(
    hostile: FileResult, target: Path, context: ReportContext
) -> None:
    XlsxWriter().write(hostile, target, replace(context, notes=("Finding 3 was not corrected: why.",)))
    lines = [[cell.value for cell in row] for row in load_workbook(target)["Not read"].iter_rows()]
    assert [line[:2] for line in lines] == [
        ["No.", "Concerns"],
        [1, "reading"],
        [2, "reading"],
        [3, "copies"],
    ]
    assert lines[1][2] == "The part word/media/<x>.bin could not be read."
    assert lines[3][2] == "Finding 3 was not corrected: why."


def test_no_cell_is_a_formula_or_an_error(book: Any, target: Path) -> None:
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s", "n", "d"}
    parts = sheet_parts(target)
    assert len(parts) == 4
    assert not [cell for part in parts for cell in part.iter(f"{MAIN}f")]
    assert {cell.get("t") for part in parts for cell in part.iter(f"{MAIN}c")} == {"inlineStr", "n"}


def test_text_that_could_become_a_formula_stays_text_after_editing(book: Any) -> None:
    cells = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    risky = [cell for cell in cells if looks_like_formula(cell.value)]
    assert {cell.value[0] for cell in risky} >= set("=+-@\t|'＝")
    assert [cell.coordinate for cell in risky if not cell.quotePrefix] == []
    assert [cell.coordinate for cell in cells if cell.quotePrefix and cell not in risky] == []


def test_hostile_text_is_shown_as_text(book: Any, hostile_texts: tuple[str, ...]) -> None:
    rows = table(book["Findings"])
    messages = [row["Message"].value for row in rows if row["Rule"].value.startswith("RULE-")]
    told = [visible(text).replace("_x0041_", "_x005F_x0041_") for text in hostile_texts]
    assert sorted(messages) == sorted(told)


def test_numbers_are_numbers(book: Any) -> None:
    rows = table(book["Findings"])
    assert [row["No."].value for row in rows] == list(range(1, len(rows) + 1))
    cell = next(row for row in rows if row["Other places"].value == 5)
    assert (cell["Place"].value, cell["Page"].value) == ("“2 Data”, table 1, row 2, column 3", None)
    pages = {row["Page"].value for row in rows if row["Rule"].value == "RULE-0"}
    assert pages == {1, 5, 9, 13, 17, 21}


def test_what_a_row_says(book: Any) -> None:
    rows = table(book["Findings"])
    given = next(row for row in rows if row["Rule"].value == "SPC-DOUBLE")
    row = {name: cell.value for name, cell in given.items() if name != "No."}
    assert row == {
        "Severity": "info",
        "Kind": "Spacing",
        "Finding": "Too many spaces",
        "Certainty": "likely",
        "Rule": "SPC-DOUBLE",
        "Colour": "red",
        "Message": "Two spaces.",
        "Excerpt": "The  test is done.",
        "Section": "1 Scope",
        "Place": "“1 Scope”, paragraph 3",
        "Page": None,
        "Other places": 0,
        "Evidence": None,
        "Fix": "Replace with 1 space.",
        "Decision": None,
        "Reason": None,
        "Decided by": None,
        "Fingerprint": "0f" * 12,
    }


def test_the_colour_is_a_word_in_its_colour(book: Any) -> None:
    shown = {cell["Kind"].value: cell for cell in table(book["Findings"])}
    named = {shade.name if colour is not Colour.NONE else "Marking" for colour, shade in SHADES.items()}
    assert set(shown) == named
    for colour, shade in SHADES.items():
        name = shade.name if colour is not Colour.NONE else "Marking"
        cell = shown[name]["Kind"]
        assert cell.fill.fgColor.rgb[-6:] == shade.light
        assert cell.font.color.rgb[-6:] == "000000"
        assert shown[name]["Colour"].value == colour.value


@pytest.mark.parametrize(("name", "last"), [("Findings", "S25"), ("Other places", "G27")])
def test_a_table_is_ready_to_work_with(book: Any, name: str, last: str) -> None:
    sheet = book[name]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{last}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.dimensions == f"A1:{last}"
    assert all(
        cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row if cell.value is not None
    )
    assert all(5 < sheet.column_dimensions[cell.column_letter].width < 60 for cell in sheet[1])


def test_a_row_is_as_high_as_its_text_needs(book: Any) -> None:
    heights = {
        row[3].value: book["Findings"].row_dimensions[row[0].row].height
        for row in book["Findings"].iter_rows()
    }
    assert heights["Too many spaces"] == 15
    assert heights["Acronym not defined"] > 30


def test_other_places_are_listed(book: Any) -> None:
    rows = [[cell.value for cell in row.values()] for row in table(book["Other places"])]
    number = next(row["No."].value for row in table(book["Findings"]) if row["Other places"].value == 5)
    assert [row for row in rows if row[0] == number][:2] == [
        [number, "Acronym not defined", "also used here", None, "paragraph 11", None, "yes"],
        [number, "Acronym not defined", "also used here", None, "paragraph 12", None, "no"],
    ]


def test_the_summary_says_what_the_report_rests_on(book: Any, hostile: FileResult) -> None:
    said = facts(book)
    assert said["Outcome"].startswith("24 findings: 8 errors, 8 warnings, 8 for information.")
    assert said["File"] == "=report <b>[U+202E]xcod.docx"
    assert said["SHA-256"] == hostile.sha256
    assert said["Profile digest"] == hostile.profile_digest
    assert said["STORM DAT version"] == "9.8.7"
    assert said["Made (UTC)"] == datetime(2026, 11, 20, 10, 30, 15)  # noqa: DTZ001
    assert said["=list.xlsx"] == "1a" * 32
    lines = [[cell.value for cell in row] for row in book["Summary"].iter_rows()]
    assert [SHADES[Colour.YELLOW].name, SHADES[Colour.YELLOW].meaning, 4] in lines
    assert ["error", None, 8] in lines
    assert ["Too many spaces", "SPC-DOUBLE", 1] in lines
    assert [1, "The part word/media/<x>.bin could not be read.", None] in lines
    assert "Left out" not in said


def test_a_file_that_was_not_checked_says_so(
    unreadable: FileResult, target: Path, context: ReportContext
) -> None:
    XlsxWriter().write(unreadable, target, context)
    book = load_workbook(target)
    assert facts(book)["Outcome"].startswith("This file was not checked. locked.docx is password protected")
    assert facts(book)["Not read"] is None
    assert "Severity" not in facts(book), "no counts that could pass for no findings"
    (row,) = table(book["Findings"])
    assert (row["Severity"].value, row["No."].value) == ("not checked", None)
    assert "remove the password" in row["Message"].value


def test_a_clean_file_has_no_rows(clean: FileResult, target: Path, context: ReportContext) -> None:
    XlsxWriter().write(clean, target, context)
    book = load_workbook(target)
    assert facts(book)["Outcome"] == "No findings."
    assert table(book["Findings"]) == table(book["Other places"]) == []


@pytest.mark.parametrize(
    ("character", "length"),
    [
        pytest.param("x", 50_000, id="ascii"),
        pytest.param("\U0001f680", 20_000, id="two-units-each"),
        pytest.param("é", 32_768, id="one-too-many"),
    ],
)
def test_a_long_text_is_cut_and_counted(
    character: str, length: int, clean: FileResult, finding: Maker, target: Path, context: ReportContext
) -> None:
    long = finding(message=character * length)
    XlsxWriter().write(replace(clean, findings=(long,)), target, context)
    text = table(load_workbook(target)["Findings"])[0]["Message"].value
    kept = text.count(character)
    assert text == f"{character * kept}… [{length - kept:,} characters cut]"
    assert 32_700 < len(text.encode("utf-16-le")) // 2 <= 32_767


def test_more_line_ends_than_a_cell_can_hold(
    clean: FileResult, finding: Maker, target: Path, context: ReportContext
) -> None:
    many = finding(message="line\n" * 400)
    XlsxWriter().write(replace(clean, findings=(many,)), target, context)
    text = table(load_workbook(target)["Findings"])[0]["Message"].value
    assert (text.count("\n"), text.count("␤")) == (253, 147)


def test_rows_beyond_the_bound_are_counted(
    clean: FileResult, finding: Maker, target: Path, context: ReportContext
) -> None:
    places = (Evidence(Location(), "also here"),) * 2
    found = [finding(severity=Severity.INFO, evidence=places) for _ in range(9)]
    result = replace(clean, findings=(*found, finding(severity=Severity.ERROR)))
    XlsxWriter(most_rows=4).write(result, target, context)
    book = load_workbook(target)
    assert [row["Severity"].value for row in table(book["Findings"])] == ["error"] + ["info"] * 3
    assert len(table(book["Other places"])) == 4
    said = [row[1].value for row in book["Summary"].iter_rows() if row[0].value == "Left out"]
    assert said[0].startswith("The sheet has room for 4 of the 10 findings; the 6 least severe")
    assert said[1].startswith("The sheet has room for 4 of the 6 other places; the last 2 are left out.")
    assert facts(book)["Outcome"].startswith("10 findings")


def test_the_same_result_gives_the_same_bytes(
    hostile: FileResult, tmp_path: Path, context: ReportContext
) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    XlsxWriter().write(hostile, first, context)
    XlsxWriter().write(replace(hostile, seconds=99.0), second, context)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 20, 10, 30, 14)}, (
            "zip counts in twos"
        )
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-11-20T10:30:15Z") == 2


def test_no_text_passes_through_a_temporary_file(
    hostile: FileResult, target: Path, context: ReportContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise AssertionError("a temporary file was asked for")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    XlsxWriter().write(hostile, target, context)
    assert target.exists()


def test_a_folder_that_is_not_there(hostile: FileResult, tmp_path: Path, context: ReportContext) -> None:
    with pytest.raises(OutputRefused, match=r"r\.xlsx could not be written"):
        XlsxWriter().write(hostile, tmp_path / "missing" / "r.xlsx", context)


@pytest.mark.engine
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_text_as_text(
    book: Any, target: Path, tmp_path: Path, hostile_texts: tuple[str, ...]
) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
        str(target),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    tree = etree.parse(target.with_suffix(".fods"))
    spaces = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    spaces["text"] = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    assert not tree.xpath("//*[@table:formula]", namespaces=spaces)
    names = tree.xpath("//table:table/@table:name", namespaces=spaces)
    assert names == book.sheetnames
    cells = tree.xpath("//table:table[2]//table:table-cell", namespaces=spaces)
    shown = {
        "\n".join("".join(line.itertext()) for line in cell.iterfind("text:p", spaces)) for cell in cells
    }
    plain = [text for text in hostile_texts if "\t" not in text and " \u200b" not in text]
    assert {visible(text) for text in plain} <= shown, "LibreOffice decodes what was escaped"


@pytest.mark.soak
def test_ten_thousand_findings_in_a_few_seconds(
    clean: FileResult, finding: Maker, target: Path, context: ReportContext
) -> None:
    seconds = {}
    for number in (1_000, 10_000):
        found = tuple(finding(f"The ABC{n} is used.", f"ABC{n}") for n in range(number))
        start = time.process_time()
        XlsxWriter().write(replace(clean, findings=found), target, context)
        seconds[number] = time.process_time() - start
    assert seconds[10_000] < 10
    assert seconds[10_000] < 13 * seconds[1_000]
