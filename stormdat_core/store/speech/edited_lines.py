"""Lines of a transcript that a person changes, joins, parts or takes out, each step to be taken back.

A line that is taken out stays as a row in the state `removed`, which nothing shows. A step notes
all rows that it changes as they were, and those that it made.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from stormdat_core.model.transcripts import Segment
from stormdat_core.store.database.tables import EDITS, SEGMENTS
from stormdat_core.store.speech.transcript_rows import change_segment, segment_row, segments_of
from stormdat_core.store.speech.transcript_values import segment_from, segment_values
from stormdat_core.store.sweeps.rows import NotStored


def change(connection: Connection, number: int, lines: Sequence[Segment]) -> tuple[Segment, ...]:
    """Store lines as they are to be, in one step that `take_back` undoes, and return them with their ids.

    Args:
        connection: in a transaction.
        number: of the transcript.
        lines: those that have an id take the place of what they were; the others are new. The first has one.

    Raises:
        NotStored: one of them is not in the library, or in another transcript.
    """
    rows = [segment_row(connection, each.id) for each in lines if each.id]
    if any(row.transcript_id != number for row in rows):
        raise NotStored("This segment is not in the transcript.", "Load the page again.")
    stored = tuple(_put(connection, number, each) for each in lines)
    made = [each.id for each, given in zip(stored, lines, strict=True) if not given.id]
    noted = {"rows": [[row.id, segment_values(segment_from(row))] for row in rows], "made": made}
    connection.execute(insert(EDITS).values(_edit(rows[0], noted)))
    return stored


def _put(connection: Connection, number: int, line: Segment) -> Segment:
    if line.id:
        connection.execute(update(SEGMENTS).where(SEGMENTS.c.id == line.id).values(segment_values(line)))
        return line
    values = {"transcript_id": number, **segment_values(line)}
    key = connection.execute(insert(SEGMENTS).values(values)).inserted_primary_key
    assert key is not None
    return replace(line, id=int(key[0]))


def _edit(row: Row[Any], noted: object) -> dict[str, Any]:
    return {
        "transcript_id": row.transcript_id,
        "segment_id": row.id,
        "made": datetime.now(UTC),
        "before": row.text,
        "words_before": noted,
        "edited_before": row.edited,
    }


def take_back(connection: Connection, step: Row[Any]) -> None:
    """Put back what a step changed, and remove what it made; steps of earlier versions hold one text."""
    noted = step.words_before
    if isinstance(noted, list):
        change_segment(connection, step.segment_id, step.before, noted, step.edited_before)
    else:
        for segment_id, values in noted["rows"]:
            connection.execute(update(SEGMENTS).where(SEGMENTS.c.id == segment_id).values(values))
        connection.execute(delete(SEGMENTS).where(SEGMENTS.c.id.in_(noted["made"])))
    connection.execute(delete(EDITS).where(EDITS.c.id == step.id))


def following(connection: Connection, segment_id: int) -> Segment | None:
    """Return the line after one, as they are shown; None after the last.

    Raises:
        NotStored: no such line.
    """
    row = segment_row(connection, segment_id)
    later = segments_of(row.transcript_id).where(
        (SEGMENTS.c.start_ms > row.start_ms)
        | ((SEGMENTS.c.start_ms == row.start_ms) & (SEGMENTS.c.id > row.id))
    )
    found = connection.execute(later.limit(1)).one_or_none()
    return None if found is None else segment_from(found)


def newest(connection: Connection, number: int) -> Row[Any] | None:
    """Return the step that would be taken back next."""
    query = select(EDITS).where(EDITS.c.transcript_id == number).order_by(EDITS.c.id.desc()).limit(1)
    return connection.execute(query).one_or_none()
