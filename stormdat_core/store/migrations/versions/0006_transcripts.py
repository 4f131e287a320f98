"""Transcripts: their segments, the speech that was found, and what people changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _transcripts()
    _segments()
    _speech()
    _edits()


def _transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("media", "title", "created", "state", "sha256"),
        *_numbers("duration_ms", "done_ms"),
        *_texts("language", "model", "model_sha256", "settings", "tracks", "recording"),
        sa.Column("live", sa.Boolean(), nullable=False),
        *_texts("marking", "coverage", "error", "hint", "properties", "journal"),
        *_numbers("journal_read", "owner_pid"),
        sa.Column("owner_started", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_transcripts_state", "transcripts", ["state"])
    op.create_index("ix_transcripts_recording", "transcripts", ["recording"])


def _segments() -> None:
    op.create_table(
        "segments",
        *_owned("segments"),
        *_numbers("start_ms", "end_ms"),
        *_texts("speaker", "text", "words"),
        sa.Column("confidence", sa.Float(), nullable=False),
        *_texts("state"),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_segments_transcript_id_start_ms", "segments", ["transcript_id", "start_ms"])


def _speech() -> None:
    op.create_table(
        "speech",
        *_owned("speech"),
        *_numbers("start_ms", "end_ms"),
        *_texts("speaker"),
        sa.Column("failed", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_speech_transcript_id", "speech", ["transcript_id"])


def _edits() -> None:
    op.create_table(
        "edits",
        *_owned("edits"),
        *_numbers("segment_id"),
        *_texts("made", "before", "words_before"),
        sa.Column("edited_before", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name="fk_edits_segment_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_edits_transcript_id", "edits", ["transcript_id"])
    op.create_index("ix_edits_segment_id", "edits", ["segment_id"])


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    """Return the key of a table and what ties its rows to their transcript."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=f"fk_{table}_transcript_id", ondelete="CASCADE"
        ),
    ]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
