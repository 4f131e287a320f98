"""Findings carry what sorts them, what is searched stands apart, and kinds are counted as they come."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_FILTERS = ("severity", "rule", "colour", "section", "file_id", "fingerprint")
_NAMED = 5
_KINDS = 50
_KINDS_OF = (
    "INSERT INTO kinds SELECT sweep_id, {file_id}, rule, colour, severity, count(*) FROM findings "
    "GROUP BY {group}, rule, colour, severity"
)
_SECTIONS_OF = (
    "INSERT INTO sections SELECT sweep_id, {file_id}, section, count(*), min(position) FROM findings "
    "GROUP BY {group}, section"
)


def upgrade() -> None:
    _sort_keys()
    _indexes()
    _searched()
    _counts()
    _passed()


def _sort_keys() -> None:
    op.add_column("findings", sa.Column("importance", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("findings", sa.Column("position", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE findings SET "
        "importance = -((severity * 10 + certainty) * 1000000 + min(places, 999999)), "
        "position = printf('%08x%08x%08x%08x', "
        "(SELECT files.ordinal FROM files WHERE files.id = findings.file_id), "
        "CASE WHEN block < 0 THEN 4294967295 ELSE min(block, 4294967294) END, "
        "min(max(start, 0), 4294967295), ordinal)"
    )


def _indexes() -> None:
    for name in ("ix_findings_kinds", "ix_findings_order"):
        op.drop_index(name, "findings")
    rest = [name for name in _FILTERS if name != "rule"]
    op.create_index("ix_findings_order", "findings", ["sweep_id", "importance", "position", *_FILTERS])
    op.create_index("ix_findings_rules", "findings", ["sweep_id", "rule", "importance", "position", *rest])
    op.create_index("ix_findings_positions", "findings", ["sweep_id", "position", "importance", *_FILTERS])
    op.create_index("ix_findings_prints", "findings", ["sweep_id", "fingerprint", "severity", "file_id"])


def _searched() -> None:
    op.create_table(
        "searched",
        _sweep("searched"),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sweep_id", "finding_id", name="pk_searched"),
        sqlite_with_rowid=False,
    )
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.create_function("stormdat_folded", 4, _folded)
    op.execute(
        "INSERT INTO searched SELECT sweep_id, id, stormdat_folded(message, excerpt, label, rule) "
        "FROM findings ORDER BY sweep_id, id"
    )


def _folded(*texts: Any) -> str | bytes:
    whole = "\x1f".join(_text(text) for text in texts).casefold().replace("\0", " ")
    try:
        whole.encode()
    except UnicodeEncodeError:
        return whole.encode("utf-8", "surrogatepass")
    return whole


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def _counts() -> None:
    """Count by file, then add the sums of each sweep as those of file 0."""
    kinds = ("rule", "colour", "severity")
    op.create_table(
        "kinds",
        _sweep("kinds"),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sweep_id", "file_id", *kinds, name="pk_kinds"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sections",
        _sweep("sections"),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sweep_id", "file_id", "section", name="pk_sections"),
        sqlite_with_rowid=False,
    )
    for file_id, group in (("file_id", "sweep_id, file_id"), ("0", "sweep_id")):
        op.execute(_KINDS_OF.format(file_id=file_id, group=group))
        op.execute(_SECTIONS_OF.format(file_id=file_id, group=group))


def _passed() -> None:
    op.create_table(
        "passed",
        _sweep("passed"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sweep_id", "ordinal", name="pk_passed"),
    )
    op.add_column("sweeps", sa.Column("passed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("sweeps", sa.Column("passed_kinds", sa.String(), nullable=False, server_default="[0, []]"))
    bind = op.get_bind()
    held = bind.exec_driver_sql("SELECT id, passed_over FROM sweeps WHERE passed_over <> '[]'").all()
    for sweep_id, kept in held:
        pairs = json.loads(_text(kept))
        rows = [(sweep_id, at, _kept(name), _kept(why)) for at, (name, why) in enumerate(pairs)]
        bind.exec_driver_sql("INSERT INTO passed VALUES (?, ?, ?, ?)", rows)
        change = (len(pairs), _kept(json.dumps(_kinds(pairs), ensure_ascii=False)), sweep_id)
        bind.exec_driver_sql("UPDATE sweeps SET passed = ?, passed_kinds = ? WHERE id = ?", change)
    op.drop_column("sweeps", "passed_over")


def _kinds(pairs: list[list[str]]) -> list[Any]:
    found: dict[str, list[str]] = {}
    for name, why in pairs:
        found.setdefault(why, []).append(name)
    return [len(found), [[why, len(names), names[:_NAMED]] for why, names in found.items()][:_KINDS]]


def _kept(text: str) -> str | bytes:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _sweep(table: str) -> Any:
    return sa.Column(
        "sweep_id",
        sa.Integer(),
        sa.ForeignKey("sweeps.id", name=f"fk_{table}_sweep_id", ondelete="CASCADE"),
        nullable=False,
    )
