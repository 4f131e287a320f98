"""Annotated copies in LibreOffice: they open, and their text is the original's."""

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from stormdat_core import documents
from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.model import Colour, FileResult, Finding, Severity
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.sample import sample_list, sample_report
from stormdat_core.sweep import check_file
from tests.comparer import W
from tests.office import convert, needs_office, texts
from tests.shared import needs_shared, real_documents
from tests.word import paragraph, run, write_word

pytestmark = [pytest.mark.engine, needs_office]
CONTEXT = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC))
FEW = ("0f067a66", "47eb6109", "564b3d30", "770c11e7", "ad5db520", "d7b4af00", "f06170e6")
"""Small documents with notes, comments, fields, text boxes or controls."""


def annotate_all(files: list[Path], folder: Path) -> dict[str, FileResult]:
    """Write each file and its annotated copy under equal names into two folders."""
    results = {}
    for number, path in enumerate(files):
        for kind in ("original", "copy"):
            (folder / kind).mkdir(parents=True, exist_ok=True)
        original = folder / "original" / f"{number:03}.docx"
        original.write_bytes(path.read_bytes())
        result = check_file(original, lists=[load_list(sample_list())])
        assert not result.error, path.name
        AnnotatedCopy().write(result, folder / "copy" / original.name, CONTEXT)
        results[original.stem] = result
    return results


def assert_same_text(files: list[Path], tmp_path: Path) -> dict[str, FileResult]:
    results = annotate_all(files, tmp_path)
    profile = tmp_path / "profile"
    original = texts(sorted((tmp_path / "original").iterdir()), tmp_path / "original_txt", profile)
    copy = texts(sorted((tmp_path / "copy").iterdir()), tmp_path / "copy_txt", profile)
    assert original.keys() == copy.keys() == results.keys()
    for (name, result), path in zip(results.items(), files, strict=True):
        before, after = original[name], copy[name]
        assert before == after or (not _is_exact(result.path) and _shown(before) == _shown(after)), path.name
    return results


def _shown(text: str) -> list[str]:
    """Return the lines that are not empty, without spaces at their ends."""
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def _is_exact(path: Path) -> bool:
    """Return whether comments change nothing that LibreOffice 7 makes of a document's empty lines and spaces.

    Where a section begins with a table it puts an empty paragraph before the table, to take it out again when the
    section ends. The end of a comment makes it forget that one stands there: any comment in the section does,
    wherever it is. And it drops the spaces at the end of a cell that is a content control, if a comment is in it.
    """
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"), etree.XMLParser(huge_tree=True))
    if any(control.find(W + "sdtContent/" + W + "tc") is not None for control in root.iter(W + "sdt")):
        return False
    begins = True
    for element in root.iter(W + "p", W + "tbl"):
        if any(above.tag == W + "tbl" for above in element.iterancestors()):
            continue
        if begins and element.tag == W + "tbl":
            return False
        begins = element.find(W + "pPr/" + W + "sectPr") is not None
    return True


def test_the_sample(tmp_path: Path) -> None:
    results = assert_same_text([sample_report()], tmp_path)
    assert len(results["000"].findings) >= 10


def test_a_document_that_libreoffice_wrote(tmp_path: Path) -> None:
    source = tmp_path / "s.html"
    source.write_text(
        "<h1>Scope</h1><p>Two  spaces, a <b>bold  TRR</b>.</p><table><tr><td>cell</td></tr></table>"
    )
    convert([source], "docx:MS Word 2007 XML", tmp_path / "made", tmp_path / "profile")
    results = assert_same_text([tmp_path / "made" / "s.docx"], tmp_path)
    assert {"ACR-UNDEFINED"} <= {finding.rule for finding in results["000"].findings}


def test_controls_and_cells(tmp_path: Path) -> None:
    """No text is lost, though LibreOffice shows none before a comment that stands where a control begins."""
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = paragraph("Scope")
    for kind in (
        "",
        "<w:alias w:val='A'/>",
        "<w:text/>",
        "<w:date/>",
        "<w:dropDownList/>",
        "<w:showingPlcHdr/>",
    ):
        words = paragraph(run("one  "), run("two TRR")) + paragraph("three  QQQ")
        cell, plain = f"<w:tc>{words}</w:tc>", f"<w:tc>{paragraph('in  a cell ')}</w:tc>"
        body += control.format(kind, words) + paragraph("between  words")
        body += f"<w:tbl><w:tr>{control.format(kind, cell)}{plain}</w:tr></w:tbl>" + paragraph("behind")
    path = write_word(tmp_path / "controls.docx", body)
    original, copy = tmp_path / "o" / "d.docx", tmp_path / "c" / "d.docx"
    for target in (original, copy):
        target.parent.mkdir()
    original.write_bytes(path.read_bytes())
    document = documents.read(original)
    found = [
        Finding("TEST", Severity.INFO, Colour.RED, block.locate(*match.span()), "message", "excerpt")
        for block in document.blocks
        for match in re.finditer(r"\S+", block.text)
    ]
    assert len(found) >= 60
    AnnotatedCopy().write(FileResult(original, document.sha256, "docx", findings=tuple(found)), copy, CONTEXT)
    profile = tmp_path / "profile"
    assert texts([copy], tmp_path / "ct", profile) == texts([original], tmp_path / "ot", profile)


@needs_shared
def test_real_documents(tmp_path: Path) -> None:
    assert_same_text([path for path in real_documents() if path.name.startswith(FEW)], tmp_path)


@needs_shared
@pytest.mark.soak
def test_all_real_documents(tmp_path: Path) -> None:
    """Run with: python build_scripts/dev.py test -m soak -k all_real_documents."""
    results = assert_same_text(real_documents(), tmp_path)
    assert len(results) >= 70
