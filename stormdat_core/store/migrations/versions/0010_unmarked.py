"""What is said of a file that carries no security marking, beside its verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("files", sa.Column("unmarked", sa.String(), nullable=False, server_default=""))
