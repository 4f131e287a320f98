"""Rows of transcripts: what is read and written again and again inside a transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, select, update

from stormdat_core.errors import StormError
from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import (
    MARKERS,
    Segment,
    SegmentState,
    Span,
    TranscriptState,
    TranscriptSummary,
)
from stormdat_core.records import dump
from stormdat_core.store.database.tables import RECORDINGS, SEGMENTS, SPEECH, TRANSCRIPTS
from stormdat_core.store.owners import Owner
from stormdat_core.store.speech.transcript_values import segment_values, summary_from
from stormdat_core.store.sweeps.rows import NotStored


class TranscriptBusy(StormError):
    """A transcript that cannot be deleted while it is being written."""

    hint = "Stop it first."


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech that was found, and the text it has."""

    speech: tuple[Span, ...]
    segments: tuple[Segment, ...] = ()
    failed: bool = False


def add_stretches(connection: Connection, number: int, stretches: Iterable[Stretch]) -> tuple[int, ...]:
    ids: list[int] = []
    for stretch in stretches:
        for span in stretch.speech:
            row = {"start_ms": span.start_ms, "end_ms": span.end_ms, "speaker": span.speaker.value}
            values = {**row, "transcript_id": number, "failed": stretch.failed}
            connection.execute(insert(SPEECH).values(values))
        for segment in stretch.segments:
            values = {"transcript_id": number, **segment_values(segment)}
            key = connection.execute(insert(SEGMENTS).values(values)).inserted_primary_key
            assert key is not None
            ids.append(int(key[0]))
    return tuple(ids)


def change_segment(
    connection: Connection, segment_id: int, text: str, words: list[list[Any]], edited: bool
) -> None:
    values = {"text": text, "words": words, "edited": edited}
    connection.execute(update(SEGMENTS).where(SEGMENTS.c.id == segment_id).values(values))


def folded(text: str) -> str:
    """Return text as SQLite's `lower` makes it: only A to Z change."""
    return "".join(each.lower() if each.isascii() else each for each in text)


def segments_of(number: int) -> Select[Any]:
    return select(SEGMENTS).where(_shown(number)).order_by(SEGMENTS.c.start_ms, SEGMENTS.c.id)


def removed_of(number: int) -> Select[Any]:
    gone = and_(SEGMENTS.c.transcript_id == number, SEGMENTS.c.state == SegmentState.REMOVED.value)
    return select(SEGMENTS).where(gone).order_by(SEGMENTS.c.start_ms, SEGMENTS.c.id)


def count_of(number: int) -> Select[Any]:
    return select(func.count()).select_from(SEGMENTS).where(_shown(number))


def _shown(number: int) -> ColumnElement[bool]:
    """Return what is true of the segments of a transcript that nobody took out."""
    return and_(SEGMENTS.c.transcript_id == number, SEGMENTS.c.state != SegmentState.REMOVED.value)


def transcript_row(connection: Connection, number: int) -> Row[Any]:
    row = connection.execute(select(TRANSCRIPTS).where(TRANSCRIPTS.c.id == number)).one_or_none()
    if row is None:
        raise NotStored("This transcript is not in the library.", "It may have been deleted.")
    return row


def segment_row(connection: Connection, segment_id: int) -> Row[Any]:
    row = connection.execute(select(SEGMENTS).where(SEGMENTS.c.id == segment_id)).one_or_none()
    if row is None:
        raise NotStored("This segment is not in the library.", "Its transcript may have been deleted.")
    return row


def is_running(row: Row[Any]) -> bool:
    running = row.state == TranscriptState.RUNNING.value
    return bool(running and Owner(row.owner_pid, row.owner_started).is_alive())


def must_have_ended(row: Row[Any]) -> None:
    if is_running(row):
        raise TranscriptBusy("This transcript is still being written, so it was not deleted.")


def journals_of(rows: Iterable[Row[Any]]) -> tuple[Path, ...]:
    return tuple(Path(row.journal) for row in rows if row.journal)


def summary_of(connection: Connection, row: Row[Any]) -> TranscriptSummary:
    return summary_from(row, connection.execute(count_of(row.id)).scalar_one())


def markers_of(connection: Connection, summary: TranscriptSummary) -> tuple[Marker, ...]:
    """Return the markers of a transcript's recording, by time: as listed, else as they were when it began."""
    query = select(RECORDINGS.c.markers).where(RECORDINGS.c.id == summary.recording)
    listed = connection.execute(query).scalar_one_or_none() if summary.recording else None
    if listed is None:
        listed = json.loads(summary.properties.get(MARKERS, "[]"))
    return tuple(sorted((Marker(**each) for each in listed), key=lambda marker: marker.at_ms))


def keep_markers(connection: Connection, rows: Iterable[Row[Any]]) -> None:
    """Note the markers of a recording in its transcripts, which are to outlive it."""
    for row in rows:
        markers = dump(markers_of(connection, summary_of(connection, row))).decode()
        values = {"properties": {**row.properties, MARKERS: markers}}
        connection.execute(update(TRANSCRIPTS).where(TRANSCRIPTS.c.id == row.id).values(values))
