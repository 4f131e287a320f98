"""Which copy of the library is the newest does not depend on what a clock said."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from stormdat_core.model import FileResult, SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
from stormdat_core.store.database import backups
from stormdat_core.store.deletion import erasing
from stormdat_core.store.deletion.erasing import Erasure

Make = Callable[..., Any]


def clock(days: float) -> type[datetime]:
    """Return a `datetime` whose clock is so many days ahead."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            return cls.fromtimestamp((datetime.now(tz) + timedelta(days=days)).timestamp(), tz)

    return Clock


def add(store: Store, name: str) -> int:
    number = store.start_sweep(SweepRequest((Path(name),)), "1", "d")
    store.add_result(number, FileResult(Path(name)))
    store.finish_sweep(number)
    return number


def test_the_newest_is_restored_though_the_clock_ran_back(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(paths) as store:
        for days, name in ((7000, "a"), (-7000, "b"), (0, "c")):
            add(store, name)
            monkeypatch.setattr(backups, "datetime", clock(days))
            backups.copy(paths, backups.DAILY)
    paths.store.write_bytes(b"rubbish" * 1000)
    with Store.open(paths) as store:
        assert store.sweeps().total == 3


@pytest.mark.parametrize("days", [[700, 0], [0, -700], [700, -700, 300, -300, 0]])
def test_three_of_a_kind_stay_and_they_are_the_last(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch, days: list[int]
) -> None:
    with Store.open(paths) as store:
        made = []
        for ahead in days * 3:
            add(store, "a")
            monkeypatch.setattr(backups, "datetime", clock(ahead))
            made.append(backups.copy(paths, backups.DAILY))
        assert sorted(paths.backups.glob("*-daily.sqlite3")) == sorted(made[-3:])


def test_copies_of_an_older_version_of_the_program_are_older(paths: AppPaths, make_result: Make) -> None:
    with Store.open(paths) as store:
        add(store, "a")
        old = backups.copy(paths, backups.DAILY)
        named = old.rename(old.with_name("library-29990101T000000000000Z-daily.sqlite3"))
        add(store, "b")
        new = backups.copy(paths, backups.DAILY)
    assert backups.made(named) == datetime(2999, 1, 1, tzinfo=UTC)
    paths.store.write_bytes(b"rubbish" * 1000)
    with Store.open(paths) as store:
        assert store.sweeps().total == 2
        assert f"{backups.made(new):%Y-%m-%d}" in store.warnings[0]


def test_a_copy_from_the_future_says_nothing_of_its_age(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(paths) as store:
        add(store, "a")
        with monkeypatch.context() as wrong:
            wrong.setattr(backups, "datetime", clock(700))
            backups.copy(paths, backups.DAILY)
        assert backups.is_due(paths, datetime.now(UTC))
    assert not backups.is_due(paths, datetime.now(UTC)), "closing has made another"


def test_a_file_of_another_name_among_them_keeps_nothing_from_being_copied(paths: AppPaths) -> None:
    with Store.open(paths) as store:
        add(store, "a")
        backups.copy(paths, backups.DAILY).with_name("library-mine.sqlite3").write_bytes(b"")
    assert not backups.is_due(paths, datetime.now(UTC))
    with Store.open(paths) as store:
        add(store, "b")
        backups.copy(paths, backups.DAILY)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("days", [700, -700, 0])
def test_a_deletion_leaves_one_whole_private_copy(
    paths: AppPaths, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(paths) as store:
        number = add(store, "a")
        with monkeypatch.context() as wrong:
            wrong.setattr(backups, "datetime", clock(days))
            for kind in (backups.DAILY, backups.MIGRATION) * 4:
                backups.copy(paths, kind)
        assert store.delete_sweep(number) == Erasure()
        assert not erasing.is_pending(paths)
    (left,) = paths.backups.iterdir()
    status = left.stat()
    assert (stat.S_IMODE(status.st_mode), status.st_size > 0) == (0o600, True)


def test_the_reason_is_the_true_one(paths: AppPaths) -> None:
    with Store.open(paths) as store:
        number = add(store, "a")
        paths.backups.write_text("a file in the way")
        told = store.delete_sweep(number).told
    assert f"The folder {paths.backups} cannot be used" in told
    assert "reading" not in told
