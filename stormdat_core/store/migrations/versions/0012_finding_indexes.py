"""Findings are counted by kind, and put in order, from indexes that hold all it takes."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_BEFORE = (
    "ix_findings_sweep_id_severity_file_id_id",
    "ix_findings_sweep_id_rule",
    "ix_findings_sweep_id_colour",
)


def upgrade() -> None:
    for name in _BEFORE:
        op.drop_index(name, "findings")
    kinds = ["rule", "colour", "severity", "section"]
    op.create_index("ix_findings_kinds", "findings", ["sweep_id", *kinds, "file_id", "block", "fingerprint"])
    order = ["severity", "certainty", "places", "file_id", "block", "start", "ordinal"]
    filters = ["rule", "colour", "section", "fingerprint"]
    op.create_index("ix_findings_order", "findings", ["sweep_id", *order, *filters])
