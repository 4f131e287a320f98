"""Promise 7: what a person deletes is found nowhere below the program's folders."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stormdat_core.model import (
    AcronymMatrix,
    Evidence,
    FileResult,
    Fix,
    ListSource,
    Location,
    SuppressedForms,
    SweepRequest,
    SweepState,
)
from stormdat_core.paths import AppPaths
from stormdat_core.store import NotStored, Store, SweepRunning
from stormdat_core.store.database import backups
from stormdat_core.store.deletion import erasing
from stormdat_core.store.sweeps import writing

Make = Callable[..., Any]
SECRET, KEPT = "xylographic-sentinel", "quokka-that-stays"


def secret_result(make_finding: Make, word: str, count: int = 400) -> FileResult:
    """Return a result with a word in every text that a result holds, in lengths that spill over pages."""
    where = Location(part=word, heading=(word, f"1 {word}"), note=word, block=1)
    findings = tuple(
        make_finding(
            number,
            rule=f"R-{word}",
            where=where,
            message=word * (1 + number % 7 * 40),
            excerpt=word,
            evidence=(Evidence(where, word),),
            fix=Fix(where, word, safe=True),
            fingerprint=word,
        )
        for number in range(count)
    )
    return FileResult(
        path=Path(f"/docs/{word}.docx"),
        title=word,
        findings=findings,
        warnings=(word,),
        hint=word,
        lists=(ListSource(word, word, 1),),
        acronyms=AcronymMatrix(suppressed=(SuppressedForms("SUP-WORD", count, ((word * 200, count),)),)),
    )


def sweep(store: Store, *results: FileResult, word: str = "") -> int:
    request = SweepRequest((Path(f"/docs/{word}"),))
    sweep_id = store.start_sweep(request, "1", word, profile=word, lists=[ListSource(word, "11", 1)])
    for result in results:
        store.add_result(sweep_id, result, outputs={"html": Path(f"/out/{word}.html")})
    store.finish_sweep(sweep_id)
    return sweep_id


def places(paths: AppPaths, word: str) -> list[str]:
    """Return the files below all of the program's folders that hold a word, in their bytes or name."""
    base = paths.data.parent
    files: Iterable[Path] = (path for path in base.rglob("*") if path.is_file())
    wanted = word.encode()
    return sorted(
        str(path.relative_to(base)) for path in files if wanted in path.read_bytes() or word in path.name
    )


def test_no_trace_is_left_and_the_rest_stays(paths: AppPaths, make_finding: Make) -> None:
    secret, kept = secret_result(make_finding, SECRET), secret_result(make_finding, KEPT)
    with Store.open(paths) as store:
        first = sweep(store, kept, word=KEPT)
        gone = sweep(store, secret, secret, word=SECRET)
        last = sweep(store, kept, word=KEPT)
        backups.copy(paths, backups.DAILY)
        backups.copy(paths, backups.MIGRATION)
        assert len(places(paths, SECRET)) >= 3
        assert store.delete_sweep(gone)
        assert places(paths, SECRET) == []
        assert [one.id for one in store.sweeps().items] == [last, first]
        for sweep_id in (first, last):
            (file,) = store.files(sweep_id)
            assert store.result(file.id) == kept
    assert places(paths, SECRET) == []
    assert places(paths, KEPT) != []


def test_rows_that_sqlite_moved_between_pages_leave_no_trace_either(
    paths: AppPaths, make_finding: Make
) -> None:
    """With `secure_delete` alone, a few of these words stay in the unused space of pages."""
    chance = random.Random(0)
    words = [f"word{number:03d}sentinel" for number in range(40)]
    with Store.open(paths) as store:
        ids = {word: store.start_sweep(SweepRequest(()), "1", "d") for word in words}
        for _ in range(300):
            word = chance.choice(words)
            findings = tuple(
                make_finding(number, message=word * chance.randint(1, 40), excerpt=word)
                for number in range(chance.randint(0, 30))
            )
            title = word * chance.randint(1, 60)
            store.add_result(ids[word], FileResult(Path(f"/{word}"), title=title, findings=findings))
        for sweep_id in ids.values():
            store.finish_sweep(sweep_id)
        chance.shuffle(words)
        for number, word in enumerate(words, 1):
            assert store.delete_sweep(ids[word])
            content = paths.store.read_bytes()
            assert [gone for gone in words[:number] if gone.encode() in content] == []


def test_the_backup_that_is_left_restores_what_was_kept(paths: AppPaths, make_finding: Make) -> None:
    with Store.open(paths) as store:
        gone = sweep(store, secret_result(make_finding, SECRET), word=SECRET)
        kept = sweep(store, secret_result(make_finding, KEPT), word=KEPT)
        store.delete_sweep(gone)
    (backup,) = paths.backups.iterdir()
    paths.store.write_bytes(b"rubbish" * 1000)
    with Store.open(paths) as store:
        assert [one.id for one in store.sweeps().items] == [kept]
        assert "restored" in store.warnings[0]
    assert backup.exists()
    assert len(list(paths.backups.glob("damaged-*"))) == 1
    assert places(paths, SECRET) == []


def test_a_damaged_library_kept_aside_is_removed_too(paths: AppPaths, make_finding: Make) -> None:
    with Store.open(paths) as store:
        gone = sweep(store, secret_result(make_finding, SECRET), word=SECRET)
    content = paths.store.read_bytes()
    paths.store.write_bytes(content[:50] + b"\xff" * 100 + content[150:])
    with Store.open(paths) as store:
        assert "damaged" in store.warnings[0]
        assert any("damaged-" in place for place in places(paths, SECRET))
        assert store.delete_sweep(gone)
        assert places(paths, SECRET) == []


def test_files_written_for_the_user_stay(paths: AppPaths, make_finding: Make, tmp_path: Path) -> None:
    output = tmp_path / "report.findings.html"
    output.write_text(SECRET)
    with Store.open(paths) as store:
        sweep_id = store.start_sweep(SweepRequest((), out=tmp_path), "1", "d")
        store.add_result(sweep_id, secret_result(make_finding, SECRET), outputs={"html": output})
        store.finish_sweep(sweep_id)
        assert store.delete_sweep(sweep_id)
    assert output.read_text() == SECRET


def test_a_reader_that_does_not_let_go_is_told_and_the_next_start_finishes(
    paths: AppPaths, make_finding: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stormdat_core.store.database.connections.BUSY_SECONDS", 0.1)
    with Store.open(paths) as store:
        gone = sweep(store, secret_result(make_finding, SECRET), word=SECRET)
        with closing(sqlite3.connect(paths.store, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM findings").fetchone()
            assert not store.delete_sweep(gone)
            assert store.sweeps().total == 0
        assert places(paths, SECRET) != []
    with Store.open(paths) as store:
        assert places(paths, SECRET) == []
        assert not erasing.is_pending(paths)


def test_a_kill_between_deletion_and_erasure_is_made_good(paths: AppPaths, make_finding: Make) -> None:
    with Store.open(paths) as store:
        gone = sweep(store, secret_result(make_finding, SECRET), word=SECRET)
        kept = sweep(store, secret_result(make_finding, KEPT), word=KEPT)
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from stormdat_core.paths import AppPaths; from stormdat_core.store import Store\n"
        "from stormdat_core.store.deletion import erasing\n"
        "store = Store.open(AppPaths.below(Path(sys.argv[1])))\n"
        "erasing.erase_traces = lambda paths: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.delete_sweep(int(sys.argv[2]))\n"
    )
    base = str(paths.data.parent)
    run = subprocess.run([sys.executable, "-c", code, base, str(gone)], check=False)
    assert run.returncode == -9
    assert places(paths, SECRET) != []
    with Store.open(paths) as store:
        assert places(paths, SECRET) == []
        assert [one.id for one in store.sweeps().items] == [kept]


def test_a_backup_that_cannot_be_written_is_no_success(
    paths: AppPaths, make_finding: Make, caplog: pytest.LogCaptureFixture
) -> None:
    with Store.open(paths) as store:
        gone = sweep(store, secret_result(make_finding, SECRET), word=SECRET)
        paths.backups.write_text("a file in the way")
        assert not store.delete_sweep(gone)
        assert erasing.is_pending(paths)
        paths.backups.unlink()
        assert store.delete_sweeps([])
        assert not erasing.is_pending(paths)
    assert any("traces" in record.message for record in caplog.records)


def test_a_large_library_is_rebuilt_without_filling_the_memory(
    paths: AppPaths, make_finding: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "_IN_MEMORY", 0)
    with Store.open(paths) as store:
        gone = sweep(store, secret_result(make_finding, SECRET), word=SECRET)
        assert store.delete_sweep(gone)
        assert places(paths, SECRET) == []


def test_a_running_sweep_is_not_deleted_nor_those_asked_for_with_it(store: Store, make_finding: Make) -> None:
    done = sweep(store, secret_result(make_finding, KEPT, 3))
    running = store.start_sweep(SweepRequest(()), "1", "d")
    with pytest.raises(SweepRunning, match="still running") as caught:
        store.delete_sweeps([done, running])
    assert caught.value.hint
    with pytest.raises(NotStored):
        store.delete_sweeps([done, 999])
    assert store.sweeps().total == 2
    store.finish_sweep(running, SweepState.CANCELLED)
    assert store.delete_sweeps([done, running])
    assert store.sweeps().total == 0


def test_deletion_takes_everything_that_belongs_to_a_sweep(store: Store, make_finding: Make) -> None:
    gone = sweep(store, secret_result(make_finding, SECRET, 20))
    store.delete_sweep(gone)
    with store._database.read() as connection:
        for table in ("sweeps", "sweep_lists", "files", "findings", "details", "erasures"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0, table


def test_a_backup_made_before_a_deletion_does_not_come_back(paths: AppPaths, make_finding: Make) -> None:
    """The copy that a second window leaves behind when it closes is of the library as it is then."""
    first, second = Store.open(paths), Store.open(paths)
    gone = sweep(first, secret_result(make_finding, SECRET), word=SECRET)
    sweep(second, replace(secret_result(make_finding, KEPT), hint=""), word=KEPT)
    assert first.delete_sweep(gone)
    shutil.rmtree(paths.backups)
    second.close()
    first.close()
    assert list(paths.backups.iterdir())
    assert places(paths, SECRET) == []


def test_the_text_would_stay_without_the_erasure(paths: AppPaths, make_finding: Make) -> None:
    """What the tests above look for is really there before: in the log, in free pages, in backups."""
    with Store.open(paths) as store:
        gone = sweep(store, secret_result(make_finding, SECRET), word=SECRET)
        backups.copy(paths, backups.DAILY)
        with store._database.write() as connection:
            writing.delete_sweeps(connection, [gone], paths)
        found = places(paths, SECRET)
        assert any(place.endswith("-wal") for place in found)
        assert any("backups" in place for place in found)
