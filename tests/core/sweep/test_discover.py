import sys
from pathlib import Path

import pytest

from stormdat_core.sweep.discover import discover


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


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
    }


def test_a_file_given_twice_is_checked_once(tmp_path: Path) -> None:
    make(tmp_path, "a.docx")
    assert len(discover([tmp_path / "a.docx", tmp_path, tmp_path / "." / "a.docx"]).files) == 1


def test_a_missing_path_is_kept_so_that_it_is_reported(tmp_path: Path) -> None:
    assert discover([tmp_path / "gone.docx"]).files == (tmp_path / "gone.docx",)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_folder_with_a_cycle_ends(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.docx")
    (tmp_path / "sub" / "again").symlink_to(tmp_path)
    assert [path.name for path in discover([tmp_path]).files] == ["a.docx"]
