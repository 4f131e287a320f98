"""Files that are not what they say, or that want to hurt: one sentence, naming the file and the cure."""

import zipfile
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from tests.word import paragraph, write_word

_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"hello", "is not a Word document, whatever its name says", id="text"),
        pytest.param(b"%PDF-1.7 ...", "is a PDF", id="pdf"),
        pytest.param(b"{\\rtf1 }", "Rich Text", id="rtf"),
        pytest.param(b"  <!DOCTYPE html><html>", "HTML page", id="html"),
        pytest.param(_OLE + "EncryptedPackage".encode("utf-16-le"), "password protected", id="encrypted"),
        pytest.param(_OLE + "WordDocument".encode("utf-16-le"), "Word 97-2003", id="old word"),
        pytest.param(b"PK\x03\x04" + bytes(100), "damaged", id="truncated zip"),
    ],
)
def test_what_is_not_a_word_document_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument, match=words) as caught:
        documents.read(path)
    assert "report.docx" in str(caught.value)
    assert caught.value.hint
    assert path.read_bytes() == content


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"gone\.docx could not be opened"):
        documents.read(tmp_path / "gone.docx")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("part", ["document.xml", "styles.xml"])
def test_a_document_type_definition_is_refused(tmp_path: Path, part: str, doctype: str) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("x"))
    _change(path, f"word/{part}", lambda data: data.replace(b"?>\n", b"?>\n" + doctype.encode(), 1))
    with pytest.raises(UnreadableDocument, match="document type definition"):
        documents.read(path)


def test_expansion_is_bounded_by_what_really_comes_out(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("0" * 3 * MIB))
    assert path.stat().st_size < MIB / 10
    with pytest.raises(LimitExceeded, match="expands to more than 2 MiB"):
        documents.read(path, Limits(part_bytes=2 * MIB))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("first"))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/Document.xml", package.read("word/document.xml"))
    with pytest.raises(UnreadableDocument, match="two parts named"):
        documents.read(path)


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    path = write_word(tmp_path / "d.docx", paragraph("text " * 500))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        data[package.getinfo("word/document.xml").header_offset + 200] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match="damaged"):
        documents.read(path)


def test_deep_nesting_costs_no_recursion(tmp_path: Path) -> None:
    depth = 20_000
    body = "<w:tbl><w:tr><w:tc>" * depth + paragraph("DEEPEST") + "</w:tc></w:tr></w:tbl>" * depth
    document = documents.read(write_word(tmp_path / "d.docx", body))
    assert [block.text for block in document.blocks] == ["DEEPEST"]


def test_a_claimed_span_moves_nothing(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='2147483647'/></w:tcPr>" + paragraph("a") + "</w:tc>"
    body = f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    document = documents.read(write_word(tmp_path / "d.docx", body))
    assert [block.where.column for block in document.blocks] == [1, 2]


def test_style_chains_may_be_long_or_circular(tmp_path: Path) -> None:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="s{i}"/><w:basedOn w:val="s{i + 1}"/></w:style>'
        for i in range(10_000)
    )
    end = '<w:style w:type="paragraph" w:styleId="s10000"><w:basedOn w:val="s10000"/><w:rPr><w:sz w:val="16"/></w:rPr></w:style>'
    path = write_word(
        tmp_path / "d.docx", paragraph("x", properties='<w:pStyle w:val="s0"/>'), styles=chain + end
    )
    document = documents.read(path)
    assert document.blocks[0].runs[0].format.size_pt == 8
    assert any("based on itself" in warning for warning in document.warnings)


def _change(path: Path, part: str, change: object) -> None:
    with zipfile.ZipFile(path) as old:
        files = {info.filename: old.read(info) for info in old.infolist()}
    files[part] = change(files[part])  # type: ignore[operator]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files.items():
            new.writestr(name, data)
