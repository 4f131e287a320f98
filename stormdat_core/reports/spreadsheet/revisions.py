"""What the author did with the comments: the findings of two revisions as a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import IO

from stormdat_core.model import Severity
from stormdat_core.model.revisions import Change, Changes
from stormdat_core.reports.naming import title
from stormdat_core.reports.spreadsheet.workbook import (
    FACT,
    HEAD,
    LABEL,
    PLAIN,
    TIME,
    TITLE,
    Book,
    Look,
    Value,
    new_book,
)

MOST_ROWS = 1_048_575
"""Rows that Excel has below a head."""
TOLD = {
    Change.NEW: "New in this revision",
    Change.FIXED: "Gone",
    Change.OPEN: "Still open",
    Change.DECIDED: "Still there, decided",
    Change.REOPENED: "Asked for, and still there",
}
"""What became of a finding, as a heading."""
_HEADS = (
    ("No.", 7), ("What became of it", 24), ("Decided before", 16), ("Decision now", 16), ("Reason", 30),
    ("Reviewer", 16), ("Decided (UTC)", 19), ("Severity", 10), ("Finding", 28), ("Place", 28), ("Page", 7),
    ("Text", 30), ("What is wrong", 70), ("Recognised by", 16),
)  # fmt: skip
Line = list[tuple[Value, Look]]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A finding as a row."""

    change: Change
    severity: Severity
    rule: str
    place: str
    page: int | None
    words: str
    message: str
    was: str
    """What had been decided when the newer revision came, in a word."""
    now: str
    reason: str = ""
    reviewer: str = ""
    decided: datetime | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """What the summary says of the two files."""

    name: str
    sha256: str
    earlier: str
    earlier_sha256: str
    earlier_checked: datetime
    checked: datetime
    changes: Changes
    moved: int


def write_changes(
    stream: IO[bytes],
    facts: Compared,
    lines: Iterable[ChangeLine],
    order: Sequence[Change],
    version: str,
    made: datetime,
    most: int = MOST_ROWS,
) -> int:
    """Write the workbook to a seekable stream and return its number of findings.

    Args:
        stream: where to.
        facts: for the summary.
        lines: the findings, one by one.
        order: of the changes in the summary.
        version: of the program.
        made: aware; the only time the file carries.
        most: rows of a sheet; what is left out is said.
    """
    total = sum(facts.changes.total.values())
    with new_book(stream, f"Revisions: {facts.name}", made) as book:
        with book.sheet("Summary", (30, 40, *([14] * len(order)))) as sheet:
            for line in _summary(facts, order, version, made, max(0, total - most)):
                sheet.append(line)
        _write_lines(book, islice(lines, most), min(total, most))
    return min(total, most)


def _write_lines(book: Book, lines: Iterable[ChangeLine], rows: int) -> None:
    with book.sheet("Findings", [width for _, width in _HEADS], rows + 1) as sheet:
        sheet.append((head, HEAD) for head, _ in _HEADS)
        for number, line in enumerate(lines, 1):
            sheet.append(_cells(number, line))


def _cells(number: int, line: ChangeLine) -> Line:
    recognised = (
        "" if line.change in (Change.NEW, Change.FIXED) else "words and place" if line.moved else "text"
    )
    return [
        (number, PLAIN),
        (TOLD[line.change], LABEL),
        *((value, PLAIN) for value in (line.was, line.now, line.reason, line.reviewer)),
        (_utc(line.decided), TIME),
        (line.severity.word, PLAIN),
        (title(line.rule), PLAIN),
        (line.place, PLAIN),
        (line.page, PLAIN),
        *((value, PLAIN) for value in (line.words, line.message, recognised)),
    ]


def _summary(
    facts: Compared, order: Sequence[Change], version: str, made: datetime, left_out: int
) -> Iterator[Line]:
    yield [("What the author did with the comments", TITLE)]
    yield _pair("Revision", facts.name)
    yield _pair("SHA-256", facts.sha256)
    yield _pair("Checked (UTC)", _utc(facts.checked), TIME)
    yield _pair("Earlier revision", facts.earlier)
    yield _pair("SHA-256", facts.earlier_sha256)
    yield _pair("Checked (UTC)", _utc(facts.earlier_checked), TIME)
    yield _pair("Recognised by words and place", facts.moved)
    yield _pair("STORM DAT version", version)
    yield _pair("Made (UTC)", _utc(made), TIME)
    if left_out:
        yield _pair("Left out", f"The last {left_out:,} findings: the sheet has no room for them.")
    yield []
    yield [(head, HEAD) for head in ("Finding", "Rule", *(TOLD[change] for change in order))]
    yield [("All", LABEL), (None, PLAIN), *((facts.changes.of(change), PLAIN) for change in order)]
    for rule in facts.changes.rules:
        yield [
            (title(rule), PLAIN),
            (rule, PLAIN),
            *((facts.changes.of(each, rule), PLAIN) for each in order),
        ]


def _pair(label: str, value: Value, look: Look = FACT) -> Line:
    return [(label, LABEL), (value, look)]


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
