"""What a person decided about findings, by fingerprint."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = ("rule", "verdict", "made", "reason", "acronym", "full_form")
    op.create_table(
        "decisions",
        sa.Column("fingerprint", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_decisions"),
    )
