"""Which checked files are revisions of one document: by path, name or title, never the same bytes twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from stormdat_core.model.revisions import Likeness, Revision
from stormdat_core.store.database.tables import FILES, SWEEPS
from stormdat_core.store.sweeps.rows import NotStored

MOST = 200
"""Revisions that are looked at, the newest ones."""
_SURE = (Likeness.PATH, Likeness.NAME)
_FACTS = (
    FILES.c.id,
    FILES.c.sweep_id,
    FILES.c.path,
    FILES.c.name,
    FILES.c.sha256,
    FILES.c.findings,
    FILES.c.format,
    FILES.c.profile_digest,
    FILES.c.document,
    FILES.c.titled,
    SWEEPS.c.started,
)


def own_revision(connection: Connection, file_id: int) -> tuple[Row[Any], Revision]:
    """Return a file as a row and as a revision of its document.

    Raises:
        NotStored: no such file.
    """
    row = connection.execute(_files().where(FILES.c.id == file_id)).one_or_none()
    if row is None:
        raise NotStored(f"There is no file {file_id} in the library.")
    same = (FILES.c.sha256 == row.sha256, FILES.c.name == row.name)
    first = connection.execute(select(func.min(FILES.c.id)).where(*same)).scalar() or row.id
    return row, _revision(row, Likeness.CHOSEN, first)


def revisions_of(connection: Connection, row: Row[Any]) -> tuple[Revision, ...]:
    """Return the other revisions of a file's document, the newest first, each with its last check.

    In one sweep, files of one name in several folders are several documents, as "README" is: of these only
    the path tells which is meant.
    """
    alike = [FILES.c.document == row.document] if row.document else []
    alike += [FILES.c.titled == row.titled] if row.titled else []
    if not alike or not row.sha256:
        return ()
    own = (or_(*alike), FILES.c.format == row.format, FILES.c.error == "", FILES.c.sha256 != row.sha256)
    each = select(func.min(FILES.c.id).label("first"), func.max(FILES.c.id).label("last"))
    each = each.where(*own).group_by(FILES.c.sha256)
    last = each.order_by(func.min(FILES.c.id).desc()).limit(MOST).subquery()
    query = _files(last.c.first).join(last, last.c.last == FILES.c.id).order_by(last.c.first.desc())
    found = [(other, _likeness(row, other)) for other in connection.execute(query)]
    doubtful = _doubtful(found)
    return tuple(
        _revision(other, why, other.first)
        for other, why in found
        if why is Likeness.PATH or (other.sweep_id != row.sweep_id and (other.sweep_id, why) not in doubtful)
    )


def other_files(connection: Connection, row: Row[Any], limit: int) -> tuple[Revision, ...]:
    """Return files that a person may choose to compare with: the last ones of the same format."""
    own = (FILES.c.format == row.format, FILES.c.error == "", FILES.c.sha256 != row.sha256)
    query = _files().where(*own, FILES.c.id != row.id).order_by(FILES.c.id.desc()).limit(limit)
    return tuple(_revision(other, Likeness.CHOSEN, other.id) for other in connection.execute(query))


def before(revisions: Iterable[Revision], own: Revision) -> tuple[Revision, ...]:
    """Return those that came earlier than `own`, in the order given."""
    return tuple(each for each in revisions if each.first < own.first)


def likeliest(earlier: Sequence[Revision]) -> Revision | None:
    """Return the one to compare with: the newest of those in the same place, else of the others."""
    order = sorted(earlier, key=lambda each: (_rank(each.why), -each.first))
    return order[0] if order else None


def _rank(why: Likeness) -> int:
    return 0 if why in _SURE else 1 if why is Likeness.ELSEWHERE else 2


def _likeness(row: Row[Any], other: Row[Any]) -> Likeness:
    if other.path == row.path:
        return Likeness.PATH
    if other.document != row.document:
        return Likeness.TITLE
    same = Path(other.path).parent == Path(row.path).parent
    return Likeness.NAME if same else Likeness.ELSEWHERE


def _doubtful(found: Iterable[tuple[Row[Any], Likeness]]) -> set[tuple[int, Likeness]]:
    """Return in which sweeps more than one file is alike for a reason that is not sure."""
    number: defaultdict[tuple[int, Likeness], int] = defaultdict(int)
    for other, why in found:
        if why not in _SURE:
            number[other.sweep_id, why] += 1
    return {key for key, count in number.items() if count > 1}


def _files(*more: Any) -> Select[Any]:
    return select(*_FACTS, *more).join(SWEEPS, SWEEPS.c.id == FILES.c.sweep_id)


def _revision(row: Row[Any], why: Likeness, first: int) -> Revision:
    facts = (row.id, row.sweep_id, Path(row.path), row.sha256, row.started, row.findings)
    return Revision(*facts, why, row.profile_digest, first)
