"""Files know what they have in common with other revisions of their document, and are compared with them."""

import sqlalchemy as sa
from alembic import op

# The keys have to be those that the program makes now: they are compared with those of files to come.
from stormdat_core.model.document_names import document_key, title_key

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keys()
    _comparisons()
    _compared()


def _keys() -> None:
    for name in ("document", "titled"):
        op.add_column("files", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.create_index(f"ix_files_{name}", "files", [name])
    bind = op.get_bind()
    for key, name, title in bind.exec_driver_sql("SELECT id, name, title FROM files").all():
        change = (_kept(document_key(_text(name))), _kept(title_key(_text(title))), key)
        bind.exec_driver_sql("UPDATE files SET document = ?, titled = ? WHERE id = ?", change)


def _comparisons() -> None:
    op.create_table(
        "comparisons",
        sa.Column("id", sa.Integer(), nullable=False),
        *(_file(name) for name in ("file_id", "against")),
        sa.Column("began", sa.String(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comparisons"),
        sa.UniqueConstraint("file_id", "against", name="uq_comparisons_file_id_against"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comparisons_against", "comparisons", ["against"])


def _compared() -> None:
    op.create_table(
        "compared",
        sa.Column(
            "comparison_id",
            sa.Integer(),
            sa.ForeignKey("comparisons.id", name="fk_compared_comparison_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("comparison_id", "kind", "position", "finding_id", name="pk_compared"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_compared_rules", "compared", ["comparison_id", "kind", "rule", "position"])
    prints = ["fingerprint", "comparison_id", "kind", "rule", "was"]
    op.create_index("ix_compared_prints", "compared", prints)
    told = ["comparison_id", "rule", "was", "fingerprint"]
    op.create_index("ix_compared_was", "compared", told, sqlite_where=sa.text("was <> ''"))


def _file(name: str) -> sa.Column[int]:
    whole = sa.ForeignKey("files.id", name=f"fk_comparisons_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), whole, nullable=False)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def _kept(text: str) -> str | bytes:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text
