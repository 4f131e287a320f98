"""Another executor in the place of the pool: same findings and outputs; findings are counted, not kept."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.errors import Cancelled
from stormdat_core.model import FileResult, Finding, SweepRequest, SweepState, Verdict
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.sweep.deciding import decide
from stormdat_core.sweep.export import export_sweep
from stormdat_core.sweep.runner import SweepRunner, SweepSummary
from tests.here import Here

FAULTY = "It has two  spaces and the sign XQZ.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for number in range(3):
        (made / f"{number}.txt").write_text(FAULTY)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path / "app")) as opened:
        yield opened


def swept(store: Store, folder: Path, **options: object) -> SweepSummary:
    return SweepRunner(SweepRequest((folder,), jobs=1, use_cache=False), store, **options).run(JobContext())  # type: ignore[arg-type]


def test_another_executor_finds_and_writes_the_same(store: Store, folder: Path, tmp_path: Path) -> None:
    here = Here()
    other, usual = swept(store, folder, executors=here), swept(store, folder)
    assert (here.made, here.done) == (1, 3)
    for left, right in zip(store.files(other.sweep_id), store.files(usual.sweep_id), strict=True):
        assert store.result(left.id).findings == store.result(right.id).findings != ()
    export_sweep(store, other.sweep_id, tmp_path / "a", ["csv"], JobContext(), executors=here)
    export_sweep(store, other.sweep_id, tmp_path / "b", ["csv"], JobContext())
    written = [sorted((path.name, path.read_bytes()) for path in (tmp_path / n).iterdir()) for n in "ab"]
    assert written[0] == written[1]
    assert len(written[0]) == 3


def test_what_is_raised_while_it_runs_cancels_the_sweep(store: Store, folder: Path) -> None:
    context = JobContext()

    def stop(ordinal: int, file: object) -> None:
        context.cancel()

    runner = SweepRunner(SweepRequest((folder,)), store, heard=stop, executors=Here())
    with pytest.raises(Cancelled):
        runner.run(context)
    (sweep,) = store.sweeps().items
    assert (sweep.state, sweep.files) == (SweepState.CANCELLED, 1)


def test_an_export_of_many_files_makes_one_executor(store: Store, tmp_path: Path) -> None:
    sweep_id = store.start_sweep(SweepRequest(()), "1", "d")
    for number in range(150):
        store.add_result(sweep_id, FileResult(tmp_path / f"{number}.txt", format="txt", characters=9))
    store.finish_sweep(sweep_id)
    here = Here()
    files = export_sweep(store, sweep_id, tmp_path / "out", ["csv"], JobContext(), executors=here)
    assert (here.made, here.done, len(files)) == (1, 150, 150)
    assert [file.name for file in files] == [f"{number}.txt" for number in range(150)]


def test_findings_are_counted_and_not_kept(store: Store, folder: Path) -> None:
    alive: list[int] = []

    def look(ordinal: int, file: object) -> None:
        gc.collect()
        alive.append(sum(isinstance(each, Finding) for each in gc.get_objects()))

    summary = swept(store, folder, heard=look)
    stored = [file.findings for file in store.files(summary.sweep_id)]
    assert [file.findings for file in summary.files] == stored
    assert sum(stored) > 3
    assert {file.result.findings for file in summary.files} == {()}
    assert len(set(alive)) == 1, "those of one file at a time"


def test_what_somebody_decided_about_does_not_wait(store: Store, folder: Path) -> None:
    first = swept(store, folder)
    assert first.undecided.total() == sum(file.findings for file in first.files)
    row = store.findings(first.sweep_id).items[0]
    decide(store, [row.id], Verdict.WAIVED, reason="as agreed")
    same = sum(each.fingerprint == row.fingerprint for each in store.findings(first.sweep_id).items)
    again = swept(store, folder)
    assert first.undecided[row.severity] - again.undecided[row.severity] == same > 0
