"""The decisions a person has made, out of the library and into it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from stormdat_core.model import Decision, Verdict
from stormdat_core.store.database.tables import DECISIONS
from stormdat_core.store.deletion import intents
from stormdat_core.store.deletion.erasing import Erasure
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.sweeps.rows import Page

_BATCH = 500
_NEWEST = select(DECISIONS).order_by(DECISIONS.c.made.desc(), DECISIONS.c.fingerprint)

Opened = Callable[[], AbstractContextManager[Connection]]


class DecisionBook:
    """`Store.decisions`: what was decided, by the fingerprint of the finding."""

    def __init__(self, read: Opened, write: Opened, erase: Callable[[], Erasure]) -> None:
        self._read = read
        self._write = write
        self._erase = erase

    def all(self) -> tuple[Decision, ...]:
        """Return every decision, the newest first."""
        with self._read() as connection:
            return tuple(map(decision_from, connection.execute(_NEWEST)))

    def page(self, *, limit: int = 50, offset: int = 0) -> Page[Decision]:
        """Return a window of the decisions, the newest first."""
        with self._read() as connection:
            total = connection.execute(select(func.count()).select_from(DECISIONS)).scalar_one()
            shown = connection.execute(_NEWEST.limit(max(0, limit)).offset(max(0, offset)))
            return Page(total, tuple(map(decision_from, shown)))

    def by_fingerprint(self) -> Mapping[str, Decision]:
        """Return every decision by its fingerprint."""
        return {decision.fingerprint: decision for decision in self.all()}

    def get(self, fingerprint: str) -> Decision | None:
        """Return what was decided about a finding, None if nothing was."""
        with self._read() as connection:
            query = select(DECISIONS).where(DECISIONS.c.fingerprint == fingerprint)
            row = connection.execute(query).one_or_none()
        return None if row is None else decision_from(row)

    def put(self, decisions: Iterable[Decision]) -> None:
        """Remember decisions, each in the place of an earlier one about the same finding."""
        rows = [_values(decision) for decision in decisions]
        with self._write() as connection:
            _remove(connection, [row["fingerprint"] for row in rows])
            if rows:
                connection.execute(insert(DECISIONS), rows)

    def take_back(self, fingerprints: Iterable[str]) -> int:
        """Undo decisions and return how many there were. Their traces go at the next start or deletion."""
        with self._write() as connection:
            gone = _remove(connection, list(fingerprints))
            if gone:
                intents.note(connection, Intent())
        return gone

    def forget(self, fingerprints: Iterable[str]) -> Erasure:
        """Undo decisions and erase every trace of them now.

        Returns:
            True when no trace is left; otherwise with the reason, and the next start, or the next deletion,
            removes the traces.
        """
        return self._erase() if self.take_back(fingerprints) else Erasure()


def _remove(connection: Connection, fingerprints: list[str]) -> int:
    gone = 0
    for batch in _batches(fingerprints):
        gone += connection.execute(delete(DECISIONS).where(DECISIONS.c.fingerprint.in_(batch))).rowcount
    return gone


def _batches(fingerprints: list[str]) -> Iterator[list[str]]:
    yield from (fingerprints[at : at + _BATCH] for at in range(0, len(fingerprints), _BATCH))


def _values(decision: Decision) -> dict[str, Any]:
    return {
        "fingerprint": decision.fingerprint,
        "rule": decision.rule,
        "verdict": decision.verdict.value,
        "made": decision.made,
        "reason": decision.reason,
        "acronym": decision.acronym,
        "full_form": decision.full_form,
    }


def decision_from(row: Row[Any]) -> Decision:
    return Decision(
        fingerprint=row.fingerprint,
        rule=row.rule,
        verdict=Verdict(row.verdict),
        made=row.made,
        reason=row.reason,
        acronym=row.acronym,
        full_form=row.full_form,
    )
