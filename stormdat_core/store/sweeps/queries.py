"""Questions about findings, answered by SQLite: nothing is sorted or filtered in Python."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    Table,
    and_,
    func,
    join,
    literal,
    select,
    true,
)
from sqlalchemy.sql.elements import ColumnElement

from stormdat_core.model import Colour, Severity, Verdict
from stormdat_core.store.database.tables import DECISIONS, FILES, FINDINGS, KINDS
from stormdat_core.store.sweeps import rows
from stormdat_core.store.sweeps.orders import Order
from stormdat_core.store.sweeps.search_text import holding
from stormdat_core.store.sweeps.windows import Window

SHOWN = (
    FINDINGS.c.id,
    FINDINGS.c.file_id,
    FINDINGS.c.ordinal,
    FINDINGS.c.rule,
    FINDINGS.c.severity,
    FINDINGS.c.colour,
    FINDINGS.c.message,
    FINDINGS.c.excerpt,
    FINDINGS.c.label,
    FINDINGS.c.section,
    FINDINGS.c.heading,
    FINDINGS.c.page,
    FINDINGS.c.start,
    FINDINGS.c.end,
    FINDINGS.c.places,
    FINDINGS.c.safe,
    FINDINGS.c.fingerprint,
    FILES.c.name.label("file"),
    select(DECISIONS.c.verdict)
    .where(DECISIONS.c.fingerprint == FINDINGS.c.fingerprint)
    .scalar_subquery()
    .label("verdict"),
)
"""What a row of a table needs of a finding and its file."""
_SHOWN_NAMES = frozenset(column.name for column in SHOWN)
_DECIDED = FINDINGS.c.fingerprint.in_(select(DECISIONS.c.fingerprint))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings of a sweep. An empty collection and None do not narrow."""

    sweep_id: int
    rules: Collection[str] = ()
    colours: Collection[Colour] = ()
    severities: Collection[Severity] = ()
    file_id: int | None = None
    section: str | None = None
    text: str | None = None
    """Stands in message, excerpt, label or rule, in capitals or not."""
    decided: bool | None = None
    """Whether a decision was made about it."""

    @property
    def exact(self) -> bool:
        """Return whether it takes all findings of some kinds."""
        return (self.file_id, self.section, self.text or None, self.decided) == (None,) * 4

    def kinds(self) -> list[ColumnElement[bool]]:
        """Return what the kinds of the findings fulfil."""
        return [KINDS.c.sweep_id == self.sweep_id, KINDS.c.file_id == 0, *self._of_kind(KINDS)]

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the findings fulfil."""
        found = [FINDINGS.c.sweep_id == self.sweep_id, *self._of_kind(FINDINGS)]
        if self.file_id is not None:
            found.append(FINDINGS.c.file_id == self.file_id)
        if self.section is not None:
            found.append(FINDINGS.c.section == self.section)
        if self.text:
            found.append(FINDINGS.c.id.in_(select(holding(self.sweep_id, self.text).c.finding_id)))
        if self.decided is not None:
            found.append(_DECIDED if self.decided else ~_DECIDED)
        return found

    def _of_kind(self, table: Table) -> Iterator[ColumnElement[bool]]:
        if self.rules:
            yield table.c.rule.in_(self.rules)
        if self.colours:
            yield table.c.colour.in_([str(colour) for colour in self.colours])
        if self.severities:
            yield table.c.severity.in_([int(severity) for severity in self.severities])


def page(connection: Connection, wanted: Filter, sort: str, window: Window) -> rows.Page[rows.FindingRow]:
    """Return one window of findings.

    Raises:
        ValueError: an unknown sort.
    """
    order = Order.of(sort, wanted.kinds(), exact=wanted.exact)
    mark = _mark(connection, wanted.sweep_id, order, window)
    question = _Question(wanted, wanted.conditions(), order, window, mark)
    found = connection.execute(question.whole()).all()
    total, rest = found[0][:2]
    items = tuple(
        row_from(row) for row in (found[::-1] if question.backward else found) if row.id is not None
    )
    if mark is None:
        return rows.Page(total, items, min(max(0, window.offset), total))
    return rows.Page(total, items, rest - len(items) if question.backward else total - rest)


def _mark(connection: Connection, sweep_id: int, order: Order, window: Window) -> Row[Any] | None:
    """Return what sorts the finding that a window begins behind or ends before; None where there is none."""
    if not window.keyed:
        return None
    key = window.before if window.after is None else window.after
    own = (FINDINGS.c.id == key, FINDINGS.c.sweep_id == sweep_id)
    return connection.execute(order.joined(select(*order.marks)).where(*own)).one_or_none()


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for a window: in one question, so that its rows and numbers are of one state."""

    wanted: Filter
    conditions: Sequence[ColumnElement[bool]]
    order: Order
    window: Window
    mark: Row[Any] | None

    @property
    def backward(self) -> bool:
        return self.mark is not None and self.window.after is None

    def whole(self) -> Select[Any]:
        """Return the question: a row with both numbers and nothing else where the window is empty."""
        numbers = select(self._number().label("total"), self._rest().label("rest")).subquery()
        chosen = self._chosen()
        found = join(chosen, FINDINGS, FINDINGS.c.id == chosen.c.id)
        found = found.join(FILES, FILES.c.id == FINDINGS.c.file_id)
        sorted_by = self.order.by([chosen.c[column.name] for column in self.order.columns], self.backward)
        whole = select(numbers.c.total, numbers.c.rest, *SHOWN).outerjoin_from(numbers, found, true())
        return whole.order_by(*sorted_by)

    def _chosen(self) -> Subquery:
        """Return the keys of the window: they alone are sorted, the texts of its rows are fetched after."""
        keys = self.order.joined(select(FINDINGS.c.id, *self.order.columns)).where(*self.conditions)
        if self.mark is not None:
            keys = keys.where(self._beyond(self.mark))
        elif self.window.offset > 0:
            keys = keys.offset(self.window.offset)
        most = self.window.limit + (0 if self.mark is not None else max(0, self.window.offset))
        keys = keys.where(*self.order.reach(self.mark, most, backward=self.backward))
        sorted_by = self.order.by(self.order.columns, self.backward)
        return keys.order_by(*sorted_by).limit(max(0, self.window.limit)).subquery()

    def _beyond(self, mark: Row[Any]) -> ColumnElement[bool]:
        return self.order.beyond(mark, backward=self.backward)

    def _number(self) -> ColumnElement[int]:
        return _number(self.wanted) if not self.wanted.text else self._count(FINDINGS.c.id > 0)

    def _rest(self) -> ColumnElement[int]:
        """Return how many findings there are beyond the mark; without one nobody asks."""
        if self.mark is None:
            return literal(0)
        if self.order.ranks is None or not self.order.exact:
            return self._count(self._beyond(self.mark))
        later = self.order.later(self.mark, backward=self.backward)
        within = self._count(and_(self.order.ranks.c.lead == self.mark[0], later))
        before: Any = self.mark.since if self.backward else self._number() - self.mark.until
        rest: ColumnElement[int] = within + before
        return rest

    def _count(self, which: ColumnElement[bool] | None = None) -> ScalarSelect[int]:
        count = select(func.count()).select_from(FINDINGS)
        if which is not None:
            count = self.order.joined(count).where(which)
        return count.where(*self.conditions).correlate(None).scalar_subquery()


def _number(wanted: Filter) -> ColumnElement[int]:
    """Return how many findings there are, as they were counted where all of their kinds are asked for."""
    if wanted.exact:
        counted = select(func.coalesce(func.sum(KINDS.c.number), 0)).where(*wanted.kinds())
        return counted.scalar_subquery()
    if wanted.decided is False:
        return _number(replace(wanted, decided=None)) - _number(replace(wanted, decided=True))
    count = select(func.count()).select_from(FINDINGS).where(*wanted.conditions())
    return count.correlate(None).scalar_subquery()


def undecided(connection: Connection, sweep_id: int) -> Counter[Severity]:
    """Return how many findings of each severity no decision was made about."""
    open_ones = (FINDINGS.c.sweep_id == sweep_id, ~_DECIDED)
    counts = select(FINDINGS.c.severity, func.count()).where(*open_ones).group_by(FINDINGS.c.severity)
    return Counter({Severity(level): count for level, count in connection.execute(counts)})


def row_from(row: Row[Any]) -> rows.FindingRow:
    """Return the finding of a row that holds `SHOWN`, whatever else it holds."""
    facts = {name: value for name, value in row._asdict().items() if name in _SHOWN_NAMES}
    kinds = {
        "severity": Severity(row.severity),
        "colour": Colour(row.colour),
        "verdict": row.verdict and Verdict(row.verdict),
    }
    return rows.FindingRow(**(facts | kinds))
