"""Files of another kind under any name are refused with what they are, and text that begins alike is read."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.errors import UnreadableDocument

PADDING = bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("head", "told", "cure"),
    [
        (b"RIFF\x24\x08\0\0WAVEfmt ", "is sound or video", "stormdat transcribe"),
        (b"RIFF\x24\x08\0\0AVI LIST", "is sound or video", "stormdat transcribe"),
        (b"\0\0\0\x18ftypmp42", "is sound or video", "stormdat transcribe"),
        (b"\x1a\x45\xdf\xa3\x9f", "is sound or video", "stormdat transcribe"),
        (b"fLaC\0\0\0\x22", "is sound or video", "stormdat transcribe"),
        (b"ID3\x04\0\0", "is sound or video", "stormdat transcribe"),
        (b"OggS\0\x02", "is sound or video", "stormdat transcribe"),
        (b"\0\0\0\x18ftypheic", "is a picture", "Text in pictures is not read"),
        (b"RIFF\x24\x08\0\0WEBPVP8 ", "is a picture", "Text in pictures is not read"),
        (b"\x89PNG\r\n\x1a\n", "is a picture", "Text in pictures is not read"),
        (b"BZh61AY&SY", "is an archive", "Unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "is an archive", "Unpack it"),
        (b"\x1f\x8b\x08\0", "is an archive", "Unpack it"),
    ],
)
@pytest.mark.parametrize("name", ["base.wav", "notes.txt", "report.docx"])
def test_what_it_is_is_said_with_the_cure(
    tmp_path: Path, head: bytes, told: str, cure: str, name: str
) -> None:
    other = tmp_path / name
    other.write_bytes(head + PADDING)
    with pytest.raises(UnreadableDocument, match=f"{name} {told}") as refused:
        documents.read(other)
    assert cure in refused.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "ID3 is a tag.",
        "RIFF1234WAVE begins a file.",
        "OggS begins a page.",
        "fLaC is four letters.",
        "GIF89a is older.",
        "The ftyp box is first.",
        "BZh91AY&SY is bzip2.",
    ],
)
def test_text_that_begins_alike_is_read(tmp_path: Path, text: str) -> None:
    note = tmp_path / "note.txt"
    note.write_text(text)
    assert documents.read(note).blocks[0].text == text
