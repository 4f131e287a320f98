"""What the page of a document asks about its findings: the groups they make, and which are still open."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Select, func, select

from stormdat_core.model.drawn import Group, Target
from stormdat_core.store.database.tables import DECISIONS, FINDINGS, KINDS

Opened = Callable[[], AbstractContextManager[Connection]]
MOST = 10_000
"""Findings decided about in one step."""
_LOOKED_FOR = 100
_DECIDED = FINDINGS.c.fingerprint.in_(select(DECISIONS.c.fingerprint))
_FACTS = (FINDINGS.c.id, FINDINGS.c.rule, FINDINGS.c.fingerprint, FINDINGS.c.safe)


class ReviewQuestions:
    """`Store.review`: only reads."""

    def __init__(self, read: Opened) -> None:
        self._read = read

    def groups(self, sweep_id: int, file_id: int) -> tuple[Group, ...]:
        """Return the findings of a file by rule, the worst and most frequent first."""
        own = (FINDINGS.c.sweep_id == sweep_id, FINDINGS.c.file_id == file_id)
        with self._read() as connection:
            kinds = connection.execute(_kinds(sweep_id, file_id)).all()
            decided = _by_rule(connection, *own, _DECIDED)
            safe = _by_rule(connection, *own, FINDINGS.c.safe.is_(True), ~_DECIDED)
        found = [Group(row.rule, row.worst, row.number, decided[row.rule], safe[row.rule]) for row in kinds]
        return tuple(sorted(found, key=lambda group: (-group.severity, -group.number, group.rule)))

    def targets(
        self, file_id: int, *, ids: Collection[int] = (), rule: str = "", safe: bool = False
    ) -> tuple[Target, ...]:
        """Return findings of a file to decide about, at most `MOST`: the chosen ones, or open ones.

        Args:
            file_id: the file.
            ids: the chosen ones, decided or not.
            rule: without ids, only open ones of this rule.
            safe: without ids, only open ones whose correction is safe.
        """
        query = select(*_FACTS).where(FINDINGS.c.file_id == file_id).order_by(FINDINGS.c.ordinal).limit(MOST)
        if ids:
            query = query.where(FINDINGS.c.id.in_(list(ids)[:MOST]))
        else:
            query = query.where(~_DECIDED)
            query = query.where(FINDINGS.c.rule == rule) if rule else query
            query = query.where(FINDINGS.c.safe.is_(True)) if safe else query
        with self._read() as connection:
            return tuple(Target(*row) for row in connection.execute(query))

    def first_of(self, file_id: int, fingerprints: Sequence[str]) -> int:
        """Return the id of the first finding of a file that is one of these; 0 for none."""
        own = (FINDINGS.c.file_id == file_id, FINDINGS.c.fingerprint.in_(fingerprints[:_LOOKED_FOR]))
        query = select(FINDINGS.c.id).where(*own).order_by(FINDINGS.c.ordinal).limit(1)
        with self._read() as connection:
            return connection.execute(query).scalar() or 0


def _kinds(sweep_id: int, file_id: int) -> Select[Any]:
    worst, number = func.max(KINDS.c.severity).label("worst"), func.sum(KINDS.c.number).label("number")
    own = (KINDS.c.sweep_id == sweep_id, KINDS.c.file_id == file_id)
    return select(KINDS.c.rule, worst, number).where(*own).group_by(KINDS.c.rule)


def _by_rule(connection: Connection, *conditions: Any) -> Counter[str]:
    query = select(FINDINGS.c.rule, func.count().label("number")).where(*conditions).group_by(FINDINGS.c.rule)
    return Counter({row.rule: row.number for row in connection.execute(query)})
