"""Annotated copies in LibreOffice: they open, and their text is the original's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.acronyms.lists import load_list
from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.sample import sample_list, sample_report
from stormdat_core.sweep import check_file
from tests.office import convert, needs_office, texts
from tests.shared import needs_shared, real_documents

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
    for name in results:
        assert copy[name] == original[name], name
    return results


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


@needs_shared
def test_real_documents(tmp_path: Path) -> None:
    assert_same_text([path for path in real_documents() if path.name.startswith(FEW)], tmp_path)


@needs_shared
@pytest.mark.soak
def test_all_real_documents(tmp_path: Path) -> None:
    """Run with: python build_scripts/dev.py test -m soak -k all_real_documents."""
    results = assert_same_text(real_documents(), tmp_path)
    assert len(results) >= 70
