"""How sure a finding is; those of before count as likely."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("findings", sa.Column("certainty", sa.Integer(), nullable=False, server_default="2"))
