"""What a sweep did not do: markings not audited, outputs not written, paths passed over."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("files", sa.Column("unaudited", sa.String(), nullable=False, server_default=""))
    op.add_column("files", sa.Column("failures", sa.String(), nullable=False, server_default="[]"))
    op.add_column("sweeps", sa.Column("passed_over", sa.String(), nullable=False, server_default="[]"))
    op.add_column("sweeps", sa.Column("partly", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE sweeps SET partly = (SELECT count(*) FROM files WHERE files.sweep_id = sweeps.id "
        "AND files.error = '' AND files.warnings != '[]')"
    )
