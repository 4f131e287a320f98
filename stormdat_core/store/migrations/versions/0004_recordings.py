"""Recordings, as their sidecars describe them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recordings",
        *_texts("id", "path", "title", "started"),
        *_numbers("duration_ms", "size"),
        *_texts("sha256", "marking"),
        *_numbers("width", "height"),
        *_texts("tracks", "gaps", "markers"),
        *_numbers("frames", "dropped"),
        sa.Column("recovered", sa.Boolean(), nullable=False),
        *_numbers("stamp"),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
    )
    op.create_index("ix_recordings_started", "recordings", ["started"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
