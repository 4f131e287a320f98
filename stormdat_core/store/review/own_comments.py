"""A reviewer's own comments among the findings of a file: removed for good, kept for the next check.

They are added by a step, as everything that can be undone.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, exists, select

from stormdat_core.model import Finding, Location
from stormdat_core.model.comments import OWN
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import BLOCKS, FILES, FINDINGS
from stormdat_core.store.deletion import intents
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.review.comment_rows import (
    add_comment,
    file_of_comment,
    held_comments,
    move_comment,
    remove_comment,
)
from stormdat_core.store.review.same_document import before, own_revision, revisions_of
from stormdat_core.store.review.steps import forget_steps
from stormdat_core.store.sweeps import values
from stormdat_core.store.sweeps.rows import NotStored


class OwnComments:
    """`Store.comments`: they are findings in all that reads findings."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write

    def of(self, file_id: int) -> tuple[Finding, ...]:
        """Return the own comments on a file, in the order they were made."""
        with self._read() as connection:
            return tuple(held_comments(connection, file_id))

    def numbered(self, file_id: int) -> tuple[tuple[int, Finding], ...]:
        """Return the same with the ids of the findings."""
        own = (FINDINGS.c.file_id == file_id, FINDINGS.c.rule == OWN)
        query = select(FINDINGS).where(*own).order_by(FINDINGS.c.ordinal)
        with self._read() as connection:
            return tuple((row.id, values.finding_from(row)) for row in connection.execute(query).all())

    def remove(self, finding_id: int) -> Finding:
        """Remove a comment, with what was decided about it. Its traces go at the next start or deletion.

        Raises:
            NotStored: there is none of this id; a finding that a rule made cannot be removed.
        """
        with self._write() as connection:
            own = (FINDINGS.c.id == finding_id, FINDINGS.c.rule == OWN)
            row = connection.execute(select(FINDINGS).where(*own)).one_or_none()
            if row is None:
                raise NotStored(f"There is no comment {finding_id} in the library.")
            remove_comment(connection, row)
            forget_steps(connection, [row.fingerprint])
            intents.note(connection, Intent())
            return values.finding_from(row)

    def keep(self, file_id: int, comments: Iterable[Finding]) -> int:
        """Add comments to a file, each once; return how many it then has."""
        with self._write() as connection:
            for each in comments:
                add_comment(connection, file_id, each)
            return len(list(held_comments(connection, file_id)))

    def move(self, file_id: int, old: Finding, new: Finding) -> int:
        """Put a comment elsewhere, with what was decided about it. See `move_comment`."""
        with self._write() as connection:
            return move_comment(connection, file_id, old.fingerprint, new)

    def stood(self, file_id: int, fingerprint: str) -> tuple[tuple[int, Location], ...]:
        """Return where a comment stood in earlier revisions of a file whose text is kept, the newest first.

        Returns:
            A file that holds the text, and the place in it.
        """
        with self._read() as connection:
            row, own = own_revision(connection, file_id)
            earlier = before(revisions_of(connection, row), own)
            found = (_stood(connection, each.sha256, fingerprint) for each in earlier)
            return tuple(each for each in found if each is not None)

    def carry_over(self, file_id: int) -> int:
        """Give a file the comments on the newest other file of the same bytes; return how many there are."""
        with self._write() as connection:
            file = file_of_comment(connection, file_id)
            same = (FILES.c.sha256 == file.sha256, FILES.c.sha256 != "", FILES.c.id != file_id)
            query = select(FILES.c.id).where(*same).order_by(FILES.c.id.desc()).limit(1)
            other = connection.execute(query).scalar()
            found = list(held_comments(connection, other)) if other is not None else []
            for finding in found:
                add_comment(connection, file_id, finding)
            return len(found)


def _stood(connection: Connection, sha256: str, fingerprint: str) -> tuple[int, Location] | None:
    """Return where a comment stands in files of some bytes, and one of them whose text is kept."""
    files = select(FILES.c.id).where(FILES.c.sha256 == sha256)
    own = (FINDINGS.c.rule == OWN, FINDINGS.c.fingerprint == fingerprint, FINDINGS.c.block >= 0)
    place = select(FINDINGS.c.location).where(FINDINGS.c.file_id.in_(files), *own).limit(1)
    drawn = files.where(exists().where(BLOCKS.c.file_id == FILES.c.id)).order_by(FILES.c.id.desc()).limit(1)
    location, file_id = connection.execute(place).scalar(), connection.execute(drawn).scalar()
    return None if location is None or file_id is None else (file_id, values.location_from(location))
