"""The matrix of text, table and lists, and the acronym table that is written from it."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from stormdat_core.acronyms.glossary import Glossary, Line
from stormdat_core.acronyms.list_files.acronym_list import AcronymList, load_list
from stormdat_core.acronyms.reconcile import MatrixRow
from stormdat_core.cli.main import exit_code
from stormdat_core.errors import OutputRefused
from stormdat_core.model import Standing
from stormdat_core.reports.lists import write_glossary
from tests.core.acronyms.build import Part, acronym_list, header, index, table
from tests.core.rules.test_classic_profile import write_list
from tests.word import paragraph, write_word

SRS = "The Software Requirements Specification (SRS) and the SRS."
ROWS = (("Acronym", "Definition"), ("SRS", "Software Requirements Specification"))
LISTED = acronym_list(("SRS", "Software Requirements Specification"))
OTHER = acronym_list(("SRS", "System Readiness Study"))
PMS = "The Program Manager (PM) and the PM. Then preventive maintenance (PM)."


def row(key: str, *parts: Part | str | list[Part], lists: tuple[AcronymList, ...] = ()) -> MatrixRow:
    (found,) = (each for each in index(*parts, lists=lists).matrix() if each.key == key)
    return found


@pytest.mark.parametrize(
    ("parts", "lists", "standing"),
    [
        pytest.param((SRS,), (), Standing.AGREES, id="text alone"),
        pytest.param((SRS, table(*ROWS)), (LISTED,), Standing.AGREES, id="all three"),
        pytest.param((SRS,), (OTHER,), Standing.DIFFERS, id="list differs"),
        pytest.param(
            (SRS, table(ROWS[0], ("SRS", "System Readiness Study"))), (), Standing.DIFFERS, id="table differs"
        ),
        pytest.param(("The SRS.", table(*ROWS)), (OTHER,), Standing.DIFFERS, id="table and list differ"),
        pytest.param(("The SRS.",), (), Standing.UNKNOWN, id="unknown"),
        pytest.param((header("The SRS"),), (), Standing.UNKNOWN, id="unknown in a header"),
        pytest.param(("The SRS.",), (LISTED,), Standing.UNDEFINED, id="only the list knows"),
        pytest.param(("The SRS.", table(*ROWS)), (), Standing.UNDEFINED, id="only the table knows"),
        pytest.param((table(*ROWS),), (), Standing.UNUSED, id="only in the table"),
        pytest.param((SRS,), (acronym_list(("AB", "alpha beta")),), Standing.MISSING, id="not in the list"),
        pytest.param(
            (SRS, table(ROWS[0], ("LOB", "Line of Balance"))), (), Standing.MISSING, id="not in the table"
        ),
    ],
)
def test_where_an_acronym_stands(
    parts: tuple[Part | str | list[Part], ...], lists: tuple[AcronymList, ...], standing: Standing
) -> None:
    assert row("SRS", *parts, lists=lists).standing is standing


def test_two_meanings_differ_unless_the_list_holds_both() -> None:
    found = row("PM", PMS)
    assert [place.full for place in found.text] == ["Program Manager", "preventive maintenance"]
    assert found.standing is Standing.DIFFERS
    both = acronym_list(("PM", "Program Manager"), ("PM", "preventive maintenance"))
    assert row("PM", PMS, lists=(both,)).standing is Standing.AGREES


def test_a_row_holds_what_each_list_says_and_the_first_counts() -> None:
    found = row("SRS", "The SRS came.", SRS, lists=(OTHER, acronym_list(("AB", "alpha beta")), LISTED))
    assert [tuple(each.definition for each in rows) for rows in found.lists] == [
        ("System Readiness Study",),
        (),
        ("Software Requirements Specification",),
    ]
    assert (found.full_form, found.uses) == ("System Readiness Study", 2)
    assert found.first == (0, 4, 7)


def test_the_matrix_is_sorted_and_leaves_out_what_only_a_list_holds() -> None:
    found = index("The CDRL and the AFMC.", lists=[LISTED]).matrix()
    assert [each.acronym for each in found] == ["AFMC", "CDRL"]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    body = paragraph(SRS) + paragraph("Submit the CDRL and the CDRL.") + paragraph("The GPS works.")
    return write_word(tmp_path / "report.docx", body)


def test_the_command_writes_a_table_and_proposes_rows(
    tmp_path: Path, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = write_list(tmp_path / "list.xlsx", (("GPS", "Global Positioning System"),))
    out = tmp_path / "out.xlsx"
    assert exit_code(["acronyms", "table", str(written), "--out", str(out), "--list", str(given)]) == 0
    assert capsys.readouterr().out == "out.xlsx: 3 acronyms, 2 with a full form.\nNot in the list: 2.\n"
    book = openpyxl.load_workbook(out)
    assert list(book["Acronyms"].values) == [
        ("Acronym", "Definition", "Uses", "First place"),
        ("CDRL", None, 2, "paragraph 2"),
        ("GPS", "Global Positioning System", 1, "paragraph 3"),
        ("SRS", "Software Requirements Specification", 1, "paragraph 1"),
    ]
    assert [each[0] for each in book["Proposed"].values] == ["Acronym", "CDRL", "SRS"]


def test_what_is_proposed_can_be_read_back_as_a_list(tmp_path: Path, written: Path) -> None:
    for name in ("out.xlsx", "out.docx"):
        assert exit_code(["acronyms", "table", str(written), "--out", str(tmp_path / name)]) == 0
        made = load_list(tmp_path / name)
        assert [(each.acronym, each.definition) for each in made.rows] == [
            ("SRS", "Software Requirements Specification")
        ]


def test_nothing_is_written_over(tmp_path: Path, written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written.read_bytes()
    assert exit_code(["acronyms", "table", str(written), "--out", str(written)]) == 2
    assert "report.docx is there already" in capsys.readouterr().err
    assert written.read_bytes() == before


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_hostile_text_stays_text(tmp_path: Path, ending: str) -> None:
    line = Line("=A1", '=HYPERLINK("http://x.invalid")\x07\ud800', 1, "@here")
    target = tmp_path / f"out.{ending}"
    write_glossary(Glossary("<b>t\x00", (line,), ()), target)
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(target)["Acronyms"]
        assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n", "s"]
        assert sheet["B2"].value == '=HYPERLINK("http://x.invalid")'
        assert "<f>" not in zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml").decode()
    else:
        cells = docx.Document(io.BytesIO(target.read_bytes())).tables[0].rows[1].cells
        assert [cell.text for cell in cells] == ["=A1", '=HYPERLINK("http://x.invalid")', "1", "@here"]


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match=r"out\.txt is neither"):
        write_glossary(Glossary("t", ()), tmp_path / "out.txt")
    assert not (tmp_path / "out.txt").exists()
