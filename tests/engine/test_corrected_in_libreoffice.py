"""Corrected copies in LibreOffice: what it makes of them when all changes are accepted, and when they are not.

The author's own changes are decided with ours, so both are compared with the original decided the same way.
"""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.docx.fixed import AUTHOR, FixedWord
from stormdat_core.sample import sample_list, sample_report
from stormdat_core.sweep import check_file
from tests.core.reports.test_fixed_docx import dense
from tests.office import decide, has_uno
from tests.revisions import changes, resolve
from tests.shared import needs_shared, real_documents
from tests.wordcheck import assert_sound

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not has_uno(), reason="LibreOffice cannot be scripted here"),
]
CONTEXT = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC))
LARGEST = 500_000
_LABEL = re.compile(r"^ +\d+\. ", re.MULTILINE)
"""A list's number. Rejecting a format that covers a paragraph, LibreOffice also drops the paragraph's own
formats; one that was taken out of the list of its style is numbered again."""
REVISED = ("ins ", "del ", "moveTo ", "moveFrom ")


def assert_as_decided(results: list[tuple[Path, FileResult]], folder: Path) -> None:
    """Write corrected copies; compare LibreOffice's texts of both decisions with those of the originals."""
    jobs: list[tuple[Path, str, Path]] = []
    for original, result in results:
        copy = original.with_suffix(".fixed.docx")
        FixedWord().write(result, copy, CONTEXT)
        assert_sound(original, copy)
        accepted = resolve(copy, original.with_suffix(".accepted.docx"), AUTHOR, accept=True)
        jobs += [(copy, "reject", _text(copy, "reject")), (original, "reject", _text(original, "reject"))]
        jobs += [(copy, "accept", _text(copy, "accept")), (accepted, "accept", _text(accepted, "accept"))]
    decide(jobs, folder)
    for (mine, what, text), (theirs, _, other) in zip(jobs[::2], jobs[1::2], strict=True):
        assert _read(text) == _read(other), (mine.name, theirs.name, what)


def _read(text: Path) -> str:
    return _LABEL.sub("", text.read_text("utf-8-sig"))


def _text(path: Path, what: str) -> Path:
    return path.with_name(f"{path.name}.{what}.txt")


def local_copy(path: Path, folder: Path, number: int) -> Path:
    copy = folder / f"{number:03}.docx"
    copy.write_bytes(path.read_bytes())
    return copy


def test_the_sample(tmp_path: Path) -> None:
    original = local_copy(sample_report(), tmp_path, 0)
    result = check_file(original, lists=[load_list(sample_list())])
    assert_as_decided([(original, result)], tmp_path)
    assert len(changes(original.with_suffix(".fixed.docx"), AUTHOR)) >= 5


@needs_shared
@pytest.mark.soak
def test_real_documents_corrected_densely(tmp_path: Path) -> None:
    """Run with: python build_scripts/dev.py test -m soak -k corrected_densely."""
    files = [path for path in real_documents() if path.stat().st_size < LARGEST and not _has_comments(path)]
    originals = [local_copy(path, tmp_path, number) for number, path in enumerate(files)]
    for path in originals[:3]:
        revise(path)
    assert len(originals) >= 40
    assert sum(map(_is_revised, originals)) >= 3
    assert_as_decided([(path, corrected_densely(path)) for path in originals], tmp_path)


def corrected_densely(path: Path) -> FileResult:
    document = documents.read(path)
    return FileResult(path, document.sha256, "docx", findings=tuple(dense(document)))


def revise(path: Path) -> None:
    """Give a document tracked changes of its author: corrections of ours, under another name."""
    given = corrected_densely(path)
    copy = path.with_suffix(".revised.docx")
    FixedWord().write(replace(given, findings=given.findings[::2]), copy, CONTEXT)
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(AUTHOR.encode(), b"A. Author"))


def _has_comments(path: Path) -> bool:
    """Return whether a document has comments, on which LibreOffice ends when a script drives it."""
    with zipfile.ZipFile(path) as package:
        return "word/comments.xml" in package.namelist()


def _is_revised(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        text = package.read("word/document.xml").decode("utf-8", "replace")
    return any(f"<w:{name}" in text for name in REVISED)
