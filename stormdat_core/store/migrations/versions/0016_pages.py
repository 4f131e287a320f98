"""Documents know the pages, slides and sheets that their pages draw."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    file = sa.ForeignKey("files.id", name="fk_pages_file_id", ondelete="CASCADE")
    op.create_table(
        "pages",
        sa.Column("file_id", sa.Integer(), file, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("page", "first", "blocks")),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("width", "height")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("placed", "columns")),
        sa.PrimaryKeyConstraint("file_id", "page", name="pk_pages"),
        sqlite_with_rowid=False,
    )
