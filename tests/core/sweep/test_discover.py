"""Which files a folder's sweep takes, and that everything else is named with its reason."""

import os
import sys
from pathlib import Path

import pytest

from stormdat_core.sweep import discover as module
from stormdat_core.sweep.discover import Discovery, discover


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def told(found: Discovery) -> dict[str, str]:
    return {item.name: item.told for item in found.skipped}


def test_folders_are_searched_in_a_stable_order(tmp_path: Path) -> None:
    make(tmp_path, "b.docx", "A.DOCX", "sub/c.docm", "notes.bin", "~$b.docx", "old.annotated.docx")
    found = discover([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == [
        "A.DOCX",
        "b.docx",
        "sub/c.docm",
    ]
    assert {(item.path.name, item.reason) for item in found.skipped} == {
        ("~$b.docx", "is the lock of a document that is open in Word"),
        ("old.annotated.docx", "was written by a sweep"),
        ("notes.bin", "is a program or its data (.bin)"),
    }


@pytest.mark.parametrize(
    ("name", "what", "cure"),
    [
        ("a.doc", "Word 97-2003", ".docx"),
        ("a.DOT", "Word 97-2003", ".docx"),
        ("a.rtf", "Rich Text", ".docx"),
        ("a.odt", "OpenDocument", ".docx"),
        ("a.xls", "Excel 97-2003", ".xlsx"),
        ("a.xlsb", "binary Excel", ".xlsx"),
        ("a.ods", "spreadsheet", ".xlsx"),
        ("a.ppt", "PowerPoint 97-2003", ".pptx"),
        ("a.odp", "presentation", ".pptx"),
        ("a.eml", "mail", ".html"),
        ("a.msg", "mail", ".html"),
        ("a.zip", "archive", "Unpack"),
        ("a.png", "picture", "document"),
        ("a.wav", "sound", "transcribe"),
        ("README", "no ending", "name the file itself"),
        ("Minutes of 12. November", "no ending", "name the file itself"),
        ("a.unheard", "the ending .unheard", "name the file itself"),
        (".~lock.a.odt#", "lock", "document itself"),
        ("a.findings.json", "written by a sweep", "name the file itself"),
        (".stormdat-0123.part", "never finished", "cleanup"),
        ("Thumbs.db", "operating system", ""),
    ],
)
def test_what_is_not_read_is_named_with_its_kind_and_its_cure(
    tmp_path: Path, name: str, what: str, cure: str
) -> None:
    make(tmp_path, f"sub/{name}", "good.tsv")
    found = discover([tmp_path])
    assert [path.name for path in found.files] == ["good.tsv"]
    said = told(found)[f"sub/{name}"]
    assert what in said
    assert cure in said


def test_every_entry_of_a_folder_is_a_file_or_passed_over(tmp_path: Path) -> None:
    for number in range(200):
        ending = ("docx", "doc", "pdf", "zip", "", "txt", "odt")[number % 7]
        make(tmp_path, f"{number % 11}/{number}.{ending}" if ending else f"{number % 11}/{number}")
    found = discover([tmp_path])
    every = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {*found.files, *(item.path for item in found.skipped)} == every
    assert len(found.files) + len(found.skipped) == 200


def test_empty_folders_are_named(tmp_path: Path) -> None:
    (tmp_path / "in" / "empty").mkdir(parents=True)
    (tmp_path / "in" / "full").mkdir()
    make(tmp_path, "in/full/a.docx")
    assert told(discover([tmp_path / "in"])) == {"empty": "is an empty folder."}
    assert told(discover([tmp_path / "in" / "empty"])) == {"empty": "is an empty folder."}


def test_beyond_a_bound_things_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    make(tmp_path, *(f"{number}.doc" for number in range(7)), "z.png")
    said = told(discover([tmp_path]))
    assert len(said) == 5
    assert "Word 97-2003" in said["4 more"]
    assert "picture" in said["1 more"]


def test_a_file_given_twice_is_checked_once(tmp_path: Path) -> None:
    make(tmp_path, "a.docx")
    found = discover([tmp_path / "a.docx", tmp_path, tmp_path / "." / "a.docx"])
    assert (len(found.files), found.skipped) == (1, ())


def test_a_missing_path_is_kept_so_that_it_is_reported(tmp_path: Path) -> None:
    assert discover([tmp_path / "gone.docx"]).files == (tmp_path / "gone.docx",)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
class TestLinks:
    def test_a_folder_with_a_cycle_ends(self, tmp_path: Path) -> None:
        make(tmp_path, "sub/a.docx")
        (tmp_path / "sub" / "again").symlink_to(tmp_path)
        found = discover([tmp_path])
        assert [path.name for path in found.files] == ["a.docx"]
        assert "link to a folder" in told(found)["sub/again"]

    def test_a_link_to_a_folder_that_was_given_is_followed(self, tmp_path: Path) -> None:
        make(tmp_path, "real/a.docx")
        (tmp_path / "link").symlink_to("real")
        assert [path.name for path in discover([tmp_path / "link"]).files] == ["a.docx"]

    def test_a_second_name_of_a_file_is_named(self, tmp_path: Path) -> None:
        make(tmp_path, "a.docx")
        (tmp_path / "b.docx").symlink_to("a.docx")
        found = discover([tmp_path])
        assert [path.name for path in found.files] == ["a.docx"]
        assert told(found)["b.docx"] == "is the same file as a.docx, which was taken."

    def test_links_to_nothing_and_pipes_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "gone.docx").symlink_to("nowhere")
        os.mkfifo(tmp_path / "pipe.docx")
        found = discover([tmp_path])
        assert found.files == ()
        assert [item.reason for item in found.skipped] == [
            "is a link to nothing",
            "is a pipe, a device or a socket, not a file",
        ]
