"""Lists of other kinds than a plain workbook: text in columns, Word tables, merged cells, several at once."""

import time
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.acronyms.list_files.acronym_list import AcronymList, conflicts, load_list
from stormdat_core.acronyms.list_files.notes_column import Notes, read_notes
from stormdat_core.errors import BadList
from tests.core.acronyms.build import acronym_list, document, findings
from tests.word import paragraph, table, write_word


def rows(made: AcronymList) -> list[tuple[str, str, int]]:
    return [(row.acronym, row.definition, row.row) for row in made.rows]


def said(made: AcronymList) -> list[tuple[int, str]]:
    return [(problem.row, problem.sentence) for problem in made.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_columns(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = ["Acronym,Definition,Notes", "3D,three-dimensional,", "", '1E6,"a, quoted — million",well-known']
    path = tmp_path / "l.csv"
    text = "\r\n".join(lines).replace(", quoted", "\0").replace(",", separator).replace("\0", ", quoted")
    path.write_bytes(text.encode(encoding))
    made = load_list(path)
    assert rows(made) == [("3D", "three-dimensional", 2), ("1E6", "a, quoted — million", 4)]
    assert made.rows[1].notes == "well-known"
    assert made.problems == ()


def test_a_text_that_excel_has_marked_and_one_from_an_old_program(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(b"sep=;\r\nAcronym;Definition\r\nEDF;\xc9lectricit\xe9 de France\r\nXYZ;\r\n")
    made = load_list(path)
    assert rows(made) == [("EDF", "Électricité de France", 3)]
    assert [row for row, _ in said(made)] == [0, 4]
    assert "Windows-1252" in said(made)[0][1]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"A\0,B\0", b'"' + b"x" * 200_000])
def test_what_is_no_text_in_columns(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(BadList, match=r"list\.csv") as caught:
        load_list(path)
    assert caught.value.hint


def test_a_table_in_a_word_document(tmp_path: Path) -> None:
    body = (
        paragraph("Some words before.")
        + table(("Item", "Result"), ("one", "passed"))
        + table(
            ("Term", "Meaning"), ("GPS", "Global Positioning System"), ("XYZ", ""), ("LOB", "Line of Balance")
        )
    )
    made = load_list(write_word(tmp_path / "l.docx", body))
    assert rows(made) == [("GPS", "Global Positioning System", 2), ("LOB", "Line of Balance", 4)]
    assert {row.sheet for row in made.rows} == {"table 2"}
    assert said(made) == [(3, "Row 3 has no definition and was left out.")]


def test_text_in_a_word_table_is_what_word_shows(tmp_path: Path) -> None:
    changed = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Acronym</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>Definition</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>G</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>PS</w:t></w:r></w:ins></w:p></w:tc>"
        "<w:tc><w:p><w:del w:id='2' w:author='a'><w:r><w:delText>Old</w:delText></w:r></w:del>"
        "<w:moveFrom w:id='3' w:author='a'><w:r><w:t>Gone</w:t></w:r></w:moveFrom>"
        "<w:r><w:t xml:space='preserve'>Global </w:t><w:t>Positioning</w:t><w:tab/><w:t>System</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert rows(load_list(write_word(tmp_path / "l.docx", changed))) == [
        ("GPS", "Global Positioning System", 2)
    ]


def test_merged_cells_of_a_word_table_are_taken_for_each_row_and_reported(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    restart, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    body = (
        f"<w:tbl><w:tr>{cell('Acronym')}{cell('Definition')}</w:tr>"
        f"<w:tr>{cell('PM', restart)}{cell('Program Manager')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('preventive maintenance')}</w:tr>"
        f"<w:tr>{cell('across both', wide)}</w:tr></w:tbl>"
    )
    made = load_list(write_word(tmp_path / "l.docx", body))
    assert rows(made) == [("PM", "Program Manager", 2), ("PM", "preventive maintenance", 3)]
    sentences = [sentence for _, sentence in said(made)]
    assert "Row 2 has its acronym merged down to row 3; it was taken for each of these rows." in sentences
    assert "Row 4 has acronym and definition merged into one cell." in sentences


def test_a_word_document_that_is_none_or_holds_no_table(tmp_path: Path) -> None:
    (tmp_path / "l.docx").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(BadList, match=r"l\.docx is damaged"):
        load_list(tmp_path / "l.docx")
    with pytest.raises(BadList, match="is empty"):
        load_list(write_word(tmp_path / "m.docx", paragraph("No table.")))


def workbook(path: Path, *lines: tuple[object, ...], merges: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("Acronym", "Definition"), *lines):
        sheet.append(list(line))
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def test_merged_cells_of_a_workbook_are_taken_for_each_row_and_reported(tmp_path: Path) -> None:
    lines = (
        ("PM", "Program Manager"),
        (None, "preventive maintenance"),
        ("XY", None),
        ("GPS", "Global Positioning System"),
    )
    made = load_list(workbook(tmp_path / "l.xlsx", *lines, merges=("A2:A3", "A4:B4", "D1:E9")))
    assert rows(made) == [
        ("PM", "Program Manager", 2),
        ("PM", "preventive maintenance", 3),
        ("GPS", "Global Positioning System", 5),
    ]
    sentences = [sentence for _, sentence in said(made)]
    assert "Row 2 has its acronym merged down to row 3; it was taken for each of these rows." in sentences
    assert "Row 4 has acronym and definition merged into one cell." in sentences


def test_many_merged_cells_cost_what_one_does(tmp_path: Path) -> None:
    lines = [(f"AB{at}" if at % 2 == 0 else None, f"alpha beta {at}") for at in range(4_000)]
    path = workbook(
        tmp_path / "l.xlsx", *lines, merges=tuple(f"A{at}:A{at + 1}" for at in range(2, 4_002, 2))
    )
    start = time.process_time()
    assert len(load_list(path).rows) == 4_000
    assert time.process_time() - start < 4


def test_the_first_list_takes_precedence_and_what_they_disagree_on_is_said() -> None:
    own = acronym_list(("SRS", "Software Requirements Specification"))
    other = acronym_list(("SRS", "System Readiness Study"), ("LOB", "Line of Balance"))
    made = document("The Software Requirements Specification (SRS), the SRS and the SRS.", "The LOB.")
    (clash,) = conflicts([own, other], ["SRS", "LOB"])
    assert (clash.kept.definition, clash.other.definition) == (
        "Software Requirements Specification",
        "System Readiness Study",
    )
    found = findings(made, [own, other])
    (said_of,) = [each.message for each in found if each.rule == "ACR-LIST-FORMAT"]
    assert "SRS is “System Readiness Study”" in said_of
    assert "takes precedence" in said_of
    assert "ACR-LIST-MISMATCH" not in {each.rule for each in found}
    assert "ACR-LIST-MISMATCH" in {each.rule for each in findings(made, [other, own])}


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("", Notes()),
        ("Program office only", Notes()),
        ("Well-known", Notes(well_known=True)),
        ("well known; always define", Notes(well_known=True, always_define=True)),
        ("Ignore", Notes(ignore=True)),
        ("Do not use", Notes(banned=True)),
        ("DO NOT USE: guided bomb", Notes(banned=True, instead="guided bomb")),
        ("Don’t use – use “UAS”.", Notes(banned=True, instead="UAS")),
        ("signorelli", Notes()),
    ],
)
def test_what_the_notes_column_says(text: str, notes: Notes) -> None:
    assert read_notes(text) == notes
