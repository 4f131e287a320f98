"""What a result holds beside its findings: the acronyms side by side, and what follows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "details",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "kind", name="pk_details"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_details_file_id", ondelete="CASCADE"),
    )
