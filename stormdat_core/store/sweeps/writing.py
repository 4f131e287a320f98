"""Changes to the library. Each function runs in the writing transaction of the connection it is handed."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from stormdat_core.model import FileResult, Finding, ListSource, Output, SweepRequest, SweepState
from stormdat_core.paths import AppPaths
from stormdat_core.store.database.tables import (
    DETAILS,
    FILES,
    FINDINGS,
    LISTS,
    PASSED,
    SEARCHED,
    SWEEP_FACTS,
    SWEEPS,
    WRITTEN,
)
from stormdat_core.store.deletion import copies, intents
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.owners import Owner
from stormdat_core.store.sweeps import reading, tallies, values
from stormdat_core.store.sweeps.details import detail_values
from stormdat_core.store.sweeps.rows import NotStored, SweepRunning

_BATCH = 500


def start_sweep(
    connection: Connection,
    request: SweepRequest,
    version: str,
    profile: str,
    profile_digest: str,
    lists: Sequence[ListSource],
    passed_over: Sequence[tuple[str, str]] = (),
) -> int:
    owner = Owner.current()
    sweep_id = _insert(
        connection,
        SWEEPS,
        {
            "version": version,
            "profile": profile,
            "profile_digest": profile_digest,
            "request": values.request_values(request),
            "started": datetime.now(UTC),
            "state": SweepState.RUNNING.value,
            "owner_pid": owner.pid,
            "owner_started": owner.started,
            "files": 0,
            "failed": 0,
            "counts": {},
            "error": "",
            "hint": "",
            "partly": 0,
            "passed": len(passed_over),
            "passed_kinds": values.passed_kinds(passed_over),
        },
    )
    if passed_over:
        connection.execute(insert(PASSED), values.passed_values(sweep_id, passed_over))
    if lists:
        connection.execute(insert(LISTS), values.list_values(sweep_id, lists))
    return sweep_id


def add_result(
    connection: Connection,
    sweep_id: int,
    result: FileResult,
    outputs: Mapping[str, Path],
    ordinal: int | None,
    failures: Sequence[str] = (),
) -> int:
    sweep = _sweep(connection, sweep_id)
    place = _next_ordinal(connection, sweep_id) if ordinal is None else ordinal
    row = {"sweep_id": sweep_id, "ordinal": place, **values.file_values(result, outputs, failures)}
    file_id = _insert(connection, FILES, row)
    _add_findings(connection, {"sweep_id": sweep_id, "file_id": file_id}, place, result.findings)
    if details := detail_values(file_id, result):
        connection.execute(insert(DETAILS), details)
    counts = Counter(sweep.counts) + Counter(finding.rule for finding in result.findings)
    whole = result.characters > 0 and not (result.warnings or result.unaudited or failures)
    partly = not result.error and not whole
    totals = {
        "files": sweep.files + 1,
        "failed": sweep.failed + bool(result.error),
        "partly": sweep.partly + partly,
        "counts": counts,
    }
    connection.execute(update(SWEEPS).where(SWEEPS.c.id == sweep_id).values(totals))
    return file_id


def set_outputs(connection: Connection, file_id: int, outputs: Mapping[str, Path]) -> None:
    change = update(FILES).where(FILES.c.id == file_id).values(outputs=values.output_values(outputs))
    if connection.execute(change).rowcount == 0:
        raise NotStored(f"There is no file {file_id} in the library.")


def note_written(connection: Connection, file_id: int, outputs: Iterable[Output]) -> None:
    rows = [
        {"file_id": file_id, "path": str(item.path), "sha256": item.sha256} for item in outputs if item.sha256
    ]
    if rows:
        connection.execute(delete(WRITTEN).where(WRITTEN.c.path.in_([row["path"] for row in rows])))
        connection.execute(insert(WRITTEN), rows)


def finish_sweep(
    connection: Connection, sweep_id: int, state: SweepState, error: str = "", hint: str = ""
) -> None:
    change = update(SWEEPS).where(SWEEPS.c.id == sweep_id)
    told = {"state": state.value, "finished": datetime.now(UTC), "error": error, "hint": hint}
    done = connection.execute(change.values(told))
    if done.rowcount == 0:
        raise NotStored(f"There is no sweep {sweep_id} in the library.")


def delete_sweeps(
    connection: Connection, sweep_ids: Iterable[int], paths: AppPaths, needed: Collection[Path] = ()
) -> None:
    """Delete sweeps with their files and findings, and note what goes with them beside the library.

    Uploads among `needed` stay, though the library does not know yet what for.
    """
    chosen = tuple(dict.fromkeys(sweep_ids))
    for sweep_id in chosen:
        _must_have_ended(_sweep(connection, sweep_id))
    given, folders = set[Path](), set[Path]()
    for sweep_id in chosen:
        given |= reading.given_paths(connection, sweep_id)
        folders |= reading.written_folders(connection, sweep_id)
        connection.execute(delete(SWEEPS).where(SWEEPS.c.id == sweep_id))
    uploads = copies.uploads_of(paths, given, {*reading.needed_paths(connection), *needed})
    downloads = tuple(copies.downloads_of(paths, sweep_id) for sweep_id in chosen)
    intents.note(connection, Intent(folders=uploads + downloads, outputs=tuple(sorted(folders))))


def _must_have_ended(sweep: Row[Any]) -> None:
    owner = Owner(sweep.owner_pid, sweep.owner_started)
    if sweep.state == SweepState.RUNNING and owner.is_alive():
        raise SweepRunning(f"Sweep {sweep.id} is still running, so it was not deleted.")


def _add_findings(
    connection: Connection, own: Mapping[str, int], place: int, findings: Sequence[Finding]
) -> None:
    """Insert in batches: ten thousand rows at once would keep Python's garbage collector busy, not SQLite."""
    first_id = _next_finding(connection)
    for first in range(0, len(findings), _BATCH):
        batch = list(enumerate(findings[first : first + _BATCH], first))
        rows = [
            {**own, "id": first_id + number, **values.finding_values(finding, place, number)}
            for number, finding in batch
        ]
        connection.execute(insert(FINDINGS), rows)
        texts = [values.searched_values(own["sweep_id"], row) for row in rows]
        connection.execute(insert(SEARCHED), texts)
        tallies.add(connection, own["sweep_id"], own["file_id"], rows)


def _sweep(connection: Connection, sweep_id: int) -> Row[Any]:
    row = connection.execute(select(*SWEEP_FACTS).where(SWEEPS.c.id == sweep_id)).one_or_none()
    if row is None:
        raise NotStored(f"There is no sweep {sweep_id} in the library.")
    return row


def _next_ordinal(connection: Connection, sweep_id: int) -> int:
    last = select(func.max(FILES.c.ordinal)).where(FILES.c.sweep_id == sweep_id)
    found = connection.execute(last).scalar_one()
    return 0 if found is None else int(found) + 1


def _next_finding(connection: Connection) -> int:
    """Return the id of the next finding; one is never given twice, as with the ids that SQLite gives."""
    held = "SELECT seq FROM sqlite_sequence WHERE name = 'findings'"
    return int(connection.exec_driver_sql(held).scalar() or 0) + 1


def _insert(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    key = connection.execute(insert(table).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])
