"""What we write for Office, before Microsoft's own schemas.

Run with: STORMDAT_OOXML_VALIDATOR=... python build_scripts/dev.py test -m soak -k open_xml_sdk.
"""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from stormdat_core import documents
from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.model import BlockKind, FileResult, Finding
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.docx.fixed import FixedWord
from stormdat_core.reports.spreadsheet.report import XlsxWriter
from stormdat_core.sample import sample_list
from stormdat_core.sweep import check_file
from tests.core.reports.test_annotated_docx import CONTEXT
from tests.core.reports.test_annotated_docx import dense as dense_findings
from tests.core.reports.test_annotated_xlsx import finding as cell_finding
from tests.core.reports.test_fixed_docx import dense as dense_corrections
from tests.opensdk import MOST, complaints, needs_validator, new_complaints
from tests.shared import needs_shared, real_documents
from tests.word import paragraph, run, write_word

pytestmark = [pytest.mark.engine, pytest.mark.soak, needs_validator]


def natural(path: Path) -> list[Finding]:
    return list(check_file(path, "thorough", lists=[load_list(sample_list())]).findings)


def corrections(path: Path) -> list[Finding]:
    return dense_corrections(documents.read(path))


WAYS = {
    "annotated": (AnnotatedCopy, natural),
    "annotated-densely": (AnnotatedCopy, dense_findings),
    "corrected": (FixedWord, natural),
    "corrected-densely": (FixedWord, corrections),
}


def test_the_sdk_sees_what_word_would_not_take(tmp_path: Path) -> None:
    sound = write_word(tmp_path / "sound.docx", paragraph(run("word", "<w:b/><w:highlight w:val='red'/>")))
    turned = write_word(tmp_path / "turned.docx", paragraph(run("word", "<w:highlight w:val='red'/><w:b/>")))
    lone = write_word(tmp_path / "lone.docx", paragraph("x", "<w:r><w:commentReference w:id='7'/></w:r>"))
    assert not complaints(sound)
    assert new_complaints(sound, turned)
    assert new_complaints(sound, lone)


@needs_shared
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", real_documents(), ids=lambda path: path.name[:8])
def test_a_copy_has_no_fault_that_its_original_has_not(path: Path, way: str, tmp_path: Path) -> None:
    original = tmp_path / "d.docx"
    original.write_bytes(path.read_bytes())
    writer, findings = WAYS[way]
    document = documents.read(original)
    result = FileResult(original, document.sha256, "docx", findings=tuple(findings(original)))
    copy = tmp_path / "copy.docx"
    writer().write(result, copy, CONTEXT)
    if complaints(original).total() >= MOST:
        pytest.skip("the original alone has as many faults as the SDK tells")
    assert not new_complaints(original, copy)


def cells(path: Path) -> list[Finding]:
    """Return a finding on every fifth cell with text."""
    blocks = [block for block in documents.read(path).blocks if block.kind is BlockKind.CELL]
    return [cell_finding(block.locate(0, 1)) for block in blocks[::5]]


@needs_shared
@pytest.mark.parametrize("path", real_documents("*.xlsx"), ids=lambda path: path.name[:8])
def test_a_commented_workbook_has_no_fault_that_its_original_has_not(path: Path, tmp_path: Path) -> None:
    original, copy = tmp_path / "d.xlsx", tmp_path / "copy.xlsx"
    original.write_bytes(path.read_bytes())
    document = documents.read(original)
    result = FileResult(original, document.sha256, "xlsx", findings=tuple(cells(original)))
    AnnotatedCopy().write(result, copy, CONTEXT)
    assert complaints(original).total() < MOST
    assert not new_complaints(original, copy)


@needs_shared
@pytest.mark.parametrize("path", real_documents()[::8], ids=lambda path: path.name[:8])
def test_the_workbook_of_findings_has_no_fault_of_ours(path: Path, tmp_path: Path) -> None:
    """The SDK wants the properties of fonts in one order, which openpyxl does not keep; Excel does not mind."""
    book, usual = tmp_path / "findings.xlsx", tmp_path / "usual.xlsx"
    plain = openpyxl.Workbook()
    plain.active["A1"].font = Font(bold=True)
    plain.save(usual)
    XlsxWriter().write(check_file(path, "thorough", lists=[load_list(sample_list())]), book, CONTEXT)
    assert (
        {each.part for each in complaints(book)}
        <= {each.part for each in complaints(usual)}
        == {"/xl/styles.xml"}
    )
