"""Sweeps, their lists, files and findings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sweeps()
    _lists()
    _files()
    _findings()
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requested", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )


def _sweeps() -> None:
    op.create_table(
        "sweeps",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("version", "profile", "profile_digest", "request", "started"),
        sa.Column("finished", sa.String(), nullable=True),
        *_texts("state"),
        sa.Column("owner_pid", sa.Integer(), nullable=False),
        sa.Column("owner_started", sa.Float(), nullable=False),
        *_numbers("files", "failed"),
        *_texts("counts"),
        sa.PrimaryKeyConstraint("id", name="pk_sweeps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sweeps_state", "sweeps", ["state"])


def _lists() -> None:
    op.create_table(
        "sweep_lists",
        *_numbers("sweep_id", "ordinal"),
        *_texts("name", "sha256"),
        *_numbers("rows"),
        sa.PrimaryKeyConstraint("sweep_id", "ordinal", name="pk_sweep_lists"),
        sa.ForeignKeyConstraint(
            ["sweep_id"], ["sweeps.id"], name="fk_sweep_lists_sweep_id", ondelete="CASCADE"
        ),
    )


def _files() -> None:
    op.create_table(
        "files",
        *_numbers("id", "sweep_id", "ordinal"),
        *_texts("path", "name", "sha256", "format", "title", "error", "hint", "warnings"),
        *_texts("profile", "profile_digest", "lists", "lists_digest"),
        *_numbers("blocks", "characters"),
        sa.Column("seconds", sa.Float(), nullable=False),
        *_numbers("findings"),
        *_texts("outputs"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("sweep_id", "ordinal", name="uq_files_sweep_id_ordinal"),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name="fk_files_sweep_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_files_sha256", "files", ["sha256"])


def _findings() -> None:
    op.create_table(
        "findings",
        *_numbers("id", "sweep_id", "file_id", "ordinal"),
        *_texts("rule"),
        *_numbers("severity"),
        *_texts("colour", "message", "excerpt", "part", "kind"),
        *_numbers("block", "start", "end"),
        *_texts("section", "heading", "label"),
        sa.Column("page", sa.Integer(), nullable=True),
        *_numbers("places"),
        sa.Column("safe", sa.Boolean(), nullable=True),
        *_texts("fingerprint", "location", "evidence", "fix"),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sa.UniqueConstraint("file_id", "ordinal", name="uq_findings_file_id_ordinal"),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name="fk_findings_sweep_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_findings_file_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    for columns in (["sweep_id", "severity", "file_id", "id"], ["sweep_id", "rule"], ["sweep_id", "colour"]):
        op.create_index(f"ix_findings_{'_'.join(columns)}", "findings", columns)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
