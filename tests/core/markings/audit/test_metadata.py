"""What travels with a document besides its text: properties, sensitivity labels, file names."""

from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Block, BlockKind, Document, Location, Run, RunFormat, RunSource
from tests.core.markings.audited import DESIGNATION, ids, lines, paragraph, secret, word
from tests.labels import GUID, add_labels, custom_properties, label_list


@pytest.mark.parametrize(("said", "expected"), [("SECRET", set()), ("UNCLASSIFIED", {"MRK-META-MISMATCH"})])
def test_a_property_that_says_another_level(tmp_path: Path, said: str, expected: set[str]) -> None:
    document = word(tmp_path, secret())
    part, at = "docProps/core.xml", len(document.blocks)
    where = Location(part=part, kind=BlockKind.PROPERTY, block=at, note="subject")
    block = Block(at, BlockKind.PROPERTY, (Run(said, RunFormat("", 0.0), RunSource(part, -1)),), where)
    assert ids(replace(document, blocks=(*document.blocks, block)), regime="dod") == expected


def _named(name: str) -> dict[str, str]:
    return {"custom": custom_properties({f"MSIP_Label_{GUID}_Name": name})}


def _labelled(folder: Path, body: str, header: str, parts: dict[str, str]) -> Document:
    return documents.read(add_labels(word(folder, body, header=header).path, **parts))


@pytest.mark.parametrize(
    ("label", "agrees"),
    [
        ("Secret", True),
        ("SECRET//NOFORN", True),
        ("Unclassified", False),
        ("Top Secret - US only", False),
        ("CUI", False),
        ("General", True),
        ("Secretariat", True),
    ],
)
def test_a_label_beside_a_secret_banner(tmp_path: Path, label: str, agrees: bool) -> None:
    document = _labelled(tmp_path, secret(), "SECRET", _named(label))
    assert ids(document, regime="dod") == (set() if agrees else {"MRK-META-MISMATCH"})


@pytest.mark.parametrize(("label", "agrees"), [("CUI", True), ("Unclassified", False), ("Secret", False)])
def test_a_label_beside_cui(tmp_path: Path, label: str, agrees: bool) -> None:
    body = lines(*DESIGNATION, "(CUI) The names are in the annex.")
    document = _labelled(tmp_path, body, "CUI", _named(label))
    assert ids(document, regime="dod") == (set() if agrees else {"MRK-META-MISMATCH"})


@pytest.mark.parametrize(
    ("meaning", "agrees"), [("SECRET", True), ("SECRET//NOFORN", False), ("UNCLASSIFIED", False)]
)
@pytest.mark.parametrize(
    ("parts", "name"), [(_named("Blue"), "blue"), ({"labels": label_list(GUID)}, GUID.upper())]
)
def test_the_profile_says_what_a_label_means(
    tmp_path: Path, parts: dict[str, str], name: str, meaning: str, agrees: bool
) -> None:
    document = _labelled(tmp_path, secret(), "SECRET", parts)
    found = ids(document, regime="dod", labels={name: meaning})
    assert found == (set() if agrees else {"MRK-META-MISMATCH"})


@pytest.mark.parametrize(("shown", "agrees"), [("UNCLASSIFIED", False), ("SECRET", True), ("Report 7", True)])
def test_a_header_that_no_page_shows(tmp_path: Path, shown: str, agrees: bool) -> None:
    document = word(tmp_path, secret(), headers={"even": shown}, footer="SECRET", header="SECRET")
    assert ids(document, regime="dod") == (set() if agrees else {"MRK-META-MISMATCH"})


@pytest.mark.parametrize(
    ("text", "agrees"), [("TOP SECRET//SI", False), ("SECRET", True), ("Secret agents", True)]
)
def test_a_banner_in_hidden_text(tmp_path: Path, text: str, agrees: bool) -> None:
    hidden = paragraph(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{text}</w:t></w:r>")
    assert ids(word(tmp_path, secret() + hidden), regime="dod") == (
        set() if agrees else {"MRK-META-MISMATCH"}
    )
