"""What was decided on the page of a document, step by step: every step can be undone and done again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Integer, Select, case, cast, delete, func, insert, select, update

from stormdat_core.model import Decision, Finding
from stormdat_core.model.drawn import Step
from stormdat_core.store.database.batches import batches
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import STEPS
from stormdat_core.store.review.comment_rows import (
    add_comment,
    comment_from_plain,
    comment_row,
    drop_comment,
    move_comment,
    plain_comment,
    put_comment,
)
from stormdat_core.store.review.decision_rows import from_plain, held_decisions, plain, set_decisions
from stormdat_core.store.sweeps.rows import NotStored
from stormdat_core.store.sweeps.values import finding_from

States = Mapping[str, Decision | None]
"""Decisions by fingerprint, None for none."""
_COMMENT = "+"
"""Begins the key of a comment in a step; others are fingerprints of decisions."""
_SERIES = "="
"""Begins what is told of a row that goes on with a step; the id of the step's first row follows."""
KEPT = 200
"""Rows of steps of a file that are kept."""
_GOES_ON = STEPS.c.told.startswith(_SERIES)
_OF = case((_GOES_ON, cast(func.substr(STEPS.c.told, 2), Integer)), else_=STEPS.c.id).label("series")
"""The id of the first row of the step that a row belongs to."""
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
        return self.change(file_id, {each.fingerprint: each for each in decisions}, told)

    def change(self, file_id: int, after: States, told: str, series: int = 0) -> Step:
        """Make decisions what is given, as one step or as one more row of a step.

        Args:
            file_id: the file whose page it is.
            after: decisions by fingerprint, None to take one back.
            told: what is done, in a few words.
            series: of the step that this goes on with; 0 for a new one.
        """
        with self._write() as connection:
            held = held_decisions(connection, list(after))
            before = {each: held.get(each) for each in after}
            set_decisions(connection, after)
            return _note(connection, file_id, _plain(before), _plain(after), told, series)

    def retell(self, step_id: int, told: str) -> None:
        """Say what a step did once all its rows are there."""
        with self._write() as connection:
            connection.execute(update(STEPS).where(STEPS.c.id == step_id).values(told=told))

    def comment(self, file_id: int, finding: Finding, told: str) -> int:
        """Add a reviewer's comment to a file as one step, and return the id of the finding.

        Raises:
            NotStored: no such file.
        """
        with self._write() as connection:
            key = _COMMENT + finding.fingerprint
            there = comment_row(connection, file_id, finding.fingerprint)
            if there is not None:
                return int(there.id)
            _note(connection, file_id, {key: None}, {key: plain_comment(finding)}, told)
            return add_comment(connection, file_id, finding)

    def move(self, file_id: int, old: Finding, new: Finding, told: str) -> int:
        """Put a comment elsewhere as one step, with what was decided about it; return the id of its finding.

        Raises:
            NotStored: it is no longer there.
        """
        with self._write() as connection:
            other = comment_row(connection, file_id, new.fingerprint)
            stood = None if other is None else plain_comment(finding_from(other))
            found = move_comment(connection, file_id, old.fingerprint, new)
            if not found:
                raise NotStored("This comment is no longer in the document.")
            gone, come = _COMMENT + old.fingerprint, _COMMENT + new.fingerprint
            before = {come: stood, gone: plain_comment(old)}
            after = {gone: None, come: plain_comment(new)}
            if gone != come:
                before[new.fingerprint] = None
                after |= _plain(held_decisions(connection, [new.fingerprint]))
            _note(connection, file_id, before, after, told)
            return found

    def clear(self, file_id: int, fingerprints: Iterable[str], told: str) -> Step | None:
        """Take decisions back as one step; None where there are none."""
        with self._write() as connection:
            before = held_decisions(connection, list(fingerprints))
            after = dict.fromkeys(before)
            set_decisions(connection, after)
            return _note(connection, file_id, _plain(before), after, told) if before else None

    def undo(self, file_id: int, series: int = 0) -> Step | None:
        """Undo the last row of a step of a file that was not; None when there is none.

        Args:
            file_id: the file.
            series: only if it is a row of this step.
        """
        return self._turn(file_id, series, undone=False)

    def redo(self, file_id: int, series: int = 0) -> Step | None:
        """Do the row of a step again that was undone last; None when there is none. See `undo`."""
        return self._turn(file_id, series, undone=True)

    def is_long(self, file_id: int, *, undone: bool) -> bool:
        """Return whether the step that `redo` or `undo` would turn next has several rows."""
        with self._read() as connection:
            rows = connection.execute(_next(file_id, _OF, undone=undone).limit(2)).scalars().all()
        return len(set(rows)) < len(rows)

    def _turn(self, file_id: int, series: int, *, undone: bool) -> Step | None:
        with self._write() as connection:
            row = connection.execute(_next(file_id, STEPS, _OF, undone=undone).limit(1)).one_or_none()
            if row is None or (series and row.series != series):
                return None
            held, left = (row.after, row.before) if undone else (row.before, row.after)
            since = _changed_since(connection, file_id, left)
            _set(connection, file_id, {key: one for key, one in held.items() if key not in since})
            connection.execute(update(STEPS).where(STEPS.c.id == row.id).values(undone=not undone))
            return Step(row.id, row.made, row.told, not undone, _about(held), row.series, len(since))

    def list(self, file_id: int) -> tuple[Step, ...]:
        """Return the steps of a file, the newest first."""
        own = (STEPS.c.file_id == file_id, ~_GOES_ON)
        query = select(*_FACTS).where(*own).order_by(STEPS.c.id.desc())
        with self._read() as connection:
            return tuple(Step(*row) for row in connection.execute(query))


def _next(file_id: int, *columns: Any, undone: bool) -> Select[Any]:
    """Return the question for the steps of a file in the order in which they are turned.

    The rows of a step stand together, also where another window decided in between.
    """
    own = select(*columns).where(STEPS.c.file_id == file_id, STEPS.c.undone == undone)
    return own.order_by(_OF, STEPS.c.id) if undone else own.order_by(_OF.desc(), STEPS.c.id.desc())


def forget_steps(connection: Connection, fingerprints: Iterable[str]) -> None:
    """Drop the steps that hold anything about these findings: what was taken back leaves no trace in them."""
    held = [(row.id, tuple(row.after)) for row in connection.execute(select(STEPS.c.id, STEPS.c.after))]
    wanted = _ever(set(fingerprints), [keys for _, keys in held])
    gone = [id_ for id_, keys in held if wanted.intersection(_about(keys))]
    for batch in batches(gone):
        connection.execute(delete(STEPS).where(STEPS.c.id.in_(batch)))


def _ever(fingerprints: set[str], steps: Iterable[Sequence[str]]) -> set[str]:
    """Return fingerprints with all that comments of them had before they were put elsewhere, and after."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for keys in steps:
        comments = {each.removeprefix(_COMMENT) for each in keys if each.startswith(_COMMENT)}
        for each in comments if len(comments) > 1 else ():
            beside[each] |= comments
    found, left = set(fingerprints), list(fingerprints)
    while left:
        come = beside[left.pop()] - found
        found |= come
        left += come
    return found


def _drop_old(connection: Connection, file_id: int, current: int) -> None:
    """Keep the last rows, and no step in part: half of one cannot be undone. The current one stays whole."""
    own = select(STEPS.c.id).where(STEPS.c.file_id == file_id).order_by(STEPS.c.id.desc()).offset(KEPT)
    last = select(func.max(own.subquery().c.id)).scalar_subquery()
    series = _OF
    old = (STEPS.c.file_id == file_id, series <= last, series != current)
    connection.execute(delete(STEPS).where(*old))


def _note(
    connection: Connection,
    file_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    told: str,
    series: int = 0,
) -> Step:
    """Note a row of a step. What was undone before it cannot be done again."""
    connection.execute(delete(STEPS).where(STEPS.c.file_id == file_id, STEPS.c.undone))
    made = datetime.now(UTC)
    kept = f"{_SERIES}{series}" if series else told
    row = {"file_id": file_id, "made": made, "told": kept, "undone": False, "before": before, "after": after}
    key = connection.execute(insert(STEPS).values(row)).inserted_primary_key
    assert key is not None
    own = int(key[0])
    _drop_old(connection, file_id, series or own)
    return Step(own, made, told, undone=False, fingerprints=_about(after), series=series or own)


def _changed_since(connection: Connection, file_id: int, left: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of what is no longer as a step left it: another window has the last word there.

    The comments of a step are one, which was put elsewhere: they are turned together or not at all.
    """
    comments = {each for each in left if each.startswith(_COMMENT)}
    held = held_decisions(connection, [each for each in left if each not in comments])
    found = {each for each in left if each not in comments and plain(held.get(each)) != left[each]}
    rows = {each: comment_row(connection, file_id, each.removeprefix(_COMMENT)) for each in comments}
    if any((row is None) != (left[each] is None) for each, row in rows.items()):
        return frozenset(found | comments)
    return frozenset(found)


def _set(connection: Connection, file_id: int, states: Mapping[str, Any]) -> None:
    """Make decisions and comments what a step holds."""
    decisions = {each: one for each, one in states.items() if not each.startswith(_COMMENT)}
    set_decisions(connection, {each: from_plain(one) for each, one in decisions.items()})
    for key in states.keys() - decisions.keys():
        if states[key] is None:
            drop_comment(connection, file_id, key.removeprefix(_COMMENT))
        else:
            put_comment(connection, file_id, comment_from_plain(states[key]))


def _about(states: Iterable[str]) -> tuple[str, ...]:
    return tuple(each.removeprefix(_COMMENT) for each in states)


def _plain(states: States) -> dict[str, Any]:
    return {each: plain(one) for each, one in states.items()}
