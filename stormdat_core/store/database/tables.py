"""The tables of the library. Every change here travels with a migration; a test compares the two.

They are SQLAlchemy Core tables: rows become values by hand, so the object mapper would only cost the time of
its import, which is nearly as long as everything else that a start imports.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from stormdat_core.store.database.columns import Exact, Json, Moment

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA = MetaData(naming_convention=_NAMES)


def _number(name: str, *, optional: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=optional)


def _text(name: str, *, index: bool = False) -> Column[Any]:
    return Column(name, Exact, nullable=False, index=index)


def _late(name: str) -> Column[Any]:
    """Return a column that libraries of older versions got later."""
    return Column(name, Exact, nullable=False, server_default="")


def _late_list(name: str) -> Column[Any]:
    return Column(name, Json, nullable=False, server_default="[]")


def _json(name: str) -> Column[Any]:
    return Column(name, Json, nullable=False)


def _moment(name: str, *, optional: bool = False) -> Column[Any]:
    return Column(name, Moment, nullable=optional)


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True)


def _belongs_to(table: str, name: str, *, key: bool = False) -> Column[Any]:
    return Column(
        name, Integer, ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=key, nullable=False
    )


SWEEPS = Table(
    "sweeps",
    METADATA,
    _id(),
    _text("version"),
    _text("profile"),
    _text("profile_digest"),
    _json("request"),
    _moment("started"),
    _moment("finished", optional=True),
    _text("state", index=True),
    _number("owner_pid"),
    # When the owning process began, in seconds since 1970: its number alone may be given again.
    Column("owner_started", Float, nullable=False),
    _number("files"),
    _number("failed"),
    _json("counts"),
    _late("error"),
    _late("hint"),
    Column("partly", Integer, nullable=False, server_default="0"),
    # How much was given, or held by folders, and not checked; for how many reasons, and what for the first.
    Column("passed", Integer, nullable=False, server_default="0"),
    Column("passed_kinds", Json, nullable=False, server_default="[0, []]"),
    # A number is never given twice: a page that was left open must not show another sweep.
    sqlite_autoincrement=True,
)
"""Sweeps. Totals are kept up to date with each file, so that they hold after a kill too."""

SWEEP_FACTS = tuple(column for column in SWEEPS.c if column.name != "passed_kinds")
"""A sweep without what it passed over: how much that is, is enough for most."""

PASSED = Table(
    "passed",
    METADATA,
    _belongs_to("sweeps", "sweep_id", key=True),
    Column("ordinal", Integer, primary_key=True),
    _text("name"),
    _text("reason"),
)
"""What a sweep was given, or found in folders, and did not check."""

LISTS = Table(
    "sweep_lists",
    METADATA,
    _belongs_to("sweeps", "sweep_id", key=True),
    Column("ordinal", Integer, primary_key=True),
    _text("name"),
    _text("sha256"),
    _number("rows"),
)
"""The acronym lists that a sweep used."""

FILES = Table(
    "files",
    METADATA,
    _id(),
    _belongs_to("sweeps", "sweep_id"),
    _number("ordinal"),
    _text("path"),
    _text("name"),
    _text("sha256", index=True),
    _text("format"),
    _text("title"),
    _text("error"),
    _text("hint"),
    _json("warnings"),
    _text("profile"),
    _text("profile_digest"),
    _json("lists"),
    _text("lists_digest"),
    _number("blocks"),
    _number("characters"),
    Column("seconds", Float, nullable=False),
    _number("findings"),
    _json("outputs"),
    _late("unaudited"),
    _late("unmarked"),
    # What could not be written for it, in sentences.
    _late_list("failures"),
    # What names and titles of all revisions of a document have in common; no title, no key.
    Column("document", Exact, nullable=False, server_default="", index=True),
    Column("titled", Exact, nullable=False, server_default="", index=True),
    UniqueConstraint("sweep_id", "ordinal"),
    sqlite_autoincrement=True,
)
"""Files of a sweep: everything of a `FileResult` but the findings, which are counted."""

_FILTERS = ("severity", "rule", "colour", "section", "file_id", "fingerprint")
"""What findings are filtered by: an index that holds it all answers without walking through their texts."""

FINDINGS = Table(
    "findings",
    METADATA,
    _id(),
    _belongs_to("sweeps", "sweep_id"),
    _belongs_to("files", "file_id"),
    _number("ordinal"),
    _text("rule"),
    _number("severity"),
    _text("colour"),
    _text("message"),
    _text("excerpt"),
    _text("part"),
    _text("kind"),
    _number("block"),
    _number("start"),
    _number("end"),
    # The outermost and the nearest heading above; empty where there is none.
    _text("section"),
    _text("heading"),
    _text("label"),
    _number("page", optional=True),
    # How many other places it rests on; whether its fix is safe, NULL when there is none.
    _number("places"),
    Column("safe", Boolean, nullable=True),
    _number("certainty"),
    _text("fingerprint"),
    _json("location"),
    _json("evidence"),
    _json("fix"),
    UniqueConstraint("file_id", "ordinal"),
    # What sorts them (`sortkeys`), kept because an index can hold it and the windows begin in the middle.
    Column("importance", Integer, nullable=False, server_default="0"),
    _late("position"),
    Index("ix_findings_order", "sweep_id", "importance", "position", *_FILTERS),
    Index(
        "ix_findings_rules",
        "sweep_id",
        "rule",
        "importance",
        "position",
        *(name for name in _FILTERS if name != "rule"),
    ),
    Index("ix_findings_positions", "sweep_id", "position", "importance", *_FILTERS),
    Index("ix_findings_prints", "sweep_id", "fingerprint", "severity", "file_id"),
    # What the page of a document asks: the groups of one file, in their order, and which are still open.
    Index("ix_findings_review", "file_id", "rule", "importance", "position", "fingerprint"),
    Index("ix_findings_safe", "file_id", "rule", sqlite_where=text("safe IS 1")),
    sqlite_autoincrement=True,
)
"""Findings: columns to sort and filter by, and the whole of their places as JSON."""

SEARCHED = Table(
    "searched",
    METADATA,
    _belongs_to("sweeps", "sweep_id", key=True),
    Column("finding_id", Integer, primary_key=True),
    _text("text"),
    sqlite_with_rowid=False,
)
"""What is searched of each finding, case-folded. Apart, so that a search does not read their places too."""

KINDS = Table(
    "kinds",
    METADATA,
    _belongs_to("sweeps", "sweep_id", key=True),
    Column("file_id", Integer, primary_key=True),
    Column("rule", Exact, primary_key=True, nullable=False),
    Column("colour", Exact, primary_key=True, nullable=False),
    Column("severity", Integer, primary_key=True),
    _number("number"),
    sqlite_with_rowid=False,
)
"""How many findings of each kind a file has; those of file 0 are the sums of the sweep."""

SECTIONS = Table(
    "sections",
    METADATA,
    _belongs_to("sweeps", "sweep_id", key=True),
    Column("file_id", Integer, primary_key=True),
    Column("section", Exact, primary_key=True, nullable=False),
    _number("number"),
    # The position of the first of them.
    _text("first"),
    sqlite_with_rowid=False,
)
"""How many findings stand under each outermost heading, of a file and of the sweep, as in `kinds`."""

WRITTEN = Table(
    "written",
    METADATA,
    _id(),
    _belongs_to("files", "file_id"),
    _text("path"),
    _text("sha256"),
    Index(None, "path"),
    Index(None, "file_id"),
)
"""The bytes a sweep wrote to a path; the newest row of a path counts."""

DETAILS = Table(
    "details",
    METADATA,
    _belongs_to("files", "file_id", key=True),
    Column("kind", Exact, primary_key=True, nullable=False),
    _json("body"),
)
"""What a `FileResult` holds beside its findings, a row for each kind of `details.KINDS`."""

RECORDINGS = Table(
    "recordings",
    METADATA,
    Column("id", Exact, primary_key=True, nullable=False),
    _text("path"),
    _text("title"),
    _moment("started"),
    _number("duration_ms"),
    _number("size"),
    _text("sha256"),
    _text("marking"),
    _number("width"),
    _number("height"),
    _json("tracks"),
    _json("gaps"),
    _json("markers"),
    _number("frames"),
    _number("dropped"),
    Column("recovered", Boolean, nullable=False),
    # When the sidecar was written that this row was made of, in nanoseconds since 1970.
    _number("stamp"),
    Index(None, "started"),
)
"""Recordings as their sidecars describe them; the files themselves lie in folders of the person's."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("fingerprint", Exact, primary_key=True, nullable=False),
    _text("rule"),
    _text("verdict"),
    _moment("made"),
    _text("reason"),
    _text("acronym"),
    _text("full_form"),
    _late("reviewer"),
)
"""What a person decided about findings. They belong to no sweep: they outlive revisions of a document."""

STEPS = Table(
    "steps",
    METADATA,
    _id(),
    _belongs_to("files", "file_id"),
    _moment("made"),
    _text("told"),
    # The decisions about the same findings before and after, as objects; null for none.
    _json("before"),
    _json("after"),
    Column("undone", Boolean, nullable=False, server_default="0"),
    Index(None, "file_id"),
    sqlite_autoincrement=True,
)
"""What was decided on the page of a document, step by step, so that each can be undone and done again."""

COMPARISONS = Table(
    "comparisons",
    METADATA,
    _id(),
    _belongs_to("files", "file_id"),
    _belongs_to("files", "against"),
    _moment("began"),
    _number("moved"),
    UniqueConstraint("file_id", "against"),
    Index(None, "against"),
    sqlite_autoincrement=True,
)
"""Pairs of revisions of a document whose findings were compared."""

COMPARED = Table(
    "compared",
    METADATA,
    _belongs_to("comparisons", "comparison_id", key=True),
    # 0 for a new finding, 1 for one that is gone, 2 for one that is in both or was decided about before.
    Column("kind", Integer, primary_key=True),
    Column("position", Exact, primary_key=True, nullable=False),
    # Of the newer file; of the earlier one for what is gone.
    Column("finding_id", Integer, primary_key=True),
    _text("rule"),
    # The same finding in the earlier file; 0 for none.
    _number("earlier_id"),
    # Whether it was recognised by other means than its fingerprint.
    Column("moved", Boolean, nullable=False),
    _text("fingerprint"),
    # What had been decided about it when the newer revision came; empty for nothing.
    _text("was"),
    Index("ix_compared_rules", "comparison_id", "kind", "rule", "position"),
    Index("ix_compared_prints", "fingerprint", "comparison_id", "kind", "rule", "was"),
    Index("ix_compared_was", "comparison_id", "rule", "was", "fingerprint", sqlite_where=text("was <> ''")),
    sqlite_with_rowid=False,
)
"""What became of each finding from one revision to the next."""

BLOCKS = Table(
    "blocks",
    METADATA,
    _belongs_to("files", "file_id", key=True),
    Column("block", Integer, primary_key=True),
    _text("kind"),
    _text("role"),
    _number("level"),
    _text("number"),
    _text("text"),
    _json("formats"),
    _json("place"),
    sqlite_with_rowid=False,
)
"""The blocks of a document as its page draws them, of documents that were looked at."""

PAGES = Table(
    "pages",
    METADATA,
    _belongs_to("files", "file_id", key=True),
    Column("page", Integer, primary_key=True),
    _number("first"),
    _number("blocks"),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    _json("placed"),
    _json("columns"),
    sqlite_with_rowid=False,
)
"""The pages, slides or sheets that these blocks stand on."""

PLACES = Table(
    "places",
    METADATA,
    _belongs_to("files", "file_id", key=True),
    Column("block", Integer, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("finding_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
"""Where findings stand in these blocks, with the other places that have the fault."""

TRANSCRIPTS = Table(
    "transcripts",
    METADATA,
    _id(),
    _text("media"),
    _text("title"),
    _moment("created"),
    _text("state", index=True),
    _text("sha256"),
    _number("duration_ms"),
    _number("done_ms"),
    _text("language"),
    _text("model"),
    _text("model_sha256"),
    _json("settings"),
    _json("tracks"),
    _text("recording", index=True),
    Column("live", Boolean, nullable=False),
    _text("marking"),
    _json("coverage"),
    _text("error"),
    _text("hint"),
    _json("properties"),
    # The engine's journal, and how many of its bytes are in the library.
    _text("journal"),
    _number("journal_read"),
    _number("owner_pid"),
    Column("owner_started", Float, nullable=False),
    sqlite_autoincrement=True,
)
"""What was said in media files; live ones and those made afterwards alike."""

SEGMENTS = Table(
    "segments",
    METADATA,
    _id(),
    _belongs_to("transcripts", "transcript_id"),
    _number("start_ms"),
    _number("end_ms"),
    _text("speaker"),
    _text("text"),
    _json("words"),
    Column("confidence", Float, nullable=False),
    _text("state"),
    Column("edited", Boolean, nullable=False),
    Index(None, "transcript_id", "start_ms"),
    sqlite_autoincrement=True,
)

SPEECH = Table(
    "speech",
    METADATA,
    _id(),
    _belongs_to("transcripts", "transcript_id"),
    _number("start_ms"),
    _number("end_ms"),
    _text("speaker"),
    Column("failed", Boolean, nullable=False),
    Index(None, "transcript_id"),
)
"""Where somebody spoke, whether there is text or not: what the audit compares with."""

EDITS = Table(
    "edits",
    METADATA,
    _id(),
    _belongs_to("transcripts", "transcript_id"),
    _belongs_to("segments", "segment_id"),
    _moment("made"),
    _text("before"),
    _json("words_before"),
    Column("edited_before", Boolean, nullable=False),
    Index(None, "transcript_id"),
    Index(None, "segment_id"),
)
"""What a segment was before a person changed it, the newest last; undoing takes the row away."""

ERASURES = Table(
    "erasures",
    METADATA,
    _id(),
    _moment("requested"),
    # What has to be removed beside rows (`intents.Intent`), emptied when that is done.
    Column("work", Json, nullable=False, server_default="{}"),
)
"""Deletions that are not finished: files are left, or traces in free pages, the log or a backup."""
