"""Deletions as intents: what is to go is committed before anything is removed, and a start finishes it.

An intent names what lies outside the library's file: uploads, downloads, journals, media. It is committed in
the transaction that deletes the rows; only a recording keeps its row until its files have gone, so that one
whose files cannot be removed stays listed. Carrying an intent out twice does no harm.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert

from stormdat_core.paths import AppPaths
from stormdat_core.records import as_value, brief
from stormdat_core.store.database.columns import text_of
from stormdat_core.store.database.tables import ERASURES
from stormdat_core.store.deletion import copies

_NOTHING = "{}"


@dataclass(frozen=True, slots=True)
class Intent:
    """What goes beside the rows that its transaction deletes."""

    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    """Folders of scratch, with all that is in them."""
    journals: tuple[Path, ...] = ()
    """Journals of transcripts, with what lies beside each of the same name."""
    outputs: tuple[Path, ...] = ()
    """Folders of the person's, in which only unfinished files that nobody writes any more are removed."""
    recording: str = ""
    """Recording whose row goes when its files have gone."""
    transcripts: tuple[int, ...] = ()
    """Transcripts whose rows go with it."""


def note(connection: Connection, intent: Intent) -> int:
    """Note a deletion in the transaction of `connection` and return its number."""
    values = {"requested": datetime.now(UTC), "work": brief(intent)}
    key = connection.execute(insert(ERASURES).values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def withdraw(connection: Connection, number: int) -> None:
    """Take an intent back that could not be carried out. Rows are as they were."""
    connection.execute(delete(ERASURES).where(ERASURES.c.id == number))


def carry_out(connection: sqlite3.Connection, paths: AppPaths) -> tuple[str, ...]:
    """Remove everything that the noted deletions name, and return what could not be, in sentences.

    An intent that is done forgets its paths: the rebuilt library must not hold them.
    """
    left: list[str] = []
    for number, intent in list(_noted(connection)):
        failed = _remove(intent, paths)
        if not failed:
            _finish(connection, number, intent)
        left += failed
    return tuple(left)


def settle(connection: sqlite3.Connection, last: int) -> None:
    """Forget the deletions up to number `last` that are done."""
    connection.execute("DELETE FROM erasures WHERE id <= ? AND work = ?", (last, _NOTHING))


def newest(connection: sqlite3.Connection) -> int:
    """Return the number of the newest deletion that is noted, 0 for none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM erasures").fetchone()[0])


def _noted(connection: sqlite3.Connection) -> Iterator[tuple[int, Intent]]:
    rows = connection.execute("SELECT id, work FROM erasures WHERE work <> ? ORDER BY id", (_NOTHING,))
    for number, work in rows:
        yield number, as_value(Intent, json.loads(text_of(work)))


def _remove(intent: Intent, paths: AppPaths) -> list[str]:
    beside = [file for journal in intent.journals for file in copies.of_journal(journal)]
    failed = [copies.remove_file(file) for file in (*intent.files, *beside)]
    failed += [copies.remove_folder(folder, paths.scratch) for folder in intent.folders]
    failed += [copies.remove_file(file) for folder in intent.outputs for file in copies.unfinished(folder)]
    return [sentence for sentence in failed if sentence]


def _finish(connection: sqlite3.Connection, number: int, intent: Intent) -> None:
    """Delete the rows that waited for their files, and forget what the intent named, at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany("DELETE FROM transcripts WHERE id = ?", [(one,) for one in intent.transcripts])
        connection.execute("DELETE FROM recordings WHERE id = ?", (intent.recording,))
        connection.execute("UPDATE erasures SET work = ? WHERE id = ?", (_NOTHING, number))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
