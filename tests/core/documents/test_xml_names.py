"""Handlers see one spelling, whatever prefixes and sets of namespaces a file uses."""

import pytest

from stormdat_core.documents.office.dialects import SHEET, SLIDE, WORD, Dialect, has_usual_names
from stormdat_core.documents.office.xmlparse import Attributes, Parser
from stormdat_core.errors import UnreadableDocument

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def names(xml: str, dialect: Dialect) -> list[str]:
    """Return the spelling of each start, its attributes, and each end."""
    seen: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        seen.append(" ".join([name, *(key for key in attributes[::2] if not key.startswith("xmlns"))]))

    Parser(start, lambda name: seen.append("/" + name), lambda _: None, dialect).run(
        xml.encode(), "part.xml", "file"
    )
    return seen


@pytest.mark.parametrize(
    ("xml", "usual"),
    [
        pytest.param(f"<row xmlns='{_SHEET}' xmlns:r='{_LINKS}' r='1' r:id='x'/>", True, id="default namespace"),
        pytest.param(f"<row xmlns='{_STRICT}' xmlns:r='{_LINKS}' r='1' r:id='x'/>", True, id="strict"),
        pytest.param(f"<x:row xmlns:x='{_SHEET}' xmlns:r='{_LINKS}' r='1' r:id='x'/>", False, id="prefixed"),
        pytest.param(f"<row xmlns='{_SHEET}' xmlns:q='{_LINKS}' r='1' q:id='x'/>", False, id="another prefix for links"),
    ],
)  # fmt: skip
def test_a_sheet_has_bare_names_however_it_is_spelt(xml: str, usual: bool) -> None:
    assert has_usual_names(xml.encode(), SHEET) is usual
    assert names(xml, SHEET) == ["row r r:id", "/row"]


def test_a_stranger_does_not_pass_for_a_name_of_the_sheet() -> None:
    xml = f"<c xmlns='{_SHEET}'><c xmlns='urn:other'/><c xmlns=''/></c>"
    assert names(xml, SHEET) == ["c", "?:c", "/?:c", "?:c", "/?:c", "/c"]


def test_what_is_usual_in_one_kind_of_part_is_not_in_another() -> None:
    sheet, word = f"<c xmlns='{_SHEET}'/>".encode(), f"<w:p xmlns:w='{_WORD}' xmlns='urn:other'/>".encode()
    assert has_usual_names(sheet, SHEET)
    assert has_usual_names(word, WORD)
    assert not has_usual_names(word, SHEET)


@pytest.mark.parametrize("dialect", [WORD, SHEET, SLIDE])
def test_the_program_that_can_repair_a_part_is_named(dialect: Dialect) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        names("<a><b></a>", dialect)
    assert f"Open it in {dialect.program}" in caught.value.hint


@pytest.mark.parametrize("encoding", ["true", "shift_jis", "utf-7", "hex"])
def test_an_encoding_that_cannot_be_read_is_named(encoding: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"part.xml is written in the encoding “{encoding}”"):
        names(f"<?xml version='1.0' encoding='{encoding}'?><a/>", WORD)


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-16LE"])
def test_utf_16_is_read_by_either_name(encoding: str) -> None:
    seen: list[str] = []
    parser = Parser(lambda name, _: seen.append(name), lambda _: None, lambda _: None)
    xml = f"<?xml version='1.0' encoding='{encoding}'?><a/>"
    parser.run(b"\xff\xfe" + xml.encode("utf-16-le"), "part.xml", "file")
    assert seen == ["a"]


@pytest.mark.parametrize("encoding", ["UTF-8", "us-ascii", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    assert names(f"<?xml version='1.0' encoding='{encoding}'?><a/>", WORD) == ["a", "/a"]
