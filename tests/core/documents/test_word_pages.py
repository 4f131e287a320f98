"""Pages are named only where the breaks that Word stored make the pages that it counted."""

import zipfile
from pathlib import Path

import pytest

from stormdat_core import documents
from tests.word import paragraph, write_word

_BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def pages_said(folder: Path, breaks: int, statistics: str | None) -> list[int | None]:
    """Return the pages of a document with some stored breaks, as its reader says them."""
    body = paragraph("one") + "".join(f"<w:p>{_BREAK}<w:r><w:t>next</w:t></w:r></w:p>" for _ in range(breaks))
    path = write_word(folder / "d.docx", body)
    if statistics is not None:
        path = _with_statistics(path, folder / "e.docx", statistics)
    document = documents.read(path)
    assert not document.warnings
    return [block.where.page for block in document.blocks]


def _with_statistics(path: Path, target: Path, statistics: str) -> Path:
    link = f'<Relationship Id="rIdApp" Type="{_RELATION}" Target="docProps/app.xml"/>'
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name == "_rels/.rels":
                data = data.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            made.writestr(name, data)
        made.writestr("docProps/app.xml", statistics)
    return target


def counted(pages: object) -> str:
    return f'<Properties xmlns="{_SPACE}"><Pages>{pages}</Pages></Properties>'


@pytest.mark.parametrize(
    "statistics", [None, counted(3), counted(1), counted("x"), counted(""), "<Properties"]
)
def test_stored_breaks_are_believed(tmp_path: Path, statistics: str | None) -> None:
    """Also where nothing is counted, where fewer pages are, and where the count is damaged."""
    assert pages_said(tmp_path, 2, statistics) == [1, 2, 3]


def test_one_missing_break_is_little(tmp_path: Path) -> None:
    assert pages_said(tmp_path, 2, counted(4)) == [1, 2, 3]
    assert pages_said(tmp_path, 26, counted(29))[-1] == 27


def test_a_few_breaks_of_many_pages_say_nothing(tmp_path: Path) -> None:
    assert pages_said(tmp_path, 1, counted(24)) == [None, None]
