"""A reviewer's own comments among the findings of a file: removed for good, kept for the next check.

They are added by a step, as everything that can be undone.
"""

from sqlalchemy import select

from stormdat_core.model import Finding
from stormdat_core.model.comments import OWN
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import FILES, FINDINGS
from stormdat_core.store.deletion import intents
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.review.comment_rows import (
    add_comment,
    file_of_comment,
    held_comments,
    remove_comment,
)
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
