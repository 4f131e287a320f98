"""Documents as pages draw them, what was decided step by step, and who decided."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("reviewer", sa.String(), nullable=False, server_default=""))
    wanted = ["file_id", "rule", "importance", "position", "fingerprint"]
    op.create_index("ix_findings_review", "findings", wanted)
    op.create_index("ix_findings_safe", "findings", ["file_id", "rule"], sqlite_where=sa.text("safe IS 1"))
    _steps()
    _blocks()
    _places()


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        _file("steps"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("made", "told", "before", "after")),
        sa.Column("undone", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_steps_file_id", "steps", ["file_id"])


def _blocks() -> None:
    op.create_table(
        "blocks",
        _file("blocks"),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("number", "text", "formats", "place")),
        sa.PrimaryKeyConstraint("file_id", "block", name="pk_blocks"),
        sqlite_with_rowid=False,
    )


def _places() -> None:
    keys = ("block", "start", "end", "finding_id")
    op.create_table(
        "places",
        _file("places"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in keys),
        sa.PrimaryKeyConstraint("file_id", *keys, name="pk_places"),
        sqlite_with_rowid=False,
    )


def _file(table: str) -> Any:
    return sa.Column(
        "file_id",
        sa.Integer(),
        sa.ForeignKey("files.id", name=f"fk_{table}_file_id", ondelete="CASCADE"),
        nullable=False,
    )
