"""Characters and styles as Word prints them: spaces, line ends, capitals, automatic numbers, headings."""

import zipfile
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.docx.formats import APPLICATION_FONT
from stormdat_core.model import Block, BlockKind, Document, RunFormat
from stormdat_core.model.document import in_capitals
from tests.office import needs_office
from tests.office import texts as office_texts
from tests.word import NAMESPACES, W, paragraph, run, write_word

KEEP, TRIM, ODD = ('xml:space="preserve"', 'xml:space="default"', 'xml:space="other"')


def read(tmp_path: Path, body: str, **options: object) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", body, **options))  # type: ignore[arg-type]


def rewrite(path: Path, part: str, old: str, new: str) -> Path:
    """Replace text in a part of a written document."""
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    assert old in files[part].decode()
    files[part] = files[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return path


# Spaces


def spaced(outer: str = "", middle: str = "", own: str = "") -> str:
    return (
        f"<w:p {outer}><w:r><w:t>|</w:t></w:r><w:r {middle}><w:t {own}> x </w:t></w:r>"
        "<w:r><w:t>|</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("around", "kept"),
    [
        (("", "", ""), False),
        ((KEEP, "", ""), True),
        (("", KEEP, ""), True),
        (("", "", KEEP), True),
        ((KEEP, TRIM, ""), False),
        ((TRIM, KEEP, ""), True),
        ((KEEP, "", TRIM), False),
        ((KEEP, "", ODD), False),
        ((TRIM, TRIM, KEEP), True),
    ],
)
def test_the_nearest_element_decides_on_outer_spaces(
    tmp_path: Path, around: tuple[str, str, str], kept: bool
) -> None:
    wanted = "| x |" if kept else "|x|"
    assert [block.text for block in read(tmp_path, spaced(*around)).blocks] == [wanted]


def test_a_sibling_inherits_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, spaced(KEEP) + spaced() + spaced("", KEEP) + spaced()).blocks
    assert [block.text for block in found] == ["| x |", "|x|", "| x |", "|x|"]


def rooted(tmp_path: Path, old: str, new: str, body: str = "") -> Path:
    path = write_word(tmp_path / "rooted.docx", body or spaced() + spaced("", TRIM) + "<w:p/>" + spaced())
    return rewrite(path, "word/document.xml", old, new)


@pytest.mark.parametrize("element", ["w:document", "w:body"])
def test_spaces_count_where_the_root_or_the_body_says_so(tmp_path: Path, element: str) -> None:
    path = rooted(tmp_path, f"<{element}", f"<{element} {KEEP}")
    assert [block.text for block in documents.read(path).blocks] == ["| x |", "|x|", "| x |"]


def test_tracked_deletions_and_other_prefixes_do_not_lose_the_place(tmp_path: Path) -> None:
    deleted = '<w:p><w:del w:id="1"><w:r><w:delText> gone </w:delText></w:r></w:del></w:p>'
    body = f"{deleted}{spaced(KEEP)}{deleted}{spaced()}"
    path = rooted(tmp_path, "<w:", "<q:", body=body)
    path = rewrite(path, "word/document.xml", "</w:", "</q:")
    path = rewrite(path, "word/document.xml", f'xmlns:w="{W}"', f'xmlns:q="{W}" xmlns:w="{W}"')
    assert [block.text for block in documents.read(path).blocks] == ["| x |", "|x|"]


@needs_office
def test_libreoffice_keeps_the_same_spaces(tmp_path: Path) -> None:
    around = [(a, b, c) for a in ("", KEEP, TRIM) for b in ("", KEEP, TRIM) for c in ("", KEEP, TRIM, ODD)]
    path = rooted(tmp_path, "<w:body", f"<w:body {KEEP}", "".join(spaced(*each) for each in around))
    theirs = office_texts([path], tmp_path / "txt", tmp_path / "profile")["rooted"].split("\n")
    assert [block.text for block in documents.read(path).blocks] == theirs[: len(around)]


@pytest.mark.parametrize("end", ["\n", "&#10;", "&#13;"])
def test_a_line_end_inside_a_text_is_a_space(tmp_path: Path, end: str) -> None:
    body = paragraph(run(f"Field Data{end}Unit (FDU)"))
    assert [block.text for block in read(tmp_path, body).blocks] == ["Field Data Unit (FDU)"]


def test_a_line_break_stays_one(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>a\nb</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:tab/><w:t>e</w:t></w:r></w:p>"
    assert [block.text for block in read(tmp_path, body).blocks] == ["a b\nc\nd\te"]
