"""A reviewer's own comments among the findings of a file: added, removed, kept for the next check."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from stormdat_core.model import Finding
from stormdat_core.model.comments import OWN
from stormdat_core.store.database.tables import FILES, FINDINGS, PLACES, SEARCHED, SWEEPS
from stormdat_core.store.deletion import intents
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.review.blocks import note_places
from stormdat_core.store.review.decision_rows import remove_decisions
from stormdat_core.store.review.steps import forget_steps
from stormdat_core.store.sweeps import tallies, values
from stormdat_core.store.sweeps.rows import NotStored

Opened = Callable[[], AbstractContextManager[Connection]]


class OwnComments:
    """`Store.comments`: they are findings in all that reads findings."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write

    def of(self, file_id: int) -> tuple[Finding, ...]:
        """Return the own comments on a file, in the order they were made."""
        with self._read() as connection:
            return tuple(_held(connection, file_id))

    def add(self, file_id: int, finding: Finding) -> int:
        """Add a comment to a file and return the id of the finding; the same one twice is one.

        Raises:
            NotStored: no such file.
        """
        with self._write() as connection:
            return _add(connection, file_id, finding)

    def remove(self, finding_id: int) -> Finding:
        """Remove a comment, with what was decided about it. Its traces go at the next start or deletion.

        Raises:
            NotStored: there is none of this id; a finding that a rule made cannot be removed.
        """
        with self._write() as connection:
            own = (FINDINGS.c.id == finding_id, FINDINGS.c.rule == OWN)
            row = connection.execute(select(FINDINGS).where(*own)).one_or_none()
            if row is None:
                raise NotStored(f"There is no comment {finding_id} in the library.")
            _remove(connection, row)
            return values.finding_from(row)

    def carry_over(self, file_id: int) -> int:
        """Give a file the comments on the newest other file of the same bytes; return how many there are."""
        with self._write() as connection:
            file = _file(connection, file_id)
            same = (FILES.c.sha256 == file.sha256, FILES.c.sha256 != "", FILES.c.id != file_id)
            query = select(FILES.c.id).where(*same).order_by(FILES.c.id.desc()).limit(1)
            other = connection.execute(query).scalar()
            found = list(_held(connection, other)) if other is not None else []
            for finding in found:
                _add(connection, file_id, finding)
            return len(found)


def _held(connection: Connection, file_id: int) -> Iterator[Finding]:
    own = (FINDINGS.c.file_id == file_id, FINDINGS.c.rule == OWN)
    rows = connection.execute(select(FINDINGS).where(*own).order_by(FINDINGS.c.ordinal)).all()
    yield from map(values.finding_from, rows)


def _add(connection: Connection, file_id: int, finding: Finding) -> int:
    file = _file(connection, file_id)
    own = (FINDINGS.c.file_id == file_id, FINDINGS.c.fingerprint == finding.fingerprint)
    there = connection.execute(select(FINDINGS.c.id).where(*own)).scalar()
    if there is not None:
        return int(there)
    last = select(func.max(FINDINGS.c.ordinal)).where(FINDINGS.c.file_id == file_id)
    number = (connection.execute(last).scalar() or 0) + 1
    places = {"sweep_id": file.sweep_id, "file_id": file_id}
    row = {**places, **values.finding_values(finding, file.ordinal, number)}
    key = connection.execute(insert(FINDINGS).values(row)).inserted_primary_key
    assert key is not None
    row["id"] = int(key[0])
    connection.execute(insert(SEARCHED).values(values.searched_values(file.sweep_id, row)))
    tallies.add(connection, file.sweep_id, file_id, [row])
    _count(connection, file, 1)
    note_places(connection, file_id, row["id"], finding)
    return int(row["id"])


def _remove(connection: Connection, row: Row[Any]) -> None:
    file = _file(connection, row.file_id)
    searched = (SEARCHED.c.sweep_id == row.sweep_id, SEARCHED.c.finding_id == row.id)
    connection.execute(delete(SEARCHED).where(*searched))
    tallies.take_away(connection, row)
    connection.execute(delete(FINDINGS).where(FINDINGS.c.id == row.id))
    _forget_places(connection, row.file_id, row.id)
    remove_decisions(connection, [row.fingerprint])
    forget_steps(connection, [row.fingerprint])
    _count(connection, file, -1)
    intents.note(connection, Intent())


def _forget_places(connection: Connection, file_id: int, finding_id: int) -> None:
    own = (PLACES.c.file_id == file_id, PLACES.c.finding_id == finding_id)
    connection.execute(delete(PLACES).where(*own))


def _count(connection: Connection, file: Row[Any], by: int) -> None:
    connection.execute(update(FILES).where(FILES.c.id == file.id).values(findings=FILES.c.findings + by))
    counts = connection.execute(select(SWEEPS.c.counts).where(SWEEPS.c.id == file.sweep_id)).scalar_one()
    number = counts.get(OWN, 0) + by
    kept = {**counts, OWN: number} if number > 0 else {k: v for k, v in counts.items() if k != OWN}
    connection.execute(update(SWEEPS).where(SWEEPS.c.id == file.sweep_id).values(counts=kept))


def _file(connection: Connection, file_id: int) -> Row[Any]:
    row = connection.execute(select(FILES).where(FILES.c.id == file_id)).one_or_none()
    if row is None:
        raise NotStored(f"There is no file {file_id} in the library.")
    return row
