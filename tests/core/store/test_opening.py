"""First starts, updates, refusals and repairs, with real files and real processes."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stormdat_core.errors import StoreUnusable
from stormdat_core.model import FileResult, SweepRequest, SweepState
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
from stormdat_core.store.database import backups, migrating, opening
from stormdat_core.store.database.health import Condition, examine
from stormdat_core.store.owners import Owner

Make = Callable[..., Any]
KNOWN = migrating.revisions()

START_A_SWEEP = """
import sys, time
from pathlib import Path
from stormdat_core.model import FileResult, SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
store = Store.open(AppPaths.below(Path(sys.argv[1])))
sweep_id = store.start_sweep(SweepRequest((Path("/docs"),)), "1", "d")
for number in range(int(sys.argv[2])):
    store.add_result(sweep_id, FileResult(Path(f"/docs/{number}.docx")))
print("ready", flush=True)
"""
WAIT = "sys.stdin.read()\n"
FINISH = "store.finish_sweep(sweep_id); store.close()\n"


def base(paths: AppPaths) -> Path:
    return paths.data.parent


def process(paths: AppPaths, code: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-W", "error", "-c", code, str(base(paths)), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def answer(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def fill(paths: AppPaths, make_result: Make, files: int = 3, count: int = 100) -> int:
    with Store.open(paths) as store:
        sweep_id = store.start_sweep(SweepRequest((Path("/docs"),)), "1", "d")
        for number in range(files):
            store.add_result(sweep_id, make_result(f"/docs/{number}.docx", count=count))
        store.finish_sweep(sweep_id)
    return sweep_id


def newer_scripts(
    folder: Path, body: str = "op.add_column('sweeps', sa.Column('note', sa.String()))"
) -> Path:
    """Return the migrations of a later version: ours and one step more."""
    scripts = folder / "later % version"
    shutil.copytree(migrating.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_later.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9999'\ndown_revision = '{KNOWN[-1]}'\n\n\ndef upgrade() -> None:\n    {body}\n"
    )
    return scripts


def open_with(paths: AppPaths, scripts: Path) -> opening.Opened:
    opened = opening.open_library(paths, scripts)
    opened.presence.leave()
    opened.database.close()
    return opened


def damage(file: Path, at: int = 100, size: int = 4000) -> None:
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\xa5" * size)


def test_a_first_start_makes_a_private_library(paths: AppPaths) -> None:
    with Store.open(paths) as store:
        store.start_sweep(SweepRequest(()), "1", "d")
        assert store.warnings == ()
        assert examine(paths.store, KNOWN).condition is Condition.CURRENT
        if os.name == "posix":
            for path in [paths.data, *paths.data.rglob("*")]:
                wanted = 0o700 if path.is_dir() else 0o600
                assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_a_second_start_finds_what_the_first_left(paths: AppPaths, make_result: Make) -> None:
    sweep_id = fill(paths, make_result)
    with Store.open(paths) as store:
        assert store.sweep(sweep_id).files == 3


def test_a_start_with_a_current_library_does_not_load_alembic(paths: AppPaths) -> None:
    Store.open(paths).close()
    code = START_A_SWEEP + FINISH + "print('alembic' in sys.modules)"
    child = process(paths, code, "0")
    assert child.communicate(timeout=60)[0].split() == ["ready", "False"]


def test_connections_are_set_up_for_safety(store: Store) -> None:
    expected = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "synchronous": 2,
        "busy_timeout": 10_000,
        "temp_store": 2,
    }
    with store._database.read() as connection:
        got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
    assert got == expected


START_WHEN_TOLD = """
import sys
from pathlib import Path
from stormdat_core.model import FileResult, SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
from stormdat_core.store.database import migrating
import alembic.command
print("imported", flush=True)
for line in sys.stdin:
    with Store.open(AppPaths.below(Path(line.strip()))) as store:
        sweep_id = store.start_sweep(SweepRequest(()), "1", "d")
        store.add_result(sweep_id, FileResult(Path("/a.docx")))
        store.finish_sweep(sweep_id)
        print(len(store.warnings), flush=True)
"""


class TestTwoAtOnce:
    """Two processes that have imported everything and open the same library at the same moment."""

    @pytest.fixture
    def children(self, paths: AppPaths) -> Iterator[list["subprocess.Popen[str]"]]:
        children = [process(paths, START_WHEN_TOLD) for _ in range(2)]
        assert [answer(child) for child in children] == ["imported", "imported"]
        yield children
        assert not any("Traceback" in child.communicate(timeout=60)[1] for child in children)

    def both_open(self, children: list["subprocess.Popen[str]"], paths: AppPaths) -> list[str]:
        for child in children:
            assert child.stdin is not None
            child.stdin.write(f"{base(paths)}\n")
            child.stdin.flush()
        return [answer(child) for child in children]

    def test_first_starts_share_one_library(
        self, children: list["subprocess.Popen[str]"], tmp_path: Path
    ) -> None:
        for number in range(5):
            paths = AppPaths.below(tmp_path / str(number))
            assert self.both_open(children, paths) == ["0", "0"]
            with Store.open(paths) as store:
                found = [(sweep.state, sweep.files) for sweep in store.sweeps().items]
            assert found == [(SweepState.DONE, 1)] * 2

    def test_a_damaged_library_is_restored_once(
        self, children: list["subprocess.Popen[str]"], tmp_path: Path, make_result: Make
    ) -> None:
        for number in range(5):
            paths = AppPaths.below(tmp_path / str(number))
            fill(paths, make_result)
            damage(paths.store)
            assert sorted(self.both_open(children, paths)) == ["0", "1"]
            with Store.open(paths) as store:
                assert store.sweeps().total == 3
            assert len(list(paths.backups.glob("damaged-*"))) == 1


def test_a_sweep_of_a_killed_process_is_interrupted_and_keeps_its_files(paths: AppPaths) -> None:
    child = process(paths, START_A_SWEEP + WAIT, "5")
    assert answer(child) == "ready"
    child.kill()
    child.communicate(timeout=30)
    with Store.open(paths) as store:
        sweep = store.sweeps().items[0]
        assert (sweep.state, sweep.files, sweep.finished) == (SweepState.INTERRUPTED, 5, None)
        assert store.delete_sweep(sweep.id)


def test_a_sweep_of_a_living_process_is_left_alone(paths: AppPaths) -> None:
    child = process(paths, START_A_SWEEP + WAIT + FINISH, "5")
    assert answer(child) == "ready"
    with Store.open(paths) as store:
        assert store.sweeps().items[0].state is SweepState.RUNNING
        child.communicate("", timeout=30)
        assert child.returncode == 0
        assert store.sweeps().items[0].state is SweepState.DONE


def test_a_kill_at_any_moment_leaves_whole_files(paths: AppPaths, make_result: Make) -> None:
    code = START_A_SWEEP + (
        "from stormdat_core.model import *\n"
        "findings = tuple(Finding('R', Severity.INFO, Colour.RED, Location(block=n), 'm' * 50, 'e' * 50)"
        " for n in range(700))\n"
        "while True: store.add_result(sweep_id, FileResult(Path('/a.docx'), findings=findings))\n"
    )
    for delay in (0.0, 0.031, 0.117):
        child = process(paths, code, "0")
        assert answer(child) == "ready"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=0.2 + delay)
        child.kill()
        child.communicate(timeout=30)
    with Store.open(paths) as store:
        assert store.warnings == ()
        for sweep in store.sweeps().items:
            assert sweep.state is SweepState.INTERRUPTED
            assert store.findings(sweep.id).total == 700 * sweep.files == sum(sweep.counts.values())
            assert len(store.files(sweep.id)) == sweep.files


class TestUpdate:
    def test_an_older_library_is_backed_up_and_brought_up_to_date(
        self, paths: AppPaths, make_result: Make, tmp_path: Path
    ) -> None:
        fill(paths, make_result)
        (*_, daily) = paths.backups.iterdir()
        daily.unlink()
        scripts = newer_scripts(tmp_path)
        opened = open_with(paths, scripts)
        assert opened.warnings == ()
        with closing(sqlite3.connect(paths.store)) as connection:
            assert connection.execute("SELECT note FROM sweeps").fetchall() == [(None,)]
            assert connection.execute("SELECT count(*) FROM findings").fetchone() == (300,)
        (backup,) = paths.backups.iterdir()
        assert examine(backup, KNOWN, thoroughly=True).condition is Condition.CURRENT
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600

    def test_a_step_that_fails_changes_nothing(
        self, paths: AppPaths, make_result: Make, tmp_path: Path
    ) -> None:
        sweep_id = fill(paths, make_result)
        body = "op.execute('DELETE FROM findings'); op.drop_table('sweep_lists'); raise RuntimeError"
        with pytest.raises(RuntimeError):
            open_with(paths, newer_scripts(tmp_path, body))
        with Store.open(paths) as store:
            assert store.findings(sweep_id).total == 300
            assert store.sweep(sweep_id).lists == ()

    def test_a_kill_during_a_step_changes_nothing(
        self, paths: AppPaths, make_result: Make, tmp_path: Path
    ) -> None:
        sweep_id = fill(paths, make_result)
        body = "op.execute('DELETE FROM findings'); import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        code = (
            "import sys; from pathlib import Path; from stormdat_core.paths import AppPaths\n"
            "from stormdat_core.store.database import opening\n"
            "opening.open_library(AppPaths.below(Path(sys.argv[1])), Path(sys.argv[2]))\n"
        )
        child = process(paths, code, str(newer_scripts(tmp_path, body)))
        child.communicate(timeout=60)
        assert child.returncode == -signal.SIGKILL
        with Store.open(paths) as store:
            assert store.warnings == ()
            assert store.findings(sweep_id).total == 300

    def test_it_waits_until_no_older_program_has_the_library_open(
        self, paths: AppPaths, tmp_path: Path
    ) -> None:
        scripts = newer_scripts(tmp_path)
        with Store.open(paths), pytest.raises(StoreUnusable, match="another STORM DAT has it open") as caught:
            open_with(paths, scripts)
        assert "Close every" in caught.value.hint
        open_with(paths, scripts)

    def test_the_last_three_backups_are_kept(self, paths: AppPaths, make_result: Make) -> None:
        fill(paths, make_result, files=1)
        made = [backups.copy(paths, backups.MIGRATION) for _ in range(5)]
        assert sorted(paths.backups.glob("*migration*")) == made[2:]
        assert len(list(paths.backups.glob("*daily*"))) == 1

    def test_a_failed_backup_stops_the_update(
        self, paths: AppPaths, make_result: Make, tmp_path: Path
    ) -> None:
        fill(paths, make_result)
        shutil.rmtree(paths.backups)
        paths.backups.write_text("a file in the way")
        before = paths.store.read_bytes()
        with pytest.raises(Exception, match=r"cannot be used|could not be backed up"):
            open_with(paths, newer_scripts(tmp_path))
        assert paths.store.read_bytes() == before


class TestRefusal:
    def test_a_library_of_a_newer_version_is_not_touched(
        self, paths: AppPaths, make_result: Make, tmp_path: Path
    ) -> None:
        fill(paths, make_result)
        open_with(paths, newer_scripts(tmp_path))
        before = (paths.store.read_bytes(), paths.store.stat().st_mtime_ns, sorted(paths.data.rglob("*")))
        with pytest.raises(StoreUnusable, match="newer version") as caught:
            Store.open(paths)
        assert "newer version" in caught.value.hint
        after = (paths.store.read_bytes(), paths.store.stat().st_mtime_ns, sorted(paths.data.rglob("*")))
        assert after == before

    def test_a_newer_library_that_a_kill_left_with_a_log_is_not_touched_either(
        self, paths: AppPaths, make_result: Make, tmp_path: Path
    ) -> None:
        fill(paths, make_result)
        open_with(paths, newer_scripts(tmp_path))
        code = (
            "import os, signal, sqlite3, sys\n"
            "c = sqlite3.connect(sys.argv[1] + '/data/library.sqlite3')\n"
            "c.execute(\"update sweeps set note = 'kept'\"); c.commit(); os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        process(paths, code).communicate(timeout=30)
        log = Path(f"{paths.store}-wal")
        before = paths.store.read_bytes(), log.read_bytes()
        assert before[1]
        with pytest.raises(StoreUnusable, match="newer version"):
            Store.open(paths)
        assert (paths.store.read_bytes(), log.read_bytes()) == before

    def test_a_database_of_another_program_is_not_touched(self, paths: AppPaths) -> None:
        paths.data.mkdir(parents=True)
        with closing(sqlite3.connect(paths.store)) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        before = paths.store.read_bytes()
        with pytest.raises(StoreUnusable, match="another program"):
            Store.open(paths)
        assert paths.store.read_bytes() == before

    def test_a_folder_in_the_place_of_the_library_is_explained(self, paths: AppPaths) -> None:
        paths.store.mkdir(parents=True)
        with pytest.raises(StoreUnusable, match="cannot be opened"):
            Store.open(paths)

    def test_a_lock_that_cannot_be_taken_is_explained(self, paths: AppPaths) -> None:
        paths.lock.mkdir(parents=True)
        with pytest.raises(StoreUnusable, match="could not be opened"):
            Store.open(paths)


class TestDamage:
    def test_it_is_restored_from_the_newest_good_backup_and_said(
        self, paths: AppPaths, make_result: Make
    ) -> None:
        sweep_id = fill(paths, make_result)
        with Store.open(paths) as store:
            store.start_sweep(SweepRequest(()), "1", "later than the backup")
        damage(paths.store)
        broken = paths.store.read_bytes()
        with Store.open(paths) as store:
            (warning,) = store.warnings
            assert "restored from the backup of" in warning
            assert store.findings(sweep_id).total == 300
            assert store.sweeps().total == 1
            store.start_sweep(SweepRequest(()), "1", "d")
        (aside,) = paths.backups.glob("damaged-*")
        assert str(aside) in warning
        assert aside.read_bytes() == broken
        with Store.open(paths) as store:
            assert store.warnings == ()
            assert store.sweeps().total == 2

    def test_a_bad_backup_is_passed_over(self, paths: AppPaths, make_result: Make) -> None:
        sweep_id = fill(paths, make_result)
        newest = backups.copy(paths, backups.MIGRATION)
        damage(newest)
        damage(paths.store)
        with Store.open(paths) as store:
            assert store.findings(sweep_id).total == 300

    def test_without_a_good_backup_a_new_library_is_begun_and_the_old_is_kept(
        self, paths: AppPaths, make_result: Make
    ) -> None:
        fill(paths, make_result)
        for backup in paths.backups.iterdir():
            backup.unlink()
        damage(paths.store)
        broken = paths.store.read_bytes()
        with Store.open(paths) as store:
            assert "no good backup" in store.warnings[0]
            assert store.sweeps().total == 0
        (aside,) = paths.backups.glob("damaged-*")
        assert aside.read_bytes() == broken

    @pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be one" * 100])
    def test_a_file_that_lost_its_content_is_restored(
        self, paths: AppPaths, make_result: Make, content: bytes
    ) -> None:
        sweep_id = fill(paths, make_result)
        paths.store.write_bytes(content)
        with Store.open(paths) as store:
            assert "restored" in store.warnings[0]
            assert store.findings(sweep_id).total == 300

    def test_a_log_of_the_damaged_library_does_not_reach_the_restored_one(
        self, paths: AppPaths, make_result: Make
    ) -> None:
        sweep_id = fill(paths, make_result)
        child = process(paths, START_A_SWEEP + WAIT, "5")
        assert answer(child) == "ready"
        child.kill()
        child.communicate(timeout=30)
        assert Path(f"{paths.store}-wal").stat().st_size > 0
        damage(paths.store, size=20_000)
        with Store.open(paths) as store:
            assert "restored" in store.warnings[0]
            assert [sweep.id for sweep in store.sweeps().items] == [sweep_id]
            assert store.findings(sweep_id).total == 300

    @pytest.mark.parametrize("at", [0, 18, 100, 5_000, 40_000, 90_000])
    @pytest.mark.parametrize("size", [1, 40, 5_000])
    def test_whatever_is_overwritten_the_library_opens(
        self, paths: AppPaths, make_result: Make, at: int, size: int
    ) -> None:
        sweep_id = fill(paths, make_result)
        damage(paths.store, at, size)
        with Store.open(paths) as store:
            assert store.findings(sweep_id).total == 300

    def test_it_is_not_replaced_under_a_program_that_has_it_open(
        self, paths: AppPaths, make_result: Make
    ) -> None:
        fill(paths, make_result)
        with Store.open(paths):
            damage(paths.store)
            before = paths.store.read_bytes()
            with pytest.raises(StoreUnusable, match="damaged, and another STORM DAT has it open"):
                Store.open(paths)
            assert paths.store.read_bytes() == before

    def test_damage_found_while_working_is_explained(self, paths: AppPaths, make_result: Make) -> None:
        sweep_id = fill(paths, make_result)
        with Store.open(paths) as store:
            damage(paths.store, at=4096, size=paths.store.stat().st_size - 4096)
            with pytest.raises(StoreUnusable, match="is damaged") as caught:
                store.findings(sweep_id, text="x")
            assert "restores" in caught.value.hint


class TestBackups:
    def test_the_first_close_after_writing_leaves_one(self, paths: AppPaths, make_result: Make) -> None:
        Store.open(paths).close()
        assert not paths.backups.exists()
        fill(paths, make_result)
        assert len(list(paths.backups.iterdir())) == 1
        fill(paths, make_result)
        assert len(list(paths.backups.iterdir())) == 1

    def test_the_next_is_due_after_a_day(self, paths: AppPaths, make_result: Make) -> None:
        fill(paths, make_result)
        now = datetime.now(UTC)
        assert not backups.is_due(paths, now + timedelta(hours=23))
        assert backups.is_due(paths, now + timedelta(hours=25))

    def test_a_damaged_library_never_pushes_good_backups_out(
        self, paths: AppPaths, make_result: Make
    ) -> None:
        fill(paths, make_result)
        before = sorted(paths.backups.iterdir())
        damage(paths.store, at=8192)
        with pytest.raises(sqlite3.DatabaseError):
            backups.copy(paths, backups.DAILY)
        assert sorted(paths.backups.iterdir()) == before

    def test_a_copy_holds_what_another_process_has_only_just_written(self, paths: AppPaths) -> None:
        with Store.open(paths) as store:
            sweep_id = store.start_sweep(SweepRequest(()), "1", "d")
            store.add_result(sweep_id, FileResult(Path("/a.docx")))
            backup = backups.copy(paths, backups.DAILY)
        with closing(sqlite3.connect(backup)) as connection:
            assert connection.execute("SELECT path FROM files").fetchall() == [("/a.docx",)]

    def test_an_unfinished_copy_that_a_kill_left_is_removed(self, paths: AppPaths, make_result: Make) -> None:
        fill(paths, make_result)
        abandoned = paths.backups / "library-20260101T000000000000Z-daily.sqlite3.part"
        abandoned.write_bytes(b"half")
        backups.copy(paths, backups.DAILY)
        assert not abandoned.exists()


class TestOwner:
    def test_a_process_is_told_from_a_later_one_of_the_same_number(self) -> None:
        current = Owner.current()
        assert current.is_alive()
        assert not Owner(current.pid, current.started - 60).is_alive()

    def test_a_process_that_ended_is_gone(self) -> None:
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
        )
        import psutil

        owner = Owner(child.pid, psutil.Process(child.pid).create_time())
        assert owner.is_alive()
        child.kill()
        child.communicate(timeout=30)
        assert not owner.is_alive()
