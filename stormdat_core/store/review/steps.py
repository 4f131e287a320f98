"""What was decided on the page of a document, step by step: every step can be undone and done again."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from stormdat_core.model import Decision, Finding
from stormdat_core.model.drawn import Step
from stormdat_core.store.database.batches import batches
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import STEPS
from stormdat_core.store.review.comment_rows import (
    add_comment,
    comment_from_plain,
    drop_comment,
    plain_comment,
)
from stormdat_core.store.review.decision_rows import from_plain, held_decisions, plain, set_decisions

States = Mapping[str, Decision | None]
"""Decisions by fingerprint, None for none."""
_COMMENT = "+"
"""Begins the key of a comment in a step; others are fingerprints of decisions."""
KEPT = 200
"""Steps of a file that can be undone."""
_FACTS = (STEPS.c.id, STEPS.c.made, STEPS.c.told, STEPS.c.undone)


class StepBook:
    """`Store.steps`: decisions with a way back."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write

    def put(self, file_id: int, decisions: Iterable[Decision], told: str) -> Step:
        """Remember decisions as one step about a file. Steps that were undone before cannot be done again.

        Args:
            file_id: the file whose page it is.
            decisions: each in the place of an earlier one about the same finding.
            told: what is done, in a few words.
        """
        after = {each.fingerprint: each for each in decisions}
        with self._write() as connection:
            before = held_decisions(connection, list(after))
            return _take(connection, file_id, {each: before.get(each) for each in after}, after, told)

    def comment(self, file_id: int, finding: Finding, told: str) -> int:
        """Add a reviewer's comment to a file as one step, and return the id of the finding.

        Raises:
            NotStored: no such file.
        """
        with self._write() as connection:
            key = _COMMENT + finding.fingerprint
            _note(connection, file_id, {key: None}, {key: plain_comment(finding)}, told)
            return add_comment(connection, file_id, finding)

    def clear(self, file_id: int, fingerprints: Iterable[str], told: str) -> Step | None:
        """Take decisions back as one step; None where there are none."""
        with self._write() as connection:
            before = held_decisions(connection, list(fingerprints))
            return _take(connection, file_id, before, dict.fromkeys(before), told) if before else None

    def undo(self, file_id: int) -> Step | None:
        """Undo the last step of a file that was not; None when there is none."""
        return self._turn(file_id, undone=False)

    def redo(self, file_id: int) -> Step | None:
        """Do the step again that was undone last; None when there is none."""
        return self._turn(file_id, undone=True)

    def _turn(self, file_id: int, *, undone: bool) -> Step | None:
        own = (STEPS.c.file_id == file_id, STEPS.c.undone == undone)
        order: ColumnElement[Any] = STEPS.c.id.asc() if undone else STEPS.c.id.desc()
        with self._write() as connection:
            row = connection.execute(select(STEPS).where(*own).order_by(order).limit(1)).one_or_none()
            if row is None:
                return None
            held = row.after if undone else row.before
            _set(connection, file_id, held)
            connection.execute(update(STEPS).where(STEPS.c.id == row.id).values(undone=not undone))
            return Step(row.id, row.made, row.told, not undone, _about(held))

    def list(self, file_id: int) -> tuple[Step, ...]:
        """Return the steps of a file, the newest first."""
        query = select(*_FACTS).where(STEPS.c.file_id == file_id).order_by(STEPS.c.id.desc())
        with self._read() as connection:
            return tuple(Step(*row) for row in connection.execute(query))


def forget_steps(connection: Connection, fingerprints: Iterable[str]) -> None:
    """Drop the steps that hold anything about these findings: what was taken back leaves no trace in them."""
    wanted = set(fingerprints)
    held = connection.execute(select(STEPS.c.id, STEPS.c.after))
    gone = [row.id for row in held if wanted.intersection(_about(row.after))]
    for batch in batches(gone):
        connection.execute(delete(STEPS).where(STEPS.c.id.in_(batch)))


def _drop_old(connection: Connection, file_id: int) -> None:
    own = select(STEPS.c.id).where(STEPS.c.file_id == file_id).order_by(STEPS.c.id.desc()).offset(KEPT)
    last = select(func.max(own.subquery().c.id)).scalar_subquery()
    connection.execute(delete(STEPS).where(STEPS.c.file_id == file_id, STEPS.c.id <= last))


def _take(connection: Connection, file_id: int, before: States, after: States, told: str) -> Step:
    """Carry out a step about decisions and note it."""
    set_decisions(connection, after)
    return _note(connection, file_id, _plain(before), _plain(after), told)


def _note(
    connection: Connection, file_id: int, before: Mapping[str, Any], after: Mapping[str, Any], told: str
) -> Step:
    """Note a step. What was undone before it cannot be done again."""
    connection.execute(delete(STEPS).where(STEPS.c.file_id == file_id, STEPS.c.undone))
    made = datetime.now(UTC)
    states = {"before": before, "after": after}
    row = {"file_id": file_id, "made": made, "told": told, "undone": False, **states}
    key = connection.execute(insert(STEPS).values(row)).inserted_primary_key
    assert key is not None
    _drop_old(connection, file_id)
    return Step(int(key[0]), made, told, undone=False, fingerprints=_about(after))


def _set(connection: Connection, file_id: int, states: Mapping[str, Any]) -> None:
    """Make decisions and comments what a step holds."""
    decisions = {each: one for each, one in states.items() if not each.startswith(_COMMENT)}
    set_decisions(connection, {each: from_plain(one) for each, one in decisions.items()})
    for key in states.keys() - decisions.keys():
        if states[key] is None:
            drop_comment(connection, file_id, key.removeprefix(_COMMENT))
        else:
            add_comment(connection, file_id, comment_from_plain(states[key]))


def _about(states: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each.removeprefix(_COMMENT) for each in states)


def _plain(states: States) -> dict[str, Any]:
    return {each: plain(one) for each, one in states.items()}
