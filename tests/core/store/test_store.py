import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stormdat_core import atomic, cleanup
from stormdat_core.errors import StoreUnusable
from stormdat_core.model import (
    BlockKind,
    Colour,
    FileResult,
    Finding,
    ListSource,
    Severity,
    SweepRequest,
    SweepState,
)
from stormdat_core.paths import AppPaths
from stormdat_core.store import NotStored, Store

REQUEST = SweepRequest((Path("/docs"),), out=Path("/out"))
Make = Callable[..., Any]


def start(store: Store, **changes: Any) -> int:
    return store.start_sweep(replace(REQUEST, **changes), "0.1.0", "cd" * 32)


@pytest.mark.parametrize("seed", range(60))
def test_a_result_comes_back_exactly_as_it_was_given(store: Store, chance: Make, seed: int) -> None:
    sweep_id = start(store)
    for given in (chance(seed * 10 + n).result() for n in range(5)):
        got = store.result(store.add_result(sweep_id, given))
        assert got == given
        # Equality alone does not tell 3 from Severity.ERROR, nor "red" from Colour.RED.
        assert repr(got) == repr(given)


def test_an_empty_result_comes_back(store: Store) -> None:
    given = FileResult(Path("a"))
    assert store.result(store.add_result(start(store), given)) == given


def test_findings_come_back_one_by_one_as_well(store: Store, chance: Make) -> None:
    given = chance(1).result()
    given = replace(given, findings=tuple(chance(seed).finding() for seed in range(30)))
    sweep_id = start(store)
    store.add_result(sweep_id, given)
    rows = store.findings(sweep_id).items
    in_order = sorted(rows, key=lambda row: row.ordinal)
    assert [store.finding(row.id) for row in in_order] == list(given.findings)


@pytest.mark.parametrize("seed", range(10))
def test_a_sweep_comes_back_as_it_was_asked_for(store: Store, chance: Make, seed: int) -> None:
    random = chance(seed)
    request = SweepRequest(
        paths=(random.path(), random.path()),
        lists=(random.path(),),
        profile=random.text(),
        out=random.path() if seed % 2 else None,
        formats=("fixed", "csv"),
        jobs=seed,
        use_cache=bool(seed % 2),
        fixes=("", "safe", "proposed")[seed % 3],
    )
    lists = [ListSource(random.text(), random.digest(), 7), ListSource("b", random.digest(), 8)]
    before = datetime.now(UTC)
    sweep = store.sweep(store.start_sweep(request, "1.2", "d", profile="house", lists=lists))
    assert sweep.request == request
    assert (sweep.version, sweep.profile_digest, sweep.profile) == ("1.2", "d", "house")
    assert sweep.lists == tuple(lists)
    assert before <= sweep.started <= datetime.now(UTC)
    assert sweep.started.utcoffset() == timedelta(0)
    assert (sweep.state, sweep.finished) == (SweepState.RUNNING, None)


def test_totals_grow_with_each_file(store: Store, make_result: Make) -> None:
    sweep_id = start(store)
    store.add_result(sweep_id, make_result(count=3))
    store.add_result(sweep_id, make_result(count=4))
    store.add_result(sweep_id, FileResult(Path("bad.docx"), error="bad.docx is damaged."))
    sweep = store.sweep(sweep_id)
    assert (sweep.files, sweep.failed) == (3, 1)
    assert sweep.counts == {"SPC-DOUBLE": 3, "ACR-UNDEFINED": 2, "TYP-FONT": 2}


@pytest.mark.parametrize("state", [SweepState.DONE, SweepState.CANCELLED, SweepState.FAILED])
def test_a_sweep_ends(store: Store, state: SweepState) -> None:
    sweep_id = start(store)
    store.finish_sweep(sweep_id, state)
    sweep = store.sweep(sweep_id)
    assert sweep.state is state
    assert sweep.finished is not None
    assert sweep.finished >= sweep.started


def test_sweeps_are_listed_newest_first_in_pages(store: Store) -> None:
    ids = [start(store) for _ in range(5)]
    page = store.sweeps(limit=2, offset=1)
    assert page.total == 5
    assert [sweep.id for sweep in page.items] == [ids[3], ids[2]]


def test_files_stand_in_their_order_however_they_came(store: Store, make_result: Make) -> None:
    sweep_id = start(store)
    for ordinal in (2, 0, 1):
        store.add_result(sweep_id, make_result(f"/docs/{ordinal}.docx"), ordinal=ordinal)
    store.add_result(sweep_id, make_result("/docs/3.docx", count=0))
    files = store.files(sweep_id)
    assert [(file.ordinal, file.path.name, file.findings) for file in files] == [
        (0, "0.docx", 3),
        (1, "1.docx", 3),
        (2, "2.docx", 3),
        (3, "3.docx", 0),
    ]
    names = {file.id: file.path.name for file in files}
    assert [names[row.file_id] for row in store.findings(sweep_id, sort="document").items[::3]] == [
        "0.docx",
        "1.docx",
        "2.docx",
    ]


def test_outputs_are_kept_and_can_be_added_later(store: Store, make_result: Make) -> None:
    file_id = store.add_result(start(store), make_result(), outputs={"html": Path("/out/a.html")})
    assert store.file(file_id).outputs == {"html": Path("/out/a.html")}
    outputs = {"html": Path("/out/a.html"), "docx": Path("/out/a.annotated.docx")}
    store.set_outputs(file_id, outputs)
    assert store.file(file_id).outputs == outputs


def test_output_folders_are_known_for_cleanup(store: Store) -> None:
    for out in (Path("/out/b"), None, Path("/out/a"), Path("/out/b")):
        start(store, out=out)
    assert store.output_folders() == (Path("/out/a"), Path("/out/b"))


def test_cleanup_finds_what_a_kill_left_where_sweeps_wrote(
    store: Store, paths: AppPaths, tmp_path: Path
) -> None:
    left = tmp_path / f"{atomic.PREFIX}0123456789abcdef.part"
    left.write_bytes(b"half an output")
    start(store, out=tmp_path)
    tomorrow = datetime.now(UTC) + timedelta(hours=25)
    cleaned = cleanup.clean(paths, store.output_folders(), now=tomorrow)
    assert [item.path for item in cleaned.removed] == [left]
    assert paths.store.exists()


def test_a_file_is_stored_whole_or_not_at_all(store: Store, make_result: Make, make_finding: Make) -> None:
    sweep_id = start(store)
    store.add_result(sweep_id, make_result())
    broken = make_result(
        findings=(*(make_finding(n) for n in range(600)), make_finding(601, message=object()))
    )
    with pytest.raises(Exception):  # noqa: B017, PT011 (whatever the driver says of an object)
        store.add_result(sweep_id, broken)
    assert store.findings(sweep_id).total == 3
    assert len(store.files(sweep_id)) == 1
    assert store.sweep(sweep_id).files == 1


def test_what_is_not_there_is_said(store: Store) -> None:
    asks: list[Callable[[], object]] = [
        lambda: store.sweep(7),
        lambda: store.file(7),
        lambda: store.result(7),
        lambda: store.finding(7),
        lambda: store.finish_sweep(7),
        lambda: store.set_outputs(7, {}),
        lambda: store.add_result(7, FileResult(Path("a"))),
        lambda: store.delete_sweep(7),
    ]
    for ask in asks:
        with pytest.raises(NotStored, match="7 in the library"):
            ask()


def test_a_number_is_never_given_twice(store: Store) -> None:
    first = start(store)
    store.finish_sweep(first)
    store.delete_sweep(first)
    assert start(store) > first


class TestCachedResult:
    LISTS = (ListSource("a.xlsx", "11" * 32, 5), ListSource("b.xlsx", "22" * 32, 6))

    @pytest.fixture
    def given(self, store: Store, make_result: Make) -> FileResult:
        given: FileResult = make_result("/docs/a.docx", lists=self.LISTS)
        store.add_result(start(store), given)
        return given

    def ask(self, store: Store, given: FileResult, **changes: Any) -> FileResult | None:
        values: dict[str, Any] = {
            "sha256": given.sha256,
            "profile_digest": given.profile_digest,
            "lists_digests": [source.sha256 for source in self.LISTS],
            "engine_version": "0.1.0",
        }
        return store.cached_result(**(values | changes))

    def test_the_same_again_is_found(self, store: Store, given: FileResult) -> None:
        assert self.ask(store, given) == given

    @pytest.mark.parametrize(
        "changes",
        [
            {"sha256": "00" * 32},
            {"profile_digest": "00" * 32},
            {"lists_digests": ["22" * 32, "11" * 32]},
            {"lists_digests": ["11" * 32]},
            {"lists_digests": []},
            {"engine_version": "0.2.0"},
            {"path": Path("/docs/other.docx")},
        ],
        ids=str,
    )
    def test_anything_else_is_not(self, store: Store, given: FileResult, changes: dict[str, Any]) -> None:
        assert self.ask(store, given, **changes) is None

    def test_it_carries_the_path_at_hand(self, store: Store, given: FileResult) -> None:
        moved = Path("/elsewhere/a.docx")
        assert self.ask(store, given, path=moved) == replace(given, path=moved)

    def test_an_error_is_tried_again(self, store: Store, given: FileResult) -> None:
        bad = replace(given, sha256="99" * 32, error="a.docx took too long.")
        store.add_result(start(store), bad)
        assert self.ask(store, bad) is None

    def test_a_deleted_sweep_is_not_remembered(self, store: Store, given: FileResult) -> None:
        sweep_id = store.sweeps().items[0].id
        store.finish_sweep(sweep_id)
        store.delete_sweep(sweep_id)
        assert self.ask(store, given) is None


def test_threads_write_and_read_at_once(store: Store, make_result: Make) -> None:
    sweep_id = start(store)
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                given = make_result(f"/docs/{number}-{turn}.docx", count=20)
                assert store.result(store.add_result(sweep_id, given)) == given
                store.findings(sweep_id, text="excerpt")
        except BaseException as exc:
            failures.append(exc)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert store.sweep(sweep_id).files == 30
    assert store.findings(sweep_id).total == 600


def test_ten_thousand_findings_are_stored_and_paged_quickly(store: Store, make_finding: Make) -> None:
    findings = tuple(make_finding(number) for number in range(10_000))
    sweep_id = start(store)
    began = time.process_time()
    file_id = store.add_result(sweep_id, FileResult(Path("/a.docx"), findings=findings))
    stored = time.process_time() - began
    began = time.process_time()
    for sort in ("document", "-severity", "-message"):
        store.findings(sweep_id, sort=sort, offset=5000, text="number 5")
    paged = (time.process_time() - began) / 3
    # A quarter of this is usual; the bounds only catch a change of kind, such as a commit for each finding.
    assert stored < 2.0
    assert paged < 0.4
    assert store.result(file_id).findings == findings


def test_a_full_library_is_explained(store: Store, paths: AppPaths) -> None:
    sweep_id = start(store)
    with store._database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    long = Finding("R", Severity.INFO, Colour.RED, _somewhere(), "m" * 2_000_000, "")
    with store._database.read() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnusable, match="disk is full"):
        store.add_result(sweep_id, FileResult(Path("a"), findings=(long,)))


def test_a_busy_library_is_explained(store: Store, paths: AppPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(paths.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with store._database.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    try:
        with pytest.raises(StoreUnusable, match="busy with another STORM DAT"):
            start(store)
    finally:
        other.close()
    assert start(store) > 0


def test_a_closed_store_may_be_closed_again(paths: AppPaths) -> None:
    store = Store.open(paths)
    store.close()
    store.close()


def _somewhere() -> Any:
    from stormdat_core.model import Location

    return Location(kind=BlockKind.CELL, block=1)
