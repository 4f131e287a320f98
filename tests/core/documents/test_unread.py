"""What a document holds and nobody reads is said, and a sweep of it does not end as if all were well."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.unread import has_text
from stormdat_core.reports.coverage import unread
from stormdat_core.sweep import check_file
from tests.word import paragraph, run, write_word


def test_a_document_of_a_picture_alone_has_no_text(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph("<w:r><w:drawing/></w:r>"))
    document = documents.read(path)
    assert not has_text(document)
    assert unread(document.warnings)
    assert check_file(path, "standard").characters == 0


def test_text_beside_a_picture_is_text(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph("<w:r><w:drawing/></w:r>", run("The valve is tight.")))
    document = documents.read(path)
    assert has_text(document)
    assert not unread(document.warnings)


@pytest.mark.parametrize(
    ("warning", "expected"),
    [
        ("Embedded files (1) were not read.", True),
        ("The header word/header1.xml is missing from the file, so it was not read.", True),
        ("There is no text to check on page 2; a scan needs text recognition first.", True),
        ("Hidden text (14 characters) was read; most rules do not judge it.", False),
        ("A field in the text is never ended; what follows it was read as text.", False),
    ],
)
def test_a_part_that_was_not_read_is_told_from_a_repair(warning: str, expected: bool) -> None:
    assert unread([warning]) == expected
