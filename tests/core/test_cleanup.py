import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdat_core import atomic
from stormdat_core.cleanup import Leftover, _remove, clean
from stormdat_core.paths import AppPaths, private_folder

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OLD, NEW = timedelta(hours=25), timedelta(hours=23)


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    paths = AppPaths.below(tmp_path / "app")
    private_folder(paths.scratch)
    return paths


def put(path: Path, age: timedelta, content: bytes = b"12345") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return aged(path, age)


def aged(path: Path, age: timedelta) -> Path:
    when = (NOW - age).timestamp()
    os.utime(path, (when, when), follow_symlinks=os.utime not in os.supports_follow_symlinks)
    return path


def test_old_scratch_goes_and_new_scratch_stays(paths: AppPaths) -> None:
    old, new = put(paths.scratch / "a.tmp", OLD), put(paths.scratch / "b.tmp", NEW)
    cleaned = clean(paths, now=NOW)
    assert [item.path for item in cleaned.removed] == [old]
    assert cleaned.size == 5
    assert not old.exists()
    assert new.exists()


def test_a_folder_goes_with_its_content_and_stays_for_one_new_file(paths: AppPaths) -> None:
    gone, kept = paths.scratch / "gone", paths.scratch / "kept"
    put(gone / "deep" / "a", OLD)
    put(kept / "deep" / "old", OLD)
    new = put(kept / "deep" / "new", NEW)
    for folder in (gone / "deep", gone, kept / "deep", kept):
        aged(folder, OLD)
    clean(paths, now=NOW)
    assert not gone.exists()
    assert new.exists()
    assert not (kept / "deep" / "old").exists()
    assert paths.scratch.is_dir()


def test_a_dry_run_names_exactly_what_a_run_removes(paths: AppPaths) -> None:
    put(paths.scratch / "job" / "a", OLD)
    aged(paths.scratch / "job", OLD)
    planned = clean(paths, now=NOW, dry_run=True)
    assert (paths.scratch / "job" / "a").exists()
    assert clean(paths, now=NOW) == planned
    assert len(planned.removed) == 2


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_links_are_removed_and_what_they_lead_to_is_not(paths: AppPaths, tmp_path: Path) -> None:
    precious = put(tmp_path / "home" / "report.docx", OLD)
    aged(precious.parent, OLD)
    for name, target in (("folder", precious.parent), ("file", precious), ("dangling", tmp_path / "no")):
        link = paths.scratch / name
        link.symlink_to(target)
        when = (NOW - OLD).timestamp()
        os.utime(link, (when, when), follow_symlinks=False)
    cleaned = clean(paths, now=NOW)
    assert {item.path.name for item in cleaned.removed} == {"folder", "file", "dangling"}
    assert cleaned.size == 0
    assert precious.read_bytes() == b"12345"
    assert list(paths.scratch.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_a_scratch_folder_that_is_a_link_is_not_entered(tmp_path: Path) -> None:
    paths = AppPaths.below(tmp_path / "app")
    precious = put(tmp_path / "home" / "report.docx", OLD)
    private_folder(paths.scratch.parent)
    paths.scratch.symlink_to(precious.parent)
    assert clean(paths, now=NOW).removed == ()
    assert precious.exists()


def test_only_our_unfinished_files_leave_an_output_folder(paths: AppPaths, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ours = put(out / f"{atomic.PREFIX}0123456789abcdef.part", OLD)
    others = [
        put(out / f"{atomic.PREFIX}fedcba9876543210.part", NEW),
        put(out / "report.annotated.docx", OLD),
        put(out / "movie.part", OLD),
        put(out / f"{atomic.PREFIX}notes.docx", OLD),
        put(out / "inner" / f"{atomic.PREFIX}1.part", OLD),
    ]
    cleaned = clean(paths, [out, out, tmp_path / "gone"], now=NOW)
    assert [item.path for item in cleaned.removed] == [ours]
    assert all(path.exists() for path in others)


def test_cleanup_knows_the_name_of_a_real_unfinished_output(paths: AppPaths, tmp_path: Path) -> None:
    with atomic.whole_file(tmp_path / "out.json"):
        later = datetime.now(UTC) + OLD
        found = clean(paths, [tmp_path], now=later, dry_run=True).removed
    assert len(found) == 1
    assert not found[0].path.exists()


def test_what_cannot_be_removed_is_told(paths: AppPaths) -> None:
    late = put(paths.scratch / "job" / "came-after-the-look", NEW)
    folder, file = Leftover(late.parent, 0, is_folder=True), Leftover(put(paths.scratch / "a", OLD), 5)
    cleaned = _remove([folder, file])
    assert cleaned.removed == (file,)
    assert cleaned.kept[0][0] == late.parent
    assert "job could not be removed" in cleaned.kept[0][1]
    assert late.exists()


def test_nothing_to_do_is_fine(tmp_path: Path) -> None:
    assert clean(AppPaths.below(tmp_path / "never-made")).removed == ()


def test_what_was_written_while_the_clock_was_years_ahead_does_not_stay_for_years(paths: AppPaths) -> None:
    ahead, fresh = paths.scratch / "ahead.json", paths.scratch / "fresh.json"
    put(ahead, timedelta(days=-700))
    put(fresh, timedelta(hours=-12))  # a clock of another zone, set wrongly
    clean(paths, now=NOW)
    assert [path.name for path in paths.scratch.iterdir()] == ["fresh.json"]
