"""A reviewer's own comments as rows among the findings, and as JSON in the steps."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from stormdat_core.model import Certainty, Colour, Finding, Severity
from stormdat_core.model.comments import OWN
from stormdat_core.store.database.tables import FILES, FINDINGS, PLACES, SEARCHED, SWEEPS
from stormdat_core.store.review.blocks import note_places
from stormdat_core.store.review.decision_rows import held_decisions, remove_decisions, replace_decisions
from stormdat_core.store.sweeps import tallies, values
from stormdat_core.store.sweeps.rows import NotStored


def held_comments(connection: Connection, file_id: int) -> Iterator[Finding]:
    """Yield the comments on a file, in the order they were made."""
    own = (FINDINGS.c.file_id == file_id, FINDINGS.c.rule == OWN)
    rows = connection.execute(select(FINDINGS).where(*own).order_by(FINDINGS.c.ordinal)).all()
    yield from map(values.finding_from, rows)


def add_comment(connection: Connection, file_id: int, finding: Finding) -> int:
    """Add a comment to a file and return the id of the finding; the same one twice is one."""
    file = file_of_comment(connection, file_id)
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


def put_comment(connection: Connection, file_id: int, finding: Finding) -> int:
    """Add a comment to a file, in the place of the same one that has another place or none; return its id."""
    row = comment_row(connection, file_id, finding.fingerprint)
    if row is not None and values.location_from(row.location) != finding.where:
        take_out(connection, row)
    return add_comment(connection, file_id, finding)


def remove_comment(connection: Connection, row: Row[Any]) -> None:
    """Remove the comment of a row, with what was decided about it, unless another revision has it too."""
    take_out(connection, row)
    others = select(FINDINGS.c.id).join(FILES, FILES.c.id == FINDINGS.c.file_id)
    same = others.where(FINDINGS.c.rule == OWN, FINDINGS.c.fingerprint == row.fingerprint).limit(1)
    if connection.execute(same).scalar() is None:
        remove_decisions(connection, [row.fingerprint])


def take_out(connection: Connection, row: Row[Any]) -> None:
    """Remove the comment of a row, and leave what was decided about it."""
    file = file_of_comment(connection, row.file_id)
    searched = (SEARCHED.c.sweep_id == row.sweep_id, SEARCHED.c.finding_id == row.id)
    connection.execute(delete(SEARCHED).where(*searched))
    tallies.take_away(connection, row)
    connection.execute(delete(FINDINGS).where(FINDINGS.c.id == row.id))
    _forget_places(connection, row.file_id, row.id)
    _count(connection, file, -1)


def _forget_places(connection: Connection, file_id: int, finding_id: int) -> None:
    own = (PLACES.c.file_id == file_id, PLACES.c.finding_id == finding_id)
    connection.execute(delete(PLACES).where(*own))


def _count(connection: Connection, file: Row[Any], by: int) -> None:
    connection.execute(update(FILES).where(FILES.c.id == file.id).values(findings=FILES.c.findings + by))
    counts = connection.execute(select(SWEEPS.c.counts).where(SWEEPS.c.id == file.sweep_id)).scalar_one()
    number = counts.get(OWN, 0) + by
    kept = {**counts, OWN: number} if number > 0 else {k: v for k, v in counts.items() if k != OWN}
    connection.execute(update(SWEEPS).where(SWEEPS.c.id == file.sweep_id).values(counts=kept))


def file_of_comment(connection: Connection, file_id: int) -> Row[Any]:
    """Return the row of a file.

    Raises:
        NotStored: there is none.
    """
    row = connection.execute(select(FILES).where(FILES.c.id == file_id)).one_or_none()
    if row is None:
        raise NotStored(f"There is no file {file_id} in the library.")
    return row


def drop_comment(connection: Connection, file_id: int, fingerprint: str) -> None:
    """Remove the comment of a fingerprint from a file, if it is there."""
    row = comment_row(connection, file_id, fingerprint)
    if row is not None:
        remove_comment(connection, row)


def move_comment(connection: Connection, file_id: int, old: str, new: Finding) -> int:
    """Put a comment elsewhere with what was decided about it; return the id of its finding, 0 for none."""
    row = comment_row(connection, file_id, old)
    if row is None:
        return 0
    take_out(connection, row)
    held = held_decisions(connection, [old, new.fingerprint])
    if old in held and new.fingerprint not in held:
        replace_decisions(connection, [replace(held[old], fingerprint=new.fingerprint)])
    return add_comment(connection, file_id, new)


def comment_row(connection: Connection, file_id: int, fingerprint: str) -> Row[Any] | None:
    """Return the row of the comment of a fingerprint in a file; None where there is none."""
    own = (FINDINGS.c.file_id == file_id, FINDINGS.c.rule == OWN, FINDINGS.c.fingerprint == fingerprint)
    return connection.execute(select(FINDINGS).where(*own)).one_or_none()


def plain_comment(finding: Finding) -> dict[str, Any]:
    """Return a comment as JSON can hold it."""
    return {
        "severity": int(finding.severity),
        "certainty": int(finding.certainty),
        "where": values.location_values(finding.where),
        "message": finding.message,
        "excerpt": finding.excerpt,
        "fingerprint": finding.fingerprint,
    }


def comment_from_plain(held: Mapping[str, Any]) -> Finding:
    """Return the comment that `plain_comment` gave."""
    return Finding(
        rule=OWN,
        severity=Severity(held["severity"]),
        colour=Colour.NONE,
        where=values.location_from(held["where"]),
        message=held["message"],
        excerpt=held["excerpt"],
        fingerprint=held["fingerprint"],
        certainty=Certainty(held["certainty"]),
    )
