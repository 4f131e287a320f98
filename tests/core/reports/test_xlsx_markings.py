"""The sheet of markings: what a real document's says, and text that attacks what shows it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from stormdat_core.model import (
    BannerReason,
    BlockField,
    FieldState,
    FileResult,
    FrontBlock,
    Location,
    MarkingAudit,
    MarkingSlot,
    MarkUse,
    RolledBanner,
    SlotState,
    UnmarkedPortion,
)
from stormdat_core.reports import ReportContext
from stormdat_core.reports.spreadsheet.report import XlsxWriter
from stormdat_core.reports.text import looks_like_formula, visible
from stormdat_core.sweep import check_file
from tests.core.markings.audited import lines, secret, word
from tests.core.markings.twins import TITLE_PAGE

CONTEXT = ReportContext("9.8.7", datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC))


def written(result: FileResult, folder: Path) -> Any:
    target = folder / "d.findings.xlsx"
    XlsxWriter().write(result, target, CONTEXT)
    return load_workbook(target)


def rows(book: Any) -> list[tuple[Any, ...]]:
    return [
        tuple(cell.value or "" for cell in row)
        for row in book["Markings"].iter_rows(max_col=5)
        if any(cell.value for cell in row)
    ]


def below(found: list[tuple[Any, ...]], head: str) -> list[tuple[Any, ...]]:
    """Return the rows below a head up to the next one."""
    start = next(at for at, row in enumerate(found) if row[0] == head) + 1
    heads = {"Element of it", "Place for a banner", "Portion mark", "Portion without a mark"}
    end = next((at for at, row in enumerate(found[start:], start) if row[0] in heads), len(found))
    return found[start:end]


def test_what_the_sheet_says_of_a_document(tmp_path: Path) -> None:
    text = secret("(S//REL TO USA, GBR) It was the pump.", "The pump is new.")
    document = word(tmp_path, text, headers={"first": ""}, section=TITLE_PAGE)
    book = written(check_file(document.path, "thorough"), tmp_path)
    assert "Markings" in book.sheetnames
    found = rows(book)
    assert found[1][:2] == ("Family of rules", "Department of Defense")
    assert found[2][:2] == ("Banner as found", "SECRET")
    computed = {row[0]: row[1:3] for row in below(found, "Banner as computed")}
    assert computed["Department of Defense"] == ("SECRET", "the same")
    assert computed["Intelligence community"] == ("SECRET//NOFORN", "too weak")
    assert [row[0] for row in below(found, "Element of it")] == ["SECRET", "no release marking"]
    slots = {row[0]: row[1:3] for row in below(found, "Place for a banner")}
    assert slots["first-page header"] == ("", "blank")
    assert slots["header"] == ("SECRET", "as overall")
    assert below(found, "Portion without a mark")[0][1:3] == ("The pump is new.", "yes")


@pytest.mark.parametrize("profile", ["classic", "thorough"])
def test_a_sheet_only_where_markings_were_audited(tmp_path: Path, profile: str) -> None:
    document = word(tmp_path, lines("The pump is new."), header=None)
    book = written(check_file(document.path, profile), tmp_path)
    assert ("Markings" in book.sheetnames) is (profile == "thorough")
    if profile == "thorough":
        assert "No security marking was found" in rows(book)[-1][1]


def hostile(text: str) -> MarkingAudit:
    """Return an audit in which every text is `text`."""
    where = Location(block=0, sheet=text, note=text)
    return MarkingAudit(
        marked=True,
        regime=text,
        why=text,
        banner=text,
        where=where,
        rolled=(RolledBanner(text, text, text, (BannerReason(text, text, 1, (where,), text),), (text,)),),
        slots=(MarkingSlot(text, SlotState.BANNER, (text,), True, where),),
        marks=(MarkUse(text, 1, where, True, (text,)),),
        unmarked=(UnmarkedPortion(text, where, text),),
        blocks=(FrontBlock(text, (BlockField(text, FieldState.WRONG, text, where, (text,)),)),),
    )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "|calc", "\t=1", "＝1+1", "#N/A", "\x00"],
)
def test_no_cell_can_become_a_formula(tmp_path: Path, text: str) -> None:
    result = FileResult(Path("d.docx"), format="docx", characters=1, markings=hostile(text))
    cells = [cell for row in written(result, tmp_path)["Markings"].iter_rows() for cell in row]
    shown = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert sum(visible(text) in cell.value for cell in shown) >= 18
    risky = [cell for cell in shown if looks_like_formula(cell.value)]
    assert [cell.coordinate for cell in risky if not cell.quotePrefix] == []


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    audit = replace(hostile("x"), more_slots=1, more_marks=2, more_unmarked=1234)
    result = FileResult(Path("d.docx"), format="docx", characters=1, markings=audit)
    said = [row[1] for row in rows(written(result, tmp_path))]
    for sentence in ("and 1 place more", "and 2 marks more", "and 1,234 portions more"):
        assert sentence in said
