"""Banners of sheets, slides and texts without pages."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from stormdat_core import documents
from stormdat_core.model import Document
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.markings import NotApproved
from tests.core.markings.audited import findings, ids
from tests.pdf import line, write_pdf
from tests.powerpoint import Slide, shape, tree, write_powerpoint


def _workbook(folder: Path, *, header: str | None, first_row: str = "") -> Document:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if first_row:
        sheet.append([first_row])
    sheet.append(["(S) The pump was found to leak after the second hour."])
    if first_row:
        sheet.append([first_row])
    if header is not None:
        sheet.oddHeader.center.text = header
        sheet.oddFooter.center.text = header
    book.save(folder / "book.xlsx")
    return documents.read(folder / "book.xlsx")


@pytest.mark.parametrize(
    ("header", "first_row", "missing"),
    [("SECRET", "", 0), (None, "SECRET", 0), (None, "", 2)],
    ids=["header and footer", "first and last row", "neither"],
)
def test_banners_of_a_sheet(tmp_path: Path, header: str | None, first_row: str, missing: int) -> None:
    rules = [f.rule for f in findings(_workbook(tmp_path, header=header, first_row=first_row), regime="dod")]
    assert len([rule for rule in rules if rule.startswith("MRK-BANNER")]) == missing


def test_text_and_pages_have_their_banner_in_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "SECRET\n\n15 January 2024\n\n(S) The valve failed in the test.\n\nUNCLASSIFIED\n", "utf-8"
    )
    assert "MRK-BANNER-HF-DIFFER" in ids(documents.read(path), regime="dod")


_LAYOUT = "ppt/slideLayouts/l.xml"


def _slides(folder: Path, *slides: str, layout: str = "") -> Document:
    links = {"rId1": ("slideLayout", _LAYOUT)} if layout else {}
    parts = {_LAYOUT: tree("p:sldLayout", layout)} if layout else {}
    made = [Slide(shapes, "", links) for shapes in slides]
    return documents.read(write_powerpoint(folder / "d.pptx", *made, parts=parts))


_TEXT = shape("(S) The valve failed in the second test.")
_BOTH = shape("SECRET") + _TEXT + shape("SECRET")


@pytest.mark.parametrize(
    ("slides", "layout", "places"),
    [
        ([_BOTH, _BOTH], "", []),
        ([_BOTH, _TEXT], "", ["top of slide 2", "bottom of slide 2"]),
        ([_BOTH, shape("SECRET") + _TEXT], "", ["bottom of slide 2"]),
        ([_TEXT, _TEXT], shape("SECRET") + shape("SECRET"), []),
    ],
    ids=["each slide", "none on the second", "no bottom on the second", "drawn by the layout"],
)
def test_banners_of_slides(tmp_path: Path, slides: list[str], layout: str, places: list[str]) -> None:
    found = findings(_slides(tmp_path, *slides, layout=layout), regime="dod")
    said = [f.message for f in found if f.rule.startswith("MRK-BANNER")]
    missing = [text[4:].split(" holds")[0].split(" is blank")[0] for text in said if text.startswith("The ")]
    assert missing == places


def _not_approved(path: Path) -> list[str]:
    document = documents.read(path)
    context = RuleContext(document, profiles.load("classic"))
    found = NotApproved().check(document, context)
    return [document.blocks[f.where.block].text[f.where.start : f.where.end] for f in found]


def _sheet(folder: Path, line: str, *, header: bool) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if header:
        sheet.oddHeader.center.text = line
    for text in ([] if header else [line]) + ["The pump.", "SECRET//IN THE MIDDLE", "The valve."]:
        sheet.append([text])
    book.save(folder / "d.xlsx")
    return folder / "d.xlsx"


def _presentation(folder: Path, line: str) -> Path:
    return write_powerpoint(folder / "d.pptx", Slide(shape(line) + shape("The pump is new."), "", {}))


def _page(folder: Path, first: str) -> Path:
    rest = [line(f"The pump is new, {n}.", 700 - 40 * n) for n in range(5)]
    return write_pdf(folder / "d.pdf", [line(first, 760), *rest])


def _text(folder: Path, line: str) -> Path:
    path = folder / "d.txt"
    path.write_text(f"{line}\n\nThe pump.\n\nSECRET//IN THE MIDDLE\n\nThe valve.\n", "utf-8")
    return path


def _html(folder: Path, line: str) -> Path:
    path = folder / "d.html"
    path.write_text(
        f"<html><body><p>{line}</p><p>The pump.</p><p>SECRET//X</p><p>End.</p></body></html>", "utf-8"
    )
    return path


@pytest.mark.parametrize(
    "make",
    [
        partial(_sheet, header=True),
        partial(_sheet, header=False),
        _presentation,
        _page,
        _text,
        _html,
    ],
    ids=["header of a sheet", "first cell", "slide", "page", "text", "web page"],
)
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("SECRET//EYES ONLY", True),
        ("SECRET//NOFORN", False),
        ("Secret agents of the pump", False),
        ("Test report", False),
    ],
)
def test_the_approved_list_holds_in_every_format(
    tmp_path: Path, make: Callable[[Path, str], Path], line: str, found: bool
) -> None:
    assert _not_approved(make(tmp_path, line)) == ([line] if found else [])
