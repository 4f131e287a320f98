"""What a deletion has to remove beside rows, noted before anything is removed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasures", sa.Column("work", sa.String(), nullable=False, server_default="{}"))
