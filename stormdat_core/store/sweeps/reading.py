"""Sweeps, files and results out of the library. Each function reads through the connection it is handed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from stormdat_core.model import FileResult, Finding, ListSource, Sweep
from stormdat_core.store.database.tables import (
    DECISIONS,
    DETAILS,
    FILES,
    FINDINGS,
    LISTS,
    PASSED,
    SWEEP_FACTS,
    SWEEPS,
    TRANSCRIPTS,
    WRITTEN,
)
from stormdat_core.store.review.decision_rows import decision_from
from stormdat_core.store.sweeps import values
from stormdat_core.store.sweeps.details import details_from
from stormdat_core.store.sweeps.rows import FoundIn, NotStored, Page, PassedKind, StoredFile
from stormdat_core.store.sweeps.windows import Window, part

_LIST = (
    LISTS.c.name.label("list_name"),
    LISTS.c.sha256.label("list_digest"),
    LISTS.c.rows.label("list_rows"),
)
_FILE_FACTS = tuple(FILES.c[name] for name in values.STORED_FILE)


def sweep(connection: Connection, sweep_id: int) -> Sweep:
    columns: Sequence[Any] = (*SWEEP_FACTS, *_LIST)
    query = select(*columns).outerjoin_from(SWEEPS, LISTS).where(SWEEPS.c.id == sweep_id)
    rows = connection.execute(query.order_by(LISTS.c.ordinal)).all()
    if not rows:
        raise NotStored(f"There is no sweep {sweep_id} in the library.")
    lists = [ListSource(row.list_name, row.list_digest, row.list_rows) for row in rows if row.list_name]
    return values.sweep_from(rows[0], lists)


def sweeps(connection: Connection, wanted: Window) -> Page[Sweep]:
    found = part(connection, select(*SWEEP_FACTS), SWEEPS.c.id, wanted, falling=True)
    lists = _lists(connection, [row.id for row in found.rows])
    shown = tuple(values.sweep_from(row, lists[row.id]) for row in found.rows)
    return Page(found.total, shown, found.first)


def passed_over(connection: Connection, sweep_id: int) -> tuple[tuple[str, str], ...]:
    _one(connection, select(SWEEPS.c.id).where(SWEEPS.c.id == sweep_id), f"sweep {sweep_id}")
    rows = connection.execute(_passed(sweep_id).order_by(PASSED.c.ordinal))
    return tuple((row.name, row.reason) for row in rows)


def passed_page(connection: Connection, sweep_id: int, wanted: Window) -> Page[tuple[int, str, str]]:
    found = part(connection, _passed(sweep_id), PASSED.c.ordinal, wanted)
    shown = tuple((row.ordinal, row.name, row.reason) for row in found.rows)
    return Page(found.total, shown, found.first)


def _passed(sweep_id: int) -> Select[Any]:
    return select(PASSED.c.ordinal, PASSED.c.name, PASSED.c.reason).where(PASSED.c.sweep_id == sweep_id)


def passed_kinds(connection: Connection, sweep_id: int) -> Page[PassedKind]:
    query = select(SWEEPS.c.passed_kinds).where(SWEEPS.c.id == sweep_id)
    return values.passed_kinds_from(_one(connection, query, f"sweep {sweep_id}").passed_kinds)


def files(connection: Connection, sweep_id: int) -> tuple[StoredFile, ...]:
    query = select(*_FILE_FACTS).where(FILES.c.sweep_id == sweep_id).order_by(FILES.c.ordinal)
    return tuple(values.stored_file_from(row) for row in connection.execute(query))


def files_page(connection: Connection, sweep_id: int, wanted: Window, *, newest: bool) -> Page[StoredFile]:
    query = select(*_FILE_FACTS).where(FILES.c.sweep_id == sweep_id)
    key = FILES.c.id if newest else FILES.c.ordinal
    found = part(connection, query, key, wanted, falling=newest)
    return Page(found.total, tuple(map(values.stored_file_from, found.rows)), found.first)


def found_in(connection: Connection, finding_id: int) -> FoundIn:
    own = FINDINGS.c.id == finding_id
    finding = _one(connection, select(FINDINGS).where(own), f"finding {finding_id}")
    decided = DECISIONS.c.fingerprint == finding.fingerprint
    about = select(*_FILE_FACTS, *DECISIONS.c).outerjoin_from(FILES, DECISIONS, decided)
    row = connection.execute(about.where(FILES.c.id == finding.file_id)).one()
    return FoundIn(
        id=finding_id,
        finding=values.finding_from(finding),
        file=values.stored_file_from(row),
        decision=None if row.fingerprint is None else decision_from(row),
    )


def file(connection: Connection, file_id: int) -> StoredFile:
    return values.stored_file_from(_file(connection, file_id))


def is_newest(connection: Connection, file_id: int) -> bool:
    path = _file(connection, file_id).path
    later = select(FILES.c.id).where(FILES.c.path == path, FILES.c.id > file_id).limit(1)
    return connection.execute(later).first() is None


def result(connection: Connection, file_id: int) -> FileResult:
    return _result(connection, _file(connection, file_id))


def details(connection: Connection, file_id: int) -> dict[str, Any]:
    query = select(DETAILS.c.kind, DETAILS.c.body).where(DETAILS.c.file_id == file_id)
    return details_from((row.kind, row.body) for row in connection.execute(query))


def detail(connection: Connection, file_id: int, kind: str) -> Any:
    query = select(DETAILS.c.kind, DETAILS.c.body).where(DETAILS.c.file_id == file_id, DETAILS.c.kind == kind)
    return details_from((row.kind, row.body) for row in connection.execute(query)).get(kind)


def cached_result(
    connection: Connection,
    sha256: str,
    profile_digest: str,
    lists_digests: Sequence[str],
    version: str,
    path: Path | None,
) -> FileResult | None:
    same = (
        FILES.c.sha256 == sha256,
        FILES.c.profile_digest == profile_digest,
        FILES.c.lists_digest == values.lists_digest(lists_digests),
        FILES.c.error == "",
        SWEEPS.c.version == version,
    )
    query = select(FILES).join(SWEEPS, SWEEPS.c.id == FILES.c.sweep_id).where(*same)
    if path is not None:
        query = query.where(FILES.c.name == path.name)
    row = connection.execute(query.order_by(FILES.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    found = _result(connection, row)
    return found if path is None else replace(found, path=path)


def finding(connection: Connection, finding_id: int) -> Finding:
    query = select(FINDINGS).where(FINDINGS.c.id == finding_id)
    return values.finding_from(_one(connection, query, f"finding {finding_id}"))


def file_of(connection: Connection, finding_id: int) -> int:
    query = select(FINDINGS.c.file_id).where(FINDINGS.c.id == finding_id)
    return int(_one(connection, query, f"finding {finding_id}").file_id)


def finding_ids(connection: Connection, file_id: int) -> dict[str, int]:
    query = select(FINDINGS.c.fingerprint, FINDINGS.c.id).where(FINDINGS.c.file_id == file_id)
    return {row.fingerprint: row.id for row in connection.execute(query)}


def written_digest(connection: Connection, path: Path) -> str:
    query = select(WRITTEN.c.sha256).where(WRITTEN.c.path == str(path)).order_by(WRITTEN.c.id.desc()).limit(1)
    return connection.execute(query).scalar() or ""


def output_folders(connection: Connection) -> tuple[Path, ...]:
    requests = connection.execute(select(SWEEPS.c.request)).scalars()
    folders = (values.request_from(request).out for request in requests)
    return tuple(sorted({folder for folder in folders if folder is not None}))


def given_paths(connection: Connection, sweep_id: int) -> frozenset[Path]:
    """Return the documents, folders, lists and profile that a sweep was asked for."""
    return frozenset(_given(connection, select(SWEEPS.c.request).where(SWEEPS.c.id == sweep_id)))


def needed_paths(connection: Connection) -> frozenset[Path]:
    """Return every file that something in the library was made of, and may be asked for again."""
    media = connection.execute(select(TRANSCRIPTS.c.media)).scalars()
    return frozenset((*_given(connection, select(SWEEPS.c.request)), *map(Path, media)))


def written_folders(connection: Connection, sweep_id: int) -> frozenset[Path]:
    """Return the folders that a sweep wrote, or was to write, outputs to."""
    requests = connection.execute(select(SWEEPS.c.request).where(SWEEPS.c.id == sweep_id)).scalars()
    asked = {values.request_from(request).out for request in requests}
    outputs = connection.execute(select(FILES.c.outputs).where(FILES.c.sweep_id == sweep_id)).scalars()
    written = {Path(path).parent for paths in outputs for path in paths.values()}
    return frozenset({folder for folder in asked if folder is not None} | written)


def sweep_ids(connection: Connection) -> frozenset[int]:
    return frozenset(connection.execute(select(SWEEPS.c.id)).scalars())


def _given(connection: Connection, query: Select[Any]) -> Iterator[Path]:
    for request in map(values.request_from, connection.execute(query).scalars()):
        yield from (*request.paths, *request.lists, Path(request.profile))


def _file(connection: Connection, file_id: int) -> Row[Any]:
    return _one(connection, select(FILES).where(FILES.c.id == file_id), f"file {file_id}")


def _result(connection: Connection, row: Row[Any]) -> FileResult:
    kept = details(connection, row.id)
    return replace(values.result_from(row, _findings(connection, row.id)), **kept)


def _findings(connection: Connection, file_id: int) -> list[Finding]:
    query = select(FINDINGS).where(FINDINGS.c.file_id == file_id).order_by(FINDINGS.c.ordinal)
    return [values.finding_from(row) for row in connection.execute(query)]


def _lists(connection: Connection, sweep_ids: Collection[int]) -> defaultdict[int, list[ListSource]]:
    found: defaultdict[int, list[ListSource]] = defaultdict(list)
    query = select(LISTS).where(LISTS.c.sweep_id.in_(sweep_ids)).order_by(LISTS.c.sweep_id, LISTS.c.ordinal)
    for row in connection.execute(query):
        found[row.sweep_id].append(ListSource(row.name, row.sha256, row.rows))
    return found


def _one(connection: Connection, query: Select[Any], what: str) -> Row[Any]:
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotStored(f"There is no {what} in the library.")
    return row
