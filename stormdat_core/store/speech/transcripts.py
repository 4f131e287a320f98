"""Transcripts in the library: text as it comes from the engine, what a person changed, and the audit."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import (
    RENAMED,
    Coverage,
    MediaTrack,
    Segment,
    Span,
    Speaker,
    Transcript,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
)
from stormdat_core.paths import AppPaths
from stormdat_core.records import as_value, brief
from stormdat_core.store.database.tables import EDITS, SEGMENTS, SPEECH, TRANSCRIPTS
from stormdat_core.store.deletion import copies, intents
from stormdat_core.store.deletion.erasing import Erasure
from stormdat_core.store.deletion.intents import Intent
from stormdat_core.store.owners import Owner
from stormdat_core.store.speech import edited_lines
from stormdat_core.store.speech.transcript_rows import (
    Stretch,
    TranscriptBusy,
    add_stretches,
    count_of,
    folded,
    is_running,
    journals_of,
    markers_of,
    must_have_ended,
    removed_of,
    segment_row,
    segments_of,
    summary_of,
    transcript_row,
)
from stormdat_core.store.speech.transcript_values import segment_from, summary_values
from stormdat_core.store.sweeps import reading
from stormdat_core.store.sweeps.rows import NotStored, Page

__all__ = ["Stretch", "TranscriptBusy", "TranscriptShelf", "Work"]

Opens = Callable[[], AbstractContextManager[Connection]]
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Work:
    """What is needed to go on with a transcript."""

    summary: TranscriptSummary
    tracks: tuple[MediaTrack, ...]
    journal: Path
    journal_read: int
    """Bytes of the journal that are in the library."""


class TranscriptShelf:
    """The transcripts that the library holds. Any thread may call any method."""

    def __init__(self, read: Opens, write: Opens, erase: Callable[[], Erasure], paths: AppPaths) -> None:
        self._read, self._write, self._erase, self._paths = read, write, erase, paths

    def start(self, summary: TranscriptSummary, tracks: Sequence[MediaTrack], journals: Path) -> int:
        """Store a transcript that begins in this process and return its id; `summary.id` does not count.

        Args:
            summary: what is known so far.
            tracks: the sound tracks to be heard, in this order.
            journals: folder for the engine's journal, which gets the transcript's id for its name.
        """
        owner = Owner.current()
        row = {
            **summary_values(summary),
            "tracks": brief(tuple(tracks)),
            "journal": "",
            "journal_read": 0,
            "owner_pid": owner.pid,
            "owner_started": owner.started,
        }
        with self._write() as connection:
            key = connection.execute(insert(TRANSCRIPTS).values(row)).inserted_primary_key
            assert key is not None
            number = int(key[0])
            self._set(connection, number, journal=str(journals / f"{number}.jsonl"))
        return number

    def take_up(self, number: int) -> Work:
        """Note that this process goes on with a transcript, and return what it needs.

        Raises:
            NotStored: no such transcript.
            TranscriptBusy: somebody else, who is alive, works on it.
        """
        own = Owner.current()
        with self._write() as connection:
            row = transcript_row(connection, number)
            if is_running(row) and (row.owner_pid, row.owner_started) != (own.pid, own.started):
                raise TranscriptBusy(
                    "Another STORM DAT is working on this transcript.", "Wait for it to end."
                )
            values = {"owner_pid": own.pid, "owner_started": own.started, "error": "", "hint": ""}
            self._set(connection, number, state=TranscriptState.RUNNING.value, **values)
        return self.work(number)

    def work(self, number: int) -> Work:
        """Return what is needed to go on with a transcript.

        Raises:
            NotStored: no such transcript.
        """
        with self._read() as connection:
            row = transcript_row(connection, number)
            tracks = as_value(tuple[MediaTrack, ...], row.tracks)
            return Work(summary_of(connection, row), tracks, Path(row.journal), row.journal_read)

    def add(
        self, number: int, stretches: Iterable[Stretch], journal_read: int, done_ms: int, language: str = ""
    ) -> tuple[int, ...]:
        """Bring what the engine kept into the library and return the ids of its segments.

        What the journal holds up to `journal_read` is stored once, however often this is called.
        """
        with self._write() as connection:
            row = transcript_row(connection, number)
            if row.journal_read >= journal_read:
                return ()
            values = {"journal_read": journal_read, "done_ms": max(row.done_ms, done_ms)}
            self._set(connection, number, **values, language=row.language or language)
            return add_stretches(connection, number, stretches)

    def replace_in(self, number: int, stretches: Iterable[Stretch]) -> tuple[int, ...]:
        """Add the text of another try; the speech it belongs to is known already. Return the new ids."""
        with self._write() as connection:
            transcript_row(connection, number)
            return add_stretches(connection, number, [Stretch((), each.segments) for each in stretches])

    def note(self, number: int, **values: object) -> None:
        """Change columns of a transcript: `done_ms`, `duration_ms`, `sha256`, `media`, `title`.

        Raises:
            NotStored: no such transcript.
        """
        with self._write() as connection:
            self._set(connection, number, **values)

    def rename(self, number: int, title: str) -> None:
        """Give a transcript a title of its own, which it keeps when its recording gets another.

        Raises:
            NotStored: no such transcript.
        """
        with self._write() as connection:
            known = dict(transcript_row(connection, number).properties)
            self._set(connection, number, title=title, properties={**known, RENAMED: "yes"})

    def follow_recording(self, recording: str, title: str) -> None:
        """Give the transcripts of a recording its new title, but for those that have one of their own."""
        of_it = select(TRANSCRIPTS.c.id, TRANSCRIPTS.c.properties).where(TRANSCRIPTS.c.recording == recording)
        with self._write() as connection:
            for row in connection.execute(of_it).all():
                if RENAMED not in row.properties:
                    self._set(connection, row.id, title=title)

    def finish(
        self, number: int, state: TranscriptState, coverage: Coverage, error: str = "", hint: str = ""
    ) -> None:
        """Note that a transcript has ended, how, and its audit.

        Raises:
            NotStored: no such transcript.
        """
        values = {"coverage": brief(coverage), "error": error, "hint": hint}
        with self._write() as connection:
            self._set(connection, number, state=state.value, **values)

    def summary(self, number: int) -> TranscriptSummary:
        """Return a transcript without its text.

        Raises:
            NotStored: no such transcript.
        """
        with self._read() as connection:
            return summary_of(connection, transcript_row(connection, number))

    def get(self, number: int) -> Transcript:
        """Return a transcript with all its segments.

        Raises:
            NotStored: no such transcript.
        """
        with self._read() as connection:
            summary = summary_of(connection, transcript_row(connection, number))
            rows = connection.execute(segments_of(number)).all()
            markers = markers_of(connection, summary)
        return Transcript(summary, tuple(map(segment_from, rows)), markers)

    def markers(self, number: int) -> tuple[Marker, ...]:
        """Return what was marked in the recording of a transcript, by time; none for other files.

        Raises:
            NotStored: no such transcript.
        """
        with self._read() as connection:
            return markers_of(connection, summary_of(connection, transcript_row(connection, number)))

    def segments(self, number: int, *, offset: int = 0, limit: int = 500) -> Page[Segment]:
        """Return one window of a transcript's segments, by start."""
        with self._read() as connection:
            total = connection.execute(count_of(number)).scalar_one()
            rows = connection.execute(segments_of(number).limit(max(0, limit)).offset(max(0, offset))).all()
        return Page(total, tuple(map(segment_from, rows)))

    def removed(self, number: int) -> tuple[Segment, ...]:
        """Return the lines that a person took out, or joined to another, by start."""
        with self._read() as connection:
            return tuple(map(segment_from, connection.execute(removed_of(number)).all()))

    def segment(self, segment_id: int) -> tuple[int, Segment]:
        """Return a segment, and the transcript it belongs to.

        Raises:
            NotStored: no such segment.
        """
        with self._read() as connection:
            row = segment_row(connection, segment_id)
        return row.transcript_id, segment_from(row)

    def speech(self, number: int) -> tuple[tuple[Span, bool], ...]:
        """Return where somebody spoke, and whether the engine ended there."""
        query = select(SPEECH).where(SPEECH.c.transcript_id == number).order_by(SPEECH.c.start_ms)
        with self._read() as connection:
            rows = connection.execute(query).all()
        return tuple((Span(row.start_ms, row.end_ms, Speaker(row.speaker)), bool(row.failed)) for row in rows)

    def page(
        self, *, limit: int = 50, offset: int = 0, recording: str | None = None
    ) -> Page[TranscriptSummary]:
        """Return transcripts, the newest first, of one recording if its id is given."""
        narrow = TRANSCRIPTS.c.recording == recording if recording else TRANSCRIPTS.c.id > 0
        newest = select(TRANSCRIPTS).where(narrow).order_by(TRANSCRIPTS.c.id.desc())
        with self._read() as connection:
            total = connection.execute(
                select(func.count()).select_from(TRANSCRIPTS).where(narrow)
            ).scalar_one()
            rows = connection.execute(newest.limit(max(0, limit)).offset(max(0, offset))).all()
            return Page(total, tuple(summary_of(connection, row) for row in rows))

    def unfinished(self) -> tuple[int, ...]:
        """Note which transcripts nobody works on any more, and return the ids of all that can go on."""
        query = select(TRANSCRIPTS).where(TRANSCRIPTS.c.state == TranscriptState.RUNNING.value)
        with self._write() as connection:
            left = [row.id for row in connection.execute(query).all() if not is_running(row)]
            for number in left:
                self._set(connection, number, state=TranscriptState.INTERRUPTED.value)
            waiting = TRANSCRIPTS.c.state == TranscriptState.INTERRUPTED.value
            ids = connection.execute(select(TRANSCRIPTS.c.id).where(waiting).order_by(TRANSCRIPTS.c.id))
            return tuple(ids.scalars())

    def resumable(
        self, sha256: str, model_sha256: str, settings: TranscriptionSettings, tracks: Sequence[MediaTrack]
    ) -> int | None:
        """Return the newest transcript of the same sound, model and settings that was not finished."""
        open_states = (TranscriptState.INTERRUPTED, TranscriptState.CANCELLED, TranscriptState.FAILED)
        same = and_(
            TRANSCRIPTS.c.sha256 == sha256,
            TRANSCRIPTS.c.model_sha256 == model_sha256,
            TRANSCRIPTS.c.state.in_([state.value for state in open_states]),
            TRANSCRIPTS.c.live.is_(False),
        )
        query = select(TRANSCRIPTS).where(same).order_by(TRANSCRIPTS.c.id.desc())
        with self._read() as connection:
            rows = connection.execute(query).all()
        wanted = brief(settings), brief(tuple(tracks))
        return next((row.id for row in rows if (row.settings, row.tracks) == wanted), None)

    def change(self, number: int, changed: Sequence[Segment]) -> tuple[Segment, ...]:
        """Store lines as they are to be in one step, and return them with their ids; `undo` takes it back.

        Args:
            number: of the transcript.
            changed: those with an id replace what they were, the others are new; the first has an id.

        Raises:
            NotStored: one of them is not in the transcript.
        """
        with self._write() as connection:
            return edited_lines.change(connection, number, changed)

    def following(self, segment_id: int) -> Segment | None:
        """Return the segment after one; None after the last.

        Raises:
            NotStored: no such segment.
        """
        with self._read() as connection:
            return edited_lines.following(connection, segment_id)

    def undo(self, number: int) -> Segment | None:
        """Take back the newest change to a transcript; return the segment as it is then, None without one.

        Raises:
            NotStored: no such transcript.
        """
        with self._write() as connection:
            transcript_row(connection, number)
            step = edited_lines.newest(connection, number)
            if step is None:
                return None
            edited_lines.take_back(connection, step)
            return segment_from(segment_row(connection, step.segment_id))

    def edits(self, number: int) -> int:
        """Return how many changes can be taken back."""
        query = select(func.count()).select_from(EDITS).where(EDITS.c.transcript_id == number)
        with self._read() as connection:
            return int(connection.execute(query).scalar_one())

    def search(self, number: int, text: str, *, limit: int = 200) -> tuple[Segment, ...]:
        """Return the segments that hold `text`, in capitals or not, by start."""
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        plain = folded(escaped)
        holds = or_(
            SEGMENTS.c.text.like(f"%{escaped}%", escape="\\"),
            func.lower(SEGMENTS.c.text).like(f"%{plain}%", escape="\\"),
        )
        with self._read() as connection:
            rows = connection.execute(segments_of(number).where(holds).limit(limit)).all()
        return tuple(map(segment_from, rows)) if text else ()

    def delete(self, number: int, needed: Collection[Path] = ()) -> Erasure:
        """Delete a transcript and every trace of its text in library, log, journal and backups.

        A media file that a browser sent for it alone goes too; one of the person's own stays, and so does one
        among `needed`, which work that has not begun was asked for with.

        Returns:
            True when no trace is left; otherwise with the reason, and the next start removes the last ones.

        Raises:
            NotStored: no such transcript.
            TranscriptBusy: it is being written.
        """
        with self._write() as connection:
            row = transcript_row(connection, number)
            must_have_ended(row)
            connection.execute(delete(TRANSCRIPTS).where(TRANSCRIPTS.c.id == number))
            still = {*reading.needed_paths(connection), *needed}
            uploads = copies.uploads_of(self._paths, [Path(row.media)], still)
            intents.note(connection, Intent(folders=uploads, journals=journals_of([row])))
        return self._erase()

    def _set(self, connection: Connection, number: int, **values: object) -> None:
        done = connection.execute(update(TRANSCRIPTS).where(TRANSCRIPTS.c.id == number).values(values))
        if done.rowcount == 0:
            raise NotStored("This transcript is not in the library.", "It may have been deleted.")
