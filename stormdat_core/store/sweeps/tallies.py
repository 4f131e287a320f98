"""How many findings of each kind there are, counted as they come, so that no page counts them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, delete, func, literal, null, select, union_all, update
from sqlalchemy.dialects.sqlite import insert

from stormdat_core.model import Colour, Severity
from stormdat_core.store.database.tables import DECISIONS, FINDINGS, KINDS, SECTIONS
from stormdat_core.store.sweeps.rows import Facets

MOST_SECTIONS = 500
"""Sections that are named, the first ones of the sweep."""
_SUMS = 0
"""In the place of a file: the whole sweep."""


def add(connection: Connection, sweep_id: int, file_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Count the findings of a new file, given as rows of their table."""
    kinds: Counter[tuple[str, str, int]] = Counter()
    sections: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        kinds[row["rule"], row["colour"], row["severity"]] += 1
        sections[row["section"]].append(row["position"])
    if not kinds:
        return
    for place in (file_id, _SUMS):
        own = {"sweep_id": sweep_id, "file_id": place}
        _add_kinds(connection, own, kinds)
        _add_sections(connection, own, sections)


def take_away(connection: Connection, row: Row[Any]) -> None:
    """Count a finding no more, given as a row of its table."""
    for place in (row.file_id, _SUMS):
        kind = {"rule": row.rule, "colour": row.colour, "severity": row.severity}
        _less(connection, KINDS, {"sweep_id": row.sweep_id, "file_id": place, **kind})
        _less(connection, SECTIONS, {"sweep_id": row.sweep_id, "file_id": place, "section": row.section})


def _less(connection: Connection, table: Table, key: Mapping[str, Any]) -> None:
    own = [table.c[name] == value for name, value in key.items()]
    connection.execute(update(table).where(*own).values(number=table.c.number - 1))
    connection.execute(delete(table).where(*own, table.c.number <= 0))


def _add_kinds(
    connection: Connection, own: Mapping[str, int], kinds: Mapping[tuple[str, str, int], int]
) -> None:
    rows = [
        {**own, "rule": rule, "colour": colour, "severity": severity, "number": number}
        for (rule, colour, severity), number in kinds.items()
    ]
    new = insert(KINDS)
    change = {"number": KINDS.c.number + new.excluded.number}
    connection.execute(new.on_conflict_do_update(index_elements=KINDS.primary_key, set_=change), rows)


def _add_sections(
    connection: Connection, own: Mapping[str, int], sections: Mapping[str, Sequence[str]]
) -> None:
    rows = [
        {**own, "section": section, "number": len(positions), "first": min(positions)}
        for section, positions in sections.items()
    ]
    new = insert(SECTIONS)
    first = func.min(SECTIONS.c.first, new.excluded.first)
    change = {"number": SECTIONS.c.number + new.excluded.number, "first": first}
    connection.execute(new.on_conflict_do_update(index_elements=SECTIONS.primary_key, set_=change), rows)


def facets(connection: Connection, sweep_id: int, file_id: int | None) -> Facets:
    """Return how many findings of each kind a sweep, or one file of it, has."""
    place = file_id or _SUMS
    parts = (_kinds(sweep_id, place), _sections(sweep_id, place), _decided(sweep_id, file_id))
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(union_all(*parts)):
        found[row.what].append(row)
    return _facets(found["kind"], found["section"], found["decided"][0].number)


def _kinds(sweep_id: int, place: int) -> Select[Any]:
    own = (KINDS.c.sweep_id == sweep_id, KINDS.c.file_id == place)
    columns = (KINDS.c.rule, KINDS.c.colour, KINDS.c.severity, KINDS.c.number)
    return select(literal("kind").label("what"), *columns).where(*own)


def _sections(sweep_id: int, place: int) -> Select[Any]:
    own = (SECTIONS.c.sweep_id == sweep_id, SECTIONS.c.file_id == place)
    wanted = select(SECTIONS.c.section, SECTIONS.c.number).where(*own)
    first = wanted.order_by(SECTIONS.c.first).limit(MOST_SECTIONS).subquery()
    columns: Sequence[Any] = (first.c.section, null(), null(), first.c.number)
    return select(literal("section"), *columns)


def _decided(sweep_id: int, file_id: int | None) -> Select[Any]:
    own = [FINDINGS.c.sweep_id == sweep_id, FINDINGS.c.fingerprint.in_(select(DECISIONS.c.fingerprint))]
    if file_id:
        own.append(FINDINGS.c.file_id == file_id)
    columns: Sequence[Any] = (null(), null(), null(), func.count())
    return select(literal("decided"), *columns).where(*own)


def _facets(kinds: Sequence[Any], sections: Sequence[Any], decided: int) -> Facets:
    rules, colours, severities = (_counted(kinds, name) for name in ("rule", "colour", "severity"))
    return Facets(
        total=severities.total(),
        rules=dict(sorted(rules.items())),
        colours={Colour(colour): count for colour, count in sorted(colours.items())},
        severities={Severity(level): severities[level] for level in sorted(severities, reverse=True)},
        sections={row.rule: row.number for row in sections},
        decided=decided,
    )


def _counted(kinds: Sequence[Any], column: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row in kinds:
        found[getattr(row, column)] += row.number
    return found
