"""No correction that is called safe stands where a careful editor would touch nothing: read from the copies."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.reports.base import CopyStyle, Fixes, NothingToWrite, ReportContext
from stormdat_core.reports.docx.fixed import AUTHOR, FixedWord
from stormdat_core.sweep import check_file
from tests.replacements import Replacement, objections, replacements
from tests.shared import needs_shared, real_cases
from tests.word import heading, paragraph, run, table, write_word

_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>'
    '<w:style w:type="table" w:styleId="Cells"><w:name w:val="Cells"/></w:style>'
)  # fmt: skip
_FIRST = heading("Navigation") + paragraph(
    "Each set has a Global Positioning System (GPS) inside. The GPS is tested before it is delivered."
)
_PLAIN = "The operator starts the Global Positioning System before the vehicle moves."


def corrected(path: Path, fixes: Fixes = "safe") -> list[Replacement]:
    """Write the corrected copy of a document and return the wordings it replaces."""
    context = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC), CopyStyle(fixes=fixes))
    target = path.with_suffix(".fixed.docx")
    try:
        FixedWord().write(check_file(path, "standard"), target, context)
    except NothingToWrite:
        return []
    return [each for each in replacements(target, AUTHOR) if each.wording]


def made(folder: Path, body: str, fixes: Fixes = "safe") -> list[tuple[str, str]]:
    path = write_word(folder / "d.docx", _FIRST + body, styles=_STYLES)
    return [(each.old, each.new) for each in corrected(path, fixes)]


_SWAP = ("Global Positioning System", "GPS")


def test_plain_prose_is_corrected_and_nothing_is_held_against_it(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", _FIRST + paragraph(_PLAIN), styles=_STYLES)
    (found,) = corrected(path)
    assert (found.old, found.new, found.before) == (*_SWAP, "The operator starts the ")
    assert objections(found) == []


@pytest.mark.parametrize(
    ("body", "objection"),
    [
        (paragraph(_PLAIN, properties='<w:outlineLvl w:val="1"/>'), "heading"),
        (paragraph(_PLAIN, properties='<w:pStyle w:val="Quote"/>'), "quotation"),
        (paragraph(_PLAIN, properties='<w:pStyle w:val="Code"/>'), "code"),
        (paragraph("The screen shows “No Global Positioning System was found” and the set stops."), "quotation"),
        (paragraph("The file is named the Global Positioning System_Data file by the tool."), "identifier or compound"),
        (paragraph("It is a non-Global Positioning System receiver that the vehicle carries."), "identifier or compound"),
        (paragraph("The vehicle carries the Enhanced Global Positioning System on board."), "longer name"),
        (
            paragraph(run("The operator sees "), run("Global Positioning System", '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>'), run(" on the screen.")),
            "code",
        ),
        (paragraph(run(_PLAIN, "<w:caps/>")), "capitals"),
    ],
)  # fmt: skip
def test_the_checker_sees_what_an_editor_would_refuse(tmp_path: Path, body: str, objection: str) -> None:
    """Make the correction by force: the checker has to object, or it would let a wrong one pass."""
    path = write_word(tmp_path / "d.docx", body, styles=_STYLES)
    target = _forced(path, "Global Positioning System", "GPS")
    (found,) = (each for each in replacements(target, AUTHOR) if each.wording)
    assert objection in objections(found)


def _forced(path: Path, old: str, new: str) -> Path:
    from stormdat_core import documents
    from stormdat_core.model import Colour, FileResult, Finding, Fix, Severity

    document = documents.read(path)
    block = next(block for block in document.blocks if old in block.text)
    where = block.locate(block.text.index(old), block.text.index(old) + len(old))
    finding = Finding("TEST", Severity.INFO, Colour.RED, where, "m", "e", fix=Fix(where, new, safe=True))
    target = path.with_name("forced.docx")
    result = FileResult(path, document.sha256, "docx", findings=(finding,))
    FixedWord().write(result, target, ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC)))
    return target


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraph(_PLAIN, properties='<w:outlineLvl w:val="1"/>'), id="outline level"),
        pytest.param(paragraph(_PLAIN, properties='<w:pStyle w:val="Quote"/>'), id="quotation style"),
        pytest.param(paragraph(_PLAIN, properties='<w:pStyle w:val="Code"/>'), id="code style"),
        pytest.param(
            paragraph("The screen shows “No Global Positioning System was found” and the set stops."), id="quoted"
        ),
        pytest.param(
            paragraph(run("The screen shows “No Global "), run("Positioning System was found” and it stops.")),
            id="quoted over runs",
        ),
        pytest.param(table(("Purpose", "The Global Positioning System is tested."), ("a", "b")), id="cell"),
        pytest.param(paragraph("Items: Global Positioning System, radio, and antenna."), id="list"),
    ],
)  # fmt: skip
def test_what_must_stay_stays_unless_proposed_corrections_are_wanted(tmp_path: Path, body: str) -> None:
    assert made(tmp_path, body) == []


def test_proposed_corrections_are_made_when_they_are_wanted(tmp_path: Path) -> None:
    body = paragraph("Items are the Global Positioning System, the radio, and the antenna.")
    assert made(tmp_path, body) == []
    assert made(tmp_path, body, "proposed") == [_SWAP]


@needs_shared
@pytest.mark.parametrize("path", real_cases())
def test_no_safe_correction_of_a_real_document_is_objectionable(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "original.docx"
    copy.write_bytes(path.read_bytes())
    refused = [(objections(each), str(each)) for each in corrected(copy) if objections(each)]
    assert refused == []
