"""The orders that findings can be shown in. Each ends with what is unique: a window can begin anywhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import CTE, Row, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from stormdat_core.model import Colour
from stormdat_core.store.database.tables import FINDINGS, KINDS

_KEY = (FINDINGS.c.importance, FINDINGS.c.position)


@dataclass(frozen=True, slots=True)
class Order:
    """What findings are sorted by: one thing of theirs, then what matters most, then their place."""

    lead: ColumnElement[Any] | None = None
    """What comes first; nothing where the key alone sorts."""
    key: tuple[ColumnElement[Any], ...] = _KEY
    falling: bool = False
    """Whether the largest of `lead` stands first; without one, whether the key is turned round."""
    ranks: CTE | None = None
    """What `lead` is taken from, where it is a rank, with the numbers of findings `since` and `until` it."""
    exact: bool = False
    """Whether these numbers hold for what is sorted."""

    @classmethod
    def of(cls, sort: str, kinds: Sequence[ColumnElement[bool]], *, exact: bool) -> Self:
        """Return the order of a sort.

        Args:
            sort: a name, with "-" before it for the reverse.
            kinds: what the kinds of all findings that are sorted fulfil, as conditions on `KINDS`.
            exact: whether every finding of these kinds is sorted.

        Raises:
            ValueError: an unknown sort.
        """
        name, falling = sort.removeprefix("-"), sort.startswith("-")
        if name not in SORTS:
            raise ValueError(f"unknown sort {sort!r}")
        if name in _RANKED:
            ranks = _ranks(name, kinds, falling=falling)
            return cls(ranks.c.lead, falling=falling, ranks=ranks, exact=exact)
        if name == "document":
            return cls(key=(FINDINGS.c.position,), falling=falling)
        lead = SORTS[name]
        return cls(None if lead is None else lead().label("lead"), falling=falling)

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """Return all that sorts, the most important first."""
        return self.key if self.lead is None else (self.lead, *self.key)

    def joined(self, query: Select[Any]) -> Select[Any]:
        """Return a question about findings that can use `columns`."""
        if self.ranks is None:
            return query
        own = (FINDINGS.c[name] == self.ranks.c[name] for name in ("rule", "colour") if name in self.ranks.c)
        return query.where(*own)

    @property
    def marks(self) -> tuple[ColumnElement[Any], ...]:
        """Return what has to be known of a finding that a window begins or ends at."""
        return self.columns if self.ranks is None else (*self.columns, self.ranks.c.since, self.ranks.c.until)

    def reach(self, mark: Row[Any] | None, limit: int, *, backward: bool) -> list[ColumnElement[bool]]:
        """Return the condition for kinds that a window of so many findings may hold; others are left out."""
        if self.ranks is None or not self.exact:
            return []
        since, until = self.ranks.c.since, self.ranks.c.until
        if mark is None:
            return [since < limit]
        if backward:
            return [since < mark.until, until > mark.since - limit]
        return [until > mark.since, since < mark.until + limit]

    def by(self, columns: Sequence[ColumnElement[Any]], backward: bool) -> list[ColumnElement[Any]]:
        """Return what to sort by, given what stands for `columns`."""
        first, rest = self._turned(backward)
        turned = [rest] * len(columns) if self.lead is None else [first, *[rest] * len(self.key)]
        return [each.desc() if down else each.asc() for each, down in zip(columns, turned, strict=True)]

    def _turned(self, backward: bool) -> tuple[bool, bool]:
        """Return whether what leads, and whether the key falls."""
        if self.lead is None:
            return False, self.falling != backward
        return self.falling != backward, backward

    def beyond(self, mark: Row[Any], *, backward: bool) -> ColumnElement[bool]:
        """Return the condition for what stands behind a finding, or before it, given its `marks`."""
        later = self.later(mark, backward=backward)
        if self.lead is None:
            return later
        falls = self._turned(backward)[0]
        further = self.lead < mark[0] if falls else self.lead > mark[0]
        return or_(further, and_(self.lead == mark[0], later))

    def later(self, mark: Row[Any], *, backward: bool) -> ColumnElement[bool]:
        """Return the same condition by the key alone."""
        theirs = tuple(mark)[len(self.columns) - len(self.key) : len(self.columns)]
        own, other = tuple_(*self.key), tuple_(*theirs)
        return own < other if self._turned(backward)[1] else own > other


SORTS: Mapping[str, Callable[[], ColumnElement[Any]] | None] = {
    "importance": None,
    "document": None,
    "severity": lambda: FINDINGS.c.severity,
    "rule": None,
    "colour": None,
    "message": lambda: FINDINGS.c.message,
    "section": lambda: FINDINGS.c.section,
    "page": lambda: func.coalesce(FINDINGS.c.page, -1),
}
"""What findings can be sorted by; the worst of equals comes first. The order is that of `model.ordering`."""


def _ranks(name: str, kinds: Sequence[ColumnElement[bool]], *, falling: bool) -> CTE:
    """Return the kinds of findings, each with its place: few are ranked instead of many."""
    columns = (KINDS.c.rule,) if name == "rule" else (KINDS.c.rule, KINDS.c.colour)
    lead, number = _RANKED[name]().label("lead"), func.sum(KINDS.c.number).label("number")
    each = select(*columns, lead, number).where(*kinds).group_by(*columns).subquery()
    until = func.sum(each.c.number).over(order_by=each.c.lead.desc() if falling else each.c.lead)
    own = func.sum(each.c.number).over(partition_by=each.c.lead)
    names = [each.c[column.name] for column in columns]
    return select(*names, each.c.lead, until.label("until"), (until - own).label("since")).cte("ranks")


def _by_colour() -> ColumnElement[int]:
    return _place_in([str(colour) for colour in Colour], KINDS.c.colour)


def _by_plain_name() -> ColumnElement[int]:
    """Return the place of a rule by what people call it; those that are no longer known stand last."""
    from stormdat_core.rules.registry import known_ids, title

    return _place_in(sorted(known_ids(), key=lambda rule: title(rule).casefold()), KINDS.c.rule)


def _place_in(values: Sequence[str], column: ColumnElement[str]) -> ColumnElement[int]:
    return case({value: at for at, value in enumerate(values)}, value=column, else_=len(values))


_RANKED: Mapping[str, Callable[[], ColumnElement[int]]] = {"rule": _by_plain_name, "colour": _by_colour}
