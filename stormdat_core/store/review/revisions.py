"""Revisions of a document: which there are, what became of findings, and how it went over all of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from stormdat_core.model import Decision, Verdict
from stormdat_core.model.revisions import Change, Changes, Comparison, Revision, TrendPoint
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import COMPARED, COMPARISONS, DECISIONS, FILES, FINDINGS
from stormdat_core.store.review import comparing, same_document
from stormdat_core.store.review.comparing import GONE, NEW, THERE
from stormdat_core.store.review.counted import CountedOnce, State, state_of
from stormdat_core.store.review.decision_rows import held_decisions
from stormdat_core.store.sweeps.queries import SHOWN, row_from
from stormdat_core.store.sweeps.rows import FindingRow, Page

LIMIT = 50
SHOWN_REVISIONS = 20
"""Revisions in a trend: the last ones."""
_OTHERS = 50
_ASKED = (Verdict.FIX.value, Verdict.FOR_AUTHOR.value)
"""Verdicts that ask the author to do something."""
_NOW = DECISIONS.c.fingerprint


@dataclass(frozen=True, slots=True)
class Changed:
    """A finding and what became of it."""

    change: Change
    row: FindingRow
    was: str
    """What had been decided about it when the newer revision came, in a word; empty for nothing."""
    moved: bool
    """Whether it was recognised though the text round it has changed."""
    decision: Decision | None = None
    """What is decided about it now."""


class RevisionShelf:
    """`Store.revisions`: reads; only `compare` keeps what it found."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write
        self._counted = CountedOnce()

    def earlier(self, file_id: int) -> tuple[Revision, ...]:
        """Return the earlier revisions of a file's document that were checked, the newest first.

        Raises:
            NotStored: no such file.
        """
        with self._read() as connection:
            row, own = same_document.own_revision(connection, file_id)
            return same_document.before(same_document.revisions_of(connection, row), own)

    def likeliest(self, file_id: int) -> Revision | None:
        """Return the earlier revision that a file is compared with when nobody chose one; None for none."""
        return same_document.likeliest(self.earlier(file_id))

    def others(self, file_id: int) -> tuple[Revision, ...]:
        """Return files that a person may choose instead: the last checked ones of the same format."""
        with self._read() as connection:
            row, _ = same_document.own_revision(connection, file_id)
            return same_document.other_files(connection, row, _OTHERS)

    def revision(self, file_id: int) -> Revision:
        """Return a file as a revision of its document.

        Raises:
            NotStored: no such file.
        """
        with self._read() as connection:
            return same_document.own_revision(connection, file_id)[1]

    def with_digest(self, sha256: str) -> Revision | None:
        """Return the last check of a file with these bytes; None where there is none."""
        query = select(func.max(FILES.c.id)).where(FILES.c.sha256 == sha256, FILES.c.error == "")
        with self._read() as connection:
            key = connection.execute(query).scalar()
            return same_document.own_revision(connection, key)[1] if key else None

    def is_first_check(self, file_id: int) -> bool:
        """Return whether the bytes of a file came into the library with it."""
        return self.revision(file_id).first == file_id

    def compare(self, file_id: int, against: int) -> tuple[Comparison, dict[str, Decision]]:
        """Compare a file with an earlier one and keep the result; see `comparing.compare`."""
        with self._write() as connection:
            return comparing.compare(connection, file_id, against)

    def undecided(self, decisions: dict[str, Decision]) -> dict[str, Decision]:
        """Return those of the decisions whose fingerprints have none yet."""
        with self._read() as connection:
            held = held_decisions(connection, list(decisions))
        return {each: one for each, one in decisions.items() if each not in held}

    def comparison(self, file_id: int, against: int | None = None) -> Comparison | None:
        """Return the comparison of a file with an earlier one, or the last one made; None for none."""
        query = select(COMPARISONS).where(COMPARISONS.c.file_id == file_id)
        if against is not None:
            query = query.where(COMPARISONS.c.against == against)
        with self._read() as connection:
            row = connection.execute(query.order_by(COMPARISONS.c.id.desc()).limit(1)).one_or_none()
        return None if row is None else Comparison(row.id, row.file_id, row.against, row.began, row.moved)

    def changes(self, made: Comparison) -> Changes:
        """Return how many findings changed in which way, in all and by rule."""
        with self._read() as connection:
            return self._counted.get(
                state_of(connection), ("changes", made.id), partial(_changes, connection, made)
            )

    def page(
        self, made: Comparison, change: Change, *, rule: str = "", offset: int = 0, limit: int = LIMIT
    ) -> tuple[Changed, ...]:
        """Return a window of the findings of a change, in the order of the document they stand in."""
        own = [COMPARED.c.comparison_id == made.id, *_is(made, change)]
        if rule:
            own.append(COMPARED.c.rule == rule)
        facts = (COMPARED.c.finding_id, COMPARED.c.was, COMPARED.c.moved)
        chosen = select(*facts).where(*own).order_by(COMPARED.c.position, COMPARED.c.finding_id)
        part = chosen.limit(max(0, limit)).offset(max(0, offset)).subquery()
        query = select(*SHOWN, part.c.was, part.c.moved).join(FILES, FILES.c.id == FINDINGS.c.file_id)
        query = query.join(part, part.c.finding_id == FINDINGS.c.id).order_by(FINDINGS.c.position)
        with self._read() as connection:
            found: list[Row[Any]] = list(connection.execute(query))
            held = held_decisions(connection, [row.fingerprint for row in found])
        return tuple(_changed(change, row, held.get(row.fingerprint)) for row in found)

    def all(self, made: Comparison, change: Change) -> Iterator[Changed]:
        """Yield all findings of a change, read window by window."""
        offset = 0
        while window := self.page(made, change, offset=offset, limit=10 * LIMIT):
            yield from window
            offset += len(window)

    def window(self, made: Comparison, change: Change, rule: str, offset: int, total: int) -> Page[Changed]:
        """Return a window as a page of a list of so many."""
        return Page(total, self.page(made, change, rule=rule, offset=offset), min(offset, total))

    def trend(self, file_id: int) -> tuple[TrendPoint, ...]:
        """Return the history of a file's document, the oldest revision first, at most `SHOWN_REVISIONS`."""
        with self._read() as connection:
            row, own = same_document.own_revision(connection, file_id)
            found = sorted(
                (*same_document.revisions_of(connection, row), own),
                key=lambda each: (each.first, each.file_id),
            )[-SHOWN_REVISIONS:]
            ends = [comparing.began(connection, each) for each in found[1:]]
            state = state_of(connection)
            decided = [
                self._decided(connection, state, *each) for each in zip(found, (*ends, None), strict=True)
            ]
            fixed = [None, *(_fixed(connection, *each) for each in pairwise(found))]
        return tuple(map(TrendPoint, found, decided, fixed))

    def _decided(
        self, connection: Connection, state: State, revision: Revision, until: datetime | None
    ) -> int:
        key = ("decided", revision.file_id, until)
        return self._counted.get(state, key, partial(_decided, connection, revision, until))


def _changes(connection: Connection, made: Comparison) -> Changes:
    found: defaultdict[str, dict[Change, int]] = defaultdict(lambda: dict.fromkeys(Change, 0))
    for row in connection.execute(_kinds(made)):
        found[row.rule][_CHANGES[row.kind]] += row.number
    for row in connection.execute(_settled(made)):
        change = Change.REOPENED if row.again else Change.DECIDED
        _move(found[row.rule], change, row.number)
    for row in connection.execute(_taken_back(made)):
        _move(found[row.rule], Change.REOPENED, row.number)
    total = {change: sum(rule[change] for rule in found.values()) for change in Change}
    return Changes(total, {rule: dict(found[rule]) for rule in sorted(found)})


_CHANGES = {NEW: Change.NEW, GONE: Change.FIXED, THERE: Change.OPEN}


def _move(counts: dict[Change, int], change: Change, number: int) -> None:
    """Count findings that were counted as open for what they are."""
    counts[Change.OPEN] -= number
    counts[change] += number


def _again(made: Comparison) -> ColumnElement[bool]:
    """Return whether the author was asked for something before the newer revision, and nobody spoke since."""
    return and_(COMPARED.c.was.in_(_ASKED), DECISIONS.c.made < made.began)


def _kinds(made: Comparison) -> Select[Any]:
    query = select(COMPARED.c.kind, COMPARED.c.rule, func.count().label("number"))
    return query.where(COMPARED.c.comparison_id == made.id).group_by(COMPARED.c.kind, COMPARED.c.rule)


def _settled(made: Comparison) -> Select[Any]:
    """Return the question for what is there and decided. The sum keeps SQLite on the way from decisions."""
    own = (COMPARED.c.comparison_id + 0 == made.id, COMPARED.c.kind == THERE)
    again = case((_again(made), 1), else_=0)
    query = select(COMPARED.c.rule, again.label("again"), func.count().label("number"))
    query = query.select_from(DECISIONS).join(COMPARED, COMPARED.c.fingerprint == _NOW)
    return query.where(*own).group_by(COMPARED.c.rule, again)


def _taken_back(made: Comparison) -> Select[Any]:
    own = (COMPARED.c.comparison_id == made.id, COMPARED.c.kind == THERE, COMPARED.c.was != "")
    query = select(COMPARED.c.rule, func.count().label("number"))
    return query.where(*own, COMPARED.c.fingerprint.not_in(select(_NOW))).group_by(COMPARED.c.rule)


def _is(made: Comparison, change: Change) -> list[ColumnElement[bool]]:
    """Return what the findings of a change fulfil."""
    if change in (Change.NEW, Change.FIXED):
        return [COMPARED.c.kind == (NEW if change is Change.NEW else GONE)]
    decided = COMPARED.c.fingerprint.in_(select(_NOW))
    again = select(_NOW).where(COMPARED.c.fingerprint == _NOW, _again(made)).exists()
    found = {
        Change.OPEN: [COMPARED.c.was == "", ~decided],
        Change.DECIDED: [decided, ~again],
        Change.REOPENED: [COMPARED.c.was != "", or_(~decided, again)],
    }
    return [COMPARED.c.kind == THERE, *found[change]]


def _changed(change: Change, row: Row[Any], decision: Decision | None) -> Changed:
    return Changed(change, row_from(row), row.was, row.moved, decision)


def _decided(connection: Connection, revision: Revision, until: datetime | None) -> int:
    """Return how many findings of a revision were decided about before a moment."""
    own = (FINDINGS.c.sweep_id == revision.sweep_id, FINDINGS.c.file_id + 0 == revision.file_id)
    query = select(func.count()).select_from(DECISIONS).join(FINDINGS, FINDINGS.c.fingerprint == _NOW)
    query = query.where(*own) if until is None else query.where(*own, DECISIONS.c.made < until)
    return int(connection.execute(query).scalar_one())


def _fixed(connection: Connection, older: Revision, newer: Revision) -> int | None:
    """Return how many findings of a revision the next one no longer has; None where they are not compared."""
    both = (COMPARISONS.c.file_id == newer.file_id, COMPARISONS.c.against == older.file_id)
    key = connection.execute(select(COMPARISONS.c.id).where(*both)).scalar()
    if key is None:
        return None
    gone = (COMPARED.c.comparison_id == key, COMPARED.c.kind == GONE)
    return int(connection.execute(select(func.count()).where(*gone)).scalar_one())
