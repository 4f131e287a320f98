"""Recordings in the library, as their sidecars describe them: the sidecar is the truth, the row a list."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from stormdat_core.model.media import Gap, Marker, Recording, Role, Track
from stormdat_core.store.database.tables import RECORDINGS, TRANSCRIPTS
from stormdat_core.store.deletion import intents
from stormdat_core.store.deletion.erasing import Erasure
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.speech.transcript_rows import journals_of, keep_markers, must_have_ended
from stormdat_core.store.sweeps.rows import NotStored, Page

Opens = Callable[[], AbstractContextManager[Connection]]


class RecordingShelf:
    """The recordings that the library knows. Any thread may call any method."""

    def __init__(self, read: Opens, write: Opens, erase: Callable[[], Erasure]) -> None:
        self._read, self._write, self._erase = read, write, erase

    def put(self, recording: Recording, stamp: int) -> None:
        """Store a recording in the place of what was known of it.

        Args:
            recording: as its sidecar says.
            stamp: when the sidecar was last written, in nanoseconds; `stamps` returns it.
        """
        with self._write() as connection:
            connection.execute(delete(RECORDINGS).where(RECORDINGS.c.id == recording.id))
            connection.execute(insert(RECORDINGS).values({**_values(recording), "stamp": stamp}))

    def get(self, recording_id: str) -> Recording:
        """Return a recording.

        Raises:
            NotStored: no such recording.
        """
        with self._read() as connection:
            query = select(RECORDINGS).where(RECORDINGS.c.id == recording_id)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotStored("This recording is not in the library.", "It may have been deleted.")
        return _recording(row)

    def page(self, *, limit: int = 50, offset: int = 0) -> Page[Recording]:
        """Return recordings, the newest first."""
        newest = select(RECORDINGS).order_by(RECORDINGS.c.started.desc(), RECORDINGS.c.id)
        with self._read() as connection:
            total = connection.execute(select(func.count()).select_from(RECORDINGS)).scalar_one()
            rows = connection.execute(newest.limit(max(0, limit)).offset(max(0, offset))).all()
        return Page(total, tuple(map(_recording, rows)))

    def stamps(self) -> dict[Path, int]:
        """Return by media file when the sidecar that a row was made of was written."""
        with self._read() as connection:
            rows = connection.execute(select(RECORDINGS.c.path, RECORDINGS.c.stamp)).all()
        return {Path(row.path): int(row.stamp) for row in rows}

    def begin_deletion(self, recording_id: str, files: Sequence[Path], *, keep_text: bool = False) -> int:
        """Note that a recording goes, with its transcripts and some files, and return the note's number.

        With `keep_text` its transcripts stay, with the markers at their times.

        From now on a start of the program finishes what the caller does not: it removes the files, then the
        rows. Until they are removed the recording is listed. Unfinished files beside them, which a kill left,
        go too.

        Raises:
            NotStored: no such recording.
            TranscriptBusy: one of its transcripts is being written; nothing was noted.
        """
        with self._write() as connection:
            _must_be_stored(connection, recording_id)
            query = select(TRANSCRIPTS).where(TRANSCRIPTS.c.recording == recording_id)
            rows = connection.execute(query).all()
            for row in rows:
                must_have_ended(row)
            if keep_text:
                keep_markers(connection, rows)
                rows = []
            intent = Intent(
                files=tuple(files),
                journals=journals_of(rows),
                outputs=tuple(sorted({file.parent for file in files})),
                recording=recording_id,
                transcripts=tuple(row.id for row in rows),
            )
            return intents.note(connection, intent)

    def withdraw_deletion(self, number: int) -> None:
        """Take back a deletion whose files cannot be removed: the recording stays."""
        with self._write() as connection:
            intents.withdraw(connection, number)

    def finish_deletion(self) -> Erasure:
        """Remove what is noted, rows and every trace of their text in library, log and backups.

        Returns:
            True when no trace is left; otherwise with the reason, and the next start removes the last ones.
        """
        return self._erase()

    def delete(self, recording_id: str) -> Erasure:
        """Delete the row of a recording and those of its transcripts; files are the caller's.

        Raises:
            NotStored: no such recording.
            TranscriptBusy: one of its transcripts is being written.
        """
        self.begin_deletion(recording_id, ())
        return self.finish_deletion()


def _must_be_stored(connection: Connection, recording_id: str) -> None:
    query = select(RECORDINGS.c.id).where(RECORDINGS.c.id == recording_id)
    if connection.execute(query).one_or_none() is None:
        raise NotStored("This recording is not in the library.", "It may have been deleted.")


def _values(recording: Recording) -> dict[str, Any]:
    lists = {
        name: [asdict(each) for each in getattr(recording, name)] for name in ("tracks", "gaps", "markers")
    }
    plain = (
        "id",
        "title",
        "started",
        "duration_ms",
        "size",
        "sha256",
        "marking",
        "width",
        "height",
        "frames",
    )
    own = {name: getattr(recording, name) for name in (*plain, "dropped", "recovered")}
    return {**own, **lists, "path": str(recording.path)}


def _recording(row: Row[Any]) -> Recording:
    return Recording(
        id=row.id,
        path=Path(row.path),
        title=row.title,
        started=row.started,
        duration_ms=row.duration_ms,
        size=row.size,
        sha256=row.sha256,
        marking=row.marking,
        width=row.width,
        height=row.height,
        tracks=tuple(Track(**{**each, "role": Role(each["role"])}) for each in row.tracks),
        gaps=tuple(Gap(**{**each, "role": Role(each["role"])}) for each in row.gaps),
        markers=tuple(Marker(**each) for each in row.markers),
        frames=row.frames,
        dropped=row.dropped,
        recovered=row.recovered,
    )
