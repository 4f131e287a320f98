"""What a reader hands over beside the text: sensitivity labels, and where tracked changes stand."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import BlockKind, Document
from tests.labels import GUID, add_labels, custom_properties, label_list
from tests.word import paragraph, run, write_word

_NAME = f"MSIP_Label_{GUID}_Name"
_ENABLED = f"MSIP_Label_{GUID}_Enabled"


def _labelled(folder: Path, **parts: str) -> Document:
    return documents.read(add_labels(write_word(folder / "d.docx", paragraph("One.")), **parts))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"custom": custom_properties({_NAME: "Secret", _ENABLED: "true"})}, ["Secret"]),
        ({"custom": custom_properties({_NAME: "Secret", _ENABLED: "false"})}, []),
        ({"custom": custom_properties({"Company": "Pumps", "MSIP_Label": "x"})}, []),
        ({"labels": label_list(GUID, enabled="1", removed="0")}, [GUID]),
        ({"labels": label_list(GUID, enabled="1", removed="1")}, []),
        (
            {"custom": custom_properties({_NAME: "Secret"}), "labels": label_list(GUID, enabled="1")},
            ["Secret"],
        ),
        ({"custom": custom_properties({_NAME: "Secret"}), "labels": label_list(GUID, enabled="0")}, []),
    ],
    ids=["named", "switched off", "other properties", "id alone", "removed", "both", "off in one"],
)
def test_labels_in_force(tmp_path: Path, parts: dict[str, str], expected: list[str]) -> None:
    document = _labelled(tmp_path, **parts)
    found = [b.text for b in document.blocks if b.kind is BlockKind.PROPERTY and b.where.note]
    assert found == expected
    assert list(document.properties.values()) == expected


def test_a_damaged_label_is_said_and_the_text_is_read(tmp_path: Path) -> None:
    document = _labelled(tmp_path, labels="<clbl:labelList>")
    assert document.blocks[0].text == "One."
    assert any("Sensitivity labels" in warning for warning in document.warnings)


def _inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{run(text)}</w:ins>'


def _deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("xml", "text", "revised"),
    [
        (paragraph("(S) One."), "(S) One.", ()),
        (paragraph("(S", _inserted("//NF"), ") One."), "(S//NF) One.", ((2, 6),)),
        (paragraph("(S", _deleted("//NF"), ") One."), "(S) One.", ((2, 2),)),
        (paragraph("(", _deleted("C"), _inserted("S"), ") One."), "(S) One.", ((1, 1), (1, 2))),
        (paragraph("One.", properties='<w:rPr><w:ins w:id="1" w:author="A"/></w:rPr>'), "One.", ()),
        (paragraph("One.", properties='<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'), "One.", ()),
    ],
    ids=["none", "insertion", "deletion", "replacement", "inserted mark of paragraph", "deleted one"],
)
def test_tracked_changes_have_their_places(
    tmp_path: Path, xml: str, text: str, revised: tuple[tuple[int, int], ...]
) -> None:
    (block,) = documents.read(write_word(tmp_path / "d.docx", xml)).blocks
    assert (block.text, block.revised) == (text, revised)
