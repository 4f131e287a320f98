"""What Office opens without a word is read, and what it does not is refused with the right cure."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.errors import UnreadableDocument
from tests.word import paragraph, write_word

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def with_types(tmp_path: Path, defaults: str, overrides: str) -> Path:
    head = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    types = f"{head}{rels}{defaults}{overrides}</Types>".encode()
    source = write_word(tmp_path / "source.docx", paragraph("Some text."))

    def change(name: str, data: bytes) -> bytes:
        return types if name == "[Content_Types].xml" else data

    return rewritten(source, tmp_path / "a.docx", change)


@pytest.mark.parametrize("odd", ["/.xml", ".xml", "/*.xml"])
def test_a_part_named_like_an_ending_does_not_replace_the_default(tmp_path: Path, odd: str) -> None:
    default = f'<Default Extension="xml" ContentType="{_MAIN}"/>'
    override = f'<Override PartName="{odd}" ContentType="application/xml"/>'
    document = documents.read(with_types(tmp_path, default, override))
    assert [block.text for block in document.blocks if block.text] == ["Some text."]


def test_an_override_of_the_main_part_still_wins(tmp_path: Path) -> None:
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    override = f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/>'
    assert documents.read(with_types(tmp_path, default, override)).format == "docx"
    with pytest.raises(UnreadableDocument, match="another kind"):
        documents.read(with_types(tmp_path, default, ""))


def ole(path: Path, *streams: str) -> Path:
    path.write_bytes(_OLE + bytes(504) + b"".join(each.encode("utf-16-le") + bytes(64) for each in streams))
    return path


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("a.docx", "Word"), ("a.DOTM", "Word"), ("a.doc", "Word"), ("a.xlsx", "Excel"), ("a.xltx", "Excel"),
        ("a.xlsb", "Excel"), ("a.pptx", "PowerPoint"), ("a.ppsx", "PowerPoint"), ("a.potx", "PowerPoint"),
        ("a.bin", "the program it was made with"),
    ],
)  # fmt: skip
def test_the_cure_for_a_password_names_the_program(tmp_path: Path, name: str, program: str) -> None:
    with pytest.raises(UnreadableDocument, match="password protected") as told:
        documents.read(ole(tmp_path / name, "EncryptionInfo", "EncryptedPackage"))
    assert told.value.hint.startswith(f"Open it in {program}, remove the password")


@pytest.mark.parametrize(
    ("stream", "kind", "cure"),
    [
        ("WordDocument", "a Word 97-2003 file", ".docx"),
        ("Workbook", "an Excel 97-2003 file", ".xlsx"),
        ("PowerPoint Document", "a PowerPoint 97-2003 file", ".pptx"),
        ("__properties_version1.0", "a mail of Outlook", ".html"),
        ("Other", "damaged", ".docx"),
    ],
)
def test_the_cure_for_old_files_is_of_their_program(
    tmp_path: Path, stream: str, kind: str, cure: str
) -> None:
    with pytest.raises(UnreadableDocument, match=kind) as told:
        documents.read(ole(tmp_path / "a.old", stream))
    assert cure in told.value.hint
