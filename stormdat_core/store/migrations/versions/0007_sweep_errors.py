"""Why a sweep did not come to its end."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("error", "hint"):
        op.add_column("sweeps", sa.Column(name, sa.String(), nullable=False, server_default=""))
