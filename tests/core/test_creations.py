"""What a program made is read from a trace, whoever else writes on the machine meanwhile."""

from pathlib import Path

from tests.creations import created, left_outside

TRACE = """\
10 openat(AT_FDCWD</w>, "own/a", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3</w/own/a>
10 openat(AT_FDCWD</w>, "read", O_RDONLY|O_CLOEXEC) = 3</w/read>
10 openat(AT_FDCWD</w>, "denied", O_WRONLY|O_CREAT, 0666) = -1 EACCES (Permission denied)
10 openat(AT_FDCWD</w>, "/dev/shm/x", O_RDWR|O_CREAT, 0600) = 4</dev/shm/x>
11 mkdir("/w/folder", 0700)       = 0
11 mkdirat(5</w/at>, "below", 0700) = 0
11 mkdir("/w/there", 0700)        = -1 EEXIST (File exists)
11 rename("/w/old", "/w/new") = 0
11 renameat2(AT_FDCWD</w>, "one", AT_FDCWD</w>, "two", RENAME_NOREPLACE) = 0
11 symlink("target", "/w/link") = 0
12 openat(AT_FDCWD</w>, "gone", O_RDWR|O_CREAT|O_EXCL, 0600) = 9</w/gone (deleted)>
"""


def test_what_was_made_is_found_and_nothing_else() -> None:
    names = {"own/a", "folder", "at/below", "new", "two", "link", "gone"}
    assert created(TRACE) == {Path("/w") / name for name in names}


def test_only_what_stays_outside_is_told(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    for name in ("own/a", "new"):
        (tmp_path / name).touch()
    trace = TRACE.replace("/w", str(tmp_path))
    assert left_outside(trace, [tmp_path / "own"]) == [tmp_path / "new"]
    assert left_outside(trace, [tmp_path]) == []
