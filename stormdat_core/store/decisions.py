"""The decisions a person has made, out of the library and into it."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import func, select

from stormdat_core.model import Decision
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import DECISIONS
from stormdat_core.store.deletion import intents
from stormdat_core.store.deletion.erasing import Erasure
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.review.comparing import forget_verdicts
from stormdat_core.store.review.decision_rows import decision_from, remove_decisions, replace_decisions
from stormdat_core.store.review.steps import forget_steps
from stormdat_core.store.sweeps.rows import Page

_NEWEST = select(DECISIONS).order_by(DECISIONS.c.made.desc(), DECISIONS.c.fingerprint)


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
        with self._write() as connection:
            replace_decisions(connection, decisions)

    def take_back(self, fingerprints: Iterable[str]) -> int:
        """Undo decisions and return how many there were. Their traces go at the next start or deletion."""
        wanted = list(fingerprints)
        with self._write() as connection:
            gone = remove_decisions(connection, wanted)
            if gone:
                intents.note(connection, Intent())
            forget_steps(connection, wanted)
            forget_verdicts(connection, wanted)
        return gone

    def forget(self, fingerprints: Iterable[str]) -> Erasure:
        """Undo decisions and erase every trace of them now.

        Returns:
            True when no trace is left; otherwise with the reason, and the next start, or the next deletion,
            removes the traces.
        """
        return self._erase() if self.take_back(fingerprints) else Erasure()
