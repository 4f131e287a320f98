"""What has to be said of the files of a sweep, counted by SQLite: of each sort the first few come with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from stormdat_core.store.database.tables import FILES
from stormdat_core.store.sweeps import values
from stormdat_core.store.sweeps.rows import Choice, Noted, Page, StoredFile

FEW = 20
"""Files of a sort that come with their number."""
LISTED = 200
"""Files to choose one from."""
_FACTS = tuple(FILES.c[name] for name in values.STORED_FILE)
_READ = FILES.c.error == ""


def _filled(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether a column of JSON holds anything."""
    return type_coerce(column, String).not_in(["[]", "{}"])


_SORTS: Mapping[str, ColumnElement[bool]] = {
    "failed": FILES.c.error != "",
    "partly": and_(_READ, _filled(FILES.c.warnings)),
    "unaudited": and_(_READ, FILES.c.unaudited != ""),
    "textless": and_(_READ, FILES.c.characters == 0),
    "unmarked": and_(_READ, FILES.c.unmarked != ""),
    "unwritten": _filled(FILES.c.failures),
}
_SAVED = _filled(FILES.c.outputs)


def noted(connection: Connection, sweep_id: int, file_id: int | None) -> Noted:
    """Return what is to be said of the files of a sweep, and the file that was asked for if it is one."""
    counts = connection.execute(_counts(sweep_id)).one()
    found: defaultdict[str, list[StoredFile]] = defaultdict(list)
    listed: list[Choice] = []
    for row in connection.execute(_first_ones(sweep_id, file_id)):
        if row.sort == "listed":
            listed.append(Choice(row.id, row.title, row.findings))
        else:
            found[row.sort].append(values.stored_file_from(row))
    facts: dict[str, Any] = {name: Page(getattr(counts, name), tuple(found[name])) for name in _SORTS}
    facts |= {name: next(iter(found[name]), None) for name in ("first", "chosen", "saved")}
    formats = frozenset((counts.formats or "").split(","))
    listed_page = Page(counts.listed, tuple(listed))
    return Noted(characters=counts.characters, formats=formats, listed=listed_page, **facts)


def _counts(sweep_id: int) -> Select[Any]:
    sorts = {**_SORTS, "listed": _READ}
    numbers = [_sum(case((holds, 1), else_=0)).label(name) for name, holds in sorts.items()]
    read = _sum(case((_READ, FILES.c.characters), else_=0)).label("characters")
    formats = func.group_concat(FILES.c.format.distinct()).label("formats")
    return select(*numbers, read, formats).where(FILES.c.sweep_id == sweep_id)


def _sum(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(value), 0)


def _first_ones(sweep_id: int, file_id: int | None) -> Any:
    own = FILES.c.sweep_id == sweep_id
    parts = [_some(name, own & holds, FEW) for name, holds in _SORTS.items()]
    parts += [_some("first", own, 1), _some("saved", own & _SAVED, 1)]
    if file_id is not None:
        parts.append(_some("chosen", own & (FILES.c.id == file_id), 1))
    return union_all(*parts, _listed(own))


def _listed(own: ColumnElement[bool]) -> Select[Any]:
    """Return the question for what can be chosen: names in the place of titles, and nothing else."""
    first = select(FILES.c.id, FILES.c.name, FILES.c.findings).where(own & _READ).order_by(FILES.c.ordinal)
    chosen = first.limit(LISTED).subquery()
    held = {"id": chosen.c.id, "title": chosen.c.name, "findings": chosen.c.findings}
    return select(literal("listed"), *(held.get(column.name, null()) for column in _FACTS))


def _some(name: str, holds: ColumnElement[bool], limit: int) -> Select[Any]:
    first = select(*_FACTS).where(holds).order_by(FILES.c.ordinal).limit(limit).subquery()
    columns: Sequence[Any] = [first.c[column.name] for column in _FACTS]
    return select(literal(name).label("sort"), *columns)
