"""Reading leaves nothing that only the garbage collector could free, because it pauses the collector."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from stormdat_core import documents
from tests import excel, powerpoint, word


def a_word_file(path: Path) -> Path:
    return word.write_word(path, word.paragraph("text") * 200 + word.table(("a", "b")))


def a_workbook(path: Path) -> Path:
    cells = "".join(excel.row(number, excel.text(f"A{number}", "text")) for number in range(1, 201))
    return excel.write_excel(path, excel.Sheet("One", cells))


def a_presentation(path: Path) -> Path:
    return powerpoint.write_powerpoint(path, powerpoint.Slide(powerpoint.shape(*["text"] * 200)))


def a_page(path: Path) -> Path:
    path.write_text("<html><body>" + "<p>text</p>" * 200 + "</body></html>")
    return path


@pytest.mark.parametrize(
    ("name", "write"),
    [("d.docx", a_word_file), ("d.xlsx", a_workbook), ("d.pptx", a_presentation), ("d.html", a_page)],
)
def test_a_document_s_values_are_in_no_cycle(
    tmp_path: Path, name: str, write: Callable[[Path], Path]
) -> None:
    path = write(tmp_path / name)
    documents.read(path)  # imports, and tables made once
    gc.collect()
    gc.disable()
    try:
        blocks = len(documents.read(path).blocks)
        left = gc.collect()
    finally:
        gc.enable()
    assert blocks >= 200
    assert left < 20
