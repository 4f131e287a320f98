"""What the page of a document asks about its findings: the groups they make, and which are still open."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, case, func, select, tuple_

from stormdat_core.model import Severity, Verdict
from stormdat_core.model.drawn import Group, Part, Target
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import DECISIONS, FILES, FINDINGS, KINDS
from stormdat_core.store.sweeps.queries import SHOWN, row_from
from stormdat_core.store.sweeps.rows import FindingRow

MOST = 10_000
"""Findings decided about in one step."""
_LOOKED_FOR = 100
_KEY = (FINDINGS.c.importance, FINDINGS.c.position)
_DECIDED = FINDINGS.c.fingerprint.in_(select(DECISIONS.c.fingerprint))
_FACTS = (FINDINGS.c.id, FINDINGS.c.rule, FINDINGS.c.fingerprint, FINDINGS.c.safe)


class ReviewQuestions:
    """`Store.review`: only reads."""

    def __init__(self, read: Opened) -> None:
        self._read = read

    def groups(self, sweep_id: int, file_id: int) -> tuple[Group, ...]:
        """Return the findings of a file by rule, the worst and most frequent first."""
        with self._read() as connection:
            kinds = connection.execute(_kinds(sweep_id, file_id)).all()
            decided = connection.execute(_decided(sweep_id, file_id)).all()
            whole = connection.execute(_safe(file_id)).all()
        safe = {row.rule: row.number for row in whole}
        settled = {row.rule: row for row in decided}
        found = []
        for row in kinds:
            own = settled.get(row.rule)
            left = safe.get(row.rule, 0) - (own.safe if own else 0)
            found.append(Group(row.rule, row.worst, row.number, own.number if own else 0, left))
        return tuple(sorted(found, key=lambda group: (-group.severity, -group.number, group.rule)))

    def verdicts(self, sweep_id: int, file_id: int) -> Mapping[Verdict, int]:
        """Return how many findings of a file each verdict was given to, the most frequent first."""
        own = (FINDINGS.c.sweep_id == sweep_id, FINDINGS.c.file_id + 0 == file_id)
        number = func.count().label("number")
        query = select(DECISIONS.c.verdict, number).join_from(
            DECISIONS, FINDINGS, FINDINGS.c.fingerprint == DECISIONS.c.fingerprint
        )
        query = query.where(*own).group_by(DECISIONS.c.verdict).order_by(number.desc(), DECISIONS.c.verdict)
        with self._read() as connection:
            return {Verdict(row.verdict): row.number for row in connection.execute(query)}

    def decided(self, sweep_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many findings of each of these sweeps a decision was made about, if any."""
        own = (FINDINGS.c.sweep_id.in_(list(sweep_ids)), _DECIDED)
        query = select(FINDINGS.c.sweep_id, func.count().label("number")).where(*own)
        with self._read() as connection:
            rows = connection.execute(query.group_by(FINDINGS.c.sweep_id))
            return {row.sweep_id: row.number for row in rows}

    def worst_file(self, sweep_id: int) -> int:
        """Return the id of the file of a sweep with the most findings of the worst severity; 0 for none.

        Where several have as many, findings of the next severity count, then the order of the sweep.
        """
        sums = [func.sum(case((KINDS.c.severity == each, KINDS.c.number), else_=0)) for each in Severity]
        worst = [each.desc() for each in reversed(sums)]
        own = (KINDS.c.sweep_id == sweep_id, KINDS.c.file_id > 0)  # 0 is the sweep as a whole
        query = select(KINDS.c.file_id).where(*own).group_by(KINDS.c.file_id)
        with self._read() as connection:
            return connection.execute(query.order_by(*worst, KINDS.c.file_id).limit(1)).scalar() or 0

    def rank(self, finding_id: int) -> int:
        """Return how many findings of its file and rule stand before a finding, in the order of a group."""
        one = select(FINDINGS.c.file_id, FINDINGS.c.rule, *_KEY).where(FINDINGS.c.id == finding_id)
        with self._read() as connection:
            mark = connection.execute(one).one_or_none()
            if mark is None:
                return 0
            before = tuple_(*_KEY) < tuple_(mark.importance, mark.position)
            own = (FINDINGS.c.file_id == mark.file_id, FINDINGS.c.rule == mark.rule, before)
            return int(connection.execute(select(func.count()).where(*own)).scalar_one())

    def members(self, file_id: int, rule: str, first: int, limit: int) -> tuple[FindingRow, ...]:
        """Return findings of a rule in a file, from place `first` on, the most important first."""
        own = select(FINDINGS.c.id).where(FINDINGS.c.file_id == file_id, FINDINGS.c.rule == rule)
        chosen = own.order_by(*_KEY).offset(first).limit(limit)
        query = select(*SHOWN).join(FILES, FILES.c.id == FINDINGS.c.file_id)
        query = query.where(FINDINGS.c.id.in_(chosen)).order_by(*_KEY)
        with self._read() as connection:
            found: list[Row[Any]] = list(connection.execute(query))
            return tuple(map(row_from, found))

    def first_open(self, file_id: int, rule: str, after: int = 0) -> int:
        """Return the id of the first finding of a rule in a file that nobody has decided about; 0 for none.

        Args:
            file_id: the file.
            rule: the rule.
            after: only those behind this finding.
        """
        query = select(FINDINGS.c.id).where(FINDINGS.c.file_id == file_id, FINDINGS.c.rule == rule, ~_DECIDED)
        with self._read() as connection:
            mark = connection.execute(select(*_KEY).where(FINDINGS.c.id == after)).one_or_none()
            if mark is not None:
                query = query.where(tuple_(*_KEY) > tuple_(*mark))
            return connection.execute(query.order_by(*_KEY).limit(1)).scalar() or 0

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

    def within(self, file_id: int, part: Part) -> tuple[Target, ...]:
        """Return the findings of a part of a group with whether they are decided. The part has a last one."""
        own = select(FINDINGS.c.id).where(FINDINGS.c.file_id == file_id, FINDINGS.c.rule == part.rule)
        chosen = own.order_by(*_KEY).offset(part.first - 1).limit(part.size)
        query = select(*_FACTS, _DECIDED.label("decided")).where(FINDINGS.c.id.in_(chosen)).order_by(*_KEY)
        with self._read() as connection:
            return tuple(Target(*row) for row in connection.execute(query))

    def first_of(self, file_id: int, fingerprints: Sequence[str]) -> int:
        """Return the id of the first finding of a file that is one of these; 0 for none."""
        sweep = select(FILES.c.sweep_id).where(FILES.c.id == file_id).scalar_subquery()
        known = FINDINGS.c.fingerprint.in_(fingerprints[:_LOOKED_FOR])
        # The sums keep SQLite on the index of fingerprints: it would go through the file in its order.
        own = (FINDINGS.c.sweep_id == sweep, FINDINGS.c.file_id + 0 == file_id, known)
        query = select(FINDINGS.c.id).where(*own).order_by(FINDINGS.c.ordinal + 0).limit(1)
        with self._read() as connection:
            return connection.execute(query).scalar() or 0


def _kinds(sweep_id: int, file_id: int) -> Select[Any]:
    worst, number = func.max(KINDS.c.severity).label("worst"), func.sum(KINDS.c.number).label("number")
    own = (KINDS.c.sweep_id == sweep_id, KINDS.c.file_id == file_id)
    return select(KINDS.c.rule, worst, number).where(*own).group_by(KINDS.c.rule)


def _decided(sweep_id: int, file_id: int) -> Select[Any]:
    """Return the question for the decided findings by rule: how many there are, and with safe corrections.

    It goes from decisions to findings, as they are fewer: the sum keeps SQLite from the index of the file,
    the limit from that of the rules.
    """
    own = (FINDINGS.c.sweep_id == sweep_id, FINDINGS.c.file_id + 0 == file_id, _DECIDED)
    each = select(FINDINGS.c.rule, FINDINGS.c.safe).where(*own).limit(-1).subquery()
    safe = func.count().filter(each.c.safe.is_(True)).label("safe")
    return select(each.c.rule, func.count().label("number"), safe).group_by(each.c.rule)


def _safe(file_id: int) -> Select[Any]:
    own = (FINDINGS.c.file_id == file_id, FINDINGS.c.safe.is_(True))
    return select(FINDINGS.c.rule, func.count().label("number")).where(*own).group_by(FINDINGS.c.rule)
