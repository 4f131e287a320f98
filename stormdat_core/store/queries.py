"""Questions about findings, answered by SQLite: nothing is sorted or filtered in Python."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, case, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from stormdat_core.model import Colour, Severity, Verdict
from stormdat_core.plugins import state
from stormdat_core.store import rows
from stormdat_core.store.columns import Exact
from stormdat_core.store.tables import DECISIONS, FILES, FINDINGS

_BATCH = 500
_SHOWN = (
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
    select(DECISIONS.c.verdict)
    .where(DECISIONS.c.fingerprint == FINDINGS.c.fingerprint)
    .scalar_subquery()
    .label("verdict"),
)
_DECIDED = FINDINGS.c.fingerprint.in_(select(DECISIONS.c.fingerprint))


def _rank(column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[Any]:
    """Return what sorts a column by the order of `values`, others last."""
    return case({value: at for at, value in enumerate(values)}, value=column, else_=len(values))


_PLACE = (
    FILES.c.ordinal,
    case((FINDINGS.c.block < 0, 1), else_=0),
    FINDINGS.c.block,
    FINDINGS.c.start,
    FINDINGS.c.ordinal,
)
_FIRST_PLACE = (
    func.min(FINDINGS.c.file_id),
    func.min(case((FINDINGS.c.block < 0, 1), else_=0)),
    func.min(FINDINGS.c.block),
)
"""Sorts groups of findings by where the first of each stands; of the whole document last."""
_WORST = (FINDINGS.c.severity.desc(), FINDINGS.c.certainty.desc(), FINDINGS.c.places.desc())
SORTS: Mapping[str, tuple[Any, ...]] = {
    "importance": (),
    "document": _PLACE,
    "severity": (FINDINGS.c.severity,),
    "rule": (),
    "colour": (_rank(FINDINGS.c.colour, [str(colour) for colour in Colour]),),
    "message": (FINDINGS.c.message,),
    "section": (FINDINGS.c.section,),
    "page": (FINDINGS.c.page,),
}
"""What findings can be sorted by; the worst of equals comes first. The order is that of `model.ordering`."""


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

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.rules:
            found.append(FINDINGS.c.rule.in_(self.rules))
        if self.colours:
            found.append(FINDINGS.c.colour.in_([str(colour) for colour in self.colours]))
        if self.severities:
            found.append(FINDINGS.c.severity.in_([int(severity) for severity in self.severities]))
        if self.file_id is not None:
            found.append(FINDINGS.c.file_id == self.file_id)
        if self.section is not None:
            found.append(FINDINGS.c.section == self.section)
        if self.text:
            found.append(_holds(self.text))
        if self.decided is not None:
            found.append(_DECIDED if self.decided else ~_DECIDED)
        return found


def page(
    connection: Connection, wanted: Filter, sort: str, offset: int, limit: int
) -> rows.Page[rows.FindingRow]:
    """Return one window of findings.

    Raises:
        ValueError: an unknown sort.
    """
    order, limit, offset = _order(sort), max(0, limit), max(0, offset)
    # Only ids are sorted; the text of a window is fetched afterwards.
    ids = _matching(wanted).order_by(*order)
    if wanted.text:
        # Looking into every text is the dear part, so it is done once, for number and window together.
        found = list(connection.execute(ids).scalars())
        return rows.Page(len(found), _fetch(connection, found[offset:][:limit]))
    total = _number(wanted).scalar_subquery()
    window = connection.execute(ids.add_columns(total).offset(offset).limit(limit)).all()
    number = window[0][1] if window else connection.execute(_number(wanted)).scalar_one()
    return rows.Page(int(number), _fetch(connection, [row[0] for row in window]))


def _matching(wanted: Filter) -> Select[Any]:
    ids = select(FINDINGS.c.id).join(FILES, FILES.c.id == FINDINGS.c.file_id)
    return ids.where(FINDINGS.c.sweep_id == wanted.sweep_id, *wanted.conditions())


def _number(wanted: Filter) -> Select[Any]:
    count = select(func.count()).select_from(FINDINGS).where(FINDINGS.c.sweep_id == wanted.sweep_id)
    return count.where(*wanted.conditions())


def _fetch(connection: Connection, ids: Sequence[int]) -> tuple[rows.FindingRow, ...]:
    """Return findings in the order of their ids as given."""
    by_id: dict[int, rows.FindingRow] = {}
    for first in range(0, len(ids), _BATCH):
        query = select(*_SHOWN).where(FINDINGS.c.id.in_(ids[first : first + _BATCH]))
        by_id |= {row.id: _shown(row) for row in connection.execute(query)}
    return tuple(by_id[finding_id] for finding_id in ids)


def facets(connection: Connection, sweep_id: int, file_id: int | None) -> rows.Facets:
    """Return how many findings of each kind a sweep, or one file of it, has."""
    conditions = [FINDINGS.c.sweep_id == sweep_id, *Filter(sweep_id, file_id=file_id).conditions()]
    kinds = (FINDINGS.c.rule, FINDINGS.c.colour, FINDINGS.c.severity, FINDINGS.c.section)
    decided = func.sum(case((_DECIDED, 1), else_=0))
    query = select(*kinds, func.count(), decided, *_FIRST_PLACE).where(*conditions).group_by(*kinds)
    groups: list[Sequence[Any]] = [tuple(row) for row in connection.execute(query)]
    severities = _counted(groups, 2)
    return rows.Facets(
        total=severities.total(),
        rules=dict(sorted(_counted(groups, 0).items())),
        colours={Colour(colour): count for colour, count in sorted(_counted(groups, 1).items())},
        severities={Severity(level): severities[level] for level in sorted(severities, reverse=True)},
        sections=_counted(sorted(groups, key=_first_place), 3),
        decided=sum(group[5] for group in groups),
    )


def _counted(groups: Iterable[Sequence[Any]], column: int) -> Counter[Any]:
    """Return the number of findings by one of the columns they were grouped by."""
    found: Counter[Any] = Counter()
    for group in groups:
        found[group[column]] += group[4]
    return found


def _first_place(group: Sequence[Any]) -> tuple[int, ...]:
    """Return where the first finding of a group stands."""
    return tuple(group[6:])


def undecided(connection: Connection, sweep_id: int) -> Counter[Severity]:
    """Return how many findings of each severity no decision was made about."""
    open_ones = (FINDINGS.c.sweep_id == sweep_id, ~_DECIDED)
    counts = select(FINDINGS.c.severity, func.count()).where(*open_ones).group_by(FINDINGS.c.severity)
    return Counter({Severity(level): count for level, count in connection.execute(counts)})


def _order(sort: str) -> list[Any]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise ValueError(f"unknown sort {sort!r}")
    if sort == "-importance":
        least = (FINDINGS.c.severity, FINDINGS.c.certainty, FINDINGS.c.places)
        return [*least, *(column.desc() for column in _PLACE)]
    columns = [_by_plain_name()] if name == "rule" else SORTS[name]
    wanted = [column.desc() for column in columns] if sort.startswith("-") else [*columns]
    return [*wanted, *_WORST, *_PLACE] if name != "document" else wanted


def _by_plain_name() -> ColumnElement[Any]:
    """Return what sorts findings by what people call their rules."""
    return _ranked_by_name(state.generation())


@lru_cache(maxsize=1)
def _ranked_by_name(_generation: int) -> ColumnElement[Any]:
    from stormdat_core.rules.registry import known_ids, title

    return _rank(FINDINGS.c.rule, sorted(known_ids(), key=lambda rule: title(rule).casefold()))


def _holds(text: str) -> ColumnElement[bool]:
    places = (FINDINGS.c.message, FINDINGS.c.excerpt, FINDINGS.c.label, FINDINGS.c.rule)
    return func.stormdat_contains(literal(text.casefold(), Exact()), *places) == 1


def _shown(row: Any) -> rows.FindingRow:
    kinds = {
        "severity": Severity(row.severity),
        "colour": Colour(row.colour),
        "verdict": row.verdict and Verdict(row.verdict),
    }
    return rows.FindingRow(**(row._asdict() | kinds))
