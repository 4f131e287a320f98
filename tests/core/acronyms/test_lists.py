"""Acronym lists from spreadsheets: the good, the messy and the hostile."""

import datetime as dt
import pickle
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.acronyms.list_files import package as packages
from stormdat_core.acronyms.list_files.acronym_list import AcronymList, load_list
from stormdat_core.errors import BadList
from tests.shared import SHARED, needs_shared


def write(path: Path, *rows: Sequence[object], header: Sequence[object] = ("Acronym", "Definition")) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows) if header else rows:
        sheet.append(list(row))
    book.save(path)
    return path


def edit(path: Path, part: str, change: tuple[bytes, bytes]) -> Path:
    """Rewrite one part of a package."""
    with zipfile.ZipFile(path) as package:
        parts = {item.filename: package.read(item) for item in package.infolist()}
    assert change[0] in parts[part]
    parts[part] = parts[part].replace(*change)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def rows(made: AcronymList) -> list[tuple[str, str]]:
    return [(row.acronym, row.definition) for row in made.rows]


def test_a_plain_list(tmp_path: Path) -> None:
    made = load_list(
        write(
            tmp_path / "l.xlsx", ("GPS", "Global Positioning System"), ("V&V", "verification and validation")
        )
    )
    assert rows(made) == [("GPS", "Global Positioning System"), ("V&V", "verification and validation")]
    assert (made.name, made.problems, made.rows[0].row) == ("l.xlsx", (), 2)
    assert made.rows_for("GPSs")[0].definition == "Global Positioning System"
    assert made.phrases.get("global positioning systems") == made.rows[0]


def test_columns_are_found_by_name_in_any_order_and_row(tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.xlsx",
        ("Programme list", None, None),
        (None, None, None),
        ("No", "MEANING ", "abbreviation", "Notes"),
        (1, "  Line of\u00a0 Balance ", " LOB ", "well-known"),
        header=(),
    )
    (row,) = load_list(path).rows
    assert (row.acronym, row.definition, row.notes, row.row) == ("LOB", "Line of Balance", "well-known", 4)


def test_without_headings_two_columns_that_look_the_part_are_taken(tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.xlsx", ("GPS", "Global Positioning System"), ("LOB", "Line of Balance"), header=()
    )
    assert len(load_list(path).rows) == 2


def test_a_list_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", ("apple", 3), ("pear", 4), header=("Fruit", "Count"))
    with pytest.raises(BadList, match=r"l\.xlsx has no columns named Acronym and Definition") as caught:
        load_list(path)
    assert "headings" in caught.value.hint


def test_faults_are_named_by_row_and_the_rest_is_loaded(tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.xlsx",
        ("GPS", "Global Positioning System"),
        (None, None),
        ("XYZ", None),
        (None, "Nobody's definition"),
        ("GPS", "global positioning system"),
        ("GPS", "Ground Power Supply"),
        (3, "a number"),
        (True, "a truth value"),
        (1e6, "an exponent"),
        (dt.date(2024, 5, 1), "a date"),
        ("#REF!", "a lost cell"),
        ("...", "no letters"),
        ("LOB", "Line of Balance"),
    )
    made = load_list(path)
    assert [row.acronym for row in made.rows] == ["GPS", "GPS", "3", "TRUE", "1000000", "LOB"]
    said = {problem.row: problem.sentence for problem in made.problems}
    assert set(said) == {4, 5, 6, 7, 8, 9, 10, 11, 12, 13}
    assert "has no definition" in said[4]
    assert "has no acronym" in said[5]
    assert "repeats GPS of row 2" in said[6]
    assert "both are accepted" in said[7]
    assert "date" in said[11]
    assert {row.definition for row in made.rows_for("GPS")} == {
        "Global Positioning System",
        "Ground Power Supply",
    }


def test_several_definitions_in_one_cell(tmp_path: Path) -> None:
    made = load_list(
        write(tmp_path / "l.xlsx", ("PM", "Program Manager | preventive maintenance"), ("AB", "a b\nc d"))
    )
    assert rows(made) == [
        ("PM", "Program Manager"),
        ("PM", "preventive maintenance"),
        ("AB", "a b"),
        ("AB", "c d"),
    ]


def test_formulas_give_their_stored_value_and_those_without_one_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", ("GPS", "Global Positioning System"), ('="L"&"OB"', "Line of Balance"))
    made = load_list(path)
    assert [row.acronym for row in made.rows] == ["GPS"]
    assert "formula for the acronym" in made.problems[0].sentence
    edit(
        path,
        "xl/worksheets/sheet1.xml",
        (b"<v></v>", b"<v>LOB</v>") if _has(path, b"<v></v>") else (b"<v />", b"<v>LOB</v>"),
    )
    edit(path, "xl/worksheets/sheet1.xml", (b'<c r="A3">', b'<c r="A3" t="str">'))
    made = load_list(path)
    assert [row.acronym for row in made.rows] == ["GPS", "LOB"]


def _has(path: Path, text: bytes) -> bool:
    with zipfile.ZipFile(path) as package:
        return text in package.read("xl/worksheets/sheet1.xml")


def test_entries_are_never_patterns(tmp_path: Path) -> None:
    odd = [
        ("C++", "C plus plus"),
        ("[a-z", "a class"),
        ("A|B", "alternatives"),
        ("(X", "open"),
        ("\\d2", "digit two"),
    ]
    assert [row.acronym for row in load_list(write(tmp_path / "l.xlsx", *odd)).rows] == [
        short for short, _ in odd
    ]


def test_a_final_s_belongs_to_the_acronym_when_the_list_says_so(tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.xlsx", ("GNSs", "Guidance Navigation Suite"), ("SMEs", "subject matter experts")
    )
    made = load_list(path)
    assert made.key_of("GNSs") == "GNSS"
    assert made.rows_for("SME")[0].acronym == "SMEs"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"Acronym,Definition\nGPS,Global\n", "is a text file"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"{\\rtf1 x}", "is an RTF document"),
        (b"<html><table></table></html>", "is a web page"),
        (b"\x00\x01\x02\x03" * 9, "is not an Excel workbook"),
        (b"PK\x03\x04 cut off", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "97-2003"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is password protected",
        ),
    ],
)
def test_what_is_not_a_workbook_behind_its_name(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadList, match=sentence) as caught:
        load_list(path)
    assert "list.xlsx" in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("part", "kind"), [("word/document.xml", "a Word document"), ("a.txt", "a zip archive")]
)
def test_other_packages_are_named(tmp_path: Path, part: str, kind: str) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, "<x/>")
        if part.startswith("word"):
            package.writestr("[Content_Types].xml", "<x/>")
    with pytest.raises(BadList, match=kind):
        load_list(path)


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(BadList, match=r"gone\.xlsx was not found"):
        load_list(tmp_path / "gone.xlsx")
    with pytest.raises(BadList, match="is a folder"):
        load_list(tmp_path)


def test_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="has no row with an acronym and a definition"):
        load_list(write(tmp_path / "l.xlsx"))
    with pytest.raises(BadList, match="is empty"):
        load_list(write(tmp_path / "m.xlsx", header=()))


def test_a_damaged_part_is_one_sentence(tmp_path: Path) -> None:
    path = edit(
        write(tmp_path / "l.xlsx", ("A", "b")), "xl/worksheets/sheet1.xml", (b"</sheetData>", b"</sheet")
    )
    with pytest.raises(BadList, match=r"l\.xlsx is damaged"):
        load_list(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_is_parsed(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "l.xlsx", ("GPS", "Global Positioning System"))
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst xmlns="x"/>'
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/extra.xml", bomb.encode(encoding))
    with pytest.raises(BadList, match="document type declaration"):
        load_list(path)


def test_a_bomb_is_refused_while_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_EXPANDED", 8 << 20)
    path = write(tmp_path / "l.xlsx", ("GPS", "Global Positioning System"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bin", b"\0" * (64 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(BadList, match="would grow to more than 8 MB"):
        load_list(path)


def test_a_dimension_that_claims_too_little_hides_no_row(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", ("GPS", "Global Positioning System"), ("LOB", "Line of Balance"))
    edit(path, "xl/worksheets/sheet1.xml", (b'ref="A1:B3"', b'ref="A1:A1"'))
    assert len(load_list(path).rows) == 2


def test_a_claimed_dimension_costs_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", ("GPS", "Global Positioning System"))
    edit(path, "xl/worksheets/sheet1.xml", (b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    start = time.process_time()
    assert len(load_list(path).rows) == 1
    assert time.process_time() - start < 1


def test_too_many_rows_are_refused_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormdat_core.acronyms.list_files.rows.MAX_ROWS", 100)
    path = write(tmp_path / "l.xlsx", *((f"AB{at}", f"alpha beta {at}") for at in range(200)))
    with pytest.raises(BadList, match="more than 100 filled rows"):
        load_list(path)


def test_the_same_content_is_read_once_in_a_process(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", ("GPS", "Global Positioning System"))
    assert load_list(path) is load_list(path)
    write(path, ("GPS", "Ground Power Supply"))
    assert load_list(path).rows[0].definition == "Ground Power Supply"


def test_a_list_travels_between_processes_without_its_tables(tmp_path: Path) -> None:
    made = load_list(write(tmp_path / "l.xlsx", ("GPS", "Global Positioning System")))
    assert made.by_key
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert "by_key" not in vars(again)
    assert again.rows_for("GPS") == made.rows


def test_twenty_thousand_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("List")
    sheet.append(["Acronym", "Definition"])
    for at in range(20_000):
        sheet.append([f"AB{at}", f"alpha beta number {at}"])
    book.save(tmp_path / "l.xlsx")
    start = time.process_time()
    assert len(load_list(tmp_path / "l.xlsx").rows) == 20_000
    assert time.process_time() - start < 5


def test_loading_the_engine_loads_no_spreadsheet_library() -> None:
    code = "import sys, stormdat_core.acronyms, stormdat_core.acronyms.list_files.acronym_list; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@needs_shared
def test_the_hostile_set(tmp_path: Path) -> None:
    maker = SHARED / "eval" / "hostile" / "make_hostile.py"
    subprocess.run([sys.executable, str(maker), str(tmp_path)], check=True, stdout=subprocess.DEVNULL)
    outcome = {
        path.name[:3]: _outcome(path)
        for path in (*tmp_path.glob("w*.xlsx"), tmp_path / "k02_docx_named.xlsx")
    }
    refused = {name for name, said in outcome.items() if said == "refused"}
    assert refused == {"w06", "w07", "w09", "k02"}
    assert (outcome["w01"], outcome["w08"]) == ("2 rows", "0 rows")
    (stray,) = load_list(tmp_path / "w02_real_last_cell.xlsx").problems
    assert "Cell XFD1048576 beyond column BL was ignored" in stray.sentence
    (no_list,) = load_list(tmp_path / "w08_1000_sheets.xlsx").problems
    assert "none of its" in no_list.sentence


def _outcome(path: Path) -> str:
    try:
        return f"{len(load_list(path).rows)} rows"
    except BadList as error:
        return "refused" if path.name in str(error) else str(error)
