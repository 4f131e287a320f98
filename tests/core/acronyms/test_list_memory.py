"""A small list file must not make the program large: measured in a process of its own."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.errors import BadList
from tests.core.rules.test_classic_profile import write_list

_MEASURE = """
import resource, sys
from pathlib import Path
import openpyxl
from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.errors import BadList
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
try:
    load_list(Path(sys.argv[1]))
    said = "read"
except BadList as exc:
    said = str(exc)
print(peak() - before, said)
"""
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = "</sheetData></worksheet>"


def with_sheet(path: Path, rows: Iterator[str]) -> Path:
    source = write_list(path.with_name("source.xlsx"))
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name.startswith("xl/worksheets/sheet"):
                new.writestr(name, _SHEET + "".join(rows) + _END)
            else:
                new.writestr(name, old.read(name))
    return path


def cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def wide(count: int, columns: int, header: bool) -> Iterator[str]:
    if header:
        yield f"<row>{cell('Acronym')}{cell('Definition')}</row>"
    for number in range(count):
        yield f"<row>{cell(f'A{number % 9}X')}{cell('Alpha Xray')}{cell('z') * (columns - 2)}</row>"


@pytest.mark.skipif(sys.platform == "win32", reason="measures as POSIX systems do")
@pytest.mark.parametrize("header", [True, False])
def test_a_small_file_stays_small(tmp_path: Path, header: bool) -> None:
    path = with_sheet(tmp_path / "wide.xlsx", wide(25_000, 60, header))
    assert path.stat().st_size < 400_000
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, timeout=200, check=True
    )
    grown, _, said = done.stdout.partition(" ")
    assert int(grown) < 120, said


def test_rows_with_more_columns_than_a_list_needs_are_read(tmp_path: Path) -> None:
    found = load_list(with_sheet(tmp_path / "list.xlsx", wide(9, 20, True)))
    assert {row.acronym for row in found.rows} == {f"A{number}X" for number in range(9)}


def test_what_packs_like_no_list_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "bomb.xlsx", (f"<row>{cell('A' * 400)}</row>" for _ in range(100_000)))
    with pytest.raises(BadList, match="would grow"):
        load_list(path)
