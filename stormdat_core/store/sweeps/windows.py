"""Windows on long lists. One that begins behind a row stays where it is while other rows come and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list: behind a row, before one, or so many rows from its beginning."""

    limit: int = LIMIT
    offset: int = 0
    """Rows that are left out; counts only where neither of the others does."""
    after: int | None = None
    """The window begins behind the row of this key."""
    before: int | None = None
    """The window ends before it."""

    @property
    def keyed(self) -> bool:
        return self.after is not None or self.before is not None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a window and where they are in the list."""

    total: int
    first: int
    """How many rows stand before them."""
    rows: Sequence[Row[Any]]


def part(
    connection: Connection,
    query: Select[Any],
    key: ColumnElement[int],
    wanted: Window,
    *,
    falling: bool = False,
) -> Part:
    """Return the rows of a window on a list that is sorted by a whole number.

    Args:
        connection: to read through.
        query: all rows, unsorted.
        key: what sorts them, unique among them.
        wanted: the window.
        falling: whether the largest stands first.
    """
    limit, mark = max(0, wanted.limit), wanted.after if wanted.after is not None else wanted.before
    backward = mark is not None and wanted.after is None
    down = falling != backward
    beyond = None if mark is None else (key < mark if down else key > mark)
    total, rest = connection.execute(_counts(query, beyond)).one()
    page = (query if beyond is None else query.where(beyond)).order_by(key.desc() if down else key.asc())
    skipped = page if wanted.keyed else page.offset(max(0, wanted.offset))
    rows = connection.execute(skipped.limit(limit)).all()
    if mark is None:
        return Part(total, min(max(0, wanted.offset), total), rows)
    return Part(total, rest - len(rows), rows[::-1]) if backward else Part(total, total - rest, rows)


def _counts(query: Select[Any], beyond: ColumnElement[bool] | None) -> Select[Any]:
    """Return the question how many rows there are, and how many of them beyond the mark."""
    every = query.with_only_columns(func.count(), maintain_column_froms=True)
    if beyond is None:
        return select(every.scalar_subquery(), literal(0))
    return select(every.scalar_subquery(), every.where(beyond).scalar_subquery())
