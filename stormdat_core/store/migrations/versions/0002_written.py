"""What was written where, so that an output replaces only what a sweep itself wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "written",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_written"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_written_file_id", ondelete="CASCADE"),
    )
    op.create_index("ix_written_path", "written", ["path"])
    op.create_index("ix_written_file_id", "written", ["file_id"])
